/** @file Controller files on the page: one's numbers become those of what is open, to the last bit, or it is refused and nothing changes. */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeSafetensors } from '../../../../src/formats/safetensors.ts';
import { bundledRobots } from '../../../../src/platform/web/bundled-files.ts';
import { drive } from '../../../../src/run/job.ts';
import { writeController } from '../../../../src/scene/saved-controller.ts';
import { robotChecksum } from '../../../../src/scene/saved-run.ts';
import { Training } from '../../../../src/train/training.ts';
import { expectEqual } from '../../../support/check.ts';
import { sceneText } from '../../../support/robots.ts';
import { type Change, courseOf, trainingExperiment, trainingScene } from '../../../support/small-training.ts';
import { openSession } from '../../studio/open-session.ts';

const robotText = bundledRobots.get('planar-2link.urdf')!;
// the iterations after the first one are what the file has
const change: Change = { 'success.below': 1e-9, 'controller.last': 1 };
let open: ReturnType<typeof openSession>;
let bytes: Uint8Array<ArrayBuffer>;
let learned: Float64Array;

beforeAll(async () => {
  const experiment = trainingExperiment(change);
  const job = Training.start(courseOf(experiment));
  await drive(job, { iterations: 3 });
  bytes = new Uint8Array(writeController(experiment, robotChecksum(robotText), job));
  learned = job.result().parameters;
});

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  open = openSession();
  await give(sceneOf());
});

afterEach(() => {
  open.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const sceneOf = (other: Change = {}): File =>
  new File([JSON.stringify(trainingScene({ ...change, ...other }))], 'scene.json');
const controllerOf = (content: Uint8Array<ArrayBuffer> = bytes, name = 'mine.safetensors'): File =>
  new File([content], name);

async function give(...files: File[]): Promise<void> {
  await open.session.intake.open(files);
  await open.settle();
}

/** The parameters that are shown. */
const shown = (): Float64Array => {
  const { run, cursor } = open.store;
  return run.recording.value.nearest(cursor.k.value)!.parameters;
};

describe('a controller file', () => {
  it('begins a run at its numbers; what was there can be had back', async () => {
    const { store, session } = open;
    session.run.optimize();
    await open.until(() => store.run.phase.value === 'done');
    const isUntaught = (): boolean => store.experiment.loaded.value!.isUntaught;
    expect(isUntaught()).toBe(true);
    const [before, k] = [shown().slice(), store.cursor.k.value];
    await give(controllerOf(bytes, 'download'));
    expectEqual(shown(), learned);
    expectEqual(store.shown.start.value!, learned);
    expectEqual(store.shown.look.value!.parameters, learned);
    expect([store.cursor.k.value, store.run.newest.value, store.run.phase.value]).toEqual([0, -1, 'ready']);
    expect(isUntaught()).toBe(false);
    expect(store.messages.notice.value).toBe('download is open. Iteration 0 is what it has learned, and learning goes on from there.'); // prettier-ignore
    session.run.undo();
    await open.settle();
    expectEqual(shown(), before);
    expect([store.cursor.k.value, store.run.phase.value]).toEqual([k, 'done']);
  });

  it('is learned on from', async () => {
    const { store, session } = open;
    await give(controllerOf());
    session.run.optimize();
    await open.until(() => store.run.phase.value === 'done');
    const recording = store.run.recording.value;
    expectEqual(recording.nearest(0)!.parameters, learned);
    expect(recording.nearest(1)!.parameters).not.toEqual(learned);
  });

  it('opens with its scene, and not with a run or a robot alone', async () => {
    await give(controllerOf(), sceneOf({ seed: 5 }), controllerOf(bytes, 'second.safetensors'));
    expectEqual(shown(), learned);
    expect(open.store.experiment.scene.value!.seed).toBe(5);
    const words = () => (open.store.messages.dropped.value ?? []).map(({ name, isUsed }) => [name, isUsed]);
    expect(words()).toEqual([
      ['mine.safetensors', true],
      ['scene.json', true],
      ['second.safetensors', false],
    ]);
    await give(controllerOf(), new File([robotText], 'planar-2link.urdf'));
    expect(words()).toEqual([
      ['mine.safetensors', false],
      ['planar-2link.urdf', true],
    ]);
  });

  it('says with what else it was learned, where that hinders nothing', async () => {
    await give(sceneOf({ 'time.horizon': 0.2 }));
    await give(controllerOf());
    expectEqual(shown(), learned);
    expect(open.store.messages.notice.value).toContain('It was learned with a horizon of 0.1 s.');
  });
});

describe('a controller file is refused, and nothing changes', () => {
  const foreign = new Uint8Array(writeSafetensors([{ name: 'weight', shape: [1], data: Float64Array.of(1) }]));
  const plain = (): File => new File([sceneText('two-link-reach')], 'scene.json');
  it.each<[string, () => File, () => File, string, string]>([
    ['of other layers', () => sceneOf({ 'controller.hidden': [9, 9] }), controllerOf, 'scene', 'hidden layers: found 8; expected 9, 9'], // prettier-ignore
    ['of other observations', () => sceneOf({ observe: ['joint-position'] }), controllerOf, 'scene', 'observations: found joint-position (2), joint-velocity (2), goal-error (3); expected joint-position (2)'], // prettier-ignore
    ['of another rate', () => sceneOf({ 'time.control': 0.05 }), controllerOf, 'scene', 'control period: found 0.02 s; expected 0.05 s'], // prettier-ignore
    ['of another kind', plain, controllerOf, 'scene', 'controller: found mlp; expected torque-spline'],
    ['that is cut off', sceneOf, () => controllerOf(bytes.slice(0, -8)), 'file', 'get it again'],
    ['of another program', sceneOf, () => controllerOf(foreign), 'scene', 'give a file that Adjoint has exported'],
  ])('%s', async (_, scene, file, during, words) => {
    await give(scene());
    const { store, session } = open;
    const before = shown().slice();
    const steps = session.run.undoSteps.value;
    await give(file());
    expect(store.messages.failure.value).toMatchObject({ during, file: 'mine.safetensors' });
    expect(store.messages.failure.value!.message).toContain(words);
    expectEqual(shown(), before);
    expect(session.run.undoSteps.value).toBe(steps);
    expect([store.run.phase.value, store.messages.notice.value]).toEqual(['ready', null]);
  });
});
