/** @file Errors -> Failures: what the page shows when something is wrong. */
import { AdjointError, RobotFormatError, type RobotFinding, SceneError } from '../../errors.ts';

/** An error in words that a person can act on. */
export interface Failure {
  /** What was being done: reading a robot or a scene, optimizing, or something that no user caused. */
  readonly during: 'robot' | 'scene' | 'optimize' | 'internal';
  readonly message: string;
  readonly file?: string;
  readonly findings: readonly RobotFinding[];
}

/** Whatever was thrown, in words; `during` is what was being done where the error itself does not say. */
export function failureOf(error: unknown, during: Failure['during'] = 'scene'): Failure {
  if (error instanceof RobotFormatError)
    return { during: 'robot', message: error.message, file: error.file, findings: error.findings };
  if (error instanceof SceneError) return { during: 'scene', message: error.message, findings: [] };
  if (error instanceof AdjointError) return { during, message: error.message, findings: [] };
  const message = error instanceof Error ? error.message : String(error);
  return { during: 'internal', message, findings: [] };
}
