/** @file What a score is: how somebody else's benchmark judges a motion, reported beside our own loss and never optimized. */
import type { RandomKey } from '../../core/random.ts';
import type { RobotModel } from '../../robot/model.ts';

/** A state in plain numbers: configuration [nq] (rad, m) and velocity [nv]. */
export interface PlainState {
  readonly q: Float64Array;
  readonly v: Float64Array;
}

/** The end of a control step, and what was done over it. */
export interface ScoredStep {
  readonly q: ArrayLike<number>;
  readonly v: ArrayLike<number>;
  /** Of each drive, as a share of its effort limit, -1 to 1. */
  readonly action: ArrayLike<number>;
}

/** A benchmark's task: where it starts, how its time goes, and what it pays. */
export interface TaskScore {
  readonly name: string;
  /** s of a control step, which is one step of physics. */
  readonly period: number;
  /** Control steps of an episode. */
  readonly steps: number;
  /** The benchmark's integrator, by our name. */
  readonly integrator: string;
  /** A start as the benchmark draws it: the same distribution by our own numbers. */
  readonly start: (key: RandomKey) => PlainState;
  /** What a control step earns, 0 to 1, by the state after it. */
  readonly reward: (step: ScoredStep) => number;
}

/** What a score is made with: the robot that is judged. */
export interface ScoreContext {
  readonly model: RobotModel;
}
