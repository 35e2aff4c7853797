import { describe, expect, it } from 'vitest';
import { normal } from '../../../src/core/random.ts';
import { jacobiEigenpairs, largestEigenpairs } from '../../../src/learning/surface/leading-directions.ts';
import { projectOnto } from '../../../src/learning/surface/plane.ts';
import { principalPlane, randomWalkShares } from '../../../src/learning/surface/principal-plane.ts';
import { expectClose, relativeError } from '../../support/check.ts';

const walk = (steps: number, size: number, seed: number): Float64Array[] => {
  const at = new Float64Array(size);
  return Array.from({ length: steps }, (_, step) => {
    normal({ seed, step }, size).forEach((move, i) => (at[i] += move));
    return at.slice();
  });
};
const dot = (x: Float64Array, y: Float64Array): number => x.reduce((total, entry, i) => total + entry * y[i], 0);

describe('the eigenpairs of products', () => {
  const size = 40;
  /** Eigenvalues 1 / k^2 of a matrix whose vectors are those of a Householder reflection. */
  const given = Float64Array.from({ length: size }, (_, k) => 1 / (k + 1) ** 2);
  const mirror = normal({ seed: 5 }, size);
  const square = dot(mirror, mirror);
  const reflection = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size }, (_x, j) => (i === j ? 1 : 0) - (2 * mirror[i] * mirror[j]) / square),
  );
  const matrix = reflection.map((row) =>
    Float64Array.from(reflection, (other) => row.reduce((total, entry, k) => total + entry * given[k] * other[k], 0)),
  );

  it('are those that a matrix was made of', () => {
    const all = jacobiEigenpairs(matrix);
    expectClose(all.values, given, 1e-14);
    const some = largestEigenpairs(matrix);
    for (const { values, vectors } of [all, some])
      for (const k of [0, 1]) {
        expectClose(values[k], given[k], 1e-13);
        expectClose(
          Math.abs(
            dot(
              vectors[k],
              Float64Array.from(reflection, (row) => row[k]),
            ),
          ),
          1,
          1e-12,
        );
      }
  });
});

describe('the principal plane of a path', () => {
  it('is the plane of a path that lies in one', () => {
    const path = Array.from({ length: 30 }, (_, t) => {
      const [a, b] = [Math.exp(-t / 8), Math.sin(t / 4) / 5];
      return Float64Array.of(1 + a, 2 - a + b, 3 * b, 0.5 * a);
    });
    const plane = principalPlane(path);
    expectClose(plane.shares[0] + plane.shares[1], 1, 1e-13);
    for (const point of path) expect(projectOnto(plane, point).residual).toBeLessThan(1e-13);
    expect(plane.axes[0].label).toContain(`${(100 * plane.shares[0]).toFixed(1)} %`);
  });

  it('has the least sum of squared residuals, which the shares say, in few dimensions and in many', () => {
    for (const size of [5, 80]) {
      const path = walk(40, size, 3);
      const plane = principalPlane(path);
      const left = path.map((point) => projectOnto(plane, point));
      const squares = (key: 'residual' | 'distance'): number => left.reduce((total, p) => total + p[key] ** 2, 0);
      expectClose(squares('residual') / squares('distance'), 1 - plane.shares[0] - plane.shares[1], 1e-11);
      for (const seed of [1, 2, 3]) {
        const tilt = normal({ seed }, size);
        const tilted = {
          ...plane,
          directions: [plane.directions[0], plane.directions[1].map((e, i) => e + 0.05 * tilt[i])] as const,
        };
        const other = path.reduce(
          (total, point) =>
            total +
            projectOnto({ ...tilted, directions: [tilted.directions[0], tilted.directions[1]] }, point).residual ** 2,
          0,
        );
        expect(other).toBeGreaterThan(squares('residual'));
      }
    }
  });

  it('says what a random walk shows, and a long random walk shows it: 60.8 % and 15.2 %', () => {
    expectClose(randomWalkShares, [0.6079271018540267, 0.15198177546350666], 1e-15);
    const planes = [1, 2].map((seed) => principalPlane(walk(250, 800, seed)));
    const found = [0, 1].map((k) => planes.reduce((total, { shares }) => total + shares[k] / planes.length, 0));
    expect(relativeError(found[0], randomWalkShares[0])).toBeLessThan(0.03);
    expect(relativeError(found[1], randomWalkShares[1])).toBeLessThan(0.05);
    expect(planes[0].randomWalkShares).toBe(randomWalkShares);
  });

  it('finds nothing in the steps of a random walk, and the drift in those of a path that has one', () => {
    const steps = principalPlane(walk(300, 600, 1), { of: 'steps' });
    expect(steps.shares[0]).toBeLessThan(0.02);
    expect(steps.randomWalkShares).toBeNull();
    const drifting = walk(300, 600, 1).map((point, t) => point.map((entry, i) => entry + (i === 7 ? 30 * t : 0)));
    const found = principalPlane(drifting, { of: 'steps' });
    expect(Math.abs(found.directions[0][7])).toBeGreaterThan(0.99);
    expect(found.shares[0]).toBeGreaterThan(0.5);
  });

  it('goes through the mean or the last point, and forwards along the path', () => {
    const path = walk(25, 4, 9);
    const last = principalPlane(path, { through: 'last' });
    expect(projectOnto(last, path[24]).distance).toBe(0);
    const mean = principalPlane(path);
    expect(mean.directions).toEqual(last.directions);
    const ends = [path[0], path[24]].map((point) => projectOnto(mean, point).coordinates);
    expect(ends[1][0]).toBeGreaterThan(ends[0][0]);
  });

  it.each([2 ** 600, 2 ** -600])(
    'is the same of a path in other units, %d of them, whose squares are no numbers',
    (c) => {
      for (const [steps, size] of [
        [12, 4],
        [25, 40],
      ]) {
        // prettier-ignore
        const path = walk(steps, size, 9);
        const [one, other] = [path, path.map((point) => point.map((entry) => c * entry))].map((each) =>
          principalPlane(each),
        );
        expectClose(other.shares, one.shares, 1e-14);
        for (const k of [0, 1] as const) expectClose(other.directions[k], one.directions[k], 1e-9);
      }
    },
  );

  it('refuses paths that span no plane', () => {
    const line = [1, 2, 3, 5].map((t) => Float64Array.of(t, 2 * t, -t));
    expect(() => principalPlane(line)).toThrow(/points on one line/);
    expect(() => principalPlane(line.slice(0, 2))).toThrow(/three points/);
    expect(() => principalPlane([...walk(5, 3, 1), Float64Array.of(NaN, 0, 0)])).toThrow(/leave out where it diverged/);
  });
});
