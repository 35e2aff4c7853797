/** @file What a doctor of filters says: which belief is wrong, by how much, and what correcting it changes. */
import type { Correction } from './correction.ts';

/** What can be wrong, as tables name it. */
export type FilterCause = 'sensor-noise' | 'process-noise' | 'start' | 'bias' | 'delay';

/** A correction that was tried. */
export interface Trial {
  readonly cause: FilterCause;
  /** Of which sensor; null where it is of none. */
  readonly sensor: number | null;
  /** What it adds to those that were made before. */
  readonly correction: Correction;
  /** Logarithm of how much likelier it makes all innovations. */
  readonly gain: number;
  /** Numbers that it chose. */
  readonly parameters: number;
  /** Factor of a covariance, ticks, or a bias in deviations of the noise: below `least` it is not worth a word. */
  readonly size: number;
  readonly least: number;
}

/** A claim, with the figures before and after its correction. */
export interface FilterFinding {
  readonly cause: FilterCause;
  /** The sensor's name; null where it is of none. */
  readonly sensor: string | null;
  /** Covariances: what they are to be multiplied by. Biases and delays: their size, the largest channel's. */
  readonly amount: number;
  readonly correction: Correction;
  /** Twice the gain of likelihood, and what chance exceeds once in 1000 times. */
  readonly figure: number;
  readonly threshold: number;
  readonly words: string;
}
