/** @file Control in a loop for whoever lives in time that passes, a page's worker above all: asked for forces at each step of physics, it plans when that is due. */
import type { Asked } from './loop.ts';
import type { Measured } from './measured.ts';

/** How it plans; what is absent is as usual. */
export interface LiveSettings {
  /** How far ahead, s. */
  readonly horizon: number;
  /** Time that planning may take at a time, ms: no iteration is begun beyond it. */
  readonly budget: number;
}

/** The plan in force. */
export interface Planned {
  /** Configurations of its knots, [N + 1, nq] in rows, rad or m: where it leads. */
  readonly q: Float64Array;
  /** When it begins, s since the start: its age is what has passed since. */
  readonly from: number;
  /** Cost of each term over its horizon, in the task's order. */
  readonly costs: Float64Array;
}

/** What happened in a plan's making. */
export interface Solved {
  /** Time that it took by the clock that was given, ms. */
  readonly took: number;
  /** Something that happened and was dealt with, in a sentence; null where nothing did. */
  readonly notice: string | null;
}

/** A loop's controller: one robot, one task; goals, weights, start and robot are inputs that may change at any time. */
export interface LiveMpc {
  readonly settings: LiveSettings;
  /** Forces [nv] until the next step, N m or N, within the limits of the drives. `onSolved` hears of each plan that is made. */
  readonly act: (measured: Measured, onSolved?: (solved: Solved) => void) => Float64Array;
  /** Plans again from a moment at rest, until the plan changes no more or `most` ms are over. */
  readonly settle: (measured: Measured, most: number) => void;
  /** Other goals, weights or robot parameters, from the next plan on. */
  readonly turnTo: (asked: Asked) => void;
  /** Forgets the plan in force, and plans anew: the robot was put elsewhere. */
  readonly restart: (measured: Measured) => void;
  readonly planned: () => Planned;
}
