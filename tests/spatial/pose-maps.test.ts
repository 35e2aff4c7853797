import { describe, expect, it } from 'vitest';
import { vjp } from '../../src/core/derivative/functions.ts';
import { concat, slice } from '../../src/core/ops/indexing.ts';
import { dot } from '../../src/core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { poseLogarithm } from '../../src/spatial/pose-maps.ts';
import { exponentialMap } from '../../src/spatial/rotation-maps.ts';
import { Transform } from '../../src/spatial/transform.ts';
import { expectClose } from '../support/check.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { turnedAbout } from '../support/moments.ts';
import { Random, testCases } from '../support/random.ts';

/** (sum over k of [w]^k / (k + 1)!) u: where a screw motion leads the origin. */
function ledTo(w: readonly number[], u: readonly number[]): number[] {
  const cross = (x: readonly number[]) => [
    w[1] * x[2] - w[2] * x[1],
    w[2] * x[0] - w[0] * x[2],
    w[0] * x[1] - w[1] * x[0],
  ];
  let [term, total] = [[...u], [...u]];
  for (let k = 2; k < 60; k++) {
    term = cross(term).map((x) => x / k);
    total = total.map((x, i) => x + term[i]);
  }
  return total;
}

describe('the logarithm of a pose', () => {
  const random = new Random();
  const unit = () => {
    const x = random.list(3, -1, 1);
    return x.map((part) => part / Math.hypot(...x));
  };

  it.each([0, 1e-9, 1e-4, 0.0999, 0.1001, 1, 3, 3.1415])(
    'is the screw motion that leads there, of a turn by %d rad',
    (angle) => {
      for (let i = 0; i < testCases(5); i++) {
        const [axis, u] = [unit(), random.list(3, -1, 1)];
        const w = axis.map((x) => x * angle);
        const rotation = tensor(turnedAbout(axis, angle), [3, 3]);
        const found = poseLogarithm(new Transform(rotation, tensor(ledTo(w, u))));
        expectClose(found, [...w, ...u], angle > 3 ? 1e-10 : 1e-13);
      }
    },
  );

  it('has the derivatives of the complex step by rotation and place', () => {
    for (const size of [1e-3, 0.5, 1.5]) {
      const weights = tensor(random.list(6, 0.5, 2));
      const f = (x: PopulationTensor) =>
        dot(weights, poseLogarithm(new Transform(exponentialMap(slice(x, [0], [3])), slice(x, [3], [6]))));
      const x = concat([tensor(random.list(3, -size, size)), tensor(random.list(3, -1, 1))]);
      expectClose(vjp(f, x).pullback(tensor(1)), complexStepJacobian(f, x)[0], 1e-11);
    }
  });

  it('has derivatives at the identity: those of a small motion', () => {
    const f = (p: PopulationTensor) =>
      dot(tensor([0, 0, 0, 1, 2, 3]), poseLogarithm(new Transform(exponentialMap([0, 0, 0]), p)));
    expect(
      vjp(f, tensor([0, 0, 0]))
        .pullback(tensor(1))
        .toArray(),
    ).toEqual([1, 2, 3]);
  });
});
