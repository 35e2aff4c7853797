/** @file Runs as controller files: what was learned acts the same where it is opened, and is refused where it would not. */
import { describe, expect, it } from 'vitest';
import { AdjointError } from '../../src/errors.ts';
import { readSafetensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import { drive } from '../../src/run/job.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { momentsOf } from '../../src/rollout/moments.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { learnedNumbers, openController, writeController } from '../../src/scene/saved-controller.ts';
import type { Chosen } from '../../src/settings/kinds.ts';
import { expectEqual } from '../support/check.ts';
import { assetText } from '../support/robots.ts';
import { experimentWith, optimizers } from '../support/two-link.ts';

const { scene } = experimentWith(optimizers[0]);
const experimentOf = (controller: Chosen): Experiment => assemble({ ...scene, controller }, assetText('planar-2link'));

const pd = { type: 'pd', kp: 20, kd: [2, 0.3] };
const kinds: readonly Exclude<Chosen, string>[] = [
  pd,
  { ...pd, gravityCompensation: false, optimize: ['logKd'] },
  { type: 'torque-spline', knots: 5, gravityCompensation: true },
];

async function learned(experiment: Experiment): Promise<Optimization> {
  const job = Optimization.start(experiment.one());
  await drive(job, { iterations: 3 });
  return job;
}

/** What refuses it, in its words. */
function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(AdjointError);
    return (error as Error).message;
  }
  throw new Error('accepted');
}

describe.each(kinds)('a controller file of $type', (controller) => {
  const experiment = experimentOf(controller);

  it('has all parameters, and acts where it is opened as it did', async () => {
    const job = await learned(experiment);
    const { best } = job.state;
    const bytes = writeController(experiment, '01234567', job, { licence: 'MIT' });
    const { file, parameters } = openController(bytes, experiment);
    expect(Object.keys(parameters).sort()).toEqual(Object.keys(experiment.settings.controller.parameters(experiment.model, [0, 0])).sort()); // prettier-ignore
    const optimized = Object.fromEntries(experiment.layout.slots.map(({ path }) => [path, parameters[path]]));
    expectEqual(experiment.layout.toVector(optimized), best!.parameters);
    expectEqual(learnedNumbers(experiment, openController(bytes, experiment)), best!.parameters);
    const { steps, q } = experiment.simulate(best!.parameters);
    expect(file.replay.action).toHaveLength(2 * steps);
    expect(file.replay.observation.subarray(5, 7)).toEqual(q.subarray(2, 4));
    expect(file.facts).toMatchObject({
      jointNames: ['shoulder', 'elbow'],
      action: { kind: 'joint_effort', scale: [1, 1] },
      controlPeriod: experiment.settings.dt,
      robotChecksum: '01234567',
      seed: experiment.scene.seed,
      validation: { loss: job.state.history.loss[best!.iteration] },
      licence: 'MIT',
    });
  });
});

