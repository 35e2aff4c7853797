/** @file A gate: readings that a belief holds for nearly impossible are refused; but a belief that refuses again and again is doubted itself. */
import { requireInteger, requireNumber } from '../../core/arguments.ts';
import { add, choose, mul } from '../../core/ops/elementwise.ts';
import { greaterEqual, lessEqual } from '../../core/ops/comparison.ts';
import { at } from '../../core/ops/indexing.ts';
import { take } from '../../core/ops/take.ts';
import { type PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import { chiSquareQuantile } from '../statistics/chi-square.ts';

/** What the standard deviations of the whole state are then multiplied with. */
export const inflation = 2;

/** What is remembered of refusals. */
export type Refusals = {
  /** Of each sensor in a row since it was last taken in, [sensors]. */
  readonly inARow: PopulationTensor;
  /** How often the covariance was inflated so far, []. */
  readonly inflations: PopulationTensor;
};

/** What a gate decides on a reading. */
export interface Decision {
  /** 1, or 0 where the reading is refused, []. */
  readonly accepted: PopulationTensor;
  /** What the factor of a belief that is kept is multiplied with, []. */
  readonly doubt: PopulationTensor;
  readonly refusals: Refusals;
}

/** Decides on the normalized square [] of a reading of so many channels []. */
export type Gate = (
  refusals: Refusals,
  sensor: number,
  reading: { readonly square: PopulationTensor; readonly channels: PopulationTensor },
) => Decision;

/** Before the first reading. */
export const noRefusals = (sensors: number): Refusals => ({ inARow: zeros([sensors]), inflations: tensor(0) });

/** Lets every reading in. */
const open: Gate = (refusals) => ({ accepted: tensor(1), doubt: tensor(1), refusals });

/** A number that says which of the sensors is meant, for each of them. */
const isOne = (sensor: number, sensors: number): PopulationTensor =>
  tensor(Float64Array.from({ length: sensors }, (_, i) => (i === sensor ? 1 : 0)));

/**
 * A gate that lets a reading of a consistent filter in with the given probability, whatever number of its channels there are;
 * every one where it is absent. Its decision is piecewise constant: no derivative goes through it. After `patience` refusals of one
 * sensor in a row the standard deviations of the whole state are doubled, and its count starts anew: a belief that was thrown off
 * finds back, while one sensor that errs on its own is outweighed by the others in between. With a patience of 0 the belief is never
 * doubted. Throws where the probability is not within (0, 1), or the patience no whole number.
 */
export function gateOf(
  { gate: probability, patience = 5 }: { readonly gate?: number; readonly patience?: number },
  channels: readonly number[],
): Gate {
  requireInteger('patience', patience, 0);
  if (probability === undefined) return open;
  requireNumber('gate', probability);
  if (!(probability > 0 && probability < 1))
    throw new ArgumentError('gate', String(probability), 'a probability between 0 and 1', 'leave it out for no gate');
  const most = channels.reduce((a, b) => Math.max(a, b), 0);
  const largest = tensor(
    Float64Array.from({ length: most + 1 }, (_, k) => (k === 0 ? 0 : chiSquareQuantile(probability, k))),
  );
  return ({ inARow, inflations }, sensor, { square, channels: told }) => {
    const accepted = lessEqual(square, take(largest, told));
    const counted = choose(accepted, choose(lessEqual(told, 0), at(inARow, sensor), 0), add(at(inARow, sensor), 1));
    const isReached = patience === 0 ? 0 : greaterEqual(counted, patience);
    const next = choose(isReached, 0, counted);
    return {
      accepted,
      doubt: add(1, mul(inflation - 1, isReached)),
      refusals: {
        inARow: choose(isOne(sensor, channels.length), next, inARow),
        inflations: add(inflations, isReached),
      },
    };
  };
}
