/** @file Units that are tuned to one coordinate of a state: a ring where it is an angle, else a row over what it can be. */
import { type Code, gaussianCode, vonMisesCode } from '../../estimation/codes/code.ts';
import { lineTotals, ringTotals } from '../../estimation/codes/likelihood.ts';
import { ringOfUnits } from '../../estimation/codes/placement.ts';
import { tensor } from '../../core/population-tensor.ts';
import { unitCount } from './unit-count.ts';

/** Units between two neighbours of a row that is padded by 3 widths at both ends, and a width by their distance. */
const [padding, widths] = [3, 1.5];

/** Concentration of a ring whose units are as wide as two of their distances. */
const concentration = 6.5;

export interface Bank {
  readonly isRing: boolean;
  /** What each unit prefers, ascending. */
  readonly preferred: Float64Array;
  /** Ends of what is coded. */
  readonly range: readonly [number, number];
  /** With so many spikes at most; 1 where nothing is said. */
  readonly code: (gain?: number) => Code;
  /** Information of all units together at a gain of 1, per square of the coordinate's unit. */
  readonly information: number;
}

/** An angle in [-pi, pi). */
export const wrapped = (angle: number): number => angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));

function ring(): Bank {
  const preferred = Float64Array.from(ringOfUnits(unitCount).data, wrapped).sort();
  const centres = tensor(preferred);
  return {
    isRing: true,
    preferred,
    range: [-Math.PI, Math.PI],
    code: (gain = 1) => vonMisesCode({ preferred: centres, concentration, gain }),
    information: ringTotals(unitCount, 1, concentration).information.data[0],
  };
}

function row([low, high]: readonly [number, number]): Bank {
  // the range and its padding are as long as the distances between all units
  const spacing = (high - low) / (unitCount - 1 - 2 * padding * widths);
  const width = widths * spacing;
  const preferred = Float64Array.from({ length: unitCount }, (_, k) => low - padding * width + k * spacing);
  const centres = tensor(preferred);
  return {
    isRing: false,
    preferred,
    range: [low, high],
    code: (gain = 1) => gaussianCode({ preferred: centres, width, gain }),
    information: lineTotals(spacing, 1, width).information.data[0],
  };
}

/** The bank of a coordinate that comes round, or else lies within a range. */
export const bankOf = (isAngle: boolean, range: readonly [number, number]): Bank => (isAngle ? ring() : row(range));