describe('a controller file is refused', () => {
  const experiment = experimentOf(pd);

  it('where nothing was learned', () => {
    const job = Optimization.start(experiment.one());
    expect(refusal(() => writeController(experiment, '', job))).toBe('state.best: found nothing; expected the best of some iterations; fix: let it run first'); // prettier-ignore
  });

  it('where it would act another way, by what differs', async () => {
    const bytes = writeController(experiment, '', await learned(experiment));
    const opened = (other: Experiment, given = bytes) => refusal(() => openController(given, other));
    expect(opened(experimentOf(kinds[2]))).toMatch(/^controller: found pd; expected torque-spline; fix: open it with/);
    const wavy = { type: 'torque-spline', knots: 5 };
    const spline = writeController(experimentOf(wavy), '', await learned(experimentOf(wavy)));
    expect(opened(experimentOf({ ...wavy, knots: 6 }), spline)).toMatch(/^tensor "knots": found shape \[5, 2\]; expected shape \[6, 2\]; fix: /); // prettier-ignore
    expect(opened(experimentOf({ ...pd, gravityCompensation: false }))).toMatch(/^tensor "replay.action", row 0, number 0: found /); // prettier-ignore
    const { tensors, metadata } = readSafetensors(bytes);
    const faster = writeSafetensors(tensors, { ...metadata, control_period: '0.001' });
    expect(opened(experiment, faster)).toBe(`control period: found 0.001 s; expected ${experiment.settings.dt} s; fix: open it with the scene that it was learned in`); // prettier-ignore
    const renamed = writeSafetensors(tensors, { ...metadata, joint_names: '["elbow","shoulder"]' });
    expect(opened(experiment, renamed)).toContain('joint names: found elbow, shoulder; expected shoulder, elbow');
    const stronger = writeSafetensors(tensors, { ...metadata, action: '{"kind":"joint_effort","scale":[2,1]}' });
    expect(opened(experiment, stronger)).toContain('action, scale: found [2,1]; expected [1,1]');
    const longer = writeSafetensors(tensors, { ...metadata, horizon: '9' });
    expect(opened(experiment, longer)).toContain('horizon: found 9 s');
  });

  it('where what the scene keeps is another number', async () => {
    const keeping = experimentOf(kinds[1]);
    const opened = openController(writeController(experiment, '', await learned(experiment)), experiment);
    expect(refusal(() => learnedNumbers(keeping, opened))).toMatch(/^\S+: found [-\d.e, ]+; expected [-\d.e, ]+, which the scene keeps; fix: /); // prettier-ignore
  });

  it('where a time is none of the rollout', async () => {
    const bytes = writeController(experiment, '', await learned(experiment));
    const { tensors, metadata } = readSafetensors(bytes);
    const late = tensors.map((one) =>
      one.name === 'replay.observation' ? { ...one, data: one.data.map((value, i) => (i === 4 ? 99 : value)) } : one,
    );
    expect(refusal(() => openController(writeSafetensors(late, metadata), experiment))).toContain('time of an observation: found 99 s'); // prettier-ignore
  });

  it.each(['memory', 'begin'])('where a controller remembers (%s), which single moments do not show', async (way) => {
    const job = await learned(experiment);
    const { controller } = experiment.settings;
    const remembering = Object.assign(Object.create(Object.getPrototypeOf(experiment)), experiment, {
      settings: {
        ...experiment.settings,
        controller: { ...controller, [way]: () => experiment.given.scenario.initial },
      },
    }) as Experiment;
    expect(refusal(() => writeController(remembering, '', job, {}))).toContain('"pd", which remembers; expected one that acts on what it sees alone'); // prettier-ignore
  });
});

it('of a long rollout, a thousand moments are kept, from the first on', () => {
  const steps = 2500;
  const counted = (size: number): Float64Array => Float64Array.from({ length: size }, (_, i) => i);
  const rows = { q: counted(steps + 1), v: counted(steps + 1), tau: counted(steps) };
  const { observation, action } = momentsOf({ dt: 0.5, steps, nq: 1, nv: 1, ...rows, links: {} }, 1000);
  expect([...action.subarray(0, 4), action.length]).toEqual([0, 2, 5, 7, 1000]);
  expect([...observation.subarray(6, 9)]).toEqual([5, 5, 2.5]);
});

it('a controller that decides once a period is kept by what it saw then', async () => {
  const experiment = assemble({ ...scene, time: { ...scene.time, control: 2 * scene.time.step }, controller: kinds[2] }, assetText('planar-2link')); // prettier-ignore
  const job = await learned(experiment);
  const { file } = openController(writeController(experiment, '', job), experiment);
  const { steps, q } = experiment.simulate(job.state.best!.parameters);
  expect(file.replay.action).toHaveLength(steps);
  expect(file.replay.observation.subarray(5, 7)).toEqual(q.subarray(4, 6));
  expect(file.facts.controlPeriod).toBe(2 * scene.time.step);
});
