/** @file Errors -> Failures: what the page shows when something is wrong. */
import { AdjointError, RobotFormatError, type RobotFinding, SceneError } from '../../errors.ts';

/** An error in words that a person can act on. */
export interface Failure {
  /** What was being done: opening or saving a file, reading a robot or a scene, optimizing, or something that no user caused. */
  readonly during: 'file' | 'save' | 'robot' | 'scene' | 'optimize' | 'internal';
  readonly message: string;
  /** Name of the file that it is about. */
  readonly file?: string;
  readonly findings: readonly RobotFinding[];
}

/** Whatever was thrown, in words; `during` and `file` are what was being done where the error itself does not say. */
export function failureOf(error: unknown, during: Failure['during'] = 'scene', file?: string): Failure {
  const about = file === undefined ? {} : { file };
  if (error instanceof RobotFormatError)
    return { during: 'robot', message: error.message, file: error.file, findings: error.findings };
  if (error instanceof SceneError) return { ...about, during: 'scene', message: error.message, findings: [] };
  if (error instanceof AdjointError) return { ...about, during, message: error.message, findings: [] };
  const message = error instanceof Error ? error.message : String(error);
  return { during: 'internal', message, findings: [] };
}
