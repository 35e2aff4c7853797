/** @file The surface of a real task: every point is a rollout of the two-link arm, of 200 steps. */
import { describe, expect, it } from 'vitest';
import { landscapeOfProblem } from '../../../src/learning/landscape-of-problem.ts';
import { parameterPlane, pointOn } from '../../../src/learning/surface/plane.ts';
import { placeOf, refineSurface, type SurfaceRange } from '../../../src/learning/surface/surface.ts';
import { thisThread } from '../../../src/learning/this-thread.ts';
import { expectClose } from '../../support/check.ts';
import { experimentOf } from '../../support/scenes.ts';

const experiment = experimentOf('two-link-reach', 2);
const landscape = landscapeOfProblem('two-link arm', experiment.problem, thisThread);
const plane = parameterPlane(landscape.layout, landscape.start, [4, 5], ['N m', 'N m']);
const range: SurfaceRange = [
  [-20, 20],
  [-10, 10],
];

describe('the surface of the two-link task', () => {
  it('has the loss of a rollout of 200 steps at every point, by levels', async () => {
    expect(experiment.problem.steps).toBe(200);
    const sides: number[] = [];
    for await (const { side, losses, isWhole } of refineSurface(landscape, plane, range, { side: 41 })) {
      if (!isWhole) continue;
      sides.push(side);
      for (const [i, j] of [
        [0, 0],
        [side - 1, 3],
        [(side - 1) / 2, side - 2],
      ]) {
        const x = pointOn(plane, [placeOf(range[0], i, side), placeOf(range[1], j, side)]);
        expectClose(losses[j * side + i], experiment.one().evaluateOne(x).loss, 1e-13);
      }
    }
    expect(sides).toEqual([11, 21, 41]);
  });

  it('of 321 points a side is cancelled long before it is there', async () => {
    const control = new AbortController();
    let last = 0;
    const whole = async (): Promise<void> => {
      for await (const { evaluated } of refineSurface(landscape, plane, range, { signal: control.signal })) {
        last = evaluated;
        if (evaluated > 2000) control.abort(new Error('enough'));
      }
    };
    await expect(whole()).rejects.toThrow('enough');
    expect(last).toBeLessThan(6000);
  });
});
