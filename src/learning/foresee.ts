/** @file What can be said of an experiment before it runs: what it cannot come to, and what stands in its way. */
import { independentJoints } from '../robot/independent-joints.ts';
import type { RolloutSettings } from '../rollout/rollout.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { Goals } from '../task/goal.ts';
import type { Task } from '../task/task.ts';
import { undrivenWarning } from './undriven.ts';

/** Why goals of the task can never be met, each reason once: those of its success first. */
export function hopelessGoals({ terms, measures, success }: Task, goals: Goals): string[] {
  const judged = success ? [measures[success.measure].residual] : [];
  const residuals = [
    ...judged,
    ...terms.map(({ residual }) => residual),
    ...Object.values(measures).map((m) => m.residual),
  ];
  return [...new Set(residuals.flatMap(({ isHopeless }) => isHopeless?.(goals) ?? []))];
}

/** Why success itself can never be met. */
export function hopelessSuccess({
  task,
  steps,
  dt,
}: Pick<RolloutSettings, 'task' | 'steps' | 'dt'>): string | undefined {
  const hold = task.success?.hold ?? 0;
  if (!(hold > steps * dt * (1 + 1e-6))) return undefined;
  return `success asks for ${hold} s, and the horizon is ${Number((steps * dt).toPrecision(6))} s; fix: a longer time.horizon, or a shorter success.hold`;
}

/** All warnings of an experiment, in words. */
export function foreseen(
  settings: RolloutSettings,
  { goals, initial }: Scenario,
  disconnected: readonly string[],
): string[] {
  const { model, task } = settings;
  const q = initial.q.toArray();
  const outside = independentJoints(model).filter(
    ({ limits: { lower, upper }, qIndex }) => q[qIndex] < lower || q[qIndex] > upper,
  );
  return [
    ...hopelessGoals(task, goals),
    hopelessSuccess(settings),
    undrivenWarning(model),
    ...outside.map(({ name }) => `the scene starts with joint "${name}" outside its limits`),
    ...disconnected.map((name) => `no path joins parameter "${name}" to the loss; it will not change`),
  ].filter((warning) => warning !== undefined);
}
