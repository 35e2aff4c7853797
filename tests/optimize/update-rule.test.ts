/** @file Update rules move all members at once with the bits of each alone, as trees and as one list. */
import { describe, expect, it } from 'vitest';
import { population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { adam } from '../../src/optimize/adam.ts';
import { gradientDescent } from '../../src/optimize/gradient-descent.ts';
import { momentum } from '../../src/optimize/momentum.ts';
import { memberOf } from '../../src/optimize/population-objective.ts';
import { nesterov } from '../../src/optimize/nesterov.ts';
import { rmsprop } from '../../src/optimize/rmsprop.ts';
import type { UpdateRule } from '../../src/optimize/update-rule.ts';
import { expectEqual } from '../support/check.ts';
import { Random } from '../support/random.ts';

const [members, size, iterations] = [7, 5, 30];
const schedule = { type: 'cosine', iterations: 20, final: 0.1 } as const;
const rules: readonly (readonly [string, UpdateRule])[] = [
  ['gradient descent', gradientDescent({ learningRate: 0.1, clipNorm: 3, schedule })],
  ['momentum', momentum({ learningRate: 0.02, clipNorm: 3, schedule: { type: 'exponential', decay: 0.5, every: 7 } })],
  ['Nesterov', nesterov({ learningRate: 0.02, clipNorm: 3, schedule })],
  ['RMSProp', rmsprop({ learningRate: 0.1, schedule })],
  ['Adam', adam({ learningRate: 0.1, clipNorm: 3, schedule })],
];

const random = new Random();
/** Gradients of all iterations; those of some members are longer than the clipping norm. */
const gradients = Array.from({ length: iterations }, () =>
  population(Array.from({ length: members }, (_, m) => random.list(size, -0.5 - m, 0.5 + m))),
);
const starts = population(Array.from({ length: members }, () => random.list(size, -2, 2)));

/** Parameters after each iteration. */
function walk<X extends PopulationTensor | { readonly [name: string]: PopulationTensor }>(
  rule: UpdateRule,
  start: X,
  gradientOf: (iteration: number) => X,
): X[] {
  let x: X = start;
  let state = rule.start(start);
  return gradients.map((_, iteration) => {
    ({ x, state } = rule.update(x, gradientOf(iteration), state, iteration));
    return x;
  });
}

describe.each(rules)('%s', (_, rule) => {
  const together = walk(rule, starts, (i) => gradients[i]);

  it('moves each member as if it were alone, to the last bit', () => {
    for (let m = 0; m < members; m++) {
      const alone = walk(rule, tensor(memberOf(starts, m)), (i) => tensor(memberOf(gradients[i], m)));
      alone.forEach((x, i) => expectEqual(x.data, memberOf(together[i], m)));
    }
  });

  it('has the bits of one list for the same numbers in leaves, clipped by the norm over all of them', () => {
    const split = (x: PopulationTensor) => {
      const rows = Array.from({ length: members }, (__, m) => Array.from(memberOf(x, m)));
      return { a: population(rows.map((row) => row.slice(0, 2))), b: population(rows.map((row) => row.slice(2))) };
    };
    const trees = walk(rule, split(starts), (i) => split(gradients[i]));
    trees.forEach(({ a, b }, i) => expectEqual(Float64Array.of(...a.data, ...b.data), together[i].data));
  });

  it('leaves the others as they are where a member is not finite', () => {
    const spoilt = gradients[0].data.slice();
    for (let i = 0; i < size; i++) spoilt[i * members + 3] = NaN;
    const gradient = population(
      Array.from({ length: members }, (__, m) => Array.from({ length: size }, (___, i) => spoilt[i * members + m])),
    );
    const { x } = rule.update(starts, gradient, rule.start(starts), 0);
    for (let m = 0; m < members; m++)
      if (m === 3) expect(memberOf(x, m).every(Number.isNaN)).toBe(true);
      else expectEqual(memberOf(x, m), memberOf(together[0], m));
  });

  it('says the norms of each gradient before and after clipping, and the step size', () => {
    const { gradientNorm, clippedGradientNorm, stepSize } = rule.update(starts, gradients[0], rule.start(starts), 0);
    expect(stepSize.item(2)).toBeGreaterThan(0);
    for (let m = 0; m < members; m++) {
      const length = Math.hypot(...memberOf(gradients[0], m));
      expect(gradientNorm.item(m)).toBeCloseTo(length, 12);
      expect(clippedGradientNorm.item(m)).toBeCloseTo(rule.name === 'rmsprop' ? length : Math.min(length, 3), 12);
    }
  });
});
