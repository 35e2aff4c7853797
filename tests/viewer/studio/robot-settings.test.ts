/** @file What a person says of the robot that is open, or that was refused: loaded again, or only changed. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, describe, it, vi } from 'vitest';
import { robotOf } from '../../../src/scene/robot.ts';
import { withSettings } from '../../../src/scene/with-settings.ts';
import { jointNames } from '../../../src/viewer/sections/arm/fit-joints.ts';
import type { Session } from '../../../src/viewer/studio/session.ts';
import type { Store } from '../../../src/viewer/studio/store/store.ts';
import type { FakeWorker } from './fake-worker.ts';
import { openSession } from './open-session.ts';

let open: ReturnType<typeof openSession>;
let session: Session;
let store: Store;
const worker = (): FakeWorker => open.worker();

beforeEach(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  open = openSession();
  ({ session, store } = open);
  session.experiments.openBundledScene('two-link-reach.json');
  await settled();
});

afterEach(() => {
  open.close();
  vi.unstubAllGlobals();
});

async function settled(): Promise<void> {
  do await worker().answer();
  while (store.run.phase.value === 'loading');
}

const joints = (): string[] => jointNames(store.experiment.loaded.value!.model);
const start = (): readonly number[] => store.experiment.scene.value!.start.q;

const asset = (name: string): string =>
  readFileSync(new URL(`../../../assets/robots/${name}.urdf`, import.meta.url), 'utf8');

describe('the robot of a scene', () => {
  it('is loaded again where a joint is welded, and the scene loses its numbers; and back', async () => {
    const opened = store.experiment.scene.value!;
    session.experiments.changeRobot({ weld: ['shoulder'] });
    expect(store.run.phase.value).toBe('loading');
    await settled();
    expect([joints(), start()]).toEqual([['elbow'], [opened.start.q[1]]]);
    expect(store.experiment.weldable.value).toEqual(['shoulder', 'elbow']);
    expect([store.run.phase.value, store.experiment.sceneFile.value]).toEqual(['ready', 'two-link-reach.json']);
    session.experiments.changeRobot({ weld: [] });
    await settled();
    expect(joints()).toEqual(['shoulder', 'elbow']);
    expect(store.experiment.scene.value).toEqual(opened);
  });

  it('takes all that was said, also while it is loaded', async () => {
    session.experiments.changeRobot({ ignoreZeroEffort: true });
    session.experiments.changeRobot({ weld: ['elbow'] });
    await settled();
    expect(robotOf(store.experiment.scene.value!)).toMatchObject({ ignoreZeroEffort: true, weld: ['elbow'] });
    expect(joints()).toEqual(['shoulder']);
  });

  it('stays where what was said is refused, and so does the scene', async () => {
    const { value: opened } = store.experiment.scene;
    session.experiments.changeRobot({ weld: ['shoulder', 'elbow'] });
    await settled();
    expect(store.messages.failure.value?.message).toContain('without moving joints');
    expect([store.experiment.scene.value, joints(), store.run.phase.value]).toEqual([
      opened,
      ['shoulder', 'elbow'],
      'ready',
    ]);
  });

  it('has an armature whose value is changed without loading it again', async () => {
    session.experiments.changeRobot({ armature: { elbow: 0.1 } });
    await settled();
    expect([worker().loads.length, worker().changes.length]).toEqual([2, 0]);
    expect(store.experiment.loaded.value!.model.joints.map(({ armature }) => armature)).toEqual([0, 0.1]);
    session.experiments.changeRobot({ armature: { elbow: 0.2 } });
    await settled();
    expect([worker().loads.length, worker().changes.length]).toEqual([2, 1]);
    expect(robotOf(store.experiment.scene.value!).armature).toEqual({ elbow: 0.2 });
    expect(store.experiment.loaded.value!.model.joints.map(({ armature }) => armature)).toEqual([0, 0.2]);
    session.experiments.changeRobot({ frictionVelocity: 0.1 });
    await settled();
    session.experiments.changeRobot({ frictionVelocity: 0.2 });
    await settled();
    expect([worker().loads.length, worker().changes.length]).toEqual([3, 2]);
    expect(robotOf(store.experiment.scene.value!)).toMatchObject({ armature: { elbow: 0.2 }, frictionVelocity: 0.2 });
    expect(store.experiment.loaded.value!.model.frictionVelocity).toBe(0.2);
  });

  it.each([
    { weld: ['elbow'] },
    { armature: { elbow: 0.1 } },
    { frictionVelocity: 0.3 },
    { weld: ['shoulder'], armature: { elbow: 1 } },
  ])('is as it was opened after a reset of %j', async (other) => {
    const { scene, loaded } = store.experiment;
    const [opened, model] = [scene.value!, loaded.value!.model];
    session.experiments.changeRobot(other);
    await settled();
    session.run.reset();
    await settled();
    expect(store.messages.failure.value).toBeNull();
    expect([scene.value, store.run.phase.value]).toEqual([opened, 'ready']);
    expect(loaded.value!.model).toEqual(model);
  });

  it('is had back by undo, with the run that was made with it and the steps before', async () => {
    const { scene, loaded } = store.experiment;
    const endless = ['method.type=adam', 'method.iterations=100000', 'success.below=0', 'time.horizon=0.2'];
    session.run.change((before) => withSettings(before, endless));
    await settled();
    session.run.optimize();
    await open.until(() => store.run.newest.value > 3);
    session.run.stop();
    await open.until(() => !store.run.isRunning.value);
    const [before, model, newest] = [scene.value!, loaded.value!.model, store.run.newest.value];
    session.experiments.changeRobot({ weld: ['elbow'] });
    await settled();
    session.experiments.changeRobot({ armature: { shoulder: 0.2 } });
    await settled();
    expect([joints(), store.run.newest.value]).toEqual([['shoulder'], -1]);
    session.run.undo();
    await settled();
    session.run.undo();
    await settled();
    expect([scene.value, store.run.newest.value]).toEqual([before, newest]);
    expect(loaded.value!.model).toEqual(model);
    session.run.optimize();
    await open.until(() => store.run.newest.value > newest + 2);
    session.run.stop();
    await open.until(() => !store.run.isRunning.value);
    while (session.run.undoSteps.value.length > 0) {
      session.run.undo();
      await settled();
    }
    expect(scene.value).toEqual(store.experiment.opened.value!.scene);
  });

  it('leaves nothing to undo where what was said is refused', async () => {
    session.experiments.changeRobot({ weld: ['shoulder', 'elbow'] });
    await settled();
    expect(session.run.undoSteps.value.length).toBe(0);
  });
});

describe("a robot of the user's own", () => {
  it('has a scene that is made for it again where other joints move', async () => {
    session.experiments.openRobot({ name: 'mine.urdf', content: asset('planar-2link') });
    await settled();
    expect(store.experiment.loaded.value!.notes!.reasons[0]).toContain('link "');
    session.experiments.changeRobot({ weld: ['elbow'] });
    await settled();
    expect([joints(), start().length]).toEqual([['shoulder'], 1]);
    session.experiments.changeRobot({ weld: [] });
    await settled();
    expect([joints(), start().length]).toEqual([['shoulder', 'elbow'], 2]);
  });

  it('keeps its scene, with what was changed in it, where the same joints move', async () => {
    session.experiments.openRobot({ name: 'mine.urdf', content: asset('planar-2link') });
    await settled();
    const { notes } = store.experiment.loaded.value!;
    session.run.change((scene) => ({ ...scene, seed: 7 }));
    await settled();
    session.experiments.changeRobot({ ignoreZeroEffort: true });
    await settled();
    expect(store.experiment.scene.value!.seed).toBe(7);
    expect(store.experiment.loaded.value!.notes).toEqual(notes);
  });

  it('that was refused is loaded with all that was accepted of what its findings offer', async () => {
    const bad = asset('planar-2link')
      .replace(/effort="[^"]*"/g, 'effort="0"')
      .replace('type="revolute"', 'type="planar"');
    session.experiments.openRobot({ name: 'bad.urdf', content: bad });
    await settled();
    const [welded] = store.messages.failure.value!.findings.flatMap(({ offers = [] }) =>
      offers.filter(({ weld }) => weld),
    );
    store.messages.failure.value!.accept!(welded);
    await settled();
    expect(store.messages.failure.value?.message).toContain('effort limits of 0');
    store.messages.failure.value!.accept!({ ignoreZeroEffort: true });
    await settled();
    expect(store.messages.failure.value).toBeNull();
    expect(robotOf(store.experiment.scene.value!)).toMatchObject({ ...welded, ignoreZeroEffort: true });
  });
});
