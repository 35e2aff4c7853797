/** @file Opens the note of what was pressed. What is known of all notes is loaded then, and not before. */
import { batch } from '@preact/signals';
import { capitalized } from '../../../text/capitalized.ts';
import type { Store } from '../../studio/store/store.ts';
import type { NotePlace, Subject } from './note-of.ts';

/** Opens the note of something; says so where there is none. */
export async function openNoteOf(store: Store, subject: Subject): Promise<void> {
  const { notice } = store.messages;
  let place: NotePlace | null;
  try {
    const { noteOf } = await import('./note-of.ts');
    place = noteOf(subject);
  } catch {
    notice.value = 'The notes could not be loaded. Reload the page to try again.';
    return;
  }
  if (place) showNote(store, place);
  else notice.value = `${capitalized(subject.kind)} ${subject.id} has no note.`;
}

function showNote({ view }: Store, { path, equation }: NotePlace): void {
  batch(() => {
    view.note.value = path;
    view.equation.value = equation ?? null;
    view.room.value = 'notes';
  });
}
