/** @file What the worker that identifies does: iterations until there is nothing left to find. */
import { Identification } from '../../../../../identify/identification.ts';
import type { Recording } from '../../../../../identify/recording.ts';
import type { RobotModel } from '../../../../../robot/model.ts';
import type { Handlers, Ongoing } from '../../../../worker/calls.ts';
import type { IdentificationProgress } from '../../../../../identify/identification.ts';
import { experimentOf } from '../../experiment-of.ts';
import type { Identified, IdentifyCalls, IdentifyRequest, RecordingFile } from './calls.ts';

/** Reads a file that was recorded. Throws an ArgumentError with its line where it is none of this robot. */
export type ReadRecording = (file: RecordingFile, model: RobotModel) => Recording;

async function identify(
  read: ReadRecording,
  { robot, scene, files, unknown }: IdentifyRequest,
  { signal, tell }: Ongoing<IdentificationProgress>,
): Promise<Identified | null> {
  const { model, settings } = experimentOf(scene, robot);
  const { integrator, dt } = settings;
  const recordings = files.map((file) => read(file, model));
  const job = new Identification({ model, integrator, dt, unknown }, recordings);
  tell(job.progress);
  while (job.end === null) {
    if (signal.aborted) return null;
    tell(await job.step(signal));
  }
  return { ...job.result(), end: job.end };
}

export const identifyHandlers = (read: ReadRecording): Handlers<IdentifyCalls> => ({
  identify: (request, ongoing) =>
    identify(read, request, ongoing).catch((error: unknown) => {
      if (ongoing.signal.aborted) return null;
      throw error;
    }),
});
