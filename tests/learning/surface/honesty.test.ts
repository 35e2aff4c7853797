import { describe, expect, it } from 'vitest';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { at } from '../../../src/core/ops/indexing.ts';
import { dot } from '../../../src/core/ops/linear-algebra.ts';
import { pairSpread, relativeSharpness, shareInPlane, shownPath } from '../../../src/learning/surface/honesty.ts';
import { hessianAt } from '../../../src/learning/landscape.ts';
import { parameterPlane, type Plane } from '../../../src/learning/surface/plane.ts';
import { randomPlane } from '../../../src/learning/surface/random-plane.ts';
import { expectClose } from '../../support/check.ts';
import { landscapeOfVector, vectors } from '../../support/landscapes.ts';
import { Random } from '../../support/random.ts';

const random = new Random();
const bowl = landscapeOfVector(random.list(6, 1, 2), (x) => dot(x, x));
const oblique: Plane = {
  ...parameterPlane(bowl.layout, bowl.start, [0, 1]),
  directions: [Float64Array.of(3, 0, 0, 0, 0, 0), Float64Array.of(5, 0.5, 0, 0, 0, 0)],
};

describe('what a picture leaves out', () => {
  it('of a step is 1 less the share of its square within the plane, whatever the directions’ lengths and angle', () => {
    expectClose(shareInPlane(oblique, Float64Array.of(1, 2, 0, 0, 0, 2)), 5 / 9, 1e-14);
    expectClose(shareInPlane(oblique, Float64Array.of(0, 7, 0, 0, 0, 0)), 1, 1e-14);
    expect(shareInPlane(oblique, Float64Array.of(0, 0, 0, 4, 0, 0))).toBe(0);
    expect(shareInPlane(oblique, new Float64Array(6))).toBe(1);
  });

  it('of a path is each point’s distance, beside the length of the path', () => {
    const at0 = bowl.start.slice();
    const [at1, at2] = [at0.slice(), at0.slice()];
    at1[0] += 3;
    at2[0] += 3;
    at2[5] += 4;
    const plane = { ...oblique, origin: at0 };
    const shown = shownPath(
      plane,
      [at0, at1, at2],
      [
        [-1, 1],
        [0, 2],
      ],
    );
    expectClose(shown.travelled, 7, 1e-14);
    expectClose(
      shown.points.map(({ residual }) => residual),
      [0, 0, 4],
      1e-14,
    );
    expectClose(shown.largestResidual, 4 / 7, 1e-14);
    // half a side is 1 direction: 3 and sqrt(25.25) of a path of 7
    expectClose(shown.extents, [3 / 7, Math.sqrt(25.25) / 7], 1e-14);
  });
});

describe('sharpness', () => {
  it('is compared by scale: parameters and losses in other units have the same', async () => {
    const sharp = landscapeOfVector([1, 2], (x) => mul(mul(at(x, 0), at(x, 0)), 50));
    const units = landscapeOfVector([1000, 2], (x) => mul(mul(mul(at(x, 0), 1e-3), mul(at(x, 0), 1e-3)), 7 * 50));
    const found = await Promise.all(
      [sharp, units].map(async (landscape) => {
        const x = Float64Array.of(landscape.start[0], 0);
        const [largest] = await hessianAt(landscape, x)(Float64Array.of(1, 0));
        const [loss] = await landscape.losses(vectors([x]));
        return { largest, ...relativeSharpness(largest, loss, x) };
      }),
    );
    expect(found[0].largest / found[1].largest).toBeGreaterThan(1e5);
    expectClose(found[1].relative, found[0].relative, 1e-13);
    // L = c x^2: lambda x^2 / L = 2, doubled by a rise of L at dx = |x|
    expectClose([found[0].relative, found[0].doubling], [2, 1], 1e-13);
  });

  it('has no scale where the loss is none to compare with, and no step that doubles where nothing curves upwards', () => {
    expect(relativeSharpness(1, 0, Float64Array.of(1))).toEqual({ relative: NaN, doubling: NaN });
    expect(relativeSharpness(-1, 2, Float64Array.of(1)).doubling).toBe(Infinity);
  });
});

describe('the spread over pairs of random directions', () => {
  it('has the mean rise of each of 8 squares: |x|^2 (a^2 + b^2) and what the angles add', async () => {
    const { rises, spread, nonFinite } = await pairSpread(bowl, bowl.start, { radius: 0.5, seed: 2 });
    expect(rises).toHaveLength(8);
    // the mean of (2k - 10)^2 / 100 over 11 places is 0.4, and all odd terms vanish
    const square = bowl.start.reduce((total, entry) => total + entry * entry, 0);
    rises.forEach((rise) => expectClose(rise, 2 * square * 0.25 * 0.4, 1e-12));
    expect(spread).toBeLessThan(1e-12);
    expect(nonFinite).toBe(0);
  });

  it('is large where one direction counts and the others do not', async () => {
    const ridge = landscapeOfVector(random.list(6, 1, 2), (x) => mul(at(x, 2), at(x, 2)));
    const found = await pairSpread(ridge, ridge.start);
    const pair = randomPlane(ridge.layout, ridge.start, { pair: 3 });
    const squares = pair.directions.reduce((total, direction) => total + direction[2] ** 2, 0);
    expectClose(found.rises[3], 0.4 * squares, 1e-12);
    expect(found.spread).toBeGreaterThan(0.2);
  });
});
