import { describe, expect, it } from 'vitest';
import { ParameterLayout } from '../../../src/core/parameters.ts';
import { tensor, zeros } from '../../../src/core/population-tensor.ts';
import { parameterPlane, type Plane, pointOn, projectOnto } from '../../../src/learning/surface/plane.ts';
import { expectClose, expectEqual } from '../../support/check.ts';
import { Random } from '../../support/random.ts';

const random = new Random();
const axes: Plane['axes'] = [
  { label: 'a', unit: '' },
  { label: 'b', unit: '' },
];
const planeOf = (origin: readonly number[], d1: readonly number[], d2: readonly number[]): Plane => ({
  origin: Float64Array.from(origin),
  directions: [Float64Array.from(d1), Float64Array.from(d2)],
  axes,
});

describe('a projection onto a plane', () => {
  it('finds the coordinates of its own points, whatever length and angle the directions have', () => {
    for (let k = 0; k < 50; k++) {
      const d1 = random.list(7, -3, 3);
      // nearly along d1, and 100 times as long
      const d2 = d1.map((entry) => 100 * (entry + 0.05 * random.list(1, -1, 1)[0]));
      const plane = planeOf(random.list(7, -1, 1), d1, d2);
      const coordinates = [random.list(1, -2, 2)[0], random.list(1, -2, 2)[0]] as const;
      const found = projectOnto(plane, pointOn(plane, coordinates));
      expectClose(found.coordinates, coordinates, 1e-9);
      expect(found.residual).toBeLessThan(1e-9);
    }
  });

  it('solves the normal equations (D’D) c = D’w, and says what is left', () => {
    for (let k = 0; k < 50; k++) {
      const [origin, d1, d2, point] = [1, 2, 3, 4].map(() => random.list(5, -1, 1));
      const dot = (x: readonly number[], y: readonly number[]): number => x.reduce((t, e, i) => t + e * y[i], 0);
      const w = point.map((entry, i) => entry - origin[i]);
      const [g11, g12, g22, r1, r2] = [dot(d1, d1), dot(d1, d2), dot(d2, d2), dot(d1, w), dot(d2, w)];
      const determinant = g11 * g22 - g12 * g12;
      const [a, b] = [(g22 * r1 - g12 * r2) / determinant, (g11 * r2 - g12 * r1) / determinant];
      const found = projectOnto(planeOf(origin, d1, d2), Float64Array.from(point));
      expectClose(found.coordinates, [a, b], 1e-10);
      expectClose(found.residual, Math.hypot(...w.map((e, i) => e - a * d1[i] - b * d2[i])), 1e-10);
      expectClose(found.distance, Math.hypot(...w), 1e-14);
    }
  });

  it('refuses directions along one line, which every point has many coordinates on', () => {
    const plane = planeOf([0, 0, 0], [1, 2, 3], [-2, -4, -6]);
    expect(() => projectOnto(plane, new Float64Array(3))).toThrow(/plane.directions: found vectors along one line/);
    expect(() => pointOn(planeOf([0, 0], [0, 0], [1, 0]), [1, 1])).toThrow(/one line/);
  });
});

describe('the plane of two parameters', () => {
  const layout = new ParameterLayout({ kp: tensor([4, 5]), bias: zeros([2, 2]) });

  it('has the parameters’ own values for coordinates, bit for bit, and leaves all others as they are', () => {
    const x = Float64Array.from(random.list(6, -1, 1));
    const plane = parameterPlane(layout, x, [1, 4], ['N m/rad', 'N m']);
    expect(plane.axes).toEqual([
      { label: 'kp[1]', unit: 'N m/rad' },
      { label: 'bias[1, 0]', unit: 'N m' },
    ]);
    const expected = x.slice();
    [expected[1], expected[4]] = [0.1, -0.7];
    expectEqual(pointOn(plane, [0.1, -0.7]), expected);
    expectClose(projectOnto(plane, x).coordinates, [x[1], x[4]], 1e-15);
    expect(projectOnto(plane, x).residual).toBe(0);
  });

  it('refuses one parameter twice, and one that there is not', () => {
    const x = new Float64Array(6);
    expect(() => parameterPlane(layout, x, [2, 2])).toThrow(/two different parameters/);
    expect(() => parameterPlane(layout, x, [0, 6])).toThrow(/indices\[1\]/);
  });
});
