import { describe, expect, it, vi } from 'vitest';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { sub } from '../../../src/core/ops/arithmetic.ts';
import { exp } from '../../../src/core/ops/exponential.ts';
import { at } from '../../../src/core/ops/indexing.ts';
import { cos } from '../../../src/core/ops/trigonometric.ts';
import type { PopulationTensor } from '../../../src/core/population-tensor.ts';
import { criticalPoints, curvatureMap, eigenOfTwo } from '../../../src/learning/surface/critical-points.ts';
import { parameterPlane, type Plane } from '../../../src/learning/surface/plane.ts';
import { type SurfaceRange } from '../../../src/learning/surface/surface.ts';
import { expectClose } from '../../support/check.ts';
import { landscapeOfVector } from '../../support/landscapes.ts';

const square = (x: PopulationTensor): PopulationTensor => mul(x, x);
const himmelblau = landscapeOfVector([0, 0], (p) => {
  const [x, y] = [at(p, 0), at(p, 1)];
  return add(square(sub(add(square(x), y), 11)), square(sub(add(x, square(y)), 7)));
});
const wide: SurfaceRange = [
  [-5, 5],
  [-5, 5],
];
const own = (landscape: typeof himmelblau): Plane => parameterPlane(landscape.layout, landscape.start, [0, 1]);

describe('critical points of a surface', () => {
  it('of Himmelblau’s function are its four minima, four saddles and one maximum', async () => {
    const found = await criticalPoints(himmelblau, own(himmelblau), wide);
    expect(found.map(({ kind }) => kind)).toEqual([
      ...(['minimum', 'minimum', 'minimum', 'minimum'] as const),
      ...(['saddle', 'saddle', 'saddle', 'saddle'] as const),
      'maximum',
    ]);
    const minima = found
      .slice(0, 4)
      .map(({ coordinates }) => coordinates)
      .sort((p, q) => p[0] - q[0]);
    expectClose(
      minima.flat(),
      [
        -3.779310253377747, -3.283185991286169, -2.805118086952745, 3.131312518250573, 3, 2, 3.584428340330492,
        -1.848126526964404,
      ],
      1e-12,
    );
    expectClose(found[8].coordinates, [-0.270844590667, -0.923038523], 1e-6);
    expectClose(found[8].loss, 181.6165215225, 1e-10);
    // H at (3, 2): [[12 x^2 + 4 y - 42, 4 (x + y)], [4 (x + y), 4 x + 12 y^2 - 26]]
    const three = found.find(({ coordinates }) => Math.abs(coordinates[0] - 3) < 1e-9)!;
    expectClose(three.eigenvalues, [54 - Math.sqrt(20 * 20 + 20 * 20), 54 + Math.sqrt(20 * 20 + 20 * 20)], 1e-12);
  });

  it('are what they are beside a cliff, however steep: a slope is judged by those nearby', async () => {
    const cliff = landscapeOfVector([0, 0], (p) => {
      const [x, y] = [at(p, 0), at(p, 1)];
      const bowl = add(square(sub(x, -2.3)), mul(1e-3, square(sub(y, 0.4))));
      return add(bowl, exp(mul(40, sub(x, 3))));
    });
    const found = await criticalPoints(cliff, own(cliff), wide, { grid: 21 });
    expect(found.map(({ kind }) => kind)).toEqual(['minimum']);
    expectClose(found[0].coordinates, [-2.3, 0.4], 1e-9);
  });

  it('are few where few are asked for, the lowest ones, and cost less then', async () => {
    const products = vi.spyOn(himmelblau, 'hessianProducts');
    const all = await criticalPoints(himmelblau, own(himmelblau), wide);
    const forAll = products.mock.calls.length;
    const two = await criticalPoints(himmelblau, own(himmelblau), wide, { most: 2 });
    const forTwo = products.mock.calls.length - forAll;
    products.mockRestore();
    expect(two).toHaveLength(2);
    for (const point of two) expect(all.slice(0, 4)).toContainEqual(point);
    expect(forTwo).toBeLessThan(forAll / 3);
  });

  it.each([
    [1e7, 1e-7, 1],
    [1e-9, 1e3, 1e-200],
    [1, 1, 1e200],
  ])('are the same in other units of the axes, %d and %d, and of the loss, %d', async (a, b, c) => {
    const bowl = landscapeOfVector([0, 0], (p) => {
      const [u, w] = [mul(a, at(p, 0)), mul(b, at(p, 1))];
      return mul(c, add(add(square(sub(u, 0.31)), square(sub(w, 0.23))), mul(0.5, mul(u, w))));
    });
    const range: SurfaceRange = [
      [-1 / a, 1 / a],
      [-1 / b, 1 / b],
    ];
    const found = await criticalPoints(bowl, own(bowl), range, { grid: 11 });
    expect(found.map(({ kind }) => kind)).toEqual(['minimum']);
    const [x, y] = found[0].coordinates;
    // 2 u + w / 2 = 0.62, u / 2 + 2 w = 0.46
    expectClose([a * x, b * y], [1.01 / 3.75, 0.61 / 3.75], 1e-9);
  });

  it('are found within a plane of oblique directions through more parameters', async () => {
    // cos u + cos w with u, w along the directions: minima, saddles and maxima alternate
    const waves = landscapeOfVector([0, 0, 7], (p) => add(cos(at(p, 0)), mul(cos(at(p, 1)), at(p, 2))));
    const plane: Plane = {
      ...own(waves),
      origin: Float64Array.of(0, 0, 7),
      directions: [Float64Array.of(2, 0, 0), Float64Array.of(1, 1, 0)],
    };
    const found = await criticalPoints(waves, plane, [
      [-2, 2],
      [-1, 4],
    ]);
    for (const {
      kind,
      coordinates: [a, b],
      eigenvalues,
    } of found) {
      const [u, w] = [2 * a + b, b];
      expectClose([Math.sin(u), Math.sin(w)], [0, 0], 1e-9);
      const signs = [-Math.cos(u), -Math.cos(w)].map(Math.sign);
      expect(kind).toBe(signs[0] !== signs[1] ? 'saddle' : signs[0] > 0 ? 'minimum' : 'maximum');
      expectClose(eigenvalues[0] * eigenvalues[1], 4 * 7 * Math.cos(u) * Math.cos(w), 1e-9);
    }
    // u = 2a + b in [-5, 8] and w in [-1, 4], a within its range: w = 0: u = -pi, 0, pi; w = pi: u = 0, pi, 2 pi
    expect(found).toHaveLength(6);
  });

  it('of a valley are flat, and all on it', async () => {
    const valley = landscapeOfVector([1, 1], (p) => mul(square(sub(mul(at(p, 0), at(p, 1)), 1)), 0.5));
    const found = await criticalPoints(valley, own(valley), [
      [-2, 2.1],
      [-2, 2.3],
    ]);
    const saddles = found.filter(({ kind }) => kind === 'saddle');
    expect(saddles).toHaveLength(1);
    expectClose(saddles[0].coordinates, [0, 0], 1e-9);
    expectClose(saddles[0].eigenvalues, [-1, 1], 1e-12);
    const rest = found.filter(({ kind }) => kind !== 'saddle');
    expect(rest.length).toBeGreaterThan(5);
    for (const { kind, coordinates } of rest) {
      expect(kind).toBe('flat');
      expectClose(coordinates[0] * coordinates[1], 1, 1e-7);
    }
  });

  it('are none on a slope, and nothing is found where the loss is not finite', async () => {
    const slope = landscapeOfVector([0, 0], (p) => add(at(p, 0), mul(at(p, 1), 2)));
    expect(await criticalPoints(slope, own(slope), wide)).toEqual([]);
    const steep = landscapeOfVector([0, 0], (p) => mul(mul(at(p, 0), 1e300), mul(at(p, 1), 1e300)));
    expect((await criticalPoints(steep, own(steep), wide)).every(({ loss }) => Number.isFinite(loss))).toBe(true);
  });

  it('are looked for no longer where it is cancelled', async () => {
    const control = new AbortController();
    const looking = criticalPoints(himmelblau, own(himmelblau), wide, { signal: control.signal });
    control.abort(new Error('enough'));
    await expect(looking).rejects.toThrow('enough');
  });
});

