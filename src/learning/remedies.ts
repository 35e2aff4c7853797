/** @file What would keep a rollout finite: smaller steps, another integrator, smaller gains. Predicted by the linear loop, then tried. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { compile } from '../core/compile.ts';
import { largest } from '../core/largest.ts';
import { limits, NonFiniteError } from '../errors.ts';
import { scoreAndGradient } from '../rollout/problem.ts';
import { rollout } from '../rollout/rollout.ts';
import { type RolloutSettings } from '../rollout/settings.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { typeOf } from '../settings/kinds.ts';
import { integratorKinds } from '../simulation/integrators/kinds.ts';
import { type Attempt, type ClosedLoop, isUnstable, type LoopChange } from './closed-loop.ts';

/** Beyond so many joints a trial would take longer than people wait: the linear loop's word is taken. */
const mostJointsTried = 24;
/** Steps of a trial. */
const mostStepsTried = Math.min(limits.horizonSteps, 20_000);

/** Whether a force is for a displacement or for a velocity. */
export type Gain = 'position' | 'velocity';

/** What did not go well. */
export interface Tried {
  readonly attempt: Attempt;
}

/** The same with the linear loop at its start. */
export interface Patient extends Tried {
  readonly loop: ClosedLoop;
}

export const stepOf = ({ attempt: { settings } }: Tried): LoopChange => ({
  dt: settings.dt,
  integrator: settings.integrator,
});

export const isBad = ({ attempt, loop }: Patient, change: LoopChange): boolean =>
  isUnstable(loop, change, attempt.settings);

/** The largest of 1, 2, 5, 10, … that is not above a number. */
export function roundDown(value: number): number {
  // the exponent as it is written: no logarithm rounds it
  const power = Number((value * (1 + 1e-9)).toExponential().split('e')[1]);
  const digit = [5, 2, 1].find((one) => one * 10 ** power <= value * (1 + 1e-9)) ?? 1;
  return Number(`${digit}e${power}`);
}

/** Whether loss and gradient are finite with other settings, or from another start; taken for granted of an arm with many joints. */
export function staysFinite(
  { attempt: { settings, optimized, fixed, scenario } }: Tried,
  change: Partial<Pick<RolloutSettings, 'dt' | 'steps' | 'integrator'>>,
  initial: Scenario['initial'] = scenario.initial,
): boolean {
  if (settings.model.nv > mostJointsTried) return true;
  const { goals, weights, robot } = scenario;
  const given: Scenario = { initial, goals, weights, ...(robot && { robot }) };
  const score = (x: ControllerParameters) => rollout({ ...settings, ...change }, { ...fixed, ...x }, given);
  try {
    compile((x: ControllerParameters) => scoreAndGradient(score, x), [optimized])(optimized);
    return true;
  } catch (error) {
    if (error instanceof NonFiniteError) return false;
    throw error;
  }
}

/** The longest step of 1, 2, 5, … that the linear loop bears, s; null where none does that is a thousandth of the present one. */
export function longestStep(patient: Patient, withChange: (change: LoopChange) => LoopChange): number | null {
  const own = stepOf(patient);
  for (let dt = roundDown(own.dt); dt > own.dt / 1000; dt = roundDown(dt * 0.7))
    if (dt < own.dt && !isBad(patient, withChange({ ...own, dt }))) return dt;
  return null;
}

/** A step at which the rollout was seen to stay finite, from so long on downwards; null where there is none within reason. */
export function stepThatHolds(patient: Tried, from: number): number | null {
  const { settings } = patient.attempt;
  for (let trial = 0, dt = roundDown(from); trial < 3; trial++, dt = roundDown(dt / 4)) {
    const steps = Math.round((settings.steps * settings.dt) / dt);
    if (steps > mostStepsTried) return null;
    if (staysFinite(patient, { dt, steps })) return dt;
  }
  return null;
}

/** Integrators with which the rollout was seen to stay finite at the present step. */
export function integratorsThatHold(patient: Patient): string[] {
  const own = stepOf(patient);
  return integratorKinds.all
    .map(({ type }) => type)
    .filter((integrator) => integrator !== typeOf(own.integrator))
    .filter((integrator) => !isBad(patient, { ...own, integrator }) && staysFinite(patient, { integrator }));
}

/** The attempt with other gains; null where its controller has none that can be set. */
function withGains(
  { settings, optimized, fixed, scenario }: Attempt,
  factors: Required<Pick<LoopChange, Gain>>,
): Attempt | null {
  const scaled = settings.controller.scaleGains?.({ ...fixed, ...optimized }, factors);
  if (!scaled) return null;
  const own = (like: ControllerParameters): ControllerParameters =>
    Object.fromEntries(Object.keys(like).map((name) => [name, scaled[name]]));
  return { settings, optimized: own(optimized), fixed: own(fixed), scenario };
}

/** Gains with which the rollout was seen to stay finite: their factors, by joints. */
export type Factors = readonly number[];

/**
 * Factors on the gains of joints, whose strengths are brought down to one that the rollout was seen to bear; null where there is none
 * within reason. Joints below it keep theirs: where many are too strong, sparing all but the strongest would help nobody.
 */
export function factorsThatHold(
  patient: Patient,
  strengths: readonly number[],
  gains: readonly Gain[],
): Factors | null {
  const own = stepOf(patient);
  const most = largest(0, strengths);
  const factorsOf = (part: number): Factors => strengths.map((one) => Math.min(1, (part * most) / one));
  const changeOf = (factors: Factors): Required<Pick<LoopChange, Gain>> => {
    const ofGain = (gain: Gain): number[] => factors.map((factor) => (gains.includes(gain) ? factor : 1));
    return { position: ofGain('position'), velocity: ofGain('velocity') };
  };
  let trials = 6;
  for (let part = 0.5; part > 1e-9; part /= 2) {
    if (isBad(patient, { ...own, ...changeOf(factorsOf(part)) })) continue;
    // a half of what the start bears, as inertias change on the way
    const factors = factorsOf(part / 2);
    const tried = withGains(patient.attempt, changeOf(factors));
    if (!tried || trials-- === 0) return null;
    if (staysFinite({ attempt: tried }, {})) return factors;
    // what the start says is far from what the motion bears: on by larger strides
    part /= 4;
  }
  return null;
}
