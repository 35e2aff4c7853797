/** @file What may be corrected of a filter's beliefs: covariances by factors, biases of readings, and ticks by which they come late. */
import { requireList, requireNumber, requireNumbers, requireParts } from '../../core/arguments.ts';
import type { StateModel } from '../state-model.ts';

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
export const noCorrection = ({ sensors }: StateModel): Correction => ({
  sensors: sensors.map(({ space }) => ({ scale: 1, bias: Array.from({ length: space.dimension }, () => 0), delay: 0 })),
  process: 1,
  start: 1,
});

/** A correction with that of one sensor changed. */
export const withSensor = (correction: Correction, sensor: number, change: Partial<SensorCorrection>): Correction => ({
  ...correction,
  sensors: correction.sensors.map((own, i) => (i === sensor ? { ...own, ...change } : own)),
});

/** Refuses what is no correction. */
export function requireCorrection(correction: Correction): void {
  requireParts('correction', correction, { sensors: 'a list', process: 'a number', start: 'a number' });
  correction.sensors.forEach((own, i) => {
    requireParts(`correction.sensors[${i}]`, own, { scale: 'a number', bias: 'a list', delay: 'a number' });
    requireNumbers(`correction.sensors[${i}].bias`, own.bias);
    requireNumber(`correction.sensors[${i}].delay`, own.delay);
  });
  requireList('correction.sensors', correction.sensors);
}
