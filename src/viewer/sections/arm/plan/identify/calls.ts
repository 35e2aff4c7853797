/** @file What the page asks of the worker that identifies: what of the robot is unknown, and recordings that tell of it. Plain data. */
import type { IdentificationProgress, IdentificationResult } from '../../../../../identify/identification.ts';
import type { Scene } from '../../../../../scene/schema.ts';
import type { RobotFile } from '../../calls.ts';

/** A file that was recorded. */
export interface RecordingFile {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface IdentifyRequest {
  readonly robot: RobotFile;
  /** Of which the robot, its step and its integrator are taken. */
  readonly scene: Scene;
  readonly files: readonly RecordingFile[];
  /** Names of kinds of what is unknown. */
  readonly unknown: readonly string[];
}

/** What was found; why it went no further. */
export type Identified = IdentificationResult & { readonly end: string };

/** Null where it is cancelled. */
export interface IdentifyCalls {
  readonly identify: {
    readonly argument: IdentifyRequest;
    readonly progress: IdentificationProgress;
    readonly result: Identified | null;
  };
}
