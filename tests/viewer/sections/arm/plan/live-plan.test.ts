/** @file Planning under control without a page: a scene is opened, runs and rests, is pushed, pulled and steered, and its numbers are finite. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { baseScene, bundledRobot } from '../../../../../src/viewer/studio/address/linked-scene.ts';
import { createStore } from '../../../../../src/viewer/studio/store/store.ts';
import type { PlanCalls } from '../../../../../src/viewer/sections/arm/plan/calls.ts';
import { LivePlan } from '../../../../../src/viewer/sections/arm/plan/live-plan.ts';
import { planHandlers } from '../../../../../src/viewer/sections/arm/plan/worker/handlers.ts';
import { type PageMessage, serveCalls, type WorkerMessage } from '../../../../../src/viewer/worker/calls.ts';
import { targetPosition } from '../../../../../src/viewer/sections/arm/target.ts';
import { standIn } from './stand-in-pilot.ts';

/** Time of a test: it passes as the loop rests. */
function watch() {
  let now = 0;
  return {
    now: () => now,
    rest: async (milliseconds: number) => {
      now += Math.max(milliseconds, 1);
      await wait(0);
    },
  };
}

/** The worker in the same thread. */
class PlanWorker {
  readonly posted: PageMessage[] = [];
  onmessage: ((event: { data: WorkerMessage }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | null = null;
  readonly #receive = serveCalls<PlanCalls>(planHandlers(standIn(), watch()), (data) =>
    this.onmessage?.({ data: structuredClone(data) }),
  );

  postMessage(message: PageMessage): void {
    this.posted.push(message);
    void Promise.resolve().then(() => this.#receive(message));
  }

  terminate(): void {
    this.onmessage = null;
  }

  count = (name: string): number => this.posted.filter((one) => one.type === 'call' && one.name === name).length;
}

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: true })));
let end: () => void = () => undefined;
afterEach(() => {
  end();
  vi.unstubAllGlobals();
});

function openPlan(name = 'two-link-reach') {
  const store = createStore();
  const workers: PlanWorker[] = [];
  const plan = new LivePlan(store, () => {
    const worker = new PlanWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  const scene = baseScene(name);
  store.experiment.robot.value = bundledRobot(scene);
  store.experiment.scene.value = scene;
  store.experiment.target.value = targetPosition(scene);
  const stop = plan.follow();
  end = () => {
    plan.stop();
    stop();
  };
  store.view.isLive.value = true;
  return { store, plan, workers };
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await wait(1);
};

const opened = async (name?: string) => {
  const all = openPlan(name);
  await until(() => all.plan.facts.value !== null);
  return all;
};

/** Lets time pass for the robot, s. */
async function pass(plan: LivePlan, seconds: number): Promise<void> {
  const from = plan.news.value!.time;
  plan.start();
  await until(() => plan.news.value!.time >= from + seconds);
  plan.stop();
  await until(() => !plan.isRunning.value && plan.news.value!.pace === 0);
}

describe('planning under control', () => {
  it('opens the scene once Arm plans, with a plan from its start', async () => {
    const { plan } = await opened();
    const { facts, news } = { facts: plan.facts.value!, news: plan.news.value! };
    expect(facts).toMatchObject({
      terms: expect.arrayContaining(['reach']) as string[],
      link: expect.any(String) as string,
    });
    expect(facts.push).toBeGreaterThan(0);
    expect(news).toMatchObject({ time: 0, pull: null, pace: 0 });
    expect(news.poses).toHaveLength(12 * facts.model.bodies.length);
    expect(news.path.length).toBeGreaterThan(6);
    expect(news.costs).toHaveLength(facts.terms.length);
    expect(news.measure).toBeGreaterThan(0);
  });

  it('lets time pass while it runs, and holds it', async () => {
    const { plan, workers } = await opened();
    await pass(plan, 0.5);
    const { time, solver } = plan.news.value!;
    expect(time).toBeGreaterThanOrEqual(0.5);
    expect(solver).toMatchObject({ last: 2, p99: 2, late: 0 });
    expect(solver.age).toBeLessThan(0.03);
    expect(plan.history.rows.length).toBeGreaterThan(5);
    await wait(20);
    expect(plan.news.value!.time).toBe(time);
    expect(workers[0].count('live')).toBe(1);
  });

  it('is disturbed by a push, which begins time, and moves back', async () => {
    const { plan } = await opened();
    await pass(plan, 0.1);
    const [x, y, z] = plan.news.value!.poses.subarray(12).filter((_, i) => i % 4 === 3);
    plan.push([1, 0, 0]);
    await until(() => (plan.news.value?.force ?? 0) > 0);
    expect(plan.news.value!.force).toBeCloseTo(plan.pushForce.value, 9);
    expect(plan.news.value!.pull).not.toBeNull();
    let most = 0;
    await until(() => {
      const place = plan.news.value!.poses.subarray(12).filter((_, i) => i % 4 === 3);
      most = Math.max(most, Math.hypot(place[0] - x, place[1] - y, place[2] - z));
      return plan.news.value!.time > 0.8;
    });
    expect(plan.news.value!.force).toBe(0);
    expect(most).toBeGreaterThan(0.001);
  });

  it('is pulled by a hand until it lets go', async () => {
    const { plan } = await opened();
    const body = plan.facts.value!.model.bodies.length - 1;
    plan.pull({ body, point: [0.1, 0, 0], to: [0.2, 0.2, 1] });
    await until(() => (plan.news.value?.force ?? 0) > 0);
    expect(plan.news.value!.pull!.to).toEqual([0.2, 0.2, 1]);
    plan.pull(null);
    await until(() => plan.news.value!.force === 0);
    expect(plan.isRunning.value).toBe(true);
  });

  it('is solved again at rest for another target and other weights, and opens another start anew', async () => {
    const { plan, store, workers } = await opened();
    const before = plan.news.value!;
    plan.target.value = [0.3, 0.1, 0.9];
    await until(() => plan.news.value !== before);
    expect(plan.news.value!.measure).not.toBe(before.measure);
    plan.weights.value = new Map([[0, 7]]);
    await until(() => plan.news.value!.costs[0] === 7);
    expect(workers[0].count('open')).toBe(1);
    const scene = store.experiment.scene.value!;
    store.experiment.scene.value = { ...scene, start: { ...scene.start, q: scene.start.q.map((q) => q + 0.1) } };
    await until(() => plan.facts.value !== null && workers[0].count('open') === 2);
  });

  it('passes slower where that is chosen, and goes back to its start', async () => {
    const { plan } = await opened();
    plan.setSpeed(0.1);
    await pass(plan, 0.06);
    plan.restart();
    await until(() => plan.news.value!.time === 0);
    expect(plan.history.rows).toHaveLength(1);
  });

  it('holds time when Arm does something else, and says why nothing is planned where a worker is lost', async () => {
    const { plan, store, workers } = await opened();
    plan.start();
    await until(() => (plan.news.value?.time ?? 0) > 0);
    store.view.isLive.value = false;
    expect(plan.isRunning.value).toBe(false);
    await until(() => plan.news.value!.pace === 0);
    store.view.isLive.value = true;
    workers[0].onerror!({ message: 'out of memory', preventDefault: () => undefined });
    expect(plan.failure.value).toContain('out of memory');
    plan.tryAgain();
    await until(() => plan.facts.value !== null && plan.failure.value === null);
  });
});
