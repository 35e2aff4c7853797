/** @file A recording as steps of a simulation: forces that are held over each, and what was told at its beginning. */
import { requireFiniteNumber } from '../core/arguments.ts';
import { ArgumentError, limits } from '../errors.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import { formatNumber } from '../text/quantities.ts';
import { type RobotRecording, requireRecording } from './recording.ts';

/** Rows of [nv], a row a step; NaN where nothing is told. */
export interface Steps {
  readonly name: string;
  /** Number of steps; there is a row of q and v more. */
  readonly count: number;
  readonly q: Float64Array;
  readonly v: Float64Array;
  /** [count, nv]. */
  readonly tau: Float64Array;
  /** What was done to the recording, in words; empty where its rows are the steps. */
  readonly words: string;
}

/** Of a step: how far rows may be from it and count as its own. */
const near = 1e-3;

/** Mean over [from, to] of forces that are held from their time to the next. */
function meanForce(
  { time, tau }: RobotRecording,
  nv: number,
  from: number,
  to: number,
  begin: number,
): [Float64Array, number] {
  const mean = new Float64Array(nv);
  let row = begin;
  while (row + 2 < time.length && time[row + 1] <= from) row++;
  const first = row;
  for (let at = from; at < to; row++) {
    const isLast = row + 2 >= time.length;
    const end = isLast ? to : Math.min(to, time[row + 1]);
    for (let j = 0; j < nv; j++) mean[j] += ((end - at) / (to - from)) * tau[row * nv + j];
    if (isLast) break;
    at = Math.max(at, end);
  }
  return [mean, first];
}

/**
 * The recording in steps of dt (s) from its first row. Rows that are at a step are told there; where a recording is coarser than the steps
 * nothing is told between its rows, and where its rows are at no steps, the two about a step are told there on the straight line between them.
 * Forces are means of what was held. Throws an ArgumentError where it is no recording, or too short.
 */
export function stepsOf(model: RobotModel, recording: RobotRecording, dt: number): Steps {
  requireRecording('recording', recording, model);
  requireFiniteNumber('dt', dt, ' of seconds');
  const { nv } = model;
  const { name, time, v } = recording;
  const q = unwound(model, recording.q);
  const rows = time.length;
  const count = Math.floor((time[rows - 1] - time[0]) / dt + near);
  if (count < 1 || count > limits.horizonSteps)
    throw new ArgumentError(
      `${name}: time`,
      `${formatNumber(time[rows - 1] - time[0])} s`,
      `1 to ${limits.horizonSteps} steps of ${dt} s`,
    );
  const told = { q: new Float64Array((count + 1) * nv).fill(NaN), v: new Float64Array((count + 1) * nv).fill(NaN) };
  const onSteps = time.every((t) => Math.abs((t - time[0]) / dt - Math.round((t - time[0]) / dt)) < near);
  const isFiner = !onSteps && isUniformAndFiner(time, dt);
  let row = 0;
  for (let k = 0; k <= count; k++) {
    const t = time[0] + k * dt;
    while (row + 1 < rows && time[row + 1] <= t + near * dt) row++;
    const isAt = Math.abs(time[row] - t) < near * dt;
    if (!isAt && onSteps) continue;
    const part = isAt || row + 1 >= rows ? 0 : (t - time[row]) / (time[row + 1] - time[row]);
    const next = part === 0 ? row : row + 1;
    for (const [from, to] of [
      [q, told.q],
      [v, told.v],
    ] as const)
      // prettier-ignore
      if (from)
        for (let j = 0; j < nv; j++)
          to[k * nv + j] = part === 0 ? from[row * nv + j] : (1 - part) * from[row * nv + j] + part * from[next * nv + j];
  }
  const tau = new Float64Array(count * nv);
  for (let k = 0, begin = 0; k < count; k++) {
    const from = time[0] + k * dt;
    const [mean, first] = meanForce(recording, nv, from, from + dt, begin);
    tau.set(mean, k * nv);
    begin = first;
  }
  const words = onSteps || isFiner ? '' : `${name}: rows are at no steps of ${dt} s; what they tell is interpolated`;
  return { name, count, ...told, tau, words };
}

/** Whether every step is at a row, of which there are more. */
function isUniformAndFiner(time: Float64Array, dt: number): boolean {
  const period = time[1] - time[0];
  const ratio = dt / period;
  if (Math.abs(ratio - Math.round(ratio)) > near || ratio < 1) return false;
  return time.every((t, k) => Math.abs(t - time[0] - k * period) < near * period);
}

/** Configurations without the jumps of whole turns that encoders of continuous joints make. */
function unwound(model: RobotModel, q: Float64Array): Float64Array {
  const { nv } = model;
  const whole = q.slice();
  for (const { type, qIndex } of independentJoints(model)) {
    if (type !== 'continuous') continue;
    let last = NaN;
    for (let i = qIndex; i < q.length; i += nv) {
      if (Number.isNaN(whole[i])) continue;
      if (!Number.isNaN(last)) whole[i] -= 2 * Math.PI * Math.round((whole[i] - last) / (2 * Math.PI));
      last = whole[i];
    }
  }
  return whole;
}
