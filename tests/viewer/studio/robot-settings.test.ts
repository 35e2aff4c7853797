/** @file What a person says of the robot that is open, or that was refused: loaded again, or only changed. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, describe, it, vi } from 'vitest';
import { robotOf } from '../../../src/scene/robot.ts';
import { jointNames } from '../../../src/viewer/sections/arm/fit-joints.ts';
import { Session } from '../../../src/viewer/studio/session.ts';
import * as store from '../../../src/viewer/studio/store.ts';
import { FakeWorker } from './fake-worker.ts';

let worker: FakeWorker;
let session: Session;

beforeEach(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  store.scene.value = null;
  store.phase.value = 'loading';
  session = new Session(() => (worker = new FakeWorker()) as unknown as Worker);
  session.openBundledScene('two-link-reach.json');
  await settled();
});

afterEach(() => {
  worker.terminate();
  vi.unstubAllGlobals();
});

async function settled(): Promise<void> {
  do await worker.answer();
  while (store.phase.value === 'loading');
}

const joints = (): string[] => jointNames(store.loaded.value!.model);
const start = (): readonly number[] => store.scene.value!.start.q;

const asset = (name: string): string =>
  readFileSync(new URL(`../../../assets/robots/${name}.urdf`, import.meta.url), 'utf8');

describe('the robot of a scene', () => {
  it('is loaded again where a joint is welded, and the scene loses its numbers; and back', async () => {
    const opened = store.scene.value!;
    session.changeRobot({ weld: ['shoulder'] });
    expect(store.phase.value).toBe('loading');
    await settled();
    expect([joints(), start()]).toEqual([['elbow'], [opened.start.q[1]]]);
    expect(store.weldable.value).toEqual(['shoulder', 'elbow']);
    expect([store.phase.value, store.sceneFile.value]).toEqual(['ready', 'two-link-reach.json']);
    session.changeRobot({ weld: [] });
    await settled();
    expect(joints()).toEqual(['shoulder', 'elbow']);
    expect(store.scene.value).toEqual(opened);
  });

  it('takes all that was said, also while it is loaded', async () => {
    session.changeRobot({ ignoreZeroEffort: true });
    session.changeRobot({ weld: ['elbow'] });
    await settled();
    expect(robotOf(store.scene.value!)).toMatchObject({ ignoreZeroEffort: true, weld: ['elbow'] });
    expect(joints()).toEqual(['shoulder']);
  });

  it('stays where what was said is refused, and so does the scene', async () => {
    const { value: opened } = store.scene;
    session.changeRobot({ weld: ['shoulder', 'elbow'] });
    await settled();
    expect(store.failure.value?.message).toContain('without moving joints');
    expect([store.scene.value, joints(), store.phase.value]).toEqual([opened, ['shoulder', 'elbow'], 'ready']);
  });

  it('has an armature whose value is changed without loading it again', async () => {
    session.changeRobot({ armature: { elbow: 0.1 } });
    await settled();
    expect([worker.loads.length, worker.changes.length]).toEqual([2, 0]);
    expect(store.loaded.value!.model.joints.map(({ armature }) => armature)).toEqual([0, 0.1]);
    session.changeRobot({ armature: { elbow: 0.2 } });
    await settled();
    expect([worker.loads.length, worker.changes.length]).toEqual([2, 1]);
    expect(robotOf(store.scene.value!).armature).toEqual({ elbow: 0.2 });
    session.changeRobot({ frictionVelocity: 0.1 });
    await settled();
    session.changeRobot({ frictionVelocity: 0.2 });
    await settled();
    expect([worker.loads.length, worker.changes.length]).toEqual([3, 2]);
    expect(robotOf(store.scene.value!)).toMatchObject({ armature: { elbow: 0.2 }, frictionVelocity: 0.2 });
  });
});

describe("a robot of the user's own", () => {
  it('has a scene that is made for it again where other joints move', async () => {
    session.openRobot({ name: 'mine.urdf', content: asset('planar-2link') });
    await settled();
    expect(store.loaded.value!.notes!.reasons[0]).toContain('link "');
    session.changeRobot({ weld: ['elbow'] });
    await settled();
    expect([joints(), start().length]).toEqual([['shoulder'], 1]);
    session.changeRobot({ weld: [] });
    await settled();
    expect([joints(), start().length]).toEqual([['shoulder', 'elbow'], 2]);
  });

  it('keeps its scene, with what was changed in it, where the same joints move', async () => {
    session.openRobot({ name: 'mine.urdf', content: asset('planar-2link') });
    await settled();
    const { notes } = store.loaded.value!;
    session.run.change((scene) => ({ ...scene, seed: 7 }));
    await settled();
    session.changeRobot({ ignoreZeroEffort: true });
    await settled();
    expect(store.scene.value!.seed).toBe(7);
    expect(store.loaded.value!.notes).toEqual(notes);
  });

  it('that was refused is loaded with all that was accepted of what its findings offer', async () => {
    const bad = asset('planar-2link')
      .replace(/effort="[^"]*"/g, 'effort="0"')
      .replace('type="revolute"', 'type="planar"');
    session.openRobot({ name: 'bad.urdf', content: bad });
    await settled();
    const [welded] = store.failure.value!.findings.flatMap(({ offers = [] }) => offers.filter(({ weld }) => weld));
    session.accept(welded);
    await settled();
    expect(store.failure.value?.message).toContain('effort limits of 0');
    session.accept({ ignoreZeroEffort: true });
    await settled();
    expect(store.failure.value).toBeNull();
    expect(robotOf(store.scene.value!)).toMatchObject({ ...welded, ignoreZeroEffort: true });
  });
});
