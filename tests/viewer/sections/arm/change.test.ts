/** @file A changed experiment in the worker: numbers cost no new trace, and a run under way goes on with them. */
import { describe, expect, it, vi } from 'vitest';
import { controllerKinds } from '../../../../controllers/kinds.ts';
import { assemble } from '../../../../src/scene/assemble.ts';
import type { Scene } from '../../../../src/scene/schema.ts';
import { withPart } from '../../../../src/settings/set.ts';
import { targetOf, withLink, withPosition } from '../../../../src/viewer/sections/arm/target.ts';
import { bundledScene, converse, endless, robotFile } from './converse.ts';

const robot = robotFile('planar-2link');
const base = endless(bundledScene('two-link-reach'));
const scene: Scene = {
  ...base,
  controller: { type: 'pd', kp: [20, 20], kd: [2, 2], gravityCompensation: true },
  method: { type: 'adam', learningRate: 0.03, iterations: 1_000_000 },
};
const { goal } = targetOf(scene)!;
const load = (of = scene, restarts = 1) => ({ robot, scene: of, startFrom: null, restarts });
const set = (of: Scene, path: readonly PropertyKey[], value: unknown): Scene => withPart(of, path, value) as Scene;

/** Counts how often controllers act: they do so while a program is traced, and at no other time. */
function countActs(): { acts: number } {
  const counted = { acts: 0 };
  const make = controllerKinds.make.bind(controllerKinds);
  vi.spyOn(controllerKinds, 'make').mockImplementation((...given) => {
    const controller = make(...given);
    return {
      ...controller,
      act: (...seen) => {
        counted.acts++;
        return controller.act(...seen);
      },
    };
  });
  return counted;
}

const changes: readonly (readonly [string, (of: Scene) => Scene])[] = [
  ['the target', (of) => withPosition(of, goal, [0.3, 0, 1.4])],
  ['a weight', (of) => set(of, ['costs', 0, 'weight'], 3)],
  ['a gain', (of) => set(of, ['controller', 'kp', 1], 30)],
  ['the start', (of) => set(of, ['start', 'q', 0], -1)],
  ['the seed', (of) => ({ ...of, seed: 7 })],
  ['the step size', (of) => set(of, ['method', 'learningRate'], 0.01)],
];

describe('a change of numbers', () => {
  it.each([1, 3])('traces nothing, with %i restarts', async (restarts) => {
    const counted = countActs();
    const { call } = converse();
    await call('load', load(set(scene, ['method', 'iterations'], 2), restarts)).result;
    await call('optimize', { repeats: 0 }).result;
    const traced = counted.acts;
    expect(traced).toBeGreaterThan(0);
    for (const [, change] of changes) {
      const changed = set(change(scene), ['method', 'iterations'], 2);
      const { isCompiled } = await call('change', { scene: changed, restarts, fromStart: false }).result;
      expect(isCompiled).toBe(true);
      await call('optimize', { repeats: 0 }).result;
    }
    expect(counted.acts).toBe(traced);
    const other = set(scene, ['time', 'horizon'], 1);
    expect(await call('change', { scene: other, restarts, fromStart: false }).result).toMatchObject({
      isCompiled: false,
    });
    expect(counted.acts).toBeGreaterThan(traced);
    vi.restoreAllMocks();
  });

  it('traces nothing where a number of restarts comes back', async () => {
    const counted = countActs();
    const { call } = converse();
    const few = set(scene, ['method', 'iterations'], 1);
    await call('load', load(few)).result;
    for (const restarts of [1, 3, 4]) {
      await call('change', { scene: few, restarts, fromStart: false }).result;
      await call('optimize', { repeats: 0 }).result;
    }
    const traced = counted.acts;
    for (const restarts of [3, 1, 4]) {
      const built = await call('change', { scene: few, restarts, fromStart: false }).result;
      expect(built).toMatchObject({ restarts, isCompiled: true });
      expect(built.parameters.length).toBe(restarts * built.parameterList.length);
      await call('optimize', { repeats: 0 }).result;
    }
    expect(counted.acts).toBe(traced);
    vi.restoreAllMocks();
  });

  it('gives the same numbers as the changed scene built anew', async () => {
    for (const [, change] of changes) {
      const { call } = converse();
      await call('load', load()).result;
      const changed = set(change(scene), ['method', 'iterations'], 3);
      const built = await call('change', { scene: changed, restarts: 1, fromStart: true }).result;
      const anew = await converse().call('load', load(changed)).result;
      expect(built).toMatchObject({ parameters: anew.parameters, look: anew.look, scene: changed });
    }
  });
});

