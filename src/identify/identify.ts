/** @file Identification in one call: from recordings as plain data to a table as plain data. */
import { requireFunction, requireOptions } from '../core/arguments.ts';
import {
  Identification,
  type IdentificationProgress,
  type IdentificationResult,
  type IdentificationState,
} from './identification.ts';
import type { RobotRecording } from './recording.ts';
import type { IdentificationSettings } from './settings.ts';

/** What an identification hears and says on its way. */
export interface IdentifyOptions {
  /** Hears of each iteration. */
  readonly onProgress?: (progress: IdentificationProgress) => void;
  /** Ends it between iterations: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Where another job of the same settings and recordings stood. */
  readonly state?: IdentificationState;
}

/**
 * Identifies a robot from recordings: what is unknown is made such that the robot, simulated under the recorded forces, tells what was recorded
 * (output error, Ljung 1999, sec. 7.2). All that goes in and comes out but the model is plain data. Throws an ArgumentError that
 * says what does not fit.
 */
export async function identifyRecordings(
  settings: IdentificationSettings,
  recordings: readonly RobotRecording[],
  options: IdentifyOptions = {},
): Promise<IdentificationResult> {
  requireOptions('identifyRecordings', options, ['onProgress', 'signal', 'state']);
  const { onProgress, signal, state } = options;
  if (onProgress !== undefined) requireFunction('onProgress', onProgress);
  const job = new Identification(settings, recordings, state);
  while (job.end === null) {
    const progress = await job.step(signal);
    onProgress?.(progress);
  }
  return job.result();
}
