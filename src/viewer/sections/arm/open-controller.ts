/** @file Opens a controller file: what is in it becomes what the open experiment begins with. */
import { printable } from '../../../text/printable.ts';
import type { OpenExperiment } from '../../studio/opening.ts';
import type { RunSession } from '../../studio/run-session.ts';
import type { SessionParts } from '../../studio/session-parts.ts';

/** A controller file as it was given. */
export interface GivenController {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Where one is opened. */
export interface OpenRun extends OpenExperiment, Pick<SessionParts, 'jobs'> {
  readonly run: RunSession;
}

/** Begins a run of what is open at a file's parameters; what was there can be had back. Says why where the file does not fit it. */
export function openControllerFile(
  { store, jobs, run, experiments, clocks }: OpenRun,
  { name, content }: GivenController,
): void {
  const { messages } = store;
  const isLatest = experiments.beginOpening();
  jobs.start('openController', content, {
    onResult: ({ parameters, differences }) => {
      if (!isLatest()) return;
      messages.failure.value = null;
      run.remember();
      run.goOnFrom(0, parameters);
      clocks.showMotion();
      messages.notice.value = openedWords(name, differences);
    },
    onFailure: (failure) => {
      if (isLatest()) messages.failure.value = { ...failure, file: name };
    },
  });
}

const list = new Intl.ListFormat('en');

function openedWords(name: string, differences: readonly string[]): string {
  const opened = `${printable(name)} is open. Iteration 0 is what it has learned, and learning goes on from there.`;
  return differences.length > 0 ? `${opened} It was learned with ${list.format(differences)}.` : opened;
}
