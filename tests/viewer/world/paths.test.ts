/** @file Tests of what is left of a path when it is thinned, and of how ghosts fade. */
import { Box3, Vector3 } from 'three';
import type { Line2 } from 'three/addons/lines/Line2.js';
import { describe, expect, it } from 'vitest';
import { ghostStrength, Paths, thin } from '../../../src/viewer/world/paths.ts';
import { themes } from '../../../src/viewer/world/theme.ts';

const line = (count: number): number[] => Array.from({ length: count }, (_, i) => [i, 0, 0]).flat();

/** Lines of the present path: what lies in the past, and what in the future. */
const present = 2;

describe('paths', () => {
  it.each([0, 1, 2, 3, 400, 401, 402, 1000, 12345])(
    'keeps both ends of a path of %i points, and at most 401 points',
    (count) => {
      const kept = thin(line(count), 400);
      expect(kept.length / 3).toBeLessThanOrEqual(401);
      expect(kept.length === 0).toBe(count === 0);
      if (count > 0) expect([kept[0], kept[kept.length - 3]]).toEqual([0, count - 1]);
      if (count <= 401) expect(kept).toHaveLength(3 * count);
    },
  );

  it('lets ghosts fade with age, and none vanish', () => {
    const strengths = Array.from({ length: 24 }, (_, age) => ghostStrength(age, 24));
    for (let age = 1; age < 24; age++) expect(strengths[age]).toBeLessThan(strengths[age - 1]);
    expect(strengths[23]).toBeGreaterThan(0);
  });

  it('holds no more ghosts than it was told to', () => {
    const paths = new Paths(themes.light, 5);
    for (let i = 0; i < 40; i++) paths.addGhost(line(10));
    expect(paths.object.children).toHaveLength(present + 5);
    paths.clearGhosts();
    expect(paths.object.children).toHaveLength(present);
  });

  it('replaces the present path instead of adding to it, and takes an empty one', () => {
    const paths = new Paths(themes.dark, 5);
    const materials = (): unknown[] => paths.object.children.map((child) => (child as Line2).material);
    const before = materials();
    for (const count of [10, 500, 1, 0, 20]) paths.setPath(line(count));
    paths.setProgress(0.5);
    expect(paths.object.children).toHaveLength(present);
    // A new material would have its shader compiled anew
    expect(materials()).toEqual(before);
    expect(new Box3().setFromObject(paths.object).max.distanceTo(new Vector3(19, 0, 0))).toBeLessThan(1e-6);
    paths.dispose();
    expect(paths.object.children).toHaveLength(0);
  });
});
