/** @file Banks of tuned units that hold a normal belief: sums of activities are precisions, bumps stand at means, couplings join the banks. */
import { abs, div, square, sub } from '../../core/ops/arithmetic.ts';
import { clamp, less } from '../../core/ops/comparison.ts';
import { add, mul, where } from '../../core/ops/elementwise.ts';
import { exp } from '../../core/ops/exponential.ts';
import { reshape } from '../../core/ops/indexing.ts';
import { amax, sum } from '../../core/ops/reduction.ts';
import { atan2, cos, sin } from '../../core/ops/trigonometric.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import { diagonalOf } from '../../core/diagonal.ts';
import { wrapped } from '../space.ts';

/** Where the units of all banks are made. */
export interface BankShape {
  /** How far the units of each coordinate go on either side of where the state begins, [d]; half a turn of coordinates on a ring. */
  readonly extent: readonly number[];
  /** 1 for coordinates that are angles of which whole turns mean nothing: their units stand on a ring. */
  readonly ring: readonly number[];
  /** Units of each bank. */
  readonly units: number;
}

/** What banks hold of d coordinates. */
export type Banks = {
  /** Spikes a window of each unit, [d, units]. */
  readonly activity: PopulationTensor;
  /** Where each unit responds most, [d, units]. */
  readonly preferred: PopulationTensor;
  /** Off the diagonal of the precision of the belief, [d, d]: how much a bump that is off pulls at another. */
  readonly couplings: PopulationTensor;
  /** How often so far each bump had to be held at the end of its units, [d]. */
  readonly held: PopulationTensor;
};

/** A normal belief in information form. */
export type Information = { readonly mean: PopulationTensor; readonly precision: PopulationTensor };

/** Widths beyond the extent that have units of their own. */
const padding = 3;
/** Widths from one unit to the next: sums over units are then even to 1e-34. */
const spacing = 0.5;

/** Least units of a bank: padding on both sides, and a width within. */
export const leastUnits = 4 * padding + 3;

/** Widths of tuning, [d]. */
export const widthsOf = ({ extent, ring, units }: BankShape): number[] =>
  extent.map((far, i) =>
    ring[i] ? (2 * Math.PI) / (units * spacing) : (2 * far) / ((units - 1) * spacing - 2 * padding),
  );

/** Units of all banks about a mean [d]: [d, units]. */
function placesAbout(shape: BankShape, mean: PopulationTensor): PopulationTensor {
  const widths = widthsOf(shape);
  const steps = widths.flatMap((width) =>
    Array.from({ length: shape.units }, (_, k) => (k - (shape.units - 1) / 2) * spacing * width),
  );
  return add(reshape(mean, [widths.length, 1]), tensor(Float64Array.from(steps), [widths.length, shape.units]));
}

const column = (x: PopulationTensor): PopulationTensor => reshape(x, [x.size, 1]);

/** Banks without activity about where a state begins. */
export const emptyBanks = (shape: BankShape, mean: PopulationTensor): Banks => ({
  activity: zeros([shape.extent.length, shape.units]),
  preferred: placesAbout(shape, mean),
  couplings: zeros([shape.extent.length, shape.extent.length]),
  held: zeros([shape.extent.length]),
});

/**
 * Banks that settled to a belief: the bump of bank i at the mean of coordinate i, as high as its sum of activities says width^2 times the conditional
 * precision; all else is in the couplings. A mean beyond the extent is held at its end, and counted.
 */
export function settled(shape: BankShape, banks: Banks, { mean, precision }: Information): Banks {
  const d = shape.extent.length;
  const widths = tensor(widthsOf(shape));
  const ring = tensor([...shape.ring]);
  const middle = mul(1 / shape.units, sum(banks.preferred, 1));
  const extent = tensor([...shape.extent]);
  const inside = where(ring, mean, clamp(mean, sub(middle, extent), add(middle, extent)));
  const away = sub(banks.preferred, column(inside));
  const near = where(column(ring), wrapped(away), away);
  const log = mul(-0.5, square(div(near, column(widths))));
  // the greatest is 1, so that something is left to divide by
  const bump = exp(sub(log, column(amax(log, 1))));
  const totals = mul(square(widths), diagonalOf(precision));
  return {
    activity: mul(column(div(totals, sum(bump, 1))), bump),
    preferred: banks.preferred,
    couplings: mul(precision, sub(1, eye(d))),
    held: add(banks.held, less(0, abs(sub(mean, inside)))),
  };
}

/** The belief that banks hold: sums over width^2 beside the couplings, and centres of mass, on rings the population vector's angle. */
export function heldBy(shape: BankShape, { activity, preferred, couplings }: Banks): Information {
  const widths = tensor(widthsOf(shape));
  const totals = sum(activity, 1);
  // of the places' own middle, so that a mean far from 0 loses nothing
  const middle = mul(1 / shape.units, sum(preferred, 1));
  const centre = add(middle, div(sum(mul(activity, sub(preferred, column(middle))), 1), totals));
  const [x, y] = [cos, sin].map((of) => sum(mul(activity, of(preferred)), 1));
  const ring = tensor([...shape.ring]);
  const d = shape.extent.length;
  return {
    mean: shape.ring.some((is) => is !== 0) ? where(ring, atan2(y, x), centre) : centre,
    precision: add(couplings, mul(eye(d), div(totals, square(widths)))),
  };
}
