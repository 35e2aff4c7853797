/** @file Recordings cut into segments, which are the members of one simulation: short ones stay near what was told, however far the robot is from its model. */
import { requireInteger, requireList } from '../core/arguments.ts';
import { largest } from '../core/largest.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import type { Steps } from './steps.ts';

/** Some steps of a recording. */
export interface Segment {
  /** Which recording, and its first step. */
  readonly recording: number;
  readonly from: number;
  readonly count: number;
  /** Whether the next segment goes on where this one ends. */
  readonly goesOn: boolean;
}

/** Each recording in equal parts of at most `most` steps. Throws an ArgumentError where that is no positive integer. */
export function segmentsOf(recordings: readonly Steps[], most: number): Segment[] {
  requireList('recordings', recordings);
  requireInteger('most', most, 1);
  return recordings.flatMap(({ count }, recording) => {
    const parts = Math.ceil(count / most);
    const starts = Array.from({ length: parts + 1 }, (_, i) => Math.round((i * count) / parts));
    return starts.slice(0, -1).map((from, i) => ({
      recording,
      from,
      count: starts[i + 1] - from,
      goesOn: i + 1 < parts,
    }));
  });
}

/** Rows of all segments as tensors of a member each; a step more than the longest has, at which nothing acts. */
export interface SegmentRows {
  /** Forces of a step and of the `kept` - 1 before it, the latest first, [steps, kept, nv]. */
  readonly forces: PopulationTensor;
  /** What was told of the configuration, [steps, nv]; 0 where nothing was. */
  readonly told: PopulationTensor;
}

/** The segments' rows, with the last `kept` forces of each step; those before the first are taken for the first. */
export function rowsOf(
  recordings: readonly Steps[],
  segments: readonly Segment[],
  nv: number,
  kept: number,
): SegmentRows {
  const members = segments.length;
  const steps =
    1 +
    largest(
      0,
      segments.map(({ count }) => count),
    );
  const forces = new Float64Array(steps * kept * nv * members);
  const told = new Float64Array(steps * nv * members);
  segments.forEach(({ recording, from, count }, member) => {
    const { tau, q } = recordings[recording];
    for (let k = 0; k <= count; k++)
      for (let j = 0; j < nv; j++) {
        const value = q[(from + k) * nv + j];
        told[(k * nv + j) * members + member] = Number.isNaN(value) ? 0 : value;
        for (let back = 0; back < kept && k < count; back++)
          forces[((k * kept + back) * nv + j) * members + member] = tau[Math.max(0, from + k - back) * nv + j];
      }
  });
  return {
    forces: new PopulationTensor({ shape: [steps, kept, nv], population: members }, forces),
    told: new PopulationTensor({ shape: [steps, nv], population: members }, told),
  };
}
