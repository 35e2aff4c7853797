/** @file Where segments start by what was told about there: a parabola through the first configurations, or the velocity itself. */
import { requireInteger } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import { backSubstituted, stacked, triangular } from './elimination.ts';
import type { Segment } from './segments.ts';
import type { Steps } from './steps.ts';

/** Rows that a parabola goes through, at most. */
const most = 9;

/**
 * Start (q, v) [2 nv] of a segment of a recording in steps of dt (s), as it was measured: velocities that were told, else those of the
 * parabola of least squares through the first configurations. Throws an ArgumentError where a joint was told nowhere in it.
 */
export function measuredStart(recording: Steps, segment: Segment, nv: number, dt: number): Float64Array {
  requireInteger('nv', nv, 0);
  const start = new Float64Array(2 * nv);
  for (let j = 0; j < nv; j++) {
    const rows: [time: number, value: number][] = [];
    for (let k = 0; k <= segment.count && rows.length < most; k++) {
      const value = recording.q[(segment.from + k) * nv + j];
      if (!Number.isNaN(value)) rows.push([k * dt, value]);
    }
    if (rows.length === 0)
      throw new ArgumentError(
        `${recording.name}: q`,
        `nothing told of joint ${j + 1} in a segment`,
        'some rows of it',
        'use longer segments, if the times are indeed in s',
      );
    const [value, slope] = parabolaAt0(rows);
    start[j] = value;
    const told = recording.v[segment.from * nv + j];
    start[nv + j] = Number.isNaN(told) ? slope : told;
    if (rows[0][0] === 0) start[j] = rows[0][1];
  }
  return start;
}

/** Value and slope at 0 of the parabola of least squares, of a line or a constant where there are fewer points. */
function parabolaAt0(points: readonly (readonly [time: number, value: number])[]): [number, number] {
  const size = Math.min(3, points.length);
  const scale = points.at(-1)![0] || 1;
  const rows = points.map(([time, value]) => {
    const t = time / scale;
    return Float64Array.from([...[1, t, t * t].slice(0, size), value]);
  });
  const [value, slope = 0] = backSubstituted(triangular(stacked(size + 1, rows)), size);
  return [value, slope / scale];
}
