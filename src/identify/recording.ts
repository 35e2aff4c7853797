/** @file A recording: forces that acted on a robot, and what its sensors told of it, at times of their own. */
import { requireList, requireParts, requireText } from '../core/arguments.ts';
import { ArgumentError, limits } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';

/** Rows of [nv] numbers one after another, a row a time. */
export interface RobotRecording {
  /** For people: the file's name. */
  readonly name: string;
  /** s, strictly increasing. */
  readonly time: Float64Array;
  /** Configurations, rad or m; NaN where a row tells nothing. */
  readonly q: Float64Array;
  /** Velocities, where they were measured. */
  readonly v?: Float64Array;
  /** Forces of the drives, each held from its time to the next; that of the last row is not read. */
  readonly tau: Float64Array;
}

/** Refuses what is no recording of this robot, by the file's name and the row. */
export function requireRecording(argument: string, recording: RobotRecording, { nv }: RobotModel): void {
  requireParts(argument, recording, { name: 'a text', time: 'an object', q: 'an object', tau: 'an object' });
  const { name, time, q, v, tau } = recording;
  requireText(`${argument}.name`, name);
  const rows = time.length;
  if (rows < 2 || rows > limits.horizonSteps)
    throw new ArgumentError(`${name}: time`, `${rows} rows`, `2 to ${limits.horizonSteps} rows`);
  for (const [part, values] of Object.entries({ time, q, v, tau })) {
    if (values === undefined) continue;
    const size = part === 'time' ? 1 : nv;
    if (!(values instanceof Float64Array) || values.length !== rows * size)
      throw new ArgumentError(`${name}: ${part}`, `${values.length} numbers`, `a Float64Array of ${rows * size}`);
  }
  for (let k = 0; k < rows; k++) {
    if (!Number.isFinite(time[k]))
      throw new ArgumentError(`${name}: time of row ${k + 1}`, `${time[k]}`, 'a time in s');
    if (k > 0 && !(time[k] > time[k - 1]))
      throw new ArgumentError(
        `${name}: time of row ${k + 1}`,
        `${time[k]} s after ${time[k - 1]} s`,
        'a later time than that of the row before',
        'sort the rows, and keep one of each time',
      );
  }
  const lost = tau.findIndex((value, i) => i < (rows - 1) * nv && !Number.isFinite(value));
  if (lost >= 0)
    throw new ArgumentError(
      `${name}: tau of row ${Math.floor(lost / nv) + 1}`,
      `${tau[lost]}`,
      'a finite force of every drive',
      'a simulation needs them all: cut the recording there',
    );
}

/** The same of a list of them. */
export function requireRecordings(argument: string, recordings: readonly RobotRecording[], model: RobotModel): void {
  requireList(argument, recordings, 'a list of recordings');
  if (recordings.length === 0) throw new ArgumentError(argument, 'an empty list', 'at least one recording');
  recordings.forEach((recording, i) => requireRecording(`${argument}[${i}]`, recording, model));
}
