/** @file What a residual is: a vector that a task wants to be 0, in SI units, read from one moment of a rollout. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import type { Transform } from '../spatial/transform.ts';
import type { Goals } from '../robot/goal.ts';

/** One moment of a rollout: the state after a step, and the forces that led there. */
export interface Seen {
  /** Configuration [nq], rad or m. */
  readonly q: PopulationTensor;
  /** Velocity [nv], rad/s or m/s. */
  readonly v: PopulationTensor;
  /** Generalized forces [nv] that the drives gave over the step, N m or N. */
  readonly tau: PopulationTensor;
  /** s since the start, []. */
  readonly time: PopulationTensor;
  /** Pose of a link in the world, by its name. */
  readonly link: (name: string) => Transform;
}

/** What a task wants to be 0, read from one moment: of costs, measures and success alike. */
export interface Residual {
  /** What it measures, as people say it: `distance`. */
  readonly name: string;
  /** Number of entries. */
  readonly size: number;
  /** SI unit of its entries, and of what `read` makes of them. */
  readonly unit: string;
  /**
   * Set where norms take the mean of the entries rather than their sum: entries of joints, whose number shall not change the
   * weight. Axes of a vector are added up.
   */
  readonly isAveraged?: true;
  /** The entries [size]. */
  readonly evaluate: (seen: Seen, goals: Goals) => PopulationTensor;
  /** One number [] for people, of the entries: a length, the largest. */
  readonly read: (entries: PopulationTensor) => PopulationTensor;
  /**
   * 1 - cos of the angle that the entries' length is, [], where it can be had without passing by the angle: smooth at half a
   * turn, where the angle is not.
   */
  readonly oneMinusCos?: (seen: Seen, goals: Goals) => PopulationTensor;
  /** A vector, linear in the poses, whose squares add up to `oneMinusCos`: what its curvature is known by. */
  readonly chord?: (seen: Seen, goals: Goals) => PopulationTensor;
  /** Links whose poses it reads. */
  readonly links?: readonly string[];
  /** What an entry is of, by its index: a joint, a link and an obstacle; absent where entries are axes. */
  readonly describe?: (entry: number) => string;
  /** Why its entries can never be 0 with these goals, in words, where that is known beforehand. */
  readonly isHopeless?: (goals: Goals) => string | undefined;
}

/** What a residual is made with. */
export interface ResidualContext {
  readonly model: RobotModel;
  /** Goals that it may name. */
  readonly goals: Goals;
}
