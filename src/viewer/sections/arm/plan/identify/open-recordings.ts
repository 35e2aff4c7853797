/** @file Recordings that were dropped or chosen: the robot that is open is identified from them. */
import { batch } from '@preact/signals';
import type { Store } from '../../../../studio/store/store.ts';
import type { RecordingFile } from './calls.ts';
import { identifyingOf } from './identifying.ts';

/** Id of the panel of identification. */
export const identifyPanel = 'identify';

export function openRecordings(
  store: Store,
  files: readonly { readonly path: string; readonly content: Uint8Array }[],
): void {
  const { view } = store;
  batch(() => {
    view.room.value = 'arm';
    view.isLive.value = true;
    view.inspector.value = identifyPanel;
    view.isInspectorOpen.value = true;
    view.chip.value = identifyPanel;
    if (view.sheet.value === 'closed') view.sheet.value = 'half';
  });
  const given = files.map(({ path, content }): RecordingFile => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    content,
  }));
  identifyingOf(store).open(given);
}
