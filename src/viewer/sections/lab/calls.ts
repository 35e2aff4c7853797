/** @file What the page asks of the Lab's worker: to draw a figure of a study, and to play a point of its surface. Plain data. */
import type { Drawing } from '../../../lab/figures/lab-figure.ts';
import type { FigureName } from '../../../lab/figures/names.ts';
import type { LabFile, LabSettings } from '../../../lab/schema.ts';
import type { Finding, TriedRemedy } from '../../../learning/doctor/finding.ts';
import type { Plane, PlaneAxis } from '../../../learning/surface/plane.ts';
import type { RobotModel } from '../../../robot/model.ts';
import type { Scene } from '../../../scene/schema.ts';
import type { Chosen } from '../../../settings/kinds.ts';
import type { Motion } from '../../worker/motion.ts';
import type { RobotFile } from '../arm/calls.ts';
import type { WithCostates } from '../arm/push.ts';

/** Coordinates on the plane of a surface. */
export type PlanePoint = readonly [number, number];

/** An experiment's file, with what it is about. */
export interface FileSource {
  readonly kind: 'file';
  readonly text: string;
  /** Text of the scene that it is about, with its robot; null for a textbook landscape. */
  readonly arm: { readonly scene: string; readonly robot: RobotFile } | null;
}

/** What is studied. */
export type LabSource =
  | FileSource
  | {
      readonly kind: 'scene';
      readonly scene: Scene;
      readonly robot: RobotFile;
      /** The best parameters that the run has found; null before any. */
      readonly found: Float64Array | null;
    };

/** What differs from what the experiment says. */
export interface LabChanges {
  readonly plane?: Chosen;
  readonly box?: readonly [number, number, number, number];
  readonly points?: number;
  readonly levels?: LabSettings['levels'];
  /** Kinds of methods; with the experiment's own settings where it has them. */
  readonly methods?: readonly string[];
  /** Step size of all methods that have one. */
  readonly eta?: number;
  /** Momentum of all methods that have one. */
  readonly beta?: number;
  /** Step size of a method by its place, rather than that of all; null where it stays. */
  readonly rates?: readonly (number | null)[];
}

/** A study as it is looked at. */
export interface LabRequest {
  readonly source: LabSource;
  readonly changes: LabChanges;
  /** Where on the plane all methods begin; null for the study's own start. */
  readonly from: PlanePoint | null;
}

/** A method as it is compared. */
export interface MethodFacts {
  readonly type: string;
  readonly title: string;
  readonly label: string;
  readonly colour: string;
  /** Absent for methods that have none. */
  readonly stepSize?: number;
  readonly momentum?: number;
}

/** What is known of a study once it is looked at. */
export interface StudyFacts {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly hasArm: boolean;
  /** Names of parameters as files say them, with their words; the first ones where there are many. */
  readonly parameters: readonly { readonly name: string; readonly words: string }[];
  /** Parameters in all. */
  readonly size: number;
  readonly methods: readonly MethodFacts[];
  readonly iterations: number;
  readonly lab: LabSettings;
  /** The experiment with all that was changed, as a file says it; of a scene, the file that names it. */
  readonly file: LabFile;
  /** What of it differs from what the experiment says by itself, as `path=value`. */
  readonly settings: readonly string[];
  /** What the surface shows: least and largest across, least and largest up. */
  readonly box: readonly [number, number, number, number];
  readonly axes: readonly [PlaneAxis, PlaneAxis];
  /** On which it lies in the space of the parameters. */
  readonly plane: Plane;
  /** Whether an examination takes so little that nobody has to ask for it. */
  readonly isLight: boolean;
  /** Why a figure cannot be drawn; null where it can. */
  readonly missing: Readonly<Record<FigureName, string | null>>;
}

/** What has come. */
export type LabNews =
  | { readonly kind: 'facts'; readonly facts: StudyFacts; readonly losses: Drawing }
  | { readonly kind: 'figure'; readonly figure: FigureName; readonly drawings: readonly Drawing[] };

/** A point of the surface, played. */
export interface Played {
  /** Counts robots: the same number, the same model. */
  readonly robot: number;
  readonly model: RobotModel;
  readonly motion: Motion;
  /** Path of the link that is watched, x, y, z after one another, m. */
  readonly path: Float64Array;
  /** Where the task wants that link, m; null for a task without a place. */
  readonly target: readonly [number, number, number] | null;
  /** Of this rollout alone. */
  readonly loss: number;
  /** How many rollouts the surface is the mean of. */
  readonly rollouts: number;
  /** Forces of the drives, steps x nv, N m or N. */
  readonly tau: Float64Array;
  /** Derivatives of the loss by a push at each joint, and by the state, at every step. */
  readonly costates: WithCostates['costates'];
  readonly at: PlanePoint;
  /** Whose point it is, in words; null for one that was chosen on the surface. */
  readonly by: string | null;
}

/** A place of a pad. */
export interface PadPlace {
  readonly eta: number;
  readonly beta: number;
  /** Of the rollout, s; null for the study's own. */
  readonly horizon: number | null;
}

/** What heavy ball does there: its losses from the study's start, one an iterate. */
export interface PadWalk {
  readonly place: PadPlace;
  readonly losses: readonly number[];
}

/** A finding of the doctor. */
export interface Found extends Finding {
  /** Of its cause, for people. */
  readonly title: string;
  /** The method that it is of, in words; null where it is of all, or there is no other. */
  readonly of: string | null;
  /** Position of that method; null where it is the scene's own. */
  readonly method: number | null;
}

/** What the doctor says of a study. */
export interface Examination {
  /** The worst first. */
  readonly findings: readonly Found[];
  /** By methods: the part of the loss that a short run takes away, at most 1; -Infinity where it diverges. */
  readonly progress: readonly { readonly of: string | null; readonly part: number }[];
  /** What was measured, in words. */
  readonly parts: readonly string[];
}

/** The calls, by their names. */
export interface LabCalls {
  /** Makes all that its first picture waits for, so that it comes at once when it is asked for; ends early where it is cancelled. */
  readonly prepare: {
    readonly argument: { readonly request: LabRequest };
    readonly progress: never;
    readonly result: null;
  };
  /** Tells of a first sight where there is one, of the study, then of the figures, which become finer; ends early where it is cancelled. */
  readonly draw: {
    readonly argument: { readonly request: LabRequest; readonly figures: readonly FigureName[] };
    readonly progress: LabNews;
    readonly result: null;
  };
  /** Null where it is cancelled. */
  readonly tryOut: {
    readonly argument: { readonly request: LabRequest; readonly place: PadPlace };
    readonly progress: never;
    readonly result: PadWalk | null;
  };
  /** `at`: null for the lowest point that is known. */
  readonly play: {
    readonly argument: { readonly request: LabRequest; readonly at: PlanePoint | null };
    readonly progress: never;
    readonly result: Played;
  };
  /** Tells what is measured; null where it is cancelled. */
  readonly examine: {
    readonly argument: { readonly request: LabRequest };
    readonly progress: string;
    readonly result: Examination | null;
  };
  /** Tries a remedy of a finding, by their positions; null where it is cancelled. */
  readonly try: {
    readonly argument: { readonly request: LabRequest; readonly finding: number; readonly remedy: number };
    readonly progress: string;
    readonly result: TriedRemedy | null;
  };
}