describe('the curvature of a surface', () => {
  it('has both eigenvalues of the Hessian at every place of the grid', async () => {
    const { side, largest, smallest } = await curvatureMap(himmelblau, own(himmelblau), wide, { grid: 3 });
    expect(side).toBe(3);
    for (let k = 0; k < 9; k++) {
      const [x, y] = [5 * ((k % 3) - 1), 5 * (Math.floor(k / 3) - 1)];
      const [a, b, c] = [12 * x * x + 4 * y - 42, 4 * (x + y), 4 * x + 12 * y * y - 26];
      const radius = Math.hypot((a - c) / 2, b);
      expectClose([smallest[k], largest[k]], [(a + c) / 2 - radius, (a + c) / 2 + radius], 1e-12);
    }
  });

  it('is that of 2 x 2 matrices of every sort, without cancellation', () => {
    for (const [a, b, c] of [
      [1, 0, 2],
      [2, 0, 1],
      [0, 0, 0],
      [0, 3, 0],
      [-4, 1, -9],
      [1e8, 1, 2e-8],
      [5, 5, 5],
    ]) {
      const {
        values: [low, high],
        vector: [u, w],
      } = eigenOfTwo(a, b, c);
      expectClose(
        [a * u + b * w - high * u, b * u + c * w - high * w],
        [0, 0],
        1e-12 * (Math.abs(a) + Math.abs(b) + 1),
      );
      expectClose(low + high, a + c, 1e-14);
      expectClose(u * u + w * w, 1, 1e-14);
    }
    // (1e8)(2e-8) - 1 = 1
    expectClose(eigenOfTwo(1e8, 1, 2e-8).values[0], 1e-8, 1e-7);
  });
});
