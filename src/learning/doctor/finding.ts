/** @file What a doctor says: a cause in plain words, its figure beside its threshold, and what was seen to help. */

/** What can be wrong, as files and tables name it. */
export type CauseName =
  | 'unstable-step'
  | 'unreachable'
  | 'torque-limits'
  | 'saturated-layer'
  | 'exploding-adjoints'
  | 'non-smooth'
  | 'step-size'
  | 'noise-floor'
  | 'no-path'
  | 'flat-direction';

/** A number without a unit that a claim rests on. */
export interface Figure {
  readonly name: string;
  readonly value: number;
}

/** What may help: settings as `path=value`, one after another, and why. */
export interface Remedy {
  readonly sentence: string;
  readonly settings: readonly string[];
}

/** How bad it is: nothing can be learned, learning is in the way of itself, or something is of no use. */
export type Severity = 'stops' | 'hinders' | 'wastes';

/** A claim that evidence bears out. */
export interface Finding {
  readonly cause: CauseName;
  /** What is wrong, in plain words. */
  readonly sentence: string;
  readonly figure: Figure;
  /** The figure above which it is claimed. */
  readonly threshold: number;
  /** From 1/2 at the threshold to 1 far above it. */
  readonly confidence: number;
  readonly severity: Severity;
  /** What may help, the best first; none where no setting of a scene does. */
  readonly remedies: readonly Remedy[];
}

/** What a remedy changed, of the figure and of a short run. */
export interface TriedRemedy {
  readonly before: Standing;
  /** Null where the changed scene was refused. */
  readonly after: Standing | null;
  /** Whether the cause is gone and a short run lowers the loss, or has nothing left to lower. */
  readonly helped: boolean;
}

/** Where an experiment stands. */
export interface Standing {
  /** The figure of the claim; null where it is below the threshold, so that nothing is claimed. */
  readonly figure: number | null;
  /** Part of the loss that a short run took away, at most 1; -Infinity where it was not finite any more. */
  readonly progress: number;
  /** Loss of each iteration of that run; the last may not be finite. */
  readonly losses: readonly number[];
}

/** A claim with the remedy that was tried: the one that helped, or the first. */
export interface Consultation extends Omit<Finding, 'remedies'> {
  readonly remedy: Remedy | null;
  readonly tried: TriedRemedy | null;
}

/** Odds of a claim are those of its figure: 1/2 at the threshold, 10/11 at ten times that, 1 for what is certain. */
export function confidenceOf(value: number, threshold: number): number {
  if (!(value < Infinity)) return 1;
  return threshold === 0 ? 1 : value / (value + threshold);
}

/** A finding with its confidence. */
export const claimed = (
  cause: CauseName,
  severity: Severity,
  figure: Figure,
  threshold: number,
  words: Pick<Finding, 'sentence' | 'remedies'>,
): Finding => ({
  cause,
  severity,
  figure,
  threshold,
  confidence: confidenceOf(figure.value, threshold),
  ...words,
});
