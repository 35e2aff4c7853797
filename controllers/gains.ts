/** @file Gains of joints as settings and as parameters: logarithms, so that they stay positive and a step changes them by a ratio. */
import { requireNumbers } from '../src/core/arguments.ts';
import { add } from '../src/core/ops/elementwise.ts';
import { type PopulationTensor, tensor } from '../src/core/population-tensor.ts';
import { log } from '../src/core/scalar/logarithm.ts';
import { ArgumentError } from '../src/errors.ts';
import { field, perJoint, positive, type Touches } from '../src/settings/fields.ts';
import type { GainFactors } from './controller.ts';

/** Logarithms of the gains of position and velocity, [nv] each. */
export type Gains = { readonly logKp: PopulationTensor; readonly logKd: PopulationTensor };

/** A gain for all joints, or one each; `usual` is where a form starts from. */
export const gainsField = (description: string, title: string, unit: string, touches: Touches, usual?: number) =>
  field(perJoint(positive), {
    title,
    description: `${description}, for all joints or one each; use a small one, e.g. 1e-3, for none`,
    unit,
    touches,
    perJoint: true,
    step: 0.1,
    ...(usual !== undefined && { usual }),
  });

/** A list with one number a joint, refused where it has another length. */
export function requireEach(name: string, list: readonly number[], count: number): readonly number[] {
  requireNumbers(name, list);
  if (list.length !== count) throw new ArgumentError(name, `${list.length} numbers`, `${count} numbers, one a joint`);
  return list;
}

/** One number a joint, where one number may stand for all. */
export const oneForEach = (name: string, given: number | readonly number[], count: number): readonly number[] =>
  requireEach(name, typeof given === 'number' ? new Array<number>(count).fill(given) : given, count);

/** The logarithm of a number, with the bits of the op. */
export const logarithm = (gain: number): PopulationTensor => tensor(log.value(gain, 0, 0));

const logarithms = (list: readonly number[]): PopulationTensor =>
  tensor(Float64Array.from(list, (gain) => log.value(gain, 0, 0)));

/** Gains to start from. */
export const initialGains = (
  { kp, kd }: { readonly kp: number | readonly number[]; readonly kd: number | readonly number[] },
  nv: number,
): Gains => ({ logKp: logarithms(oneForEach('kp', kp, nv)), logKd: logarithms(oneForEach('kd', kd, nv)) });

/** The parameters with gains multiplied by factors. */
export const scaledGains = <P extends Gains>(parameters: P, { position, velocity }: GainFactors): P => ({
  ...parameters,
  logKp: add(parameters.logKp, logarithms(position)),
  logKd: add(parameters.logKd, logarithms(velocity)),
});

/** What gains of acceleration are to people: the same for joints that turn and that slide. */
export const describedGains = {
  logKp: { label: 'stiffness by inertia', unit: { turning: '1/s^2', sliding: '1/s^2' }, scale: 'log' },
  logKd: { label: 'damping by inertia', unit: { turning: '1/s', sliding: '1/s' }, scale: 'log' },
} as const;
