/** @file What can be said of an experiment before it runs: what it cannot come to, and what stands in its way. */
import { independentJoints } from '../robot/independent-joints.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import { outlasts } from '../rollout/measures.ts';
import type { RolloutSettings } from '../rollout/settings.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { typeOf } from '../settings/kinds.ts';
import { stiffJoints } from '../simulation/explicit-stability.ts';
import { integratorKinds } from '../simulation/integrators/kinds.ts';
import type { Goals } from '../robot/goal.ts';
import type { Task } from '../task/task.ts';
import { jointsNamed } from '../text/quoted.ts';
import { roundDown } from './remedies.ts';
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

/** Joints whose friction an explicit integrator does not bear in steps of the present length, with what does. */
function stiffness(settings: RolloutSettings, { initial, robot }: Scenario): string[] {
  const { model, dt, integrator } = settings;
  if (!robot && model.joints.every(({ damping, friction }) => damping === 0 && friction === 0)) return [];
  const stiff = stiffJoints(settings, initial.q, completeParameters(model, robot));
  if (stiff.length === 0) return [];
  const implicit = integratorKinds.all
    .map(({ type }) => type)
    .filter((type) => integratorKinds.make(type, null).resistance === 'implicit');
  const remedies = [...implicit.map((type) => `time.integrator=${type}`), `time.step=${roundDown(stiff[0].limit)}`];
  return [
    `${typeOf(integrator)} takes friction explicitly, and that of ${jointsNamed(stiff.map(({ joint }) => joint))} is too stiff ` +
      `for steps of ${dt} s: at most ${Number(stiff[0].limit.toPrecision(3))} s; fix: ${remedies.join(', or ')}`,
  ];
}

/** All warnings of an experiment, in words. */
export function foreseen(settings: RolloutSettings, scenario: Scenario, disconnected: readonly string[]): string[] {
  const { model } = settings;
  const q = scenario.initial.q.toArray();
  const outside = independentJoints(model).filter(
    ({ limits: { lower, upper }, qIndex }) => q[qIndex] < lower || q[qIndex] > upper,
  );
  return [
    ...hopelessnessOf(settings, scenario.goals),
    ...stiffness(settings, scenario),
    undrivenWarning(model),
    ...outside.map(({ name }) => `the scene starts with joint "${name}" outside its limits`),
    ...disconnected.map((name) => `no path joins parameter "${name}" to the loss; it will not change`),
  ].filter((warning) => warning !== undefined);
}