/** First iteration of a run that was told of after so many news. */
const firstAfter = async (run: { readonly told: readonly unknown[] }, count: number) => {
  while (run.told.length <= count) await new Promise((resolve) => setTimeout(resolve, 5));
  return (run.told as { iterations: { iteration: number; now: { loss: number } | null }[] }[])[count].iterations[0];
};

describe('a run under way', () => {
  it('goes on at once towards a target that is moved, from where it is', async () => {
    const { call } = converse();
    await call('load', load()).result;
    const run = call('optimize', { repeats: 0 });
    await run.heard;
    for (const x of [0.3, 0.35, 0.4]) {
      const moved = withPosition(scene, goal, [x, 0, 1.4]);
      const before = run.told.length;
      const built = await call('change', { scene: moved, restarts: 1, fromStart: false }).result;
      expect(built.look).toBeNull();
      // told of nothing between the answer and the first iteration towards the new target
      const { iteration, now } = await firstAfter(run, before);
      expect(iteration).toBe(0);
      expect(now!.loss).toBe(assemble(moved, robot.content).evaluate(built.parameters).loss);
    }
    run.cancel();
    expect(await run.result).toMatchObject({ outcome: 'interrupted' });
  });

  it('starts again where a gain is moved, or another link shall come to the target', async () => {
    const { call } = converse();
    const { parameters, model } = await call('load', load()).result;
    const other = model.links.find(({ name, body }) => name !== targetOf(scene)!.link && body >= 0)!.name;
    const gain = set(scene, ['controller', 'kp', 1], 30);
    const run = call('optimize', { repeats: 0 });
    await run.heard;
    const before = run.told.length;
    const stiffer = await call('change', { scene: gain, restarts: 1, fromStart: false }).result;
    expect(stiffer.parameters).toEqual((await converse().call('load', load(gain)).result).parameters);
    expect((await firstAfter(run, before)).iteration).toBe(0);
    const linked = await call('change', { scene: withLink(scene, goal, other), restarts: 1, fromStart: false }).result;
    expect(linked).toMatchObject({ link: other, parameters });
    run.cancel();
    await run.result;
  });

  it('goes on from where it is where the horizon is changed, and as before where the change does not fit', async () => {
    const { call } = converse();
    const { parameters } = await call('load', load()).result;
    const run = call('optimize', { repeats: 0 });
    await run.heard;
    const longer = await call('change', { scene: set(scene, ['time', 'horizon'], 2), restarts: 1, fromStart: false })
      .result;
    expect(longer.parameters.length).toBe(parameters.length);
    expect(longer.parameters).not.toEqual(parameters);
    const heard = run.told.length;
    const wrong = withLink(scene, goal, 'nothing');
    await expect(call('change', { scene: wrong, restarts: 1, fromStart: false }).result).rejects.toMatchObject({
      during: 'scene',
    });
    const { iteration } = await firstAfter(run, heard + 1);
    expect(iteration).toBeGreaterThan(0);
    run.cancel();
    await run.result;
  });

  it('counts its iterations from 0 again after a change', async () => {
    const { call } = converse();
    await call('load', load(set(scene, ['method', 'iterations'], 200))).result;
    const run = call('optimize', { repeats: 0 });
    await run.heard;
    const moved = set(withPosition(scene, goal, [0.3, 0, 1.4]), ['method', 'iterations'], 12);
    const heard = run.told.length;
    await call('change', { scene: moved, restarts: 1, fromStart: false }).result;
    expect(await run.result).toMatchObject({ outcome: 'iterations' });
    const numbers = run.told.slice(heard).flatMap(({ iterations }) => iterations.map(({ iteration }) => iteration));
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, i) => i));
  });
});
