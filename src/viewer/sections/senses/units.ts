/** @file The units that are tuned to a coordinate of an estimate. */
import { type Bank, bankOf } from '../../../senses/figures/bank.ts';
import { columnOf } from '../../../senses/figures/lanes.ts';
import type { Moment } from '../../../senses/figures/population.ts';
import { extentOf } from '../../../figures/stack/stack-data.ts';
import type { EstimateRecord } from '../../../senses/records.ts';
import type { Estimated } from './calls.ts';

/** A coordinate over a rollout. */
export interface CoordinateLine {
  readonly bank: Bank;
  readonly truth: Float64Array;
  /** Next to the truth, where an angle may have come round. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** The surest that the filter is, left aside the surest tenth. */
  readonly least: number;
}

/** By coordinates, and whether they are seen from near. */
const known = new WeakMap<Estimated, Map<string, CoordinateLine>>();

/** Widest room beside what a coordinate is seen to do where nothing bounds it, as a part of that. */
const room = 0.25;

/** What a coordinate is coded over: what bounds it, or from near where it is seen. */
function rangeOf(range: readonly [number, number] | null, lines: readonly Float64Array[]): readonly [number, number] {
  if (range) return range;
  const [low, high] = extentOf(lines) ?? [-1, 1];
  const beside = high > low ? room * (high - low) : 1;
  return [low - beside, high + beside];
}

function lineOf(estimated: Estimated, coordinate: number, isNear: boolean): CoordinateLine {
  const { record } = estimated;
  const column = (rows: Float64Array): Float64Array => columnOf(rows, record.coordinates.length, coordinate);
  const [truth, error, deviation] = [record.truth, record.error, record.deviation].map(column);
  const mean = truth.map((value, k) => value - error[k]);
  const ascending = deviation.filter((value) => value > 0).sort();
  const { range, isAngle } = estimated.coordinates[coordinate];
  const seen = rangeOf(isNear ? null : range, [truth, mean]);
  return {
    bank: bankOf(isAngle && !isNear, seen),
    truth,
    mean,
    deviation,
    least: ascending[Math.floor(ascending.length / 10)] ?? 1,
  };
}

/** Worked out once for an estimate. `isNear`: units stand where the coordinate is seen rather than over all that it can be. */
export function coordinateLine(estimated: Estimated, coordinate: number, isNear: boolean): CoordinateLine {
  const lines = known.get(estimated) ?? new Map<string, CoordinateLine>();
  known.set(estimated, lines);
  const key = `${coordinate} ${isNear}`;
  const line = lines.get(key) ?? lineOf(estimated, coordinate, isNear);
  lines.set(key, line);
  return line;
}

/** The tick that is shown at a moment. */
export const tickAt = ({ ticks, tick }: Pick<EstimateRecord, 'ticks' | 'tick'>, t: number): number =>
  Math.min(Math.max(Math.round(t / tick), 0), ticks - 1);

export const momentAt = ({ truth, mean, deviation }: CoordinateLine, tick: number): Moment => ({
  truth: truth[tick],
  mean: mean[tick],
  deviation: deviation[tick],
});

/** What a unit that is lit prefers, as the lane of its coordinate marks it; null where none is. */
export function markedBy(
  estimated: Estimated,
  { coordinate, isNear, unit }: { readonly coordinate: number; readonly isNear: boolean; readonly unit: string | null },
): { readonly value: number; readonly label: string } | null {
  const { bank, truth } = coordinateLine(estimated, coordinate, isNear);
  const preferred = unit === null ? undefined : (bank.preferred as ArrayLike<number>)[Number(unit)];
  if (preferred === undefined) return null;
  const turn = bank.isRing ? 2 * Math.PI * Math.round((truth[0] - preferred) / (2 * Math.PI)) : 0;
  return { value: preferred + turn, label: `unit ${unit} prefers it` };
}
