/** @file What is identified, and of what: settings of an identification, judged before anything is simulated. */
import { requireFiniteNumber, requireInteger, requireList, requireObject } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import type { PartialRobotParameters } from '../robot/partial-parameters.ts';
import { requireModel } from '../robot/require-model.ts';
import type { Chosen } from '../settings/kinds.ts';
import { integratorOf, type StepSettings } from '../simulation/plant.ts';
import type { Deviations } from './output-error.ts';
import type { RobotRecording } from './recording.ts';
import { segmentsOf, type Segment } from './segments.ts';
import type { OutputModel } from './sensitivities.ts';
import type { Steps } from './steps.ts';
import { unknownKinds } from './unknowns/kinds.ts';
import { knownNumbers, type Unknown } from './unknowns/unknown.ts';

/** A robot, how its time is cut, and what is sought. */
export interface IdentificationSettings extends StepSettings {
  /** What is known of the robot otherwise than the model says. */
  readonly robot?: PartialRobotParameters;
  /** What is unknown: names of kinds, or objects with their settings. */
  readonly unknown: readonly Chosen[];
  /** Standard deviations of what was recorded: of configurations (rad or m; default 1e-4) and velocities (default 1e-3), one number or one a joint. */
  readonly deviations?: { readonly q?: number | readonly number[]; readonly v?: number | readonly number[] };
  /** s: recordings are cut into segments of at most that, whose starts are found, so that none runs away from what was told; default 20 steps. */
  readonly segment?: number;
  /** Most iterations; default 100. */
  readonly iterations?: number;
  /** Recordings that are not learned from: what was found is tried on them. */
  readonly holdout?: readonly RobotRecording[];
}

/** Default standard deviations: of a good encoder, and of velocities made of it; and steps of a segment. */
const usual = { q: 1e-4, v: 1e-3, gap: 1e-2, segment: 20, iterations: 100 } as const;

function deviationOf(
  name: string,
  given: number | readonly number[] | undefined,
  fallback: number,
  nv: number,
): Float64Array {
  const list = typeof given === 'object' ? given : new Array<number>(nv).fill(given ?? fallback);
  if (list.length !== nv) throw new ArgumentError(name, `${list.length} numbers`, `one number, or ${nv}`);
  list.forEach((value, i) => {
    requireFiniteNumber(`${name}[${i}]`, value);
    if (!(value > 0)) throw new ArgumentError(`${name}[${i}]`, `${value}`, 'a positive number');
  });
  return Float64Array.from(list);
}

function requireSettings(settings: IdentificationSettings): void {
  requireObject('settings', settings, 'an object of model, integrator, dt and unknown');
  requireModel(settings.model);
  integratorOf(settings);
  requireList('unknown', settings.unknown, 'a list of what is unknown');
  if (settings.unknown.length === 0) throw new ArgumentError('unknown', 'an empty list', 'at least one unknown');
  if (settings.iterations !== undefined) requireInteger('iterations', settings.iterations, 0);
}

/** Refuses a number that two unknowns would put in one place, of which the later would win. */
function requireOnce(unknowns: readonly Unknown[]): void {
  const placed = unknowns.filter(({ adds }) => !adds);
  const names = placed.flatMap(({ quantities, isStart }) => [
    ...quantities.map(({ name }) => name),
    ...(isStart ? ['the start'] : []),
  ]);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    throw new ArgumentError('unknown', `${twice} twice`, 'each number once', 'take one of the two away');
}

/** What is simulated, and what is unknown of it. */
export function outputModelOf(settings: IdentificationSettings): OutputModel {
  requireSettings(settings);
  const { model, integrator, dt, robot = {} } = settings;
  const context = { model, integrator, dt, robot };
  const unknowns = settings.unknown.map((chosen) => unknownKinds.make(chosen, context));
  requireOnce(unknowns);
  return { model, integrator, dt, numbers: knownNumbers(model, robot), unknowns };
}

/** Standard deviations that settings say, a number a joint. */
export const deviationsOf = ({ deviations: { q, v } = {}, model }: IdentificationSettings): Deviations => ({
  q: deviationOf('deviations.q', q, usual.q, model.nv),
  v: deviationOf('deviations.v', v, usual.v, model.nv),
  gap: usual.gap,
});

/** Segments that settings ask for. */
export function segmentsFor({ segment, dt }: IdentificationSettings, steps: readonly Steps[]): Segment[] {
  if (segment !== undefined) {
    requireFiniteNumber('segment', segment, ' of seconds');
    if (!(segment > 0)) throw new ArgumentError('segment', `${segment} s`, 'a positive time');
  }
  const longest = steps.reduce((most, { count }) => Math.max(most, count), 1);
  return segmentsOf(steps, Math.max(1, Math.min(longest, Math.round((segment ?? usual.segment * dt) / dt))));
}

/** Most iterations. */
export const iterationsOf = ({ iterations = usual.iterations }: IdentificationSettings): number => iterations;
