/** @file Controller files on the page: what was learned leaves as one, and one's parameters become those of what is open. */
import { saveFile } from '../../../platform/web/save-file.ts';
import { printable } from '../../../text/printable.ts';
import type { OpenExperiment } from '../../studio/opening.ts';
import type { RunSession } from '../../studio/run-session.ts';
import type { SessionParts } from '../../studio/session-parts.ts';
import type { Studio } from '../../studio/studio.ts';

/** A controller file as it was given. */
export interface GivenController {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Where one is opened. */
export interface OpenRun extends OpenExperiment, Pick<SessionParts, 'jobs'> {
  readonly run: RunSession;
}

/** Saves the best controller so far; says why where there is none, or where a file of it would not act as it did. */
export function saveController({ store, session }: Pick<Studio, 'store' | 'session'>): void {
  const { run, messages, experiment } = store;
  if (run.newest.value < 0) {
    messages.notice.value = 'Nothing has been learned yet, so there is no controller to save. Let it learn first.';
    return;
  }
  const file = `${experiment.scene.value?.name ?? 'adjoint'}.safetensors`;
  session.jobs.start('writeController', null, {
    onResult: (bytes) => saveFile(file, new Blob([bytes], { type: 'application/octet-stream' })),
    onFailure: (failure) => (messages.failure.value = { ...failure, during: 'save', file }),
  });
}

/** Begins a run of what is open at a file's parameters; what was there can be had back. Says why where the file does not fit it. */
export function openControllerFile(
  { store, jobs, run, experiments }: OpenRun,
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
      messages.notice.value = openedWords(name, differences);
    },
    onFailure: (failure) => {
      if (isLatest()) messages.failure.value = { ...failure, file: name };
    },
  });
}

const list = new Intl.ListFormat('en');

function openedWords(name: string, differences: readonly string[]): string {
  const opened = `What ${printable(name)} has learned is iteration 0 now, and learning goes on from it.`;
  return differences.length > 0 ? `${opened} It was learned with ${list.format(differences)}.` : opened;
}
