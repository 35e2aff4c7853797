/** @file Errors -> Failures: what the page shows when something is wrong. */
import { AdjointError, RobotFormatError, SceneError } from '../../errors.ts';
import type { Failure } from './protocol.ts';

/** Whatever was thrown, in words. */
export function failureOf(error: unknown, during: Failure['during']): Failure {
  if (error instanceof RobotFormatError)
    return { during: 'robot', message: error.message, file: error.file, findings: error.findings };
  if (error instanceof SceneError) return { during: 'scene', message: error.message, findings: [] };
  if (error instanceof AdjointError) return { during, message: error.message, findings: [] };
  const message = error instanceof Error ? error.message : String(error);
  return { during: 'internal', message, findings: [] };
}
