/** @file A file that was recorded, as bytes, as a recording of a robot: CSV, or npz by its name. */
import { ArgumentError } from '../../../../../errors.ts';
import type { RobotRecording } from '../../../../../identify/recording.ts';
import { recordingOfCsv, recordingOfNpz } from '../../../../../identify/recording-files.ts';
import type { RobotModel } from '../../../../../robot/model.ts';
import type { RecordingFile } from './calls.ts';

/** Throws an ArgumentError that says file, column and row where it is none of this robot. */
export function readRecording({ name, content }: RecordingFile, model: RobotModel): RobotRecording {
  if (/\.npz$/i.test(name)) return recordingOfNpz(content, model, name);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new ArgumentError(name, 'a text in another encoding', 'UTF-8', 'save it as UTF-8');
  }
  return recordingOfCsv(text, model, name);
}
