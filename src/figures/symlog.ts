/** @file One scale for signed numbers of many sizes: linear near zero, logarithmic beyond; shared by rings, heatmaps and legends. */

/**
 * Where a value lies between -1 and 1: 0 at 0, +-1 at +-most; linear in size below `threshold`, logarithmic above.
 * @param threshold greater than 0; in the unit of the value, as is `most`.
 */
export function symlog(value: number, threshold: number, most: number): number {
  const size = Math.min(Math.abs(value), most);
  return (Math.sign(value) * Math.log1p(size / threshold)) / Math.log1p(most / threshold);
}

export interface SymlogScale {
  /** Size below which the scale is linear, in the unit of the values. */
  readonly threshold: number;
  /** Largest size. */
  readonly most: number;
  /** Smallest and largest finite value, with 0 between or at them. */
  readonly low: number;
  readonly high: number;
  /** -1 ... 1; NaN of what is not finite. */
  readonly at: (value: number) => number;
}

/** By the arrays that they were made of: rings, heatmap and legend ask for the same one, and it takes a sort. */
const made = new WeakMap<ArrayLike<number>, SymlogScale>();

/** Decades below the largest size that are told apart at most. */
const decades = 3;

/** The scale of an array of values, which stay as they are. */
export function symlogScale(values: ArrayLike<number>): SymlogScale {
  const scale = made.get(values) ?? scaleOf(values);
  made.set(values, scale);
  return scale;
}

/**
 * A scale for these values, its threshold chosen from them: the size that a quarter of them (zeros aside) stay below, but between
 * a thousandth and a tenth of the largest. Without any value but 0 it is that of [-1, 1].
 */
function scaleOf(values: ArrayLike<number>): SymlogScale {
  const sizes: number[] = [];
  let [low, high] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value) || value === 0) continue;
    sizes.push(Math.abs(value));
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const most = Math.max(-low, high) || 1;
  const quarter = sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 4)] ?? most;
  const threshold = Math.min(Math.max(quarter, most / 10 ** decades), most / 10);
  const at = (value: number): number => (Number.isFinite(value) ? symlog(value, threshold, most) : NaN);
  return { threshold, most, low, high, at };
}
