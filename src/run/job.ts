/** @file Job: what terminal, page and tests drive alike, whether it is one run or many restarts. */
import { requireCallback, requireInteger, requireOptions, requireParts, requireSignal } from '../core/arguments.ts';
import type { NonFiniteError } from '../errors.ts';
import type { Iteration } from '../optimize/iteration-values.ts';
import { nextTurn } from '../optimize/next-turn.ts';
import type { RunState } from '../optimize/run-state.ts';
import type { Spread } from './spread.ts';

/**
 * What a job came to: it met its success, can go no further, has made its iterations, finds no way down although it is at no optimum,
 * cannot learn as its gradient is exactly 0 from the first on, is not finite any more, or was stopped.
 */
export const outcomes = [
  'reached',
  'converged',
  'iterations',
  'stalled',
  'no-gradient',
  'diverged',
  'interrupted',
] as const;
/** One of them. */
export type Outcome = (typeof outcomes)[number];

/** Why a job goes no further. */
export interface End {
  readonly outcome: Outcome;
  /** In words. */
  readonly detail: string;
  /** Where the first number that is not finite was born. */
  readonly error?: NonFiniteError;
}

/** An iteration of one of the members. */
export interface MemberIteration extends Iteration {
  readonly member: number;
}

/** Where a job stands after an iteration. Plain data. */
export interface Progress {
  /** The iteration that was made, from 0. */
  readonly iteration: number;
  /** The best iteration of all, and whose it is: one that has reached where one has, with the lowest loss; null where all diverged in their first. */
  readonly best: MemberIteration | null;
  /** This iteration of that member; null where it made none. */
  readonly now: MemberIteration | null;
  /** Null where there is one member. */
  readonly spread: Spread | null;
  /** Members that have diverged. */
  readonly diverged: number;
  /** Members that go no further, those that have diverged among them. */
  readonly stopped: number;
  /** Gradients made so far. */
  readonly gradients: number;
  /** Of the second iteration: entries of the parameters by which every gradient so far is exactly 0, where others have one. */
  readonly still?: readonly number[];
  /** Of a training: how well it does with what it has not seen. */
  readonly training?: TrainingProgress;
  /** Of a plan: what its iteration found and did. */
  readonly planning?: PlanningProgress;
}

/** Where a planning stands, by the start whose plan is best. Plain data. */
export interface PlanningProgress {
  /** Largest entry of what the states miss of where the steps before them lead, rad, m, or per second of them; 0 of a rollout. */
  readonly gap: number;
  /** Part of the way that was gone; 0 where no length was accepted. */
  readonly stepLength: number;
  /** What the step promised to take from the loss, and what it took. */
  readonly expected: number;
  readonly actual: number;
  /** What was added to the curvature by the forces, as a multiple of the problem's own. */
  readonly regularization: number;
  /** Largest slope of the loss by a force that no limit holds, per N m or N. */
  readonly stationarity: number;
  /** Largest force as a part of what its drive can give; 0 where none has a limit. */
  readonly effort: number;
  /** Ways back through the knots that the iteration took. */
  readonly passes: number;
  /** The largest violation of what shall not be above 0; null where nothing is limited. */
  readonly violation: {
    readonly term: string;
    readonly what?: string;
    readonly entry: number;
    /** s since the start. */
    readonly time: number;
    readonly excess: number;
    readonly unit: string;
  } | null;
  /** Starts in all, and those that have ended. */
  readonly starts: number;
  readonly ended: number;
  /** Where plans are made again and again, for a robot that moves: how that goes. */
  readonly control?: ControlProgress;
}

/** Where a robot under control stands. Plain data. */
export interface ControlProgress {
  /** Simulated time that has passed, s. */
  readonly time: number;
  /** Greatest age of a plan that was followed, s. */
  readonly age: number;
  /** Time that plans took, ms: median and 99th percentile; null where nobody has a clock. */
  readonly took: { readonly median: number; readonly high: number } | null;
}

/** How many rollouts went that a controller has not learned from. */
export interface Report {
  readonly count: number;
  /** Part that has succeeded. */
  readonly success: number;
  /** Mean loss; infinite where a rollout is not finite. */
  readonly loss: number;
  readonly measures: Readonly<Record<string, MeasureSummary>>;
}

/** A measure over many rollouts. */
export interface MeasureSummary {
  readonly median: number;
  /** 99th percentile. */
  readonly high: number;
  readonly largest: number;
}

/** Where a training stands. Plain data. */
export interface TrainingProgress {
  /** The last look at what it has not seen; null before the first. */
  readonly validation: (Report & { readonly iteration: number }) | null;
  /** The best of them. */
  readonly best: { readonly iteration: number; readonly success: number } | null;
  /** Steps that were refused, as their numbers were not finite. */
  readonly refused: number;
  /** Steps of physics, so far. */
  readonly physicsSteps: number;
  /** Hidden layers of a policy as the last validation found them; none before it, or where nothing has layers. */
  readonly layers: readonly LayerCondition[];
}

/** How many of a layer's units are saturated in nearly all that a policy sees: nothing is learned through them. */
export interface LayerCondition {
  readonly units: number;
  readonly saturated: number;
  /** Part of its units that is saturated at a moment, in the mean of all moments. */
  readonly share: number;
}

/** What a job found. */
export interface JobResult {
  readonly end: End | null;
  /** Whether the best member met what counts as success. */
  readonly reached: boolean;
  readonly iterations: number;
  readonly best: MemberIteration | null;
  /** Its parameters; its start where there was no iteration. */
  readonly parameters: Float64Array;
  readonly members: number;
  readonly diverged: number;
  readonly spread: Spread | null;
}

/** What is iterated: one run or many, and whatever else is made step by step. */
export interface Job {
  readonly members: number;
  /** Iterations made. */
  readonly iteration: number;
  /** All that the best member goes on from. */
  readonly state: RunState;
  /** Why there is no further step, where there is none. */
  readonly end: End | null;
  /** One iteration. Rejects with the signal's reason as soon as it is aborted, and then nothing has changed. */
  step(signal?: AbortSignal): Promise<Progress>;
  result(): JobResult;
}

/** How long a job is driven, and who hears of it. */
export interface DriveOptions {
  /** Iterations in all, those made before included. */
  readonly iterations: number;
  readonly signal?: AbortSignal;
  /** Waited for: what it does is done before the next iteration begins. */
  readonly onProgress?: (progress: Progress) => unknown;
}

/**
 * Steps until the job ends, the iterations are made or the signal is aborted; says which. Rejects with an ArgumentError where an
 * argument does not fit, and with what a step rejects with.
 */
export async function drive(job: Job, options: DriveOptions): Promise<End> {
  requireParts('job', job, { step: 'a function', result: 'a function' }, 'give e.g. Optimization.start(…)');
  requireOptions('drive', options, ['iterations', 'signal', 'onProgress']);
  const { iterations, signal, onProgress } = options;
  requireInteger('iterations', iterations, 0);
  if (signal !== undefined) requireSignal(signal);
  if (onProgress !== undefined) requireCallback('onProgress', onProgress);
  try {
    for (;;) {
      if (job.end) return job.end;
      if (job.iteration >= iterations) return { outcome: 'iterations', detail: 'all iterations done' };
      const progress = await job.step(signal);
      await onProgress?.(progress);
      await nextTurn();
    }
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    return { outcome: 'interrupted', detail: 'interrupted' };
  }
}
