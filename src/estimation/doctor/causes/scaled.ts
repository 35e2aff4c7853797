/** @file The trial of a cause that is one factor on a covariance: the factor by which what was told is most likely. */
import { bestScale } from '../best-scale.ts';
import type { Correction } from '../correction.ts';
import type { FilterCause, Trial } from '../finding.ts';
import type { Patient } from '../patient.ts';
import { leastFactor, sizeOfFactor } from '../sizes.ts';

/** The best factor on one part of the correction, as a trial of that cause. */
export function scaledTrial(
  cause: FilterCause,
  part: 'process' | 'start',
  { correction, likelihood }: Pick<Patient, 'correction' | 'likelihood'>,
): Trial {
  const base = likelihood(correction);
  const scaled = (factor: number): Correction => ({ ...correction, [part]: correction[part] * factor });
  const { scale, value } = bestScale((factor) => likelihood(scaled(factor)), base);
  return {
    cause,
    sensor: null,
    correction: scaled(scale),
    gain: value - base,
    parameters: 1,
    size: sizeOfFactor(scale),
    least: leastFactor,
  };
}
