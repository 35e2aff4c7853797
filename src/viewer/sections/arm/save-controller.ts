/** @file Takes away what was learned as a controller file: weights, biases, gains, with all that they need to act as they did. */
import { saveFile } from '../../../platform/web/save-file.ts';
import type { Studio } from '../../studio/studio.ts';

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
