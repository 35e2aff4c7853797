/** @file Why a rollout stopped being finite: a verdict on the linear loop at its start, with remedies that were tried. */
import { largest } from '../core/largest.ts';
import { zeros } from '../core/population-tensor.ts';
import type { NonFiniteOrigin } from '../errors.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import { stiffJoints } from '../simulation/explicit-stability.ts';
import { typeOf } from '../settings/kinds.ts';
import { formatNumber } from '../text/quantities.ts';
import { jointsNamed } from '../text/quoted.ts';
import { type Attempt, closedLoop, type LoopChange, withoutResistance } from './closed-loop.ts';
import {
  type Factors,
  factorsThatHold,
  type Gain,
  integratorsThatHold,
  isBad,
  longestStep,
  type Patient,
  staysFinite,
  stepOf,
  stepThatHolds,
  type Tried,
} from './remedies.ts';

/** What is to blame, and what was seen to help. */
export interface Diagnosis {
  readonly cause: string;
  readonly remedy: string;
  /** Settings as `path=value`, each of which is a remedy of its own. */
  readonly settings: readonly string[];
}

/** Why the steps of an attempt make disturbances grow, and what helps; null where they do not, as far as its start tells. */
export function diagnoseInstability(attempt: Attempt): Diagnosis | null {
  const patient = { attempt, loop: closedLoop(attempt) };
  if (!isBad(patient, passive(patient))) return ofGains(patient);
  // a motion that is too fast for the steps is nobody's resistance
  return isBad({ attempt, loop: withoutResistance(patient.loop) }, passive(patient)) ? null : ofResistance(patient);
}

/**
 * Why an attempt stopped being finite, and what helps; null where neither the loop at its start nor a trial tells. `isFirst`: whether
 * its parameters are those that the run started from, and not where its method has led.
 */
export function diagnoseDivergence(
  attempt: Attempt,
  { step }: Pick<NonFiniteOrigin, 'step'>,
  isFirst: boolean,
): Diagnosis | null {
  const found = diagnoseInstability(attempt) ?? (isFirst ? (ofStart({ attempt }) ?? ofStep({ attempt })) : null);
  if (!found) return null;
  const seconds = step === undefined ? undefined : step * attempt.settings.dt;
  const cause = `${found.cause}${seconds === undefined ? '' : ` (no longer finite after ${formatNumber(seconds)} s)`}`;
  if (isFirst) return { ...found, cause };
  return {
    ...found,
    cause: `the parameters it has come to: ${cause}`,
    remedy: `smaller steps of the method; ${found.remedy}`,
  };
}

const present = (remedies: readonly (string | null)[]): string[] => remedies.filter((remedy) => remedy !== null);

/** Remedies in the order in which they are named. */
const eitherOf = (remedies: readonly (string | null)[]): string =>
  present(remedies).join(', or ') || 'a smaller time.step';

const shorterStep = (dt: number | null): string | null => (dt === null ? null : `time.step=${dt}`);

const namesOf = ({ attempt }: Tried, chosen: readonly number[]): string =>
  jointsNamed(chosen.map((i) => independentJoints(attempt.settings.model)[i].name));

/** How strong a force for a unit of motion is at each joint, over the inertia there. */
const strengthsOf = ({ loop: { nv, byForce } }: Patient, forceOf: (i: number) => number): number[] =>
  Array.from({ length: nv }, (_, i) => Math.abs(forceOf(i)) * byForce[i * nv + i]);

/** Joints whose strength is at least a half of the largest. */
function strongest(strengths: readonly number[]): number[] {
  const most = largest(0, strengths);
  return strengths.flatMap((one, i) => (one >= most / 2 ? [i] : []));
}

/** The present step without feedback. */
function passive(patient: Patient, change: LoopChange = stepOf(patient)): LoopChange {
  const still = new Array<number>(patient.loop.nv).fill(0);
  return { ...change, position: still, velocity: still };
}

