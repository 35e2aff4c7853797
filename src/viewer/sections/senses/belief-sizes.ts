/** @file How large beliefs of places are: 2 standard deviations along the longest axis, and how far they are off; and how they are magnified to be seen. */
import { eigenSymmetric3 } from '../../../robot/eigen3.ts';
import type { Matrix3 } from '../../../robot/model.ts';
import type { EstimateRecord } from '../../../senses/records.ts';
import { formatLength } from '../../../text/quantities.ts';

/** Rows of a place. */
export type Place = Pick<EstimateRecord['link'], 'truth' | 'mean' | 'covariance'>;

/** 2 σ along the longest axis of a belief at a tick, m. */
export function sizeOf({ covariance }: Place, tick: number): number {
  const own = covariance.subarray(9 * tick, 9 * tick + 9);
  if (!own.every(Number.isFinite)) return NaN;
  return 2 * Math.sqrt(Math.max(0, eigenSymmetric3(Array.from(own) as unknown as Matrix3).values[2]));
}

/** Below such a size an ellipsoid is too small to be seen beside an arm, m. */
const smallest = 0.012;

const known = new WeakMap<EstimateRecord, number>();

/** Times which ellipsoids are drawn: 1, 10 or 100, the same over a rollout. */
export function magnificationOf(record: EstimateRecord): number {
  const found = known.get(record) ?? magnified(record);
  known.set(record, found);
  return found;
}

function magnified(record: EstimateRecord): number {
  const sizes = Array.from({ length: record.ticks }, (_, k) => sizeOf(record.link, k))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const middle = sizes.at(Math.floor(sizes.length / 2)) ?? 1;
  return middle >= smallest ? 1 : middle >= smallest / 10 ? 10 : 100;
}

/** Where it is from where it is believed to be, m. */
const offOf = ({ truth, mean }: Place, tick: number): number => {
  const [x, y, z] = [0, 1, 2].map((i) => truth[3 * tick + i] - mean[3 * tick + i]);
  return Math.sqrt(x * x + y * y + z * z);
};

/** "tip 3.1 mm off, 2 σ 12 mm". */
export const placeWords = (name: string, place: Place, tick: number): string =>
  `${name} ${formatLength(offOf(place, tick))} off, 2 σ ${formatLength(sizeOf(place, tick))}`;
