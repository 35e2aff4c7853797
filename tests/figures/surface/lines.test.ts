/** @file Lines on a surface lie on it, and are parted where they go behind it. */
import { describe, expect, it } from 'vitest';
import { drape, partsOf } from '../../../src/figures/surface/drape.ts';
import { isolinesOf, meshOf } from '../../../src/figures/surface/lines.ts';
import { type Point, projectionFor, xOf, yOf } from '../../../src/figures/surface/projection.ts';
import { reliefOf } from '../../../src/figures/surface/relief.ts';
import { pointAt } from '../../../src/figures/surface/sight.ts';
import { heightAt } from '../../../src/figures/surface/walk.ts';
import { roughSurface } from '../../support/lab-figures.ts';

const reliefs = [1, 2, 3, 4].map((seed) => reliefOf(roughSurface(seed, 13)));

/** How far a point is from the surface over its place. */
const gap = (relief: (typeof reliefs)[number], [x, y, z]: Point): number => Math.abs(heightAt(relief, x, y) - z);

const middles = (line: readonly Point[]): Point[] =>
  line.slice(1).map((point, k) => [0, 1, 2].map((axis) => (point[axis] + line[k][axis]) / 2) as unknown as Point);

/** Inside the floor, so that rounding leads nowhere else. */
const isInside = ([x, y]: Point): boolean => Math.max(Math.abs(x), Math.abs(y)) < 1 - 1e-9;

describe('lines on a surface', () => {
  it('lie on its triangles from end to end: ways, its grid and its levels', () => {
    for (const relief of reliefs) {
      const way = drape(relief, [-0.9, 0.8, 0.1, -1.5], [-0.7, 0.6, -0.95, 0.3]);
      const lines = [...way, ...meshOf(relief), ...isolinesOf(relief)];
      expect(lines.length).toBeGreaterThan(20);
      for (const point of lines.flatMap(middles).filter(isInside)) {
        const distance = gap(relief, point);
        // beside an opening there is no surface on one side
        expect(Number.isNaN(distance) || distance < 1e-9).toBe(true);
      }
    }
  });

  it('of levels are at the height of their level, and part what lies above from what lies below', () => {
    for (const relief of reliefs) {
      const heights = new Set(isolinesOf(relief).flatMap((line) => line.map(([, , z]) => z)));
      expect([...heights].every((height) => relief.levels.includes(height))).toBe(true);
      expect(heights.size).toBe(relief.levels.length);
    }
  });

  it('are lifted over openings and beside the floor', () => {
    const [relief] = reliefs;
    const { xs, ys, whole } = relief;
    const hole = [...whole.entries()].find(([, isWhole]) => isWhole === 0)![0];
    const [i, j] = [hole % (xs.length - 1), Math.floor(hole / (xs.length - 1))];
    const y = (ys[j] + ys[j + 1]) / 2;
    const lines = drape(relief, [-2, 2], [y, y]);
    expect(lines).toHaveLength(i === 0 ? 1 : 2);
    expect(lines[0][0][0]).toBeCloseTo(i === 0 ? xs[2] : -1, 9);
    expect(lines.at(-1)!.at(-1)![0]).toBeCloseTo(1, 9);
    for (const line of lines) for (const point of line) expect(Number.isFinite(point[2])).toBe(true);
  });

  it('are seen where nothing lies before them, and hidden elsewhere', () => {
    for (const relief of reliefs) {
      const projection = projectionFor({ azimuth: 40, elevation: 20 }, { left: 0, top: 0, width: 600, height: 400 });
      const lines = drape(relief, [-0.9, 0.9], [-0.6, 0.5]);
      const { seen, hidden } = partsOf(relief, projection, lines);
      const all = lines.flat().map((point) => [xOf(projection, point), yOf(projection, point), point] as const);
      const near = (part: readonly number[][], x: number, y: number): boolean =>
        part.some((line) => line.some((value, k) => k % 2 === 0 && value === x && line[k + 1] === y));
      for (const [x, y, point] of all) {
        // a point of a ridge is seen from one side of it
        const isFirst = [-1e-6, 0, 1e-6].some((by) => {
          const found = pointAt(relief, projection, x + by, y + by);
          return found?.every((value, axis) => Math.abs(value - point[axis]) < 1e-4);
        });
        // seen from below it is the same point, and hidden
        if (near(seen as number[][], x, y)) expect(isFirst).toBe(true);
        else expect(near(hidden as number[][], x, y)).toBe(true);
        if (!isFirst) expect(near(hidden as number[][], x, y)).toBe(true);
      }
      expect(seen.length).toBeGreaterThan(0);
    }
  });
});
