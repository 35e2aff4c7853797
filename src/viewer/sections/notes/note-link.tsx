/** @file A way from something on the page to the note that derives it: a word of a sentence, or a sign beside a name. */
import type { ComponentChildren } from 'preact';
import { icons } from '../../panels/icons.tsx';
import { useStudio } from '../../studio/studio.ts';
import type { Subject } from './note-of.ts';
import { openNoteOf } from './open-note.ts';

interface NoteLinkProps {
  readonly of: Subject;
  /** The word that leads there; a sign where there is none. */
  readonly children?: ComponentChildren;
  /** What the note is about, where no word says it. */
  readonly label?: string;
}

export function NoteLink({ of, children, label }: NoteLinkProps) {
  const { store } = useStudio();
  return (
    <button
      type="button"
      class={children === undefined ? 'quiet note-sign' : 'word'}
      aria-label={label && `Note about ${label}`}
      data-tip="Opens the note that derives it"
      onClick={() => void openNoteOf(store, of)}
    >
      {children ?? icons.notes}
    </button>
  );
}
