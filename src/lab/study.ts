/** @file What the Lab studies: a landscape with words for its parameters, methods to compare on it, and what of it is looked at. */
import type { Tree } from '../core/tree.ts';
import type { Landscape } from '../learning/landscape.ts';
import type { View } from '../learning/landscapes/textbook.ts';
import type { KnownPoint } from '../learning/landscapes/textbook.ts';
import type { LossLandscape } from '../learning/loss-landscape.ts';
import type { PlaneAxis } from '../learning/surface/plane.ts';
import type { Objective } from '../optimize/method.ts';
import type { Experiment } from '../scene/experiment.ts';
import type { Chosen } from '../settings/kinds.ts';
import type { LabSettings } from './schema.ts';

/** Parameters that are one thing to people: a layer, the gains of a joint. */
export interface ParameterGroup {
  readonly label: string;
  /** Positions in the flat parameters. */
  readonly entries: readonly number[];
}

/** The robot of a study, where its parameters move one. */
export interface StudiedArm {
  /** `experiment.inspect(parameters)` plays a point of the landscape. */
  readonly experiment: Experiment;
  /** How many rollouts the landscape is the mean of; `inspect` plays the scene's own. */
  readonly rollouts: number;
  /** The same scene over another horizon, s. */
  readonly overHorizon: (seconds: number) => Experiment;
  /** Its landscape. */
  readonly atHorizon: (seconds: number) => LossLandscape<Tree, Tree>;
}

/** A loss beside that of a study, at points that it may begin from. */
export interface StudiedComparison {
  readonly title: string;
  readonly landscape: Landscape;
  readonly starts: readonly { readonly title: string; readonly points: readonly Float64Array[] }[];
}

/** Everything that figures of the Lab are made of; functions in it stay in the thread that made it, what they return may be posted. */
export interface Study {
  readonly name: string;
  readonly title: string;
  /** Sentences that stand above the figures; '' where nobody said any. */
  readonly about: string;
  readonly seed: number;
  readonly landscape: Landscape;
  /** Where all methods begin. */
  readonly start: Float64Array;
  /** What a run had found, where the study is of one. */
  readonly found: Float64Array | null;
  readonly methods: readonly Chosen[];
  readonly iterations: number;
  readonly lab: LabSettings;
  /** Loss and gradient at once, for methods that search along lines. */
  readonly objective: Objective;
  /** What a parameter is. */
  readonly axisOf: (index: number) => PlaneAxis;
  /** What all parameters are measured in; '' where they differ or are plain numbers. */
  readonly unit: string;
  readonly groups: readonly ParameterGroup[];
  /** Losses of the same kind whose gradients are compared where they begin; null where there are none. */
  readonly comparisons: (() => readonly StudiedComparison[]) | null;
  /** Of textbook landscapes: where the surface is looked at first, and what is known of it. */
  readonly view: View | null;
  readonly known: readonly KnownPoint[];
  /** Of networks without an arm: derivatives of the units of each layer, as parts of their largest; null where there are none. */
  readonly slopes: ((x: Float64Array) => readonly Float64Array[]) | null;
  readonly arm: StudiedArm | null;
  /** The textbook landscape as a file says it; null for an arm. */
  readonly textbook: Chosen | null;
}
