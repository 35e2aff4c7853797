import { describe, expect, it } from 'vitest';
import { assetModel } from '../support/robots.ts';
import { isClear, ObstaclePlanner } from '../support/obstacle-plans.ts';
import { depthAt, obstacleScene } from '../support/obstacle-scenes.ts';

describe('a Panda among random spheres and boxes', () => {
  const model = assetModel('panda');
  // a box and two spheres each, so that programs are traced once; the long run of a hundred scenes is `npm run obstacles`
  const seeds = [12, 35, 56, 74, 77];
  const scenes = seeds.map((seed) => obstacleScene(model, seed));
  const planner = new ObstaclePlanner(
    model,
    scenes[0].obstacles.map(({ name }) => name),
    () => 0,
  );
  const outcomes = scenes.map((scene) => planner.plan(scene, 4));

  it('has scenes that are the same for a seed, of one structure, clear at start and goal', () => {
    expect(obstacleScene(model, 56)).toEqual(scenes[2]);
    for (const { obstacles, start, solution } of scenes) {
      expect(obstacles.map(({ type }) => type)).toEqual(['box', 'sphere', 'sphere']);
      for (const q of [start, solution]) expect(depthAt(model, q, obstacles)).toBeLessThan(-0.03);
    }
  });

  it('touches nothing in any millisecond on its way to the goal, from one start', () => {
    expect(outcomes.filter(isClear)).toHaveLength(seeds.length);
    expect(outcomes.map(({ starts }) => starts)).toEqual(seeds.map(() => 1));
    // where the shortest straight way would have gone into something
    expect(outcomes.filter(({ isBlocked }) => isBlocked).length).toBeGreaterThanOrEqual(3);
    expect(outcomes.some(({ iterations }) => iterations > 3)).toBe(true);
  });

  it('says what it comes nearest to', () => {
    for (const { worst } of outcomes) {
      expect(worst.what).toMatch(/^"panda_link\d" and obstacle "obstacle-[123]"$/);
      expect(worst.value).toBeGreaterThan(-0.3);
    }
  });
});
