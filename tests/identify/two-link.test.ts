/** @file All inertial numbers of the two-link arm: what of them is identifiable, and its values, from MuJoCo's recording. */
import { describe, expect, it } from 'vitest';
import { Identification } from '../../src/identify/identification.ts';
import { identifyRecordings } from '../../src/identify/identify.ts';
import type { IdentificationSettings } from '../../src/identify/settings.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { mujocoRecording, noisy } from '../support/recordings.ts';
import { assetModel, assetText } from '../support/robots.ts';

const truth = assetModel('planar-2link');
const dt = 0.005;
const push = (time: number, j: number): number => [3, 1][j] * Math.sin((4 + 3 * j) * time + j);
const recording = await mujocoRecording(assetText('planar-2link'), truth, {
  dt,
  steps: 300,
  q: [0.3, 0.5],
  push,
  name: 'wave',
});
const other = await mujocoRecording(assetText('planar-2link'), truth, {
  dt,
  steps: 150,
  q: [-0.4, 0.2],
  push: (time, j) => -push(1.3 * time, j),
  name: 'other',
});

/** Half as heavy again, and twice as inert. */
const guess: RobotModel = {
  ...truth,
  bodies: truth.bodies.map(({ name, inertia }) => ({
    name,
    inertia: { ...inertia, mass: 1.5 * inertia.mass, inertia: inertia.inertia.map((entry) => 2 * entry) as never },
  })),
};

const settings: IdentificationSettings = {
  model: guess,
  integrator: 'semi-implicit-euler',
  dt,
  unknown: ['link-inertia', 'start-state'],
};

/** Of a uniform rod from its joint: m l / 2, and m l^2 / 3 with what a radius of 4 cm adds. */
const lower = { mass: 0.7, first: 0.14, inertia: 0.00961333333 + 0.7 * 0.04 };
const upper = { first: 0.25, inertia: 0.0212333333 + 0.25 * 0.25 };

/** Sums that are determined, by closed form (Siciliano et al. 2009, sec. 7.3.2): m1x + l m2, I1 + l^2 m2, m2x, I2; l = 0.5 m. */
function expectBase(found: Awaited<ReturnType<typeof identifyRecordings>>, tolerance: number): void {
  const { combinations, rows } = found;
  const values = new Map(combinations.map(({ name, estimate }) => [name, estimate]));
  expect([...values.keys()]).toEqual([
    'first moment x of upper - 2.000 × inertia yy at the joint of upper',
    'mass of lower + 4.000 × inertia yy at the joint of upper',
  ]);
  const [first, mass] = [...values.values()];
  expect(Math.abs(first / (upper.first - 2 * upper.inertia) - 1)).toBeLessThan(tolerance);
  expect(Math.abs(mass / (lower.mass + 4 * upper.inertia) - 1)).toBeLessThan(tolerance);
  const row = (name: string): number => rows.find((candidate) => candidate.name === name)!.estimate;
  const place = row('centre of mass x of lower');
  const heavy = row('mass of lower');
  expect(Math.abs((heavy * place) / lower.first - 1)).toBeLessThan(tolerance);
  expect(Math.abs((row('inertia yy of lower') + heavy * place * place) / lower.inertia - 1)).toBeLessThan(tolerance);
}

describe('inertial numbers of the two-link arm', () => {
  it('are found as far as they are determined, and what is not is said', async () => {
    const found = await identifyRecordings(settings, [recording], {});
    expectBase(found, 1e-4);
    const words = found.words.join('\n');
    expect(words).toContain('mass of upper');
    expect(words).toMatch(/inertia xx at the joint of lower.* have no effect on what was recorded/);
    expect(words).toContain(
      'only first moment x of upper - 2.000 × inertia yy at the joint of upper and mass of lower',
    );
    expect(found.condition).toBe(Infinity);
    const massOfUpper = found.rows.find(({ name }) => name === 'mass of upper')!;
    expect(massOfUpper).toMatchObject({ low: -Infinity, high: Infinity, isDetermined: false, before: 1.5 });
    expect(massOfUpper.why).toBe('has no effect on what was recorded');
  });

  it('are found within 5 % beside noise of encoders, from two recordings of other lengths, and hold for a third', async () => {
    const found = await identifyRecordings({ ...settings, holdout: [noisy(other, 1e-4, 9)] }, [
      noisy(recording, 1e-4, 3),
      noisy(other, 1e-4, 4),
    ]);
    expectBase(found, 0.05);
    expect(found.holdout!.after).toBeLessThan(1.3);
    expect(found.holdout!.before).toBeGreaterThan(100);
    expect(found.words.join('\n')).toContain('held out:');
  });

  it('are of a body that can exist after every step', async () => {
    const job = new Identification({ ...settings, iterations: 3 }, [recording]);
    while (job.end === null) await job.step();
    for (const link of ['upper', 'lower']) {
      const moment = (pair: string): number =>
        job.result().rows.find(({ name }) => name === `inertia ${pair} of ${link}`)!.estimate;
      const [a, b, c] = ['xx', 'yy', 'zz'].map(moment);
      expect(Math.min(a + b - c, b + c - a, c + a - b)).toBeGreaterThan(0);
    }
  });

  it('are the same bits when a job goes on from another', async () => {
    const whole = new Identification(settings, [recording]);
    for (let i = 0; i < 4; i++) await whole.step();
    const first = new Identification(settings, [recording]);
    for (let i = 0; i < 2; i++) await first.step();
    const second = new Identification(
      settings,
      [recording],
      JSON.parse(JSON.stringify(first.state)) as typeof first.state,
    );
    for (let i = 0; i < 2; i++) await second.step();
    expect(second.state).toEqual(whole.state);
  });

  it('stop at once when they are told to', async () => {
    const stop = new AbortController();
    const heard: number[] = [];
    const run = identifyRecordings(settings, [recording], {
      signal: stop.signal,
      onProgress: ({ iteration }) => {
        heard.push(iteration);
        stop.abort(new Error('enough'));
      },
    });
    await expect(run).rejects.toThrow('enough');
    expect(heard).toEqual([1]);
  });
});
