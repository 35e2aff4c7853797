/** @file The text column: where the note stands, its text, and the notes before and after it. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { icons } from '../../../panels/icons.tsx';
import { neighboursOf } from '../contents.ts';
import type { NoteEntry } from '../note.ts';
import { groups } from './contents-panel.tsx';
import { type ContentProps, NoteContent } from './note-content.tsx';

/** Something on the page that the note is about, with the way there. */
export interface PresentSubject {
  readonly label: string;
  readonly onShow: () => void;
}

export interface NoteTextProps extends ContentProps {
  readonly entry: NoteEntry;
  readonly present: readonly PresentSubject[];
  readonly onShowCode: () => void;
}

export function NoteText(props: NoteTextProps) {
  const { note, entry, equation, present, onOpen, onShowCode } = props;
  const column = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const marked = equation === null ? null : column.current!.querySelector(`#eq-${CSS.escape(equation)}`);
    if (marked) marked.scrollIntoView({ block: 'center' });
    else column.current!.scrollTop = 0;
  }, [note.path]);
  useLayoutEffect(() => {
    if (equation === null) return;
    column.current!.querySelector(`#eq-${CSS.escape(equation)}`)?.scrollIntoView({ block: 'nearest' });
  }, [equation]);
  return (
    <article class="note-text" ref={column} tabIndex={-1} aria-label={note.title}>
      <div class="note-measure">
        <p class="note-place">
          {note.path.replace(/\.md$/, '').replaceAll('/', ' / ')}
          <button type="button" onClick={onShowCode}>
            <code>{entry.source}</code>
          </button>
        </p>
        <NoteContent {...props} />
        {present.length > 0 && (
          <p class="note-present">
            {present.map(({ label, onShow }) => (
              <button key={label} type="button" class="secondary" onClick={onShow}>
                {label}
              </button>
            ))}
          </p>
        )}
        <Neighbours path={note.path} onOpen={onOpen} />
      </div>
    </article>
  );
}

function Neighbours({ path, onOpen }: { readonly path: string; readonly onOpen: (path: string) => void }) {
  const [before, after] = neighboursOf(groups, path);
  return (
    <nav class="note-neighbours" aria-label="Notes before and after">
      {before && (
        <button type="button" onClick={() => onOpen(before.path)}>
          {icons.stepBack}
          <span>
            <small>Previous</small> {before.title}
          </span>
        </button>
      )}
      {after && (
        <button type="button" class="after" onClick={() => onOpen(after.path)}>
          <span>
            <small>Next</small> {after.title}
          </span>
          {icons.stepOn}
        </button>
      )}
    </nav>
  );
}
