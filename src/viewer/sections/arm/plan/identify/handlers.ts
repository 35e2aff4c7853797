/** @file What the worker that identifies does: iterations until there is nothing left to find. */
import { Identification, type IdentificationProgress } from '../../../../../identify/identification.ts';
import type { Handlers, Ongoing } from '../../../../worker/calls.ts';
import { experimentOf } from '../../experiment-of.ts';
import type { Identified, IdentifyCalls, IdentifyRequest } from './calls.ts';
import { readRecording } from './read-recording.ts';

async function identify(
  { robot, scene, files, unknown }: IdentifyRequest,
  { signal, tell }: Ongoing<IdentificationProgress>,
): Promise<Identified> {
  const { model, settings } = experimentOf(scene, robot);
  const { integrator, dt } = settings;
  const recordings = files.map((file) => readRecording(file, model));
  const job = new Identification({ model, integrator, dt, unknown }, recordings);
  tell(job.progress);
  while (job.end === null) tell(await job.step(signal));
  return { ...job.result(), end: job.end };
}

export const identifyHandlers = (): Handlers<IdentifyCalls> => ({
  identify: (request, ongoing) =>
    identify(request, ongoing).catch((error: unknown) => {
      if (ongoing.signal.aborted) return null;
      throw error;
    }),
});
