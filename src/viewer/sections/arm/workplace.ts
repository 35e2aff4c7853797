/** @file What the run's worker has at hand: an experiment, what it is at, and how it is looked at. */
import type { RunState } from '../../../optimize/run-state.ts';
import { type PortableState, statesFromPortable } from '../../../run/portable-state.ts';
import type { Experiment } from '../../../scene/experiment.ts';
import { Looking } from './looking.ts';
import { optimizing } from './optimizing.ts';
import { trainingWork } from './train/training-work.ts';
import { type Beginning, linkOf, type Work } from './work.ts';
import { planningWork } from './plan/planning-work.ts';

export interface Workplace {
  readonly experiment: Experiment;
  readonly restarts: number;
  readonly work: Work;
  /** The link whose path is drawn. */
  readonly link: string | null;
  readonly look: Looking;
  /** Numbers of restarts that an iteration of has been made with these programs. */
  readonly compiled: Set<number>;
}

/** What a workplace has from before. */
export interface FromBefore {
  /** The one whose place it takes, and what it shares with it. */
  readonly before?: Workplace;
  /** What all restarts go on from, where they are of this experiment; without a start others are refused by an ArgumentError. */
  readonly states?: readonly PortableState[] | null;
  /** What the work before left for this one to go on from. */
  readonly carriedOver?: readonly RunState[] | null;
}

function workOf(experiment: Experiment, beginning: Beginning): Work {
  if (experiment.isTraining) return trainingWork(experiment, beginning);
  return experiment.isPlanning ? planningWork(experiment, beginning) : optimizing(experiment, beginning);
}

/** A workplace for an experiment. `startFrom`: parameters of all restarts, taken where their count fits. */
export function workplaceOf(
  experiment: Experiment,
  wantedRestarts: number,
  startFrom: Float64Array | null,
  { before, states, carriedOver = null }: FromBefore = {},
): Workplace {
  // a training is one run, and planning has restarts of its own
  const restarts = experiment.isTraining || experiment.isPlanning ? 1 : wantedRestarts;
  const beginning = { restarts, startFrom, states: states ? statesFromPortable(states) : carriedOver };
  const isSame = before?.experiment.programs === experiment.programs;
  return {
    experiment,
    restarts,
    work: workOf(experiment, beginning),
    link: linkOf(experiment),
    look: isSame ? before.look.of(experiment) : new Looking(experiment),
    compiled: isSame ? before.compiled : new Set(),
  };
}
