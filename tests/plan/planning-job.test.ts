/** @file Planning as a job: what it goes on from, restarts side by side, and constraints whose weights rise. */
import { describe, expect, it } from 'vitest';
import { leavesOf } from '../../src/core/tree.ts';
import type { RunState } from '../../src/optimize/run-state.ts';
import { ilqr } from '../../src/plan/ilqr.ts';
import type { PlanningMethod, PlanningTask } from '../../src/plan/method.ts';
import { multipleShooting } from '../../src/plan/multiple-shooting.ts';
import { plan, planningTask } from '../../src/plan/planner.ts';
import { PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { drive } from '../../src/run/job.ts';
import {
  limitedReach,
  pendulumSwing,
  type PlanProblem,
  slidingMasses,
  twoLinkReach,
} from '../support/plan-problems.ts';

/** All numbers of a state. */
const numbersOf = ({ parameters, method, history, best, finished }: RunState) => ({
  ...{ parameters, history, best, finished },
  method: leavesOf(method).map(({ path, value }) => [path, value.data]),
});

/** A state as a file gives it back: JSON knows no -0. */
const throughJson = (state: RunState): RunState => ({
  ...state,
  parameters: Float64Array.from(JSON.parse(JSON.stringify(Array.from(state.parameters))) as number[]),
  method: Object.fromEntries(
    Object.entries(state.method).map(([name, { shape, data }]) => [
      name,
      new PopulationTensor(
        { shape, population: 1 },
        Float64Array.from(JSON.parse(JSON.stringify(Array.from(data))) as number[]),
      ),
    ]),
  ),
});

const taskOf = ({ settings, scenario }: PlanProblem, seed = 3): PlanningTask =>
  planningTask(settings, scenario, { seed });

/** The state after so many iterations; resumed after each where it says so. */
async function stateAfter(task: PlanningTask, method: PlanningMethod, iterations: number, isStopped: boolean) {
  let job = method.plan(task);
  for (let i = 0; i < iterations; i++) {
    await job.step();
    if (isStopped) job = method.plan(task, throughJson(job.state));
  }
  return job;
}

describe('a plan that is stopped after each iteration and goes on', () => {
  it.each([
    { name: 'iLQR', method: ilqr({ noise: 0.02 }) },
    { name: 'multiple shooting from three starts', method: multipleShooting({ restarts: 3, noise: 0.05 }) },
  ])('has the bits of one that was not, by $name', async ({ method }) => {
    const task = taskOf(twoLinkReach({ steps: 20 }));
    const [whole, pieces] = [await stateAfter(task, method, 5, false), await stateAfter(task, method, 5, true)];
    expect(numbersOf(pieces.state)).toEqual(numbersOf(whole.state));
    expect(numbersOf(throughJson(whole.state))).toEqual(numbersOf(whole.state));
    expect(whole.state.history.loss).toHaveLength(5);
  });

  it('is at its end still where it was there', async () => {
    const task = taskOf(slidingMasses());
    const job = ilqr().plan(task);
    const end = await drive(job, { iterations: 100 });
    expect(end.outcome).toBe('converged');
    expect(ilqr().plan(task, throughJson(job.state)).end).toEqual(end);
  });

  it('says as before how many starts have ended', async () => {
    const task = taskOf(slidingMasses());
    const method = ilqr({ restarts: 2 });
    const job = method.plan(task);
    const { detail } = await drive(job, { iterations: 100 });
    expect(detail).toMatch(
      /^2 of 2 starts have ended, the best: a whole|^2 of 2 starts have ended, the best: the last/,
    );
    expect(method.plan(task, throughJson(job.state)).end?.detail).toBe(detail);
  });

  it('is refused where the state is of another problem', async () => {
    const job = await stateAfter(taskOf(twoLinkReach({ steps: 20 })), ilqr(), 1, false);
    expect(() => ilqr().plan(taskOf(twoLinkReach({ steps: 10 })), job.state)).toThrow(
      /planning\.q.*\[1, 21, 2\].*\[1, 11, 2\]/,
    );
    expect(() => ilqr({ restarts: 2 }).plan(taskOf(twoLinkReach({ steps: 20 })), job.state)).toThrow(/\[2, 21, 2\]/);
  });
});

describe('several starts', () => {
  it('find what one does not: a pendulum at rest is moved by noise alone', async () => {
    const { settings, scenario } = pendulumSwing();
    const still = await plan(settings, scenario, { method: ilqr() });
    expect(still.measures.distance).toBeGreaterThan(0.9);
    expect(still.end.detail).toMatch(
      /nothing draws it from where it starts.*; try: noise, e\.g\. method\.noise=0\.01, or restarts$/,
    );
    const found = await plan(settings, scenario, { method: ilqr({ restarts: 3 }), seed: 1, iterations: 60 });
    expect(found.measures.distance).toBeLessThan(0.01);
    const again = await plan(settings, scenario, { method: ilqr({ restarts: 3 }), seed: 1, iterations: 60 });
    expect(again.motion).toEqual(found.motion);
    const other = await plan(settings, scenario, { method: ilqr({ restarts: 3 }), seed: 2, iterations: 10 });
    expect(other.motion).not.toEqual(found.motion);
  });
});

describe('constraints', () => {
  it('are kept, as their weights rise until they are; the largest violation is named by term, time and unit', async () => {
    const { settings, scenario } = limitedReach();
    const loose = await plan(settings, scenario, { method: ilqr({ rise: 1 }) });
    expect(loose.end.detail).toMatch(/"limits" is violated by 0\.\d+ rad at 0\.\d+ s \(joint "elbow"\)/);
    const seen: number[] = [];
    const kept = await plan(settings, scenario, {
      method: ilqr({ violation: 1e-4 }),
      onProgress: ({ planning }) => void seen.push(planning!.violation!.excess),
    });
    expect(kept.end.outcome).toBe('converged');
    expect(Math.max(...seen)).toBeGreaterThan(0.05);
    expect(seen.at(-1)).toBeLessThanOrEqual(1e-4);
    expect(kept.measures.distance).toBeLessThan(0.02);
  });

  it('that the start violates are kept as soon as the drives can', async () => {
    const { settings, scenario } = limitedReach();
    const beyond = { ...scenario, initial: { ...scenario.initial, q: tensor([-0.4, 1.8]) } };
    const found = await plan(settings, beyond, { method: ilqr(), iterations: 300 });
    const elbow = Array.from(found.motion.q).filter((_, at) => at % 2 === 1);
    expect(elbow[0]).toBe(1.8);
    expect(Math.max(...elbow.slice(4))).toBeLessThanOrEqual(1.601);
    expect(found.measures.distance).toBeLessThan(0.02);
  });

  it('are terms of one-sided norms: another name is refused', async () => {
    const { settings, scenario } = limitedReach();
    await expect(plan(settings, scenario, { method: ilqr({ constraints: ['reach'] }) })).rejects.toThrow(
      /constraints: found "reach"; expected limits/,
    );
  });
});

describe('a job', () => {
  it('is stopped at once, and has then changed nothing', async () => {
    const job = ilqr().plan(taskOf(twoLinkReach({ steps: 10 })));
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(job.step(controller.signal)).rejects.toThrow('enough');
    expect(job.iteration).toBe(0);
    expect(job.state.best).toBeNull();
  });

  it('says what an iteration promised, took and cost', async () => {
    const job = ilqr().plan(taskOf(twoLinkReach({ steps: 20 })));
    const { planning, now, gradients } = await job.step();
    expect(planning).toMatchObject({ gap: 0, violation: null, starts: 1, ended: 0 });
    expect(planning!.actual / planning!.expected).toBeGreaterThan(1e-4);
    expect(now!.stepSize).toBe(planning!.stepLength);
    expect(now!.gradientNorm).toBe(planning!.stationarity);
    expect(now!.measures.distance).toBeGreaterThan(0);
    expect(gradients).toBe(1);
    expect(job.result()).toMatchObject({ members: 1, iterations: 1, diverged: 0, end: null });
  });
});
