/** @file Programs that differ in one respect while the first is still known: each gives its own results. */
import { afterEach, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { Executable } from '../../../src/core/backend/executable.ts';
import { outputKinds } from '../../../src/core/backend/run-blocks.ts';
import { createWasmImage } from '../../../src/core/backend/wasm/wasm-kernel.ts';
import { trace } from '../../../src/core/graph.ts';
import { div } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { concat, reshape } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { populationSum, spread } from '../../../src/core/ops/structural.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { PopulationTensor } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';

interface Operand {
  readonly shape: readonly number[];
  readonly isShared: boolean;
  /** All elements, whatever the member. */
  readonly value: number;
}

const operations = [
  'concat',
  'concat',
  'last',
  'sin',
  'loop',
  'reverse loop',
  'spread',
  'quotient',
  'mapped loop',
] as const;
const finishes = ['members', 'sum', 'shared'] as const;

/** A program as plain data, so that it can be changed in one respect. */
interface Plan {
  readonly population: number;
  readonly inputs: readonly Operand[];
  /** Numbers that it takes from outside. */
  readonly captured: readonly Operand[];
  readonly operations: readonly (typeof operations)[number][];
  /** Which of its values are results, counted from the last one, and what becomes of them. */
  readonly outputs: readonly { readonly from: number; readonly finish: (typeof finishes)[number] }[];
  /** Results are made in the order of `outputs` and returned from this one on. */
  readonly first: number;
}

const shapes = [[], [1], [2], [3], [3, 1], [150]];
const values = [0, -0, 1, 0.5, NaN, -2];

const drawOperand = (random: Random): Operand => ({
  shape: random.pick(shapes),
  isShared: random.next() < 0.2,
  value: random.pick(values),
});

function drawPlan(random: Random): Plan {
  const many = <T>(most: number, draw: () => T): T[] => Array.from({ length: random.integer(1, most) }, draw);
  return {
    population: random.pick([1, 2, 3]),
    inputs: many(2, () => drawOperand(random)),
    captured: many(4, () => drawOperand(random)),
    operations: many(3, () => random.pick(operations)),
    outputs: many(3, () => ({ from: random.integer(0, 3), finish: random.pick(finishes) })),
    first: 0,
  };
}

const swapped = <T>(list: readonly T[]): readonly T[] => [...list.slice(1), list[0]];

/** The plan changed in one respect. */
function perturbed(plan: Plan, random: Random): Plan {
  const part = random.pick(['inputs', 'captured'] as const);
  const place = random.integer(0, plan[part].length - 1);
  const drawn = drawOperand(random);
  const changed = (change: Partial<Operand>): Plan => ({
    ...plan,
    [part]: plan[part].with(place, { ...plan[part][place], ...change }),
  });
  const output = random.integer(0, plan.outputs.length - 1);
  return random.pick<() => Plan>([
    () => ({ ...plan, population: random.pick([1, 2, 3]) }),
    () => changed({ shape: drawn.shape }),
    () => changed({ isShared: drawn.isShared }),
    () => changed({ value: drawn.value }),
    () => ({ ...plan, [part]: swapped(plan[part]) }),
    () => ({ ...plan, captured: swapped(plan.captured) }),
    () => ({ ...plan, first: 1 }),
    () => ({
      ...plan,
      outputs: plan.outputs.with(output, { ...plan.outputs[output], finish: random.pick(finishes) }),
    }),
    () => ({ ...plan, operations: plan.operations.with(0, random.pick(operations)) }),
    () => ({ ...plan, operations: swapped(plan.operations) }),
    () => plan,
  ])();
}

function tensorOf({ shape, isShared, value }: Operand, population: number, salt: number): PopulationTensor {
  const type = { shape, population: isShared ? 1 : population };
  const size = shape.reduce((n, extent) => n * extent, 1) * type.population;
  // members differ, and so do two operands of one kind, so that none is taken for another
  const isPlain = isShared || population === 1;
  return new PopulationTensor(
    type,
    Float64Array.from({ length: size }, (_, i) => (isPlain ? value : value + 0.01 * i + salt)),
  );
}

function run(plan: Plan): { readonly executable: Executable; readonly inputs: readonly PopulationTensor[] } {
  const { population } = plan;
  const inputs = plan.inputs.map((operand, i) => tensorOf(operand, population, 10 * i));
  const captured = plan.captured.map((operand, i) => tensorOf(operand, population, 100 * (i + 1)));
  const flat = (x: PopulationTensor): PopulationTensor => reshape(x, [x.size]);
  const all = (xs: readonly PopulationTensor[]): PopulationTensor => concat(xs.map(flat));
  const looped = (x: PopulationTensor, reverse: boolean): PopulationTensor =>
    scan((c: PopulationTensor) => ({ carry: add(mul(0.5, c), sum(captured[0])), output: sum(c) }), x, [], {
      length: 3,
      reverse,
    }).outputs;
  const apply = (name: (typeof operations)[number], x: PopulationTensor): PopulationTensor => {
    if (name === 'concat') return all([x, ...captured]);
    if (name === 'last') return mul(flat(x), sum(captured.at(-1)!));
    if (name === 'sin') return sin(x);
    if (name === 'loop') return looped(x, false);
    if (name === 'reverse loop') return looped(x, true);
    if (name === 'quotient') return div(sum(captured[0]), x);
    if (name === 'mapped loop')
      return scan((c: PopulationTensor, y: PopulationTensor) => ({ carry: add(c, y), output: c }), sum(x), flat(x), {})
        .outputs;
    return x.population === 1 ? spread(x, population) : x;
  };
  const f = (given: readonly PopulationTensor[]): readonly PopulationTensor[] => {
    const known = [...given, sin(all(given))];
    for (const name of plan.operations) known.push(apply(name, known.at(-1)!));
    const results = plan.outputs.map(({ from, finish }) => {
      const value = known.at(-1 - (from % known.length))!;
      if (finish === 'sum') return populationSum(sin(value));
      return finish === 'members' ? mul(value, 1.5) : mul(sum(captured[0]), sum(value));
    });
    return plan.first === 0 ? results : swapped(results);
  };
  return { executable: new Executable(trace(f, inputs)), inputs };
}

afterEach(() => chooseBackend('wasm'));

it(`programs that differ in one thing do not run each other's kernels (TEST_SEED=${testSeed})`, () => {
  const random = new Random();
  let shared = 0;
  const cases = testCases(150);
  for (let i = 0; i < cases; i++) {
    const plan = drawPlan(random);
    const [first, second] = [plan, perturbed(plan, random)].map(run);
    first.executable.run(first.inputs);
    const found = second.executable.run(second.inputs);
    chooseBackend('interpreter');
    const right = second.executable.run(second.inputs);
    chooseBackend('wasm');
    const message = `case ${i}: ${JSON.stringify(plan)}`;
    found.forEach((value, k) => {
      expect({ shape: value.shape, population: value.population }, message).toEqual({
        shape: right[k].shape,
        population: right[k].population,
      });
      expect(Array.from(value.data), message).toEqual(Array.from(right[k].data));
    });
    second.executable.factories.forEach((factory, k) => {
      const other = first.executable.factories[k];
      if (other?.image() !== factory.image()) return;
      shared++;
      expect(outputKinds(factory), message).toEqual(outputKinds(other));
      const [own, others] = [factory, other].map((each) => ({ ...createWasmImage(each.laidOut('wasm')), key: '' }));
      expect(own, message).toEqual(others);
      expect(own.module, message).toBe(others.module);
    });
  }
  expect(shared).toBeGreaterThan(0.1 * cases);
});
