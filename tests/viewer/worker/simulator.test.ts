/** @file The worker's side of the protocol, without a worker: what it answers, in which order, and how it stops. */
import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { readScene } from '../../../src/scene/schema.ts';
import type { PageMessage, WorkerMessage } from '../../../src/viewer/worker/protocol.ts';
import { PageJob } from '../../../src/viewer/worker/optimization.ts';
import { Simulator } from '../../../src/viewer/worker/simulator.ts';

const asset = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const robot = { name: 'planar-2link.urdf', content: asset('assets/robots/planar-2link.urdf') };
const scene = readScene(asset('scenes/two-link-reach.json'));

/** A simulator, what it has said, and a promise of the first message of some type. */
function converse() {
  const said: WorkerMessage[] = [];
  const waiting = new Map<string, () => void>();
  const simulator = new Simulator((message) => {
    said.push(message);
    waiting.get(message.type)?.();
  });
  const heard = (type: WorkerMessage['type']): Promise<void> => new Promise((resolve) => waiting.set(type, resolve));
  const send = (message: PageMessage): void => simulator.receive(message);
  return { said, heard, send };
}

describe('Simulator', () => {
  it('answers a load with the poses of every body at every frame, which end where the link ends', () => {
    const { said, send } = converse();
    send({ type: 'load', request: 1, load: { robot, scene, startFrom: null, restarts: 1 } });
    const [message] = said;
    if (message.type !== 'loaded') throw new Error(message.type);
    const { motion, model } = message.loaded;
    expect(motion.frames).toBe(Math.round(scene.horizon / scene.dt) + 1);
    expect(motion.poses.length).toBe(motion.frames * model.bodies.length * 12);
    // The tip is fixed to the last body: rotation times its place in the body, plus translation.
    const tip = model.links.find(({ name }) => name === scene.task.link)!.poseInBody.translation;
    const last = motion.poses.subarray(motion.poses.length - 12);
    for (let row = 0; row < 3; row++) {
      const [a, b, c, d] = last.subarray(4 * row, 4 * row + 4);
      expect(a * tip[0] + b * tip[1] + c * tip[2] + d).toBeCloseTo(
        motion.endEffector[motion.endEffector.length - 3 + row],
        12,
      );
    }
  });

  it('tells of every iteration once and in order, and ends with the best parameters', async () => {
    const { said, heard, send } = converse();
    send({ type: 'load', request: 1, load: { robot, scene, startFrom: null, restarts: 1 } });
    const stopped = heard('stopped');
    send({ type: 'optimize', request: 2, iterations: 30 });
    await stopped;
    const numbers = said.flatMap((message) =>
      message.type === 'iterations' ? message.iterations.map(({ iteration }) => iteration) : [],
    );
    expect(numbers).toEqual(numbers.map((_, i) => i));
    expect(numbers.length).toBeGreaterThan(5);
    expect(said.at(-1)).toMatchObject({ type: 'stopped', request: 2 });
  });

  it('stops between two iterations when told to', async () => {
    const { said, heard, send } = converse();
    send({
      type: 'load',
      request: 1,
      load: { robot, scene: { ...scene, tolerance: undefined }, startFrom: null, restarts: 1 },
    });
    const stopped = heard('stopped');
    send({ type: 'optimize', request: 2, iterations: 1_000_000 });
    send({ type: 'pause', request: 2 });
    await stopped;
    expect(said.at(-1)).toMatchObject({ stopped: { outcome: 'paused' } });
  });

  it('runs one loop, whatever is asked for while one has not ended yet', async () => {
    const endless = { ...scene, tolerance: undefined };
    for (const between of [['pause'], ['pause', 'optimize', 'pause'], []] as const) {
      const { said, heard, send } = converse();
      send({ type: 'load', request: 1, load: { robot, scene: endless, startFrom: null, restarts: 1 } });
      send({ type: 'optimize', request: 2, iterations: 1_000_000 });
      await heard('iterations');
      for (const type of between)
        if (type === 'pause') send({ type, request: 2 });
        else send({ type, request: 2, iterations: 1_000_000 });
      const ended = new Promise<void>((resolve) => {
        const wait = (): Promise<void> =>
          heard('stopped').then(() =>
            said.some((message) => message.type === 'stopped' && message.request === 3) ? resolve() : wait(),
          );
        void wait();
      });
      send({ type: 'optimize', request: 3, iterations: 40 });
      await ended;
      const begun = said.findIndex(({ type, request }) => type === 'iterations' && request === 3);
      const later = said.slice(begun);
      expect(later.every(({ request }) => request === 3)).toBe(true);
      const own = later.flatMap((message) => (message.type === 'iterations' ? message.iterations : []));
      // all of its iterations, and no other loop's between them
      expect(own.map(({ iteration }) => iteration)).toEqual(own.map((_, i) => own[0].iteration + i));
      expect(own.length).toBe(40);
      expect(later.at(-1)).toMatchObject({ type: 'stopped', stopped: { outcome: 'iterations' } });
      const stops = said.filter(({ type, request }) => type === 'stopped' && request === 2);
      expect(stops.length).toBe(between.length === 3 ? 2 : 1);
      const all = said.flatMap((message) => (message.type === 'iterations' ? message.iterations : []));
      expect(all.map(({ iteration }) => iteration)).toEqual(all.map((_, i) => i));
    }
  });

  it('makes no step while another one has not ended, also where steps let messages in', async () => {
    let [running, most, made] = [0, 0, 0];
    const { step } = PageJob.prototype;
    const watched = vi.spyOn(PageJob.prototype, 'step').mockImplementation(async function (this: PageJob) {
      most = Math.max(most, ++running);
      for (let turn = 0; turn < 5; turn++) await nextTurn();
      const progress = await step.call(this);
      made++;
      running--;
      return progress;
    });
    for (const turns of [0, 1, 2, 3, 4, 5, 6]) {
      const { heard, send } = converse();
      const endless = { ...scene, tolerance: undefined };
      send({ type: 'load', request: 1, load: { robot, scene: endless, startFrom: null, restarts: 1 } });
      send({ type: 'optimize', request: 2, iterations: 1_000_000 });
      for (let turn = 0; turn < turns; turn++) await nextTurn();
      const first = heard('stopped');
      send({ type: 'pause', request: 2 });
      send({ type: 'optimize', request: 3, iterations: 3 });
      await first;
      await heard('stopped');
    }
    watched.mockRestore();
    expect(most).toBe(1);
    expect(made).toBeGreaterThan(20);
  });

  it('begins on what was loaded last, while the loop on what was there before has not ended', async () => {
    const { said, heard, send } = converse();
    const endless = { ...scene, tolerance: undefined };
    send({ type: 'load', request: 1, load: { robot, scene: endless, startFrom: null, restarts: 1 } });
    send({ type: 'optimize', request: 2, iterations: 1_000_000 });
    await heard('iterations');
    send({ type: 'load', request: 3, load: { robot, scene: endless, startFrom: null, restarts: 1 } });
    const stopped = heard('stopped');
    send({ type: 'optimize', request: 4, iterations: 5 });
    await stopped;
    const begun = said.findIndex(({ request }) => request === 4);
    expect(said.slice(begun).every(({ request }) => request === 4)).toBe(true);
    const own = said.flatMap((message) =>
      message.type === 'iterations' && message.request === 4 ? message.iterations : [],
    );
    expect(own.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4]);
    expect(said.some(({ type, request }) => type === 'stopped' && request === 2)).toBe(false);
  });

  it('refuses a bad robot with every finding, and keeps the experiment that it has', async () => {
    const { said, heard, send } = converse();
    send({ type: 'load', request: 1, load: { robot, scene, startFrom: null, restarts: 1 } });
    send({
      type: 'load',
      request: 2,
      load: {
        robot: { name: 'bad.urdf', content: '<robot name="r"><link name="a"/><link name="a"/></robot>' },
        scene: null,
        startFrom: null,
        restarts: 1,
      },
    });
    expect(said.at(-1)).toMatchObject({ type: 'failed', request: 2, failure: { during: 'robot', file: 'bad.urdf' } });
    const stopped = heard('stopped');
    send({ type: 'optimize', request: 3, iterations: 2 });
    await stopped;
    expect(said.some(({ type, request }) => type === 'iterations' && request === 3)).toBe(true);
  });

  it.each(['panda', 'ur5e', 'planar-2link', 'pendulum'])(
    'makes a scene for %s that its gradients improve',
    async (name) => {
      const { said, heard, send } = converse();
      const file = { name: `${name}.urdf`, content: asset(`assets/robots/${name}.urdf`) };
      send({ type: 'load', request: 1, load: { robot: file, scene: null, startFrom: null, restarts: 1 } });
      expect(said.at(-1)?.type).toBe('loaded');
      const stopped = heard('stopped');
      send({ type: 'optimize', request: 2, iterations: 10 });
      await stopped;
      const losses = said.flatMap((message) =>
        message.type === 'iterations' ? message.iterations.map(({ loss }) => loss) : [],
      );
      expect(Math.min(...losses)).toBeLessThan(losses[0]);
    },
  );
});
