/** @file What is known of an estimated rollout as plain numbers, which leave a worker as they are: figures, reports and files are made of it. */

/** One number of a state or a reading, for people. */
export interface Label {
  readonly label: string;
  /** SI unit, or `px`. */
  readonly unit: string;
}

/** What a sensor told of a rollout, and what that said beyond what was expected. Rows of `channels` numbers, a row a tick. */
export interface SensorRecord {
  readonly name: string;
  readonly channels: readonly Label[];
  /** s from one reading to the next, and from the moment that a reading is of until it is known. */
  readonly period: number;
  readonly delay: number;
  /** Readings at the ticks that they are of; any number where a channel told nothing. */
  readonly value: Float64Array;
  /** 1 where a channel told something. */
  readonly present: Uint8Array;
  /** Normalized square of the innovation, a number a tick; and channels that it is of, 0 where there was no reading. */
  readonly square: Float64Array;
  readonly told: Uint8Array;
  /** 1 where the reading was taken in, 0 where a gate refused it. */
  readonly accepted: Uint8Array;
  /** Standard deviation of each channel's noise as it is, and as the filter believes. */
  readonly deviation: Float64Array;
  readonly believed: Float64Array;
}

/** One estimated rollout. A tick is a period of the controller; tick k is at k times `tick` seconds. Rows one after another. */
export interface EstimateRecord {
  /** Name of the filter's kind. */
  readonly filter: string;
  /** s. */
  readonly tick: number;
  readonly ticks: number;
  /** Whether the controller acts on the estimate. */
  readonly acts: boolean;
  /** Coordinates of the state: configuration, velocity, then what else is estimated. */
  readonly coordinates: readonly Label[];
  /** [ticks, coordinates]: the state as it was, the belief's mean and its standard deviation. Angles are not wrapped against each other: see `error`. */
  readonly truth: Float64Array;
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** Truth less mean on the state's space, angles wrapped. */
  readonly error: Float64Array;
  /** Normalized square of the error, [ticks]; degrees of freedom are the coordinates. */
  readonly square: Float64Array;
  /** Of particle filters: 1 / sum of squared weights, [ticks]; and how many particles there are. */
  readonly particles?: { readonly count: number; readonly effective: Float64Array };
  readonly sensors: readonly SensorRecord[];
  /** The link that is looked at: where it was, is believed to be [ticks, 3], m, and the covariance of that [ticks, 9], m^2, row by row. */
  readonly link: {
    readonly name: string;
    readonly truth: Float64Array;
    readonly mean: Float64Array;
    readonly covariance: Float64Array;
  };
  /** Where an estimated goal is, and is believed to be with its covariance; none where no goal is estimated. */
  readonly goal?: {
    readonly name: string;
    /** [3]. */
    readonly truth: Float64Array;
    readonly mean: Float64Array;
    readonly covariance: Float64Array;
  };
  /** The arm over the rollout, as a trajectory has it: (steps + 1) x nq, (steps + 1) x nv, steps x nv, and s of a step. */
  readonly arm: {
    readonly dt: number;
    readonly q: Float64Array;
    readonly v: Float64Array;
    readonly tau: Float64Array;
  };
  /** Loss, measures in their units, and whether the task succeeded. */
  readonly task: { readonly loss: number; readonly measures: Record<string, number>; readonly reached: boolean };
  /** What was lost, in words: an estimate that is no number or sure of what is wrong, a sensor that fell silent. */
  readonly findings: readonly string[];
}

/** Something that is done to a sensor while it runs. */
export interface SensorSwitch {
  readonly sensor: string;
  /** Channel by its place; all where absent. */
  readonly channel?: number;
  /** From this moment on, s; until that one, or to the end. */
  readonly from: number;
  readonly until?: number;
  /** Blind: it tells nothing. */
  readonly blind?: true;
  /** What is added to what it tells, in its unit. */
  readonly bias?: number;
}
