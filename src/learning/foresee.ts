/** @file What can be said of an experiment before it runs: what it cannot come to, and what stands in its way. */
import { independentJoints } from '../robot/independent-joints.ts';
import { outlasts } from '../rollout/measures.ts';
import type { RolloutSettings } from '../rollout/rollout.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { Goals } from '../task/goal.ts';
import type { Task } from '../task/task.ts';
import { undrivenWarning } from './undriven.ts';

/** Why what a task asks for can never be met, each reason once: success itself and its goals first. */
export function hopelessnessOf({ task, steps, dt }: RolloutSettings, goals: Goals): string[] {
  const { terms, measures, success } = task;
  const judged = success ? [measures[success.measure].residual] : [];
  const residuals = [...judged, ...terms.map(({ residual }) => residual)];
  const reasons = residuals.flatMap(({ isHopeless }) => isHopeless?.(goals) ?? []);
  return [...new Set([...holdBeyond(task, steps * dt), ...reasons])];
}

/** Said where success has to hold for longer than a rollout lasts, s. */
function holdBeyond(task: Task, horizon: number): string[] {
  if (!outlasts(task, horizon)) return [];
  const lasts = Number(horizon.toPrecision(6));
  return [
    `success asks for ${task.success!.hold} s, and a rollout lasts ${lasts} s; fix: a longer time.horizon, or a shorter success.hold`,
  ];
}

/** All warnings of an experiment, in words. */
export function foreseen(
  settings: RolloutSettings,
  { goals, initial }: Scenario,
  disconnected: readonly string[],
): string[] {
  const { model } = settings;
  const q = initial.q.toArray();
  const outside = independentJoints(model).filter(
    ({ limits: { lower, upper }, qIndex }) => q[qIndex] < lower || q[qIndex] > upper,
  );
  return [
    ...hopelessnessOf(settings, goals),
    undrivenWarning(model),
    ...outside.map(({ name }) => `the scene starts with joint "${name}" outside its limits`),
    ...disconnected.map((name) => `no path joins parameter "${name}" to the loss; it will not change`),
  ].filter((warning) => warning !== undefined);
}
