/** @file A made-up record of an estimated rollout: one joint that moves evenly, an encoder and a camera that is late. */
import type { EstimateRecord, SensorRecord } from '../../../src/senses/records.ts';

const ticks = 40;

const sensor = (name: string, period: number, channels: number): SensorRecord => ({
  name,
  channels: Array.from({ length: channels }, (_, i) => ({ label: `channel ${i + 1}`, unit: 'rad' })),
  period,
  delay: 0,
  value: new Float64Array(ticks * channels),
  present: Uint8Array.from({ length: ticks * channels }, (_, i) =>
    Math.floor(i / channels) % Math.round(period / 0.1) === 0 ? 1 : 0,
  ),
  square: Float64Array.from({ length: ticks }, () => channels),
  told: Uint8Array.from({ length: ticks }, (_, k) => (k % Math.round(period / 0.1) === 0 ? channels : 0)),
  accepted: new Uint8Array(ticks).fill(1),
  deviation: new Float64Array(channels).fill(0.01),
  believed: new Float64Array(channels).fill(0.01),
});

/** Coordinates: a joint and its speed; the belief is 0.05 below the joint, with a deviation of 0.1. */
export function madeRecord(changes: Partial<EstimateRecord> = {}): EstimateRecord {
  const truth = Float64Array.from({ length: 2 * ticks }, (_, i) => (i % 2 === 0 ? 0.05 * Math.floor(i / 2) : 0.5));
  const error = Float64Array.from({ length: 2 * ticks }, () => 0.05);
  return {
    filter: 'extended-kalman',
    tick: 0.1,
    ticks,
    acts: true,
    coordinates: [
      { label: 'elbow', unit: 'rad' },
      { label: 'speed of elbow', unit: 'rad/s' },
    ],
    truth,
    mean: truth.map((value, i) => value - error[i]),
    deviation: new Float64Array(2 * ticks).fill(0.1),
    error,
    square: new Float64Array(ticks).fill(2),
    sensors: [sensor('encoder', 0.1, 1), sensor('camera', 0.4, 2)],
    link: {
      name: 'tip',
      truth: new Float64Array(3 * ticks),
      mean: new Float64Array(3 * ticks).fill(0.003),
      covariance: Float64Array.from({ length: 9 * ticks }, (_, i) => [4e-6, 0, 0, 0, 1e-6, 0, 0, 0, 1e-6][i % 9]),
    },
    arm: { dt: 0.1, q: new Float64Array(ticks + 1), v: new Float64Array(ticks + 1), tau: new Float64Array(ticks) },
    task: { loss: 1, measures: {}, reached: false },
    findings: [],
    ...changes,
  };
}