/** Damping and friction that are too stiff for the integrator, whatever the controller does. */
function ofResistance(patient: Patient): Diagnosis {
  const { loop } = patient;
  const own = stepOf(patient);
  const { settings, scenario } = patient.attempt;
  const stiff = stiffJoints(settings, scenario.initial.q, completeParameters(settings.model, scenario.robot)).map(
    ({ joint }) => joint,
  );
  const names =
    stiff.length > 0 ? jointsNamed(stiff) : namesOf(patient, strongest(strengthsOf(patient, (i) => loop.damping[i])));
  const bears = longestStep(patient, (change) => passive(patient, change));
  const cause =
    `damping and friction of ${names} are too stiff for steps of ${own.dt} s by ${typeOf(own.integrator)}` +
    (bears === null ? '' : `, which bears ${bears} s`);
  const others = integratorsThatHold(patient).map((integrator) => `time.integrator=${integrator}`);
  const helping = present([...others, shorterStep(bears && stepThatHolds(patient, bears / 2))]);
  return { cause, remedy: eitherOf(helping), settings: helping };
}

const gainWords = { position: 'stiffness kp', velocity: 'damping kd' } as const;
const gainUnits = { position: 'N m/rad', velocity: 'N m s/rad' } as const;

/** Which gains alone make the steps unstable; both, where only the two together do. */
function guiltyGains(patient: Patient): Gain[] {
  const still = new Array<number>(patient.loop.nv).fill(0);
  const own = stepOf(patient);
  const alone = (['velocity', 'position'] as const).filter((gain) =>
    isBad(patient, { ...own, [gain === 'velocity' ? 'position' : 'velocity']: still }),
  );
  return alone.length > 0 ? alone : ['velocity', 'position'];
}

/** Gains that are too large for the step. */
function ofGains(patient: Patient): Diagnosis | null {
  const own = stepOf(patient);
  if (!isBad(patient, own)) return null;
  const { nv, positionGains, velocityGains } = patient.loop;
  const guilty = guiltyGains(patient);
  const gainOf = (gain: Gain, i: number): number => (gain === 'position' ? positionGains : velocityGains)[i * nv + i];
  // what a step makes of a velocity: kd/m and, by the displacement that it led to, kp/m h
  const strengths = strengthsOf(patient, (i) =>
    guilty.reduce((sum, gain) => sum + gainOf(gain, i) * (gain === 'position' ? own.dt : 2), 0),
  );
  const said = (joints: readonly number[], factors?: Factors): string =>
    guilty
      .map((gain) => {
        const gains = joints.map((i) => Number(((factors?.[i] ?? 1) * gainOf(gain, i)).toPrecision(2)));
        return `${gainWords[gain]} of ${gains.join(', ')} ${gainUnits[gain]}`;
      })
      .join(' and ');
  const joints = strongest(strengths);
  const factors = factorsThatHold(patient, strengths, guilty);
  const bears = longestStep(patient, (change) => change);
  const cause =
    `the controller's ${said(joints)} at ${namesOf(patient, joints)} ${guilty.length > 1 ? 'are' : 'is'} too large ` +
    `for the inertia there and steps of ${own.dt} s${bears === null ? '' : `; steps of ${bears} s are stable`}`;
  const weakened = factors?.flatMap((factor, i) => (factor < 1 ? [i] : [])) ?? [];
  const place = weakened.length === joints.length ? 'there' : `at ${namesOf(patient, weakened)}`;
  const settings = present([shorterStep(bears && stepThatHolds(patient, bears / 2))]);
  return { cause, remedy: eitherOf([factors && `${said(weakened, factors)} ${place}`, ...settings]), settings };
}

/** A start that is too fast: with the joints at rest it goes well. */
function ofStart(patient: Tried): Diagnosis | null {
  const { settings, scenario } = patient.attempt;
  const { q, v } = scenario.initial;
  const speeds = v.toArray().map(Math.abs);
  const most = largest(0, speeds);
  if (most === 0 || !staysFinite(patient, {}, { q, v: zeros([settings.model.nv]) })) return null;
  const joints = speeds.flatMap((speed, i) => (speed >= most / 2 ? [i] : []));
  return {
    cause: `the scene starts ${namesOf(patient, joints)} at ${formatNumber(most)} rad/s`,
    remedy: 'a slower start.v, e.g. none',
    settings: ['start.v=null'],
  };
}

/** A step that is too long for the motion, though not for its beginning. */
function ofStep(patient: Tried): Diagnosis | null {
  const { dt } = stepOf(patient);
  const holds = stepThatHolds(patient, dt / 4);
  if (holds === null) return null;
  const settings = [`time.step=${holds}`];
  return { cause: `steps of ${dt} s are too long for this motion`, remedy: eitherOf(settings), settings };
}
