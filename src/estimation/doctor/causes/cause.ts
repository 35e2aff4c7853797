/** @file What a cause is: corrections that it would make, and what it says of the one that was made. */
import type { Consistency } from '../../statistics/consistency.ts';
import type { FilterCause, Trial } from '../finding.ts';
import type { Patient } from '../patient.ts';

/** What is said of a correction that was made. */
export interface Told {
  readonly trial: Trial;
  /** The sensor's name; null where it is of none. */
  readonly sensor: string | null;
  readonly before: Consistency;
  readonly after: Consistency;
}

export interface Cause {
  readonly name: FilterCause;
  /** For people. */
  readonly title: string;
  /** The best correction of each sensor, or of the one thing that it corrects. */
  readonly trials: (patient: Patient) => Trial[];
  /** What was corrected: a factor, ticks, or the largest bias. */
  readonly amount: (trial: Trial) => number;
  readonly words: (told: Told) => string;
}
