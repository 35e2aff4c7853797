/** @file Draws plans: the dangerous corners often, of sizes that keep a program quick. */
import { Random } from '../random.ts';
import { derivatives, operationsOf, type Plan, type TensorPlan } from './plan.ts';
import { prune } from './prune.ts';
import { Scope } from './scope.ts';
import { drawShape } from './shapes.ts';
import { drawSibling } from './sibling.ts';

const populations = [1, 2, 3, 5, 7, 33];

/** Operations of a program whose loops are written out, at most; second derivatives have some times as many. */
const mostOperations = 160;
const mostOperationsTwice = 80;

type DrawShape = (random: Random) => readonly number[];

const drawTensors = (
  random: Random,
  prefix: string,
  count: number,
  population: number,
  shape: DrawShape,
): TensorPlan[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `${prefix}${i}`,
    shape: shape(random),
    population: random.next() < 0.5 ? 1 : population,
    seed: random.integer(1, 1e6),
    isSpread: random.next() < 0.1,
  }));

/** Captured tensors: any, or a few vectors with members. */
function drawCaptured(random: Random, population: number): TensorPlan[] {
  if (random.next() < 0.6) return drawTensors(random, 'k', random.integer(0, 2), population, drawShape);
  const vectors = drawTensors(random, 'k', random.integer(2, 3), population, () => [random.integer(1, 4)]);
  return vectors.map((vector) => ({ ...vector, population, isSpread: false }));
}

/** Program number `index` of a seed. */
export function drawPlan(seed: number, index: number): Plan {
  const random = new Random(Math.imul(seed, 0x9e3779b1) + Math.imul(index + 1, 0x85ebca77));
  for (;;) {
    const plan = drawOnce(random);
    const isTwice = plan && derivatives.indexOf(plan.derivative) >= derivatives.indexOf('hvp');
    if (plan && plan.steps.length > 0 && operationsOf(plan.steps) <= (isTwice ? mostOperationsTwice : mostOperations))
      return { ...plan, before: random.next() < 0.4 ? drawSibling(random, plan) : null };
  }
}

function drawOnce(random: Random): Plan | null {
  const population = random.pick(populations);
  const inputs = drawTensors(random, 'x', random.integer(1, 3), population, drawShape);
  const captured = drawCaptured(random, population);
  const scope = Scope.start(random, population, [...inputs, ...captured]);
  const count = random.integer(1, 9);
  if (random.next() < 0.5) scope.drawOf('concat of captured vectors');
  for (let i = 0; i < count; i++) scope.drawStep();
  const { made, steps } = scope;
  if (made.length === 0) return null;
  const others = Array.from({ length: random.integer(0, 2) }, () => random.pick(made));
  return prune({
    population,
    inputs,
    captured,
    steps,
    outputs: [...new Set([made.at(-1)!, ...others])],
    derivative: random.pick(derivatives),
    reordered: random.next() < 0.15,
    before: null,
  });
}
