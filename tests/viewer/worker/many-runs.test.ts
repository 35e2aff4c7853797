/** @file Restarts in the worker: what is told of them is of bounded size and true, and going on elsewhere loses nothing. */
import { describe, expect, it } from 'vitest';
import { readScene, type Scene } from '../../../src/scene/schema.ts';
import { packPaths } from '../../../src/viewer/worker/member-paths.ts';
import type { PageMessage, WorkerMessage } from '../../../src/viewer/worker/protocol.ts';
import { Simulator } from '../../../src/viewer/worker/simulator.ts';
import { assetText, sceneText } from '../../support/robots.ts';

const robot = { name: 'planar-2link.urdf', content: assetText('planar-2link') };
const scene: Scene = {
  ...readScene(sceneText('two-link-reach')),
  optimizer: { type: 'adam', learningRate: 0.03, clipNorm: 10 },
  tolerance: undefined,
};
const restarts = 80;

type Heard<T extends WorkerMessage['type']> = Extract<WorkerMessage, { type: T }>;

/** Loads and optimizes; all that was said. */
async function optimized(
  iterations: number,
  startFrom: Float64Array | null,
  count = restarts,
  changes: Partial<Scene> = {},
) {
  const said: WorkerMessage[] = [];
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const simulator = new Simulator((message) => {
    said.push(message);
    if (message.type === 'stopped' || message.type === 'failed') end();
  });
  const send = (message: PageMessage): void => simulator.receive(message);
  send({ type: 'load', request: 1, load: { robot, scene: { ...scene, ...changes }, startFrom, restarts: count } });
  send({ type: 'optimize', request: 2, iterations });
  await ended;
  const heard = <T extends WorkerMessage['type']>(type: T): Heard<T>[] =>
    said.filter((message): message is Heard<T> => message.type === type);
  return { heard, progress: heard('iterations').flatMap((message) => message.iterations) };
}

describe('restarts in the simulator', () => {
  it('tell of every iteration once, of the best so far, and of the spread of all around it', async () => {
    const { progress } = await optimized(20, null);
    expect(progress.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    let lowest = Infinity;
    for (const { loss, spread } of progress) {
      expect(loss).toBeLessThanOrEqual(lowest);
      lowest = loss;
      const { low, median, high } = spread!.loss;
      expect([low, median, high]).toEqual([low, median, high].sort((a, b) => a - b));
      expect(low).toBeGreaterThanOrEqual(loss);
    }
    expect(lowest).toBeLessThan(progress[0].loss);
  });

  it('draw at most 64 paths of at most 48 points, and send parameters of all members', async () => {
    const { heard } = await optimized(5, null);
    const { stopped } = heard('stopped')[0];
    const drawn = heard('iterations').flatMap(({ drawing }) => (drawing?.paths ? [drawing.paths] : []));
    expect(drawn.length).toBeGreaterThan(0);
    for (const { points, positions } of [...drawn, stopped.paths!]) {
      expect(points).toBe(48);
      expect(positions.length).toBe(64 * 48 * 3);
      expect(positions.every(Number.isFinite)).toBe(true);
    }
    const { parameterCount } = heard('loaded')[0].loaded;
    for (const { parameters } of [...heard('iterations'), stopped])
      expect(parameters.length).toBe(restarts * parameterCount);
  });

  it('go on from the parameters of all members in another worker, and show the best one there', async () => {
    const first = await optimized(30, null, 6);
    const { parameters, motion } = first.heard('stopped')[0].stopped;
    const second = await optimized(1, parameters, 6);
    expect(second.heard('loaded')[0].loaded.motion.endEffector).toEqual(motion.endEffector);
    expect(second.progress[0].loss).toBe(first.progress.at(-1)!.loss);
    expect(second.progress[0].spread!.loss.high).toBeLessThan(first.progress[0].spread!.loss.high);
  });

  it('start from the scene where the parameters are not of as many members', async () => {
    const first = await optimized(3, null, 6);
    const second = await optimized(1, first.heard('stopped')[0].stopped.parameters, 5);
    expect(second.progress[0].loss).toBeGreaterThan(first.progress.at(-1)!.loss);
  });

  it('count a gradient for every member and iteration that is told of after the first', async () => {
    const { heard, progress } = await optimized(8, null);
    const counted = heard('iterations').reduce((sum, { gradients }) => sum + gradients, 0);
    expect(counted).toBe((progress.length - 1) * restarts);
  });

  it('count members that diverge, and go on with the others', async () => {
    const start = (await optimized(1, null, 4)).heard('stopped')[0].stopped.parameters;
    const bad = start.slice().fill(NaN, start.length / 4, start.length / 2);
    const { heard, progress } = await optimized(5, bad, 4);
    expect(heard('iterations').at(-1)!.diverged).toBe(1);
    expect(heard('failed')).toEqual([]);
    expect(progress.every(({ spread }) => Number.isFinite(spread!.loss.high))).toBe(true);
  });

  it('fail with the best parameters kept where all diverge', async () => {
    const start = (await optimized(1, null, 4)).heard('stopped')[0].stopped.parameters;
    const { heard } = await optimized(5, start, 4, { optimizer: { type: 'gradient-descent', learningRate: 1e308 } });
    expect(heard('failed')).toMatchObject([{ failure: { during: 'optimize' }, kept: { parameters: start } }]);
    expect(heard('stopped')).toEqual([]);
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
