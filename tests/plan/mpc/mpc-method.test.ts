/** @file Control in a loop as a method of a scene: what it did is a plan whose rollout is the same, and it goes on where it was stopped. */
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../../src/errors.ts';
import type { PlannedJob } from '../../../src/plan/method.ts';
import { mpc, mpcKind } from '../../../src/plan/mpc/mpc-method.ts';
import { drive } from '../../../src/run/job.ts';
import { assemble } from '../../../src/scene/assemble.ts';
import type { Experiment } from '../../../src/scene/experiment.ts';
import { parseScene } from '../../../src/scene/parse.ts';
import type { Scene } from '../../../src/scene/schema.ts';
import { expectClose, expectEqual } from '../../support/check.ts';
import { assetText, sceneText } from '../../support/robots.ts';

const base = JSON.parse(sceneText('two-link-reach')) as Scene;

/** The two-link arm under control, for 0.6 s in periods of 20 ms. */
function experimentWith(method: object = {}): Experiment {
  const time = { ...base.time, step: 0.005, control: 0.02, horizon: 0.6 };
  const scene = { ...base, time, method: { type: mpcKind.type, horizon: 0.3, iterations: 100, ...method } };
  return assemble(parseScene(scene), assetText('planar-2link'));
}

const periods = 30;
const whole = (job: PlannedJob) => drive(job, { iterations: 100 });

describe('a scene whose method is control in a loop', () => {
  const experiment = experimentWith();

  it('is controlled for its whole time, and comes nearer than where it began', async () => {
    const job = experiment.plan();
    const losses: number[] = [];
    const end = await drive(job, { iterations: 100, onProgress: ({ now }) => losses.push(now!.loss) });
    expect(end.detail).toMatch(/0\.60 s.*all of the task/);
    expect(job.iteration).toBe(periods);
    expect(losses.at(-1)).toBeLessThan(0.2 * losses[0]);
    const { planning } = { planning: (job as unknown as { progress: { control: object } }).progress };
    expect(planning.control).toMatchObject({ took: null });
  });

  it('has done what its plan’s rollout does', async () => {
    const job = experiment.plan();
    await whole(job);
    const { parameters } = job.result();
    const { plan } = experiment.layout.fromVector(parameters) as unknown as {
      plan: Record<'x' | 'u', { data: Float64Array }>;
    };
    const { q, tau } = experiment.simulate(parameters);
    for (const period of [1, 7, 29, periods]) {
      expectClose(q.subarray(8 * period, 8 * period + 2), plan.x.data.subarray(4 * period, 4 * period + 2), 1e-12);
      expectClose(
        tau.subarray(8 * (period - 1), 8 * (period - 1) + 2),
        plan.u.data.subarray(2 * (period - 1), 2 * period),
        1e-10,
      );
    }
  });

  it.each([0, 0.03])('goes on where it was stopped with the same bits, with a delay of %f s', async (delay) => {
    const own = experimentWith({ delay, every: 0.04 });
    const [all, first] = [own.plan(), own.plan()];
    await whole(all);
    await drive(first, { iterations: 11 });
    const second = own.plan(first.state);
    expect(second.iteration).toBe(11);
    await whole(second);
    expectEqual(second.result().parameters, all.result().parameters);
    expectEqual(second.state.history.loss, all.state.history.loss);
    expect(second.end).toEqual(all.end);
  });

  it('plans no sooner than a delay is over: a plan that were replaced before would never be followed', async () => {
    const job = experimentWith({ delay: 0.05 }).plan();
    await drive(job, { iterations: 12 });
    const { age } = (job as unknown as { progress: { control: { age: number } } }).progress.control;
    expect(age).toBeLessThan(0.061);
  });

  it('tells how long plans took where there is a clock, and how old they became', async () => {
    let time = 0;
    const job = experimentWith({ every: 0.06 }).plan(undefined, () => (time += 2));
    const { control } =
      (await drive(job, { iterations: 7 }), (job as unknown as { progress: { control: object } }).progress);
    expect(control).toMatchObject({ time: expect.closeTo(0.14, 9), age: expect.closeTo(0.04, 9) });
    expect((control as { took: { median: number } }).took.median).toBeGreaterThan(0);
  });

  it('makes no step beyond the task’s time', async () => {
    const job = experiment.plan();
    await whole(job);
    await expect(job.step()).rejects.toThrow(ArgumentError);
  });

  it('swings a pendulum up that hangs at rest, with some noise on its first plan, as it does not without', async () => {
    const hanging = JSON.parse(sceneText('pendulum-swing-up')) as Scene;
    const swing = async (noise: number) => {
      const scene = { ...hanging, method: { type: mpcKind.type, horizon: 2, iterations: 1000, noise } };
      const job = assemble(parseScene(scene), assetText('pendulum')).plan();
      return drive(job, { iterations: 1000 });
    };
    expect((await swing(0.1)).outcome).toBe('reached');
    expect((await swing(0)).outcome).toBe('iterations');
  });

  it('keeps up with a goal that moves, as plans begin at the time that has passed', async () => {
    const [goal] = Object.keys(base.goals);
    const eight = { type: 'figure-eight', center: [0.55, 0, 0.3], size: [0.2, 0.2], period: 3, orientation: [Math.SQRT1_2, 0, 0, Math.SQRT1_2] }; // prettier-ignore
    const method = { type: mpcKind.type, horizon: 0.3, iterations: 1000 };
    const time = { ...base.time, step: 0.005, control: 0.02, horizon: 2 };
    const costs = base.costs!.map((cost) => (cost.when === 'running' ? { ...cost, weight: 100 * cost.weight } : cost));
    const scene = { ...base, time, method, costs, goals: { [goal]: eight } } as unknown as Scene;
    const tracking = assemble(parseScene(scene), assetText('planar-2link'));
    const job = tracking.plan();
    await whole(job);
    expect(job.result().best!.measures.distance).toBeLessThan(0.004);
  });

  it('ends in words where the motion leaves all numbers, with what it had gone through, and stays ended', async () => {
    const scene = { ...experiment.scene, start: { ...experiment.scene.start, v: [1e100, 0] } };
    const wild = assemble(parseScene(scene), assetText('planar-2link'));
    const job = wild.plan();
    const end = await whole(job);
    expect(end).toMatchObject({
      outcome: 'diverged',
      detail: expect.stringMatching(/no longer finite after 0\.\d\d s/),
    });
    expect(job.result().parameters.every(Number.isFinite)).toBe(true);
    expect(wild.plan(job.state).end).toEqual(end);
    await expect(job.step()).rejects.toThrow(/has ended/);
  });

  it('refuses settings that are none', () => {
    expect(() => mpc({ horizon: -1 })).toThrow(ArgumentError);
    expect(() => mpc({ delay: NaN })).toThrow(ArgumentError);
  });
});
