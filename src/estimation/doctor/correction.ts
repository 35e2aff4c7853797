/** @file What may be corrected of a filter's beliefs: covariances by factors, biases of readings, and ticks by which they come late. */
import { requireInteger, requireNumbers, requireOptions, requireParts } from '../../core/arguments.ts';
import { requireStateModel, type StateModel } from '../state-model.ts';

/** Of one sensor. */
export interface SensorCorrection {
  /** What the covariance of its noise is multiplied by. */
  readonly scale: number;
  /** What is taken from its readings, one a channel. */
  readonly bias: readonly number[];
  /** Ticks by which it was told too late. */
  readonly delay: number;
}

/** Of all that a filter believes. Covariances of process noise and start are multiplied. */
export interface Correction {
  /** In the model's order. */
  readonly sensors: readonly SensorCorrection[];
  readonly process: number;
  readonly start: number;
}

/** Nothing changed. */
export function noCorrection(model: StateModel): Correction {
  requireStateModel(model);
  const none = (channels: number): SensorCorrection => ({ scale: 1, bias: zeros(channels), delay: 0 });
  return { sensors: model.sensors.map(({ space }) => none(space.dimension)), process: 1, start: 1 };
}

const zeros = (length: number): readonly number[] => Array.from({ length }, () => 0);

/** A correction with that of one sensor changed, by its place in the model. Throws an ArgumentError where there is no such sensor. */
export function withSensor(correction: Correction, sensor: number, change: Partial<SensorCorrection>): Correction {
  requireCorrection(correction);
  requireInteger('sensor', sensor, 0, correction.sensors.length - 1);
  requireOptions('withSensor', change, ['scale', 'bias', 'delay']);
  const sensors = correction.sensors.map((own, i) => (i === sensor ? { ...own, ...change } : own));
  return { ...correction, sensors };
}

/** Refuses what is no correction. */
export function requireCorrection(correction: Correction): void {
  requireParts('correction', correction, { sensors: 'a list', process: 'a number', start: 'a number' });
  correction.sensors.forEach((own, i) => {
    requireParts(`correction.sensors[${i}]`, own, { scale: 'a number', bias: 'a list', delay: 'a number' });
    requireNumbers(`correction.sensors[${i}].bias`, own.bias);
    requireInteger(`correction.sensors[${i}].delay`, own.delay, 0);
  });
}
