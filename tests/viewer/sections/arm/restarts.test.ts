/** @file Restarts in the worker: what is told of them is of bounded size and true, and going on elsewhere loses nothing. */
import { describe, expect, it } from 'vitest';
import type { Scene } from '../../../../src/scene/schema.ts';
import { packPaths } from '../../../../src/viewer/worker/member-paths.ts';
import { bundledScene, converse, endless, robotFile } from './converse.ts';

const robot = robotFile('planar-2link');
const restarts = 80;

const sceneOf = (iterations: number): Scene => ({
  ...endless(bundledScene('two-link-reach')),
  method: { type: 'adam', learningRate: 0.03, clipNorm: 10, iterations },
});

/** Loads and optimizes; all that was said. */
async function optimized(
  iterations: number,
  startFrom: Float64Array | null,
  count = restarts,
  changes: Partial<Scene> = {},
) {
  const { call } = converse();
  const scene = { ...sceneOf(iterations), ...changes };
  const loaded = await call('load', { robot, scene, startFrom, restarts: count }).result;
  const run = call('optimize', { repeats: 0 });
  const stopped = await run.result;
  return { loaded, stopped, news: run.told, progress: run.told.flatMap((told) => told.iterations) };
}

describe('restarts in the simulator', () => {
  it('tell of every iteration once, of the best so far, and of the spread of all around it', async () => {
    const { progress } = await optimized(20, null);
    expect(progress.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    let lowest = Infinity;
    for (const { best, spread } of progress) {
      const { loss } = best!;
      expect(loss).toBeLessThanOrEqual(lowest);
      lowest = loss;
      const { low, median, high } = spread!.loss;
      expect([low, median, high]).toEqual([low, median, high].sort((a, b) => a - b));
      expect(low).toBeGreaterThanOrEqual(loss);
    }
    expect(lowest).toBeLessThan(progress[0].best!.loss);
  });

  it('draw at most 64 paths of at most 48 points, and send parameters of all members', async () => {
    const { loaded, stopped, news } = await optimized(5, null);
    const drawn = news.flatMap(({ paths }) => (paths ? [paths] : []));
    expect(drawn.length).toBeGreaterThan(0);
    for (const { points, positions } of [...drawn, stopped.paths!]) {
      expect(points).toBe(48);
      expect(positions.length).toBe(64 * 48 * 3);
      expect(positions.every(Number.isFinite)).toBe(true);
    }
    for (const { parameters } of [...news, stopped])
      expect(parameters.length).toBe(restarts * loaded.parameterList.length);
  });

  it('go on from the parameters of all members in another worker, and show the best one there', async () => {
    const first = await optimized(30, null, 6);
    const { parameters } = first.stopped;
    const second = await optimized(1, parameters, 6);
    const size = parameters.length / 6;
    expect(second.loaded.look!.parameters).toEqual(parameters.slice(0, size));
    expect(second.progress[0].best!.loss).toBe(first.progress.at(-1)!.best!.loss);
    expect(second.progress[0].spread!.loss.high).toBeLessThan(first.progress[0].spread!.loss.high);
  });

  it('start from the scene where the parameters are not of as many members', async () => {
    const first = await optimized(3, null, 6);
    const second = await optimized(1, first.stopped.parameters, 5);
    expect(second.progress[0].best!.loss).toBeGreaterThan(first.progress.at(-1)!.best!.loss);
  });

  it('count a gradient for every member and iteration that is told of after the first', async () => {
    const { news, progress } = await optimized(8, null);
    const counted = news.reduce((sum, { gradients }) => sum + gradients, 0);
    expect(counted).toBe((progress.length - 1) * restarts);
  });

  it('count members that diverge, and go on with the others', async () => {
    const start = (await optimized(1, null, 4)).stopped.parameters;
    const bad = start.slice().fill(NaN, start.length / 4, start.length / 2);
    const { stopped, progress } = await optimized(5, bad, 4);
    expect(progress.at(-1)!.diverged).toBe(1);
    expect(stopped).toMatchObject({ outcome: 'iterations', failure: null });
    expect(progress.every(({ spread }) => Number.isFinite(spread!.loss.high))).toBe(true);
  });

  it('fail with the best parameters kept where all diverge', async () => {
    const start = (await optimized(1, null, 4)).stopped.parameters;
    const method = { type: 'gradient-descent', learningRate: 1e308, iterations: 5 };
    const { stopped } = await optimized(5, start, 4, { method });
    expect(stopped).toMatchObject({ outcome: 'diverged', failure: { during: 'optimize' }, parameters: start });
  });
});

describe('packPaths', () => {
  it('keeps both ends of every path, and leaves out a path that is not finite', () => {
    const path = (value: number): Float64Array => Float64Array.from({ length: 300 }, (_, i) => value + i);
    const { points, positions } = packPaths([path(0), path(NaN), path(1000)]);
    expect(positions.length).toBe(2 * 3 * points);
    for (const [i, value] of [0, 1000].entries()) {
      const packed = positions.subarray(3 * points * i, 3 * points * (i + 1));
      expect([...packed.subarray(0, 3)]).toEqual([value, value + 1, value + 2]);
      expect([...packed.subarray(-3)]).toEqual([value + 297, value + 298, value + 299]);
    }
  });
});
