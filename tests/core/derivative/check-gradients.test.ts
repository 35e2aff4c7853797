import { describe, expect, it } from 'vitest';
import { checkGradients } from '../../../src/core/derivative/check-gradients.ts';
import { exp } from '../../../src/core/ops/exponential.ts';
import { sqrt, square, sub } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { withAdjoint } from '../../../src/core/derivative/with-adjoint.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { ArgumentError, ShapeError } from '../../../src/errors.ts';

const weights = population([[1, 2], [3, -4], [0.5, 7]]); // prettier-ignore
/** A loss a member, of parameters that they share. */
const ofMembers = (x: PopulationTensor): PopulationTensor => sum(mul(weights, square(x)));

/** x, with a cotangent that is multiplied by a factor. */
const skewed = (factor: readonly number[]) =>
  withAdjoint('skewed', (x: PopulationTensor) => mul(x, 1), {
    vjp: (_x: PopulationTensor, _y: PopulationTensor, bar: PopulationTensor) => mul(bar, tensor([...factor])),
  });

describe('checkGradients', () => {
  it('judges the sum of the members, as gradients do', () => {
    const check = checkGradients(ofMembers, tensor([1, -2]));
    expect(check.value).toBeCloseTo(4.5 + 4 * 5, 12);
    expect(check.entries.map(({ gradient }) => gradient)).toEqual([9, -20]);
    expect(check.worst.relativeError).toBeLessThan(1e-9);
    expect(check.dotProductError).toBeLessThan(1e-14);
  });

  it('sees a gradient that is wrong, of several members too', () => {
    const wrong = skewed([1, 1.001]);
    for (const f of [(x: PopulationTensor) => sum(square(wrong(x))), (x: PopulationTensor) => ofMembers(wrong(x))]) {
      const { worst, entries } = checkGradients(f, tensor([1, -2]));
      expect(worst.name).toMatch(/\[1\]$/);
      expect(worst.relativeError).toBeCloseTo(0.001 / 1.001, 6);
      expect(entries[0].relativeError).toBeLessThan(1e-9);
    }
  });

  it('shows a gradient that is no number as the worst, wherever it is, and judges the others all the same', () => {
    for (const place of [0, 1, 2]) {
      const wrong = skewed([1, 1, 1].with(place, NaN));
      const { worst, entries, gradientNorm } = checkGradients(
        (x: PopulationTensor) => sum(exp(wrong(x))),
        tensor([0.1, 0.2, 0.3]),
      );
      expect(worst.relativeError).toBeNaN();
      expect(worst).toBe(entries[place]);
      expect(gradientNorm).toBeNaN();
      expect(entries.filter(({ relativeError }) => relativeError < 1e-8).length).toBe(2);
    }
  });

  it('takes slopes that are rounding of the value for what they are, as at an extremum', () => {
    const about = (x: PopulationTensor): PopulationTensor => add(1, square(sub(mul(3, x), 0.3)));
    const { worst } = checkGradients(about, tensor(0.1));
    expect(worst.gradient).not.toBe(0);
    expect(worst.relativeError).toBeLessThan(1e-8);
    // what is more than that shows
    const { worst: wrong } = checkGradients(
      (x: PopulationTensor) => add(1, sum(mul(1e-6, skewed([2])(x)))),
      tensor([0.1]),
    );
    expect(wrong.relativeError).toBeGreaterThan(0.1);
  });

  it('shows a function that is no number around the point', () => {
    const { worst } = checkGradients((x: PopulationTensor) => sum(sqrt(x)), tensor([1, 0]));
    expect(worst.relativeError).toBeNaN();
    expect(worst.name).toBe('[1]');
  });

  it('refuses what it cannot judge', () => {
    expect(() => checkGradients(() => tensor(1), {})).toThrow(/^x: found no numbers; expected at least one number/);
    expect(() => checkGradients(() => tensor(1), [])).toThrow(ArgumentError);
    expect(() => checkGradients((x: PopulationTensor) => sum(x), zeros([0]))).toThrow(ArgumentError);
    expect(() => checkGradients((x: PopulationTensor) => x, zeros([2]))).toThrow(ShapeError);
    expect(() => checkGradients((x: PopulationTensor) => at(x, 0), weights)).toThrow(/a shared parameter/);
    for (const step of [0, -1, NaN]) expect(() => checkGradients(ofMembers, zeros([2]), { step })).toThrow(/^step: /);
    expect(() => checkGradients(ofMembers, zeros([2]), { floor: NaN })).toThrow(/^floor: /);
  });
});
