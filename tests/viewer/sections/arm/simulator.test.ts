/** @file The experiment in the worker: what it answers, in which order, and how it stops. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { Optimization } from '../../../../src/run/optimization.ts';
import { stepsOf } from '../../../../src/scene/parse.ts';
import { bundledScene, converse, endless, robotFile, withIterations } from './converse.ts';

const robot = robotFile('planar-2link');
const scene = bundledScene('two-link-reach');
const load = (of = scene) => ({ robot, scene: of, startFrom: null, restarts: 1 });

describe('load', () => {
  it('gives the poses of every body at every frame, which end where the link ends', async () => {
    const { look, model, link } = await converse().call('load', load()).result;
    const { frames, poses, paths } = look!.motion;
    expect(frames).toBe(stepsOf(scene) + 1);
    expect(poses.length).toBe(frames * model.bodies.length * 12);
    // The tip is fixed to the last body: rotation times its place in the body, plus translation.
    const tip = model.links.find(({ name }) => name === link)!.poseInBody.translation;
    const last = poses.subarray(poses.length - 12);
    const end = paths[link!].slice(-3);
    for (let row = 0; row < 3; row++) {
      const [a, b, c, d] = last.subarray(4 * row, 4 * row + 4);
      expect(a * tip[0] + b * tip[1] + c * tip[2] + d).toBeCloseTo(end[row], 12);
    }
  });

  it('names the measure that a run is judged by: of its success, else the first one, else none', async () => {
    const { residual } = scene.success!;
    const speed = { residual: 'joint-velocity', when: 'largest' } as const;
    const open = { ...scene, success: undefined };
    for (const [of, expected] of [
      [
        { ...scene, measures: { speed } },
        { name: 'distance', unit: 'm' },
      ],
      [
        {
          ...scene,
          measures: { speed, near: { residual: residual!, when: 'end' } },
          success: { measure: 'near', below: 1 },
        },
        { name: 'near', unit: 'm' },
      ],
      [
        { ...open, measures: { speed } },
        { name: 'speed', unit: 'rad/s' },
      ],
      [open, null],
    ] as const)
      // prettier-ignore
      expect((await converse().call('load', load(of)).result).measure).toEqual(expected);
  });

  it('refuses a bad robot with every finding, and keeps the experiment that it has', async () => {
    const { call } = converse();
    await call('load', load()).result;
    const bad = { name: 'bad.urdf', content: '<robot name="r"><link name="a"/><link name="a"/></robot>' };
    await expect(call('load', { robot: bad, scene: null, startFrom: null, restarts: 1 }).result).rejects.toMatchObject({
      during: 'robot',
      file: 'bad.urdf',
    });
    const run = call('optimize', { repeats: 0 });
    await run.result;
    expect(run.told.length).toBeGreaterThan(0);
  });

  it.each(['panda', 'ur5e', 'planar-2link', 'pendulum'])(
    'makes a scene for %s that its gradients improve',
    async (name) => {
      const { call } = converse();
      const loaded = await call('load', { robot: robotFile(name), scene: null, startFrom: null, restarts: 1 }).result;
      const fewer = { scene: withIterations(loaded.scene, 10), restarts: 1, fromStart: true };
      await call('change', fewer).result;
      const run = call('optimize', { repeats: 0 });
      await run.result;
      const losses = run.told.flatMap(({ iterations }) => iterations.map(({ now }) => now!.loss));
      expect(Math.min(...losses)).toBeLessThan(losses[0]);
    },
  );
});

/** Numbers of the iterations that were told of. */
const numbers = (told: readonly { readonly iterations: readonly { readonly iteration: number }[] }[]): number[] =>
  told.flatMap(({ iterations }) => iterations.map(({ iteration }) => iteration));

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('optimize', () => {
  it('fails where nothing was loaded', async () => {
    await expect(converse().call('optimize', { repeats: 0 }).result).rejects.toMatchObject({ during: 'internal' });
  });

  it('tells of every iteration once and in order, and ends with the best parameters', async () => {
    const { call, said } = converse();
    await call('load', load(withIterations(scene, 30))).result;
    const run = call('optimize', { repeats: 0 });
    const { parameters, outcome } = await run.result;
    expect(numbers(run.told)).toEqual(upTo(numbers(run.told).length));
    expect(numbers(run.told).length).toBeGreaterThan(5);
    expect(said.at(-1)).toMatchObject({ type: 'result', id: run.id });
    expect(['reached', 'iterations']).toContain(outcome);
    const again = await call('load', { ...load(), startFrom: parameters }).result;
    expect(again.look!.parameters).toEqual(parameters);
  });

  it('stops between two iterations when it is cancelled', async () => {
    const { call } = converse();
    await call('load', load(endless(scene))).result;
    const run = call('optimize', { repeats: 0 });
    run.cancel();
    expect(await run.result).toMatchObject({ outcome: 'interrupted' });
  });

  it('goes on after it was stopped, for as many iterations again', async () => {
    const { call } = converse();
    await call('load', load(endless(scene, 8))).result;
    const [first, second] = [call('optimize', { repeats: 0 }), call('optimize', { repeats: 0 })];
    first.cancel();
    await first.result;
    expect(await second.result).toMatchObject({ outcome: 'iterations' });
    const third = call('optimize', { repeats: 0 });
    await third.result;
    const all = numbers([...first.told, ...second.told, ...third.told]);
    expect(all).toEqual(upTo(all.length));
    expect([numbers(second.told).length, numbers(third.told).length]).toEqual([8, 8]);
  });

  it('is one loop, whatever is asked for while one has not ended yet', async () => {
    for (const between of [['cancel'], ['cancel', 'optimize', 'cancel'], []] as const) {
      const { call, said } = converse();
      await call('load', load(endless(scene, 1000))).result;
      const runs = [call('optimize', { repeats: 0 })];
      await runs[0].heard;
      for (const what of between)
        if (what === 'cancel') runs.at(-1)!.cancel();
        else runs.push(call('optimize', { repeats: 0 }));
      const own = call('optimize', { repeats: 0 });
      const ended = await own.result;
      for (const run of runs) expect(await run.result).toMatchObject({ outcome: 'interrupted' });
      const begun = said.findIndex(({ id }) => id === own.id);
      // all of its iterations, and no other loop's between them
      expect(said.slice(begun).every(({ id }) => id === own.id)).toBe(true);
      expect(numbers(own.told).length).toBe(1000);
      expect(ended).toMatchObject({ outcome: 'iterations' });
      const all = numbers([...runs, own].flatMap(({ told }) => told));
      expect(all).toEqual(upTo(all.length));
    }
  });

  it('makes no step while another one has not ended, also where steps let messages in', async () => {
    let [running, most, made] = [0, 0, 0];
    const { step } = Optimization.prototype;
    const watched = vi.spyOn(Optimization.prototype, 'step').mockImplementation(async function (
      this: Optimization,
      signal?: AbortSignal,
    ) {
      most = Math.max(most, ++running);
      try {
        for (let turn = 0; turn < 5; turn++) await nextTurn();
        const progress = await step.call(this, signal);
        made++;
        return progress;
      } finally {
        running--;
      }
    });
    for (const turns of [0, 1, 2, 3, 4, 5, 6]) {
      const { call } = converse();
      await call('load', load(endless(scene, 3))).result;
      const first = call('optimize', { repeats: 0 });
      for (let turn = 0; turn < turns; turn++) await nextTurn();
      first.cancel();
      const second = call('optimize', { repeats: 0 });
      await first.result;
      await second.result;
    }
    watched.mockRestore();
    expect(most).toBe(1);
    expect(made).toBeGreaterThan(20);
  });

  it('begins on what was loaded last, while the loop on what was there before has not ended', async () => {
    const { call, said } = converse();
    await call('load', load(endless(scene))).result;
    const first = call('optimize', { repeats: 0 });
    await first.heard;
    await call('load', load(endless(scene, 5))).result;
    const second = call('optimize', { repeats: 0 });
    await second.result;
    const begun = said.findIndex(({ id }) => id === second.id);
    expect(said.slice(begun).every(({ id }) => id === second.id)).toBe(true);
    expect(numbers(second.told)).toEqual(upTo(5));
    expect(await first.result).toMatchObject({ outcome: 'interrupted' });
  });

  it('keeps the best parameters where the run diverges, and says why', async () => {
    const { call } = converse();
    const method = { type: 'gradient-descent', learningRate: 1e308, iterations: 5 };
    const loaded = await call('load', load({ ...endless(scene), method })).result;
    const { outcome, failure, parameters } = await call('optimize', { repeats: 0 }).result;
    expect([outcome, failure?.during]).toEqual(['diverged', 'optimize']);
    expect(parameters).toEqual(loaded.parameters);
  });
});
