/** @file A task: named cost terms with weights, named measures, and what counts as success. One object gives gradient, reward and table. */
import { mul } from '../core/ops/elementwise.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { Goals } from './goal.ts';
import type { Norm } from './norm.ts';
import type { Residual, Seen } from './residual.ts';

/** cost = weight * norm(residual): a running term is its mean over time, a final one stands alone, `both` is their sum. */
export interface Term {
  readonly name: string;
  readonly residual: Residual;
  readonly norm: Norm;
  /** At least 0; its value where the scenario of a rollout says no other. */
  readonly weight: number;
  readonly when: 'running' | 'final' | 'both';
}

/** A residual read without weight and norm: at the end of a rollout, or the largest or the mean of all its moments. */
export interface Measure {
  readonly residual: Residual;
  readonly when: 'end' | 'largest' | 'mean';
}

/** When a rollout has succeeded: at its end, and at every moment of its last `hold` seconds. */
export interface Success {
  /** Name of a measure; its residual is what is read. */
  readonly measure: string;
  /** In the measure's unit. */
  readonly below: number;
  /** Largest joint speed, rad/s (m/s); any where it is absent. */
  readonly speed?: number;
  /** s; only the end where it is absent. */
  readonly hold?: number;
}

export interface Task {
  readonly terms: readonly Term[];
  readonly measures: Readonly<Record<string, Measure>>;
  readonly success?: Success;
}

export const isRunning = ({ when }: Term): boolean => when !== 'final';
export const isFinal = ({ when }: Term): boolean => when !== 'running';

/** Weighted cost [] of a term at one moment. */
export function costOf({ residual, norm }: Term, weight: PopulationTensor, seen: Seen, goals: Goals): PopulationTensor {
  const cost =
    norm.isOfAngles && residual.oneMinusCos
      ? residual.oneMinusCos(seen, goals)
      : norm.evaluate(residual.evaluate(seen, goals), residual.isAveraged === true);
  return mul(weight, cost);
}

/** A residual's number for people [], at one moment. */
export const readingOf = ({ residual }: Measure, seen: Seen, goals: Goals): PopulationTensor =>
  residual.read(residual.evaluate(seen, goals));

/** Links whose poses the task reads, each once. */
export const linksOf = ({ terms, measures }: Task): string[] => [
  ...new Set([...terms, ...Object.values(measures)].flatMap(({ residual }) => residual.links ?? [])),
];
