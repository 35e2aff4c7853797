/** @file What a doctor knows of an experiment: everything that is measured, once, as plain data. */
import type { LayerCondition } from '../../run/job.ts';
import type { Chosen } from '../../settings/kinds.ts';
import type { Diagnosis } from '../diagnose-divergence.ts';
import type { FlatDirection } from './flat-directions.ts';
import type { Growth } from './growth.ts';

/** A few iterations of a method. */
export interface ShortRun {
  /** Of every iteration, the last may not be finite. */
  readonly losses: readonly number[];
  readonly gradientNorms: readonly number[];
  /** Of each weighted cost, the largest over the run. */
  readonly largestTerms: Readonly<Record<string, number>>;
  /** As they were used. */
  readonly clippedGradientNorms: readonly number[];
  /** Whether it met what counts as success, or can go no further. */
  readonly isDone: boolean;
  /** Whether a number was none. */
  readonly diverged: boolean;
}

/** How a joint's drive was used over the rollout. */
export interface DriveUse {
  readonly joint: string;
  /** N m (N). */
  readonly effort: number;
  /** Part of all steps in which it gave all that it has. */
  readonly share: number;
  /** What the controller asks for at the start, and what gravity alone takes there, each over the limit. */
  readonly asked: number;
  readonly gravity: number;
}

/** What of a scene remedies are written with. */
export interface SceneFacts {
  readonly controller: Chosen;
  readonly method: Chosen;
  readonly time: { readonly step: number; readonly horizon: number; readonly control?: number | undefined };
  readonly costs: readonly { readonly name: string; readonly norm: Chosen; readonly weight: number }[];
  readonly hasRest: boolean;
}

/** A bend of the gradient's way within a step of the method. */
export interface Kink {
  /** The iteration whose step it is of, from 0. */
  readonly iteration: number;
  /** Part of the slope's change over the step that happens within 1/65536 of it. */
  readonly share: number;
  /** Whether drives come to their limits in this step, or leave them. */
  readonly atLimits: boolean;
}

/** The learning rate beside the longest that is stable: rate * curvature over the method's own edge. */
export interface StepBound {
  readonly rate: number;
  /** Largest eigenvalue of the Hessian as the method scales it. */
  readonly curvature: number;
  /** rate * curvature at which the method oscillates without end. */
  readonly edge: number;
}

/** Everything that is measured. */
export interface Evidence {
  readonly scene: SceneFacts;
  readonly loss: number;
  readonly gradient: Float64Array;
  /** Names of the tensors that are optimized, and how many numbers they have in all. */
  readonly tensors: readonly string[];
  readonly size: number;
  readonly isPolicy: boolean;
  /** Whether the controller follows a plan, whose gains and times the loss is not meant to depend on. */
  readonly isPlan: boolean;
  readonly steps: number;
  /** Parameters that no path joins to the loss, by name, and entries that no derivative reaches, in words. */
  readonly disconnected: readonly string[];
  readonly still: { readonly count: number; readonly words: string };
  /** Growth by the steps alone, as an exponent over the horizon, and what is to blame; null where nothing is. */
  readonly instability: (Diagnosis & { readonly exponent: number }) | null;
  readonly growth: Growth | null;
  readonly drives: readonly DriveUse[];
  /** Hidden layers of a policy. */
  readonly layers: readonly LayerCondition[];
  readonly run: ShortRun;
  /** With a tenth of the learning rate, or a hundredth where that does not help either; null for methods without one. */
  readonly slower: ShortRun | null;
  readonly bound: StepBound | null;
  readonly flat: readonly FlatDirection[];
  /** Names of the tensors that flat directions move, those that they move most first. */
  readonly flatTensors: readonly string[];
  readonly kink: Kink | null;
  /** How far differences of the loss are from its slopes, of these, over hundredths of a first step; null where nothing moves. */
  readonly rounding: number | null;
  /** Deviation of a gradient over its mean, where each is of other rollouts. */
  readonly gradientNoise: { readonly ratio: number; readonly members: number } | null;
  readonly hopeless: Hopelessness;
}

/** Why a task cannot be met, how much farther its goals are than what can be met, and settings of goals that can be. */
export interface Hopelessness {
  readonly reasons: readonly string[];
  readonly excess: number;
  readonly settings: readonly string[];
}
