/** @file What controls the robot in the loop, as the loop knows it: asked for forces at each step, it plans when that is due. */
import type { Experiment } from '../../../../../scene/experiment.ts';
import type { Scenario } from '../../../../../rollout/scenario.ts';
import type { LiveSettings } from '../calls.ts';

/** A moment as it is measured. */
export interface Measured {
  /** s since the start. */
  readonly time: number;
  /** [nq] and [nv]. */
  readonly q: Float64Array;
  readonly v: Float64Array;
}

/** The plan in force. */
export interface Planned {
  /** Configurations of its knots [knots, nq], in rows. */
  readonly q: Float64Array;
  /** When it begins, s. */
  readonly from: number;
  /** Cost of each term over its horizon, in the task's order. */
  readonly costs: Float64Array;
}

/** What happened in a plan's making: the time that it took, ms, and what is to be said of it. */
export interface Solved {
  readonly took: number;
  readonly notice: string | null;
}

export interface Pilot {
  /** Forces [nv] until the next step. `onSolved` hears of each plan that is made. */
  readonly act: (measured: Measured, onSolved?: (solved: Solved) => void) => Float64Array;
  /** Solves again from a moment, until the plan changes no more or a time is over, ms. */
  readonly settle: (measured: Measured, most: number) => void;
  /** Other goals and weights. */
  readonly turnTo: (scenario: Scenario) => void;
  /** Forgets the plan in force: the robot was put elsewhere. */
  readonly restart: (measured: Measured) => void;
  readonly planned: () => Planned;
  readonly settings: LiveSettings;
}

/** Makes the pilot of an experiment; with other settings than usual where they are given. */
export type PilotMaker = (experiment: Experiment, settings: LiveSettings | null) => Pilot;
