/** @file Regions of a level: areas and lines as geometry has them, holes without lines around them, borders without round corners. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Grid, type IndexPath, isoRegion } from '../../../src/figures/contour/iso-region.ts';

const gridOf = (columns: number, rows: number, f: (i: number, j: number) => number): Grid => ({
  columns,
  rows,
  z: Float64Array.from({ length: columns * rows }, (_, k) => f(k % columns, Math.floor(k / columns))),
});

/** By the shoelace formula; positive where the inside lies to the left. */
const area = (paths: readonly IndexPath[]): number =>
  paths.reduce((sum, path) => {
    let twice = 0;
    for (let k = 0; k + 3 < path.length; k += 2) twice += path[k] * path[k + 3] - path[k + 2] * path[k + 1];
    return sum + twice / 2;
  }, 0);

const length = (path: IndexPath): number => {
  let sum = 0;
  for (let k = 0; k + 3 < path.length; k += 2) sum += Math.hypot(path[k + 2] - path[k], path[k + 3] - path[k + 1]);
  return sum;
};

const isClosed = (path: IndexPath): boolean => path[0] === path.at(-2) && path[1] === path.at(-1);

describe('the region of a level', () => {
  it('lies at the indices of the grid, up to its very corners', () => {
    const { rings, lines } = isoRegion(
      gridOf(6, 4, (i) => i),
      2.5,
    );
    expect(area(rings)).toBe(2.5 * 3);
    expect(lines).toHaveLength(1);
    expect([...lines[0]].filter((_, k) => k % 2 === 0)).toEqual([2.5, 2.5, 2.5, 2.5]);
    expect([Math.max(...rings[0]), Math.min(...rings[0])]).toEqual([5, 0]);
  });

  it('is a disc where the surface is a bowl, and all but it above', () => {
    const bowl = gridOf(201, 201, (i, j) => -((i - 100) ** 2 + (j - 100) ** 2));
    const { rings, lines } = isoRegion(bowl, -(60 ** 2));
    expect(rings).toHaveLength(1);
    expect(area(rings) / (Math.PI * 60 ** 2)).toBeCloseTo(1, 3);
    expect(length(lines[0]) / (2 * Math.PI * 60)).toBeCloseTo(1, 3);
    const outside = isoRegion({ ...bowl, z: Float64Array.from(bowl.z, (value) => -value) }, 60 ** 2);
    expect(area(outside.rings)).toBeCloseTo(200 * 200 - area(rings), 6);
  });

  it('joins the two high corners of a saddle where the mean is high, and parts them where it is low', () => {
    const saddle = (low: number): Grid => ({ columns: 2, rows: 2, z: [1, low, low, 1] });
    const [joined, parted] = [isoRegion(saddle(-0.5), 0), isoRegion(saddle(-2), 0)];
    expect([joined.rings.length, joined.lines.length]).toEqual([1, 2]);
    expect([parted.rings.length, parted.lines.length]).toEqual([2, 2]);
    expect(area(joined.rings)).toBeCloseTo(1 - (1 / 3) ** 2, 12);
    expect(area(parted.rings)).toBeCloseTo((1 / 3) ** 2, 12);
  });

  it.each([NaN, Infinity, -Infinity])('has a hole around a point that is %s, without a line around it', (broken) => {
    const grid = gridOf(9, 9, (i, j) => (i === 4 && j === 4 ? broken : i));
    const { rings, lines } = isoRegion(grid, 1.5);
    expect(area(rings)).toBe(6.5 * 8 - 4);
    expect(lines.map((line) => [...line].filter((_, k) => k % 2 === 0))).toEqual([Array(9).fill(1.5)]);
    expect(area(isoRegion(grid, -Infinity).rings)).toBe(64 - 4);
  });

  it('and what lies below it are all that is finite, in any grid', () => {
    const value = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -50, max: 50 }) }, fc.constant(NaN));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 30, maxLength: 30 }),
        fc.integer({ min: -50, max: 50 }).map((whole) => whole + 0.3),
        (z, level) => {
          const grid = { columns: 6, rows: 5, z };
          const above = isoRegion(grid, level);
          const below = isoRegion({ ...grid, z: z.map((each) => -each) }, -level);
          expect(area(above.rings) + area(below.rings)).toBeCloseTo(area(isoRegion(grid, -Infinity).rings), 9);
          expect(above.rings.every(isClosed)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is empty above the highest value, and where nothing is finite', () => {
    expect(
      isoRegion(
        gridOf(3, 3, () => 1),
        2,
      ),
    ).toEqual({ rings: [], lines: [] });
    expect(
      isoRegion(
        gridOf(3, 3, () => NaN),
        -Infinity,
      ),
    ).toEqual({ rings: [], lines: [] });
    expect(isoRegion({ columns: 0, rows: 0, z: [] }, 0)).toEqual({ rings: [], lines: [] });
  });
});
