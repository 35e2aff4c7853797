/** @file What an estimator believes of the world: how its state moves, and how each sensor reads it. */
import { requireList, requireParts } from '../core/arguments.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { Tree } from '../core/tree.ts';
import { requireSpace, type Space } from './space.ts';

/** A function of the state, and its derivative there. */
export interface Linearized {
  readonly value: PopulationTensor;
  /** By a tangent of the state: [rows, dimension]. */
  readonly byState: PopulationTensor;
}

/** How a state moves from one tick to the next, under what is known to act on it. */
export interface ProcessModel<U extends Tree = Tree> {
  readonly space: Space;
  /** The state [size] a tick later, if nothing unforeseen happens. */
  readonly step: (state: PopulationTensor, input: U) => PopulationTensor;
  /** The same with its derivative [dimension, dimension] in tangents before and after. */
  readonly linearize: (state: PopulationTensor, input: U) => Linearized;
  /**
   * What the unforeseen does to the state over a tick: [dimension, m], a column each source, with a standard deviation of 1 each; its
   * covariance is the product with its transpose. Often d step / d force times a standard deviation of forces.
   */
  readonly noise: (state: PopulationTensor, input: U) => PopulationTensor;
}

/** How a sensor reads a state. */
export interface ReadingModel<U extends Tree = Tree> {
  readonly name: string;
  /** Of its readings; [size] of them are channels. */
  readonly space: Space;
  /** The reading [size] without noise. */
  readonly read: (state: PopulationTensor, input: U) => PopulationTensor;
  /** The same with its derivative [dimension, dimension of the state]. */
  readonly linearize: (state: PopulationTensor, input: U) => Linearized;
  /** Standard deviation of each channel's noise, [dimension]; channels err independently of each other. */
  readonly deviation: PopulationTensor;
  /**
   * The reading without what it does not tell a filter that expects so much [size]: at an end of the sensor's range it says only "at
   * least that". All of it is told where this is absent.
   */
  readonly censor?: (expected: PopulationTensor, reading: Reading) => Reading;
}

/** What a filter is made for. */
export interface StateModel<U extends Tree = Tree> {
  readonly process: ProcessModel<U>;
  /** In the order in which readings of one tick are taken in. */
  readonly sensors: readonly ReadingModel<U>[];
}

/** What a sensor told at a tick. */
export type Reading = {
  /** [size]; any number where it is not there. */
  readonly value: PopulationTensor;
  /** 1 where a channel [dimension] told something, else 0: dropped out, not due, out of sight. */
  readonly present: PopulationTensor;
};

/** Refuses what is no model of a state. */
export function requireStateModel(model: StateModel): void {
  requireParts('model', model, { process: 'an object', sensors: 'an object' });
  const { process, sensors } = model;
  requireParts('model.process', process, { step: 'a function', linearize: 'a function', noise: 'a function' });
  requireSpace('model.process.space', process.space);
  requireList('model.sensors', sensors);
  sensors.forEach((sensor, i) => {
    const parts = { name: 'a text', read: 'a function', linearize: 'a function', deviation: 'an object' } as const;
    requireParts(`model.sensors[${i}]`, sensor, parts);
    requireSpace(`model.sensors[${i}].space`, sensor.space);
  });
}
