import { expect, it } from 'vitest';
import { vjp } from '../../../src/core/derivative/functions.ts';
import { type Application, applicationsOf } from '../../../src/core/application.ts';
import { trace } from '../../../src/core/graph.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { transpose } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { populationSum } from '../../../src/core/ops/structural.ts';
import { PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import type { Primitive, Tangent } from '../../../src/core/primitive.ts';
import { complexTangent } from '../../support/complex-step.ts';
import { Random } from '../../support/random.ts';
import { catalogue, drawOperands, drawTensor } from '../ops/catalogue.ts';
import type { OpCase } from '../ops/op-case.ts';

/** Backward rules of ops: one cotangent an input. */
type Rule = (...use: Parameters<Primitive['vjp']>) => readonly Tangent[];
type Mutant = (rule: Rule) => Rule;

const each =
  (change: (bar: PopulationTensor, input: number, application: Application) => Tangent): Mutant =>
  (rule) =>
  (application, outputs, bars, context) =>
    rule(application, outputs, bars, context).map((bar, input) => bar && change(bar, input, application));

/** Ways in which backward rules are wrong in practice. A mutant that changes nothing for a rule is skipped for it. */
const mutants: Readonly<Record<string, Mutant>> = {
  'flipped sign': each((bar) => mul(bar, -1)),
  'factor 2': each((bar) => mul(bar, 2)),
  'dropped first operand': each((bar, input) => (input === 0 ? null : bar)),
  'dropped last operand': each((bar, input, { inputs }) => (input === inputs.length - 1 ? null : bar)),
  'cotangent of the first operand only of the first element': each((bar) => mul(bar, firstOnly(bar))),
  'swapped operands': (rule) => (application, outputs, bars, context) => {
    const result = rule(application, outputs, bars, context);
    const fits =
      result.length === 2 && result.every((bar) => bar !== null) && result[0]!.shape.join() === result[1]!.shape.join();
    return fits ? [result[1], result[0]] : result.map((bar) => bar && mul(bar, 2));
  },
  transposed: each((bar) => {
    const [rows, columns] = bar.shape.slice(-2);
    const square = bar.shape.length >= 2 && rows === columns;
    return square
      ? transpose(bar, [...bar.shape.map((_, axis) => axis).slice(0, -2), bar.shape.length - 1, bar.shape.length - 2])
      : mul(bar, 2);
  }),
};

const firstOnly = (like: PopulationTensor): PopulationTensor =>
  new PopulationTensor(
    { shape: like.shape, population: 1 },
    Float64Array.from({ length: like.size }, (_, i) => (i === 0 && like.size > 1 ? 1 : 0)),
  );

/** The largest error of the op's gradient against the complex step, over its shapes and populations. */
function worstError(op: OpCase): number {
  const random = new Random();
  let worst = 0;
  for (let i = 0; i < 4 * op.shapes.length; i++) {
    const operands = drawOperands(random, op, i, [[1], [3], [3, 1], [1, 3]][Math.floor(i / op.shapes.length) % 4]);
    const y = op.f(...operands);
    const w = drawTensor(random, y.shape, y.population, (r) => r.uniform(0.5, 2), 0);
    const g = (x: readonly PopulationTensor[]): PopulationTensor => populationSum(sum(mul(w, op.f(...x))));
    const direction = operands.map((x) => x.data.map(() => random.uniform(0.5, 2)));
    const bars = vjp(g, operands).pullback(tensor(1));
    const along = bars.reduce(
      (total, bar, k) => total + bar.data.reduce((s, value, index) => s + value * direction[k][index], 0),
      0,
    );
    const graph = trace(g, operands);
    const exact = complexTangent(graph, operands, (k, e, m) => direction[k][e * operands[k].population + m])[0][0][0];
    worst = Math.max(worst, Math.abs(along - exact) / Math.max(Math.abs(exact), 1e-300));
  }
  return worst;
}

/** Primitives whose rules an op's gradient uses, found in its graph; `sum` and `mul` of the probe itself included. */
function primitivesOf(op: OpCase): Primitive[] {
  const operands = drawOperands(new Random(), op, 0, [3, 1]);
  const { outputs } = trace((x: readonly PopulationTensor[]) => op.f(...x), operands);
  return [...new Set(applicationsOf(outputs).map(({ primitive }) => primitive))].filter(
    ({ name }) => name !== 'symbol',
  );
}

/** Conditions and indices have no cotangent to drop. */
const noCotangents: Readonly<Record<string, string>> = {
  where: 'dropped first operand',
  take: 'dropped last operand',
  takeMembers: 'dropped last operand',
  provided: 'dropped last operand',
};

it('every mutant of every backward rule is killed', () => {
  const smooth = catalogue.filter(({ isFlat }) => !isFlat);
  const byRule = new Map<Primitive, OpCase[]>();
  for (const op of smooth)
    for (const primitive of primitivesOf(op)) byRule.set(primitive, [...(byRule.get(primitive) ?? []), op]);
  const flat = new Set(['stopGradient', 'less', 'lessEqual', 'equal']);
  const survivors: string[] = [];
  let killed = 0;
  for (const [primitive, ops] of byRule) {
    if (flat.has(primitive.name)) continue;
    const original = primitive.vjp as Rule;
    const tested = ops.slice(0, 3);
    for (const op of tested) expect(worstError(op), op.name).toBeLessThan(1e-9);
    for (const [name, mutate] of Object.entries(mutants)) {
      if (noCotangents[primitive.name] === name) continue;
      (primitive as { vjp: Rule }).vjp = mutate(original);
      const isKilled = ops.some((op) => {
        try {
          return !(worstError(op) < 1e-6);
        } catch {
          return true;
        }
      });
      (primitive as { vjp: Rule }).vjp = original;
      if (isKilled) killed++;
      else survivors.push(`${primitive.name}: ${name}`);
    }
  }
  expect(byRule.size).toBeGreaterThan(25);
  expect(killed).toBeGreaterThan(150);
  expect(survivors).toEqual([]);
});
