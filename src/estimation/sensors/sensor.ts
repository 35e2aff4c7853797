/** @file What a sensor is: what it reads of a moment of the robot, and how it errs. */
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { Goals } from '../../robot/goal.ts';
import type { RobotModel } from '../../robot/model.ts';
import type { RobotParameters } from '../../robot/parameters.ts';
import type { Transform } from '../../spatial/transform.ts';
import type { Space } from '../space.ts';

/** A moment of the robot, as sensors look at it. */
export interface Sensed {
  /** Configuration [nq], rad or m. */
  readonly q: PopulationTensor;
  /** Velocity [nv], rad/s or m/s. */
  readonly v: PopulationTensor;
  /** Forces on the joints [nv] as the reading is taken, N m or N: of the drives, and what is known besides. */
  readonly tau: PopulationTensor;
  /** Where goals are: a camera may look at one. */
  readonly goals: Goals;
  readonly robot: RobotParameters;
  /** Pose of a link in the world; bodies are placed once, when the first is asked for. */
  readonly link: (name: string) => Transform;
}

/** One number of a reading, for people. */
export interface Channel {
  /** E.g. `elbow`, or `x of panda_hand_tcp`. */
  readonly label: string;
  /** SI unit, or `px`. */
  readonly unit: string;
}

/** How a sensor errs and when it speaks. Lists have one number a channel. */
export interface Errors {
  /** Standard deviation of white noise, one a channel. */
  readonly deviation: readonly number[];
  /** What is added to every reading. */
  readonly bias: readonly number[];
  /** Step of the numbers that it tells, 0 where it tells all: its square / 12 is added to the variance that filters believe. */
  readonly resolution: readonly number[];
  /** Ends of what it can tell: beyond them it says the end. */
  readonly range: readonly [low: readonly number[], high: readonly number[]];
  /** Probability that a reading of all channels is lost. */
  readonly dropout: number;
  /** s from one reading to the next; a multiple of the tick. 0: every tick. */
  readonly period: number;
  /** s from the moment that a reading is of to that at which it is known; a multiple of the tick. */
  readonly delay: number;
}

/** A sensor on a robot. Its functions are differentiable and know no noise. */
export interface Sensor {
  readonly name: string;
  /** Of its readings. */
  readonly space: Space;
  /** One a number of the reading. */
  readonly channels: readonly Channel[];
  readonly errors: Errors;
  /** The reading [size] of a moment, without any error. */
  readonly read: (sensed: Sensed) => PopulationTensor;
  /** 1 for each channel [dimension] that can be read in a moment, else 0; all where absent. */
  readonly sees?: (sensed: Sensed) => PopulationTensor;
}

/** What a sensor is made with. */
export interface SensorContext {
  readonly model: RobotModel;
  readonly goals: Goals;
}
