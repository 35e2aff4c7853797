/** @file The Notes room: contents, a note's text, and its code beside it; on narrow screens a sheet holds what has no column. */
import { useEffect, useState } from 'preact/hooks';
import { type ChecksState } from '../checks/note-checks.ts';
import { entryOf, loadNote } from '../library.ts';
import { CodeColumn, type Side } from './code-column.tsx';
import { ContentsPanel } from './contents-panel.tsx';
import { NoteText, type PresentSubject } from './note-text.tsx';
import { Overview } from './overview.tsx';
import { useLoaded } from './use-loaded.ts';

/** A note, or an equation of it as `path#id`. */
export interface NoteHighlight {
  readonly kind: 'note' | 'equation';
  readonly id: string;
}

export interface NotesRoomProps {
  /** Path of the open note; null for the overview. */
  readonly note: string | null;
  /** Id of an equation of it that is shown with its code. */
  readonly equation: string | null;
  readonly onOpen: (path: string, equation?: string) => void;
  readonly checks: ChecksState;
  /** Runs the checks of a note, or of `all`. */
  readonly onRun: (what: string) => void;
  readonly onCancel: () => void;
  readonly highlight?: NoteHighlight | null;
  /** Told which equation is pointed at. */
  readonly onHighlight?: (highlight: NoteHighlight | null) => void;
  /** What of the present experiment the open note is about. */
  readonly present?: readonly PresentSubject[];
}

/** What is open over the text where there are no columns. */
type Sheet = 'none' | 'contents' | 'side';

export function NotesRoom(props: NotesRoomProps) {
  const { note: path, checks, onOpen, onRun, onCancel, highlight = null } = props;
  const [sheet, setSheet] = useState<Sheet>('none');
  const [side, setSide] = useState<Side>('code');
  const open = (next: string, equation?: string): void => {
    if (sheet === 'contents') setSheet('none');
    onOpen(next, equation);
  };
  const toggle = (wanted: Sheet): void => setSheet(sheet === wanted ? 'none' : wanted);
  const show = (wanted: Side): void => {
    setSide(wanted);
    setSheet('side');
  };
  const runProps = { checks, onRun, onCancel, onOpen: open };
  return (
    <div class="notes" data-sheet={sheet}>
      <ContentsPanel {...runProps} note={path} highlighted={highlight?.id.split('#')[0] ?? null} />
      {path === null || !entryOf(path) ? (
        <Overview {...runProps} />
      ) : (
        <OpenNote {...props} note={path} onOpen={open} side={side} onSide={setSide} onShow={show} />
      )}
      <div class="notes-bar">
        <button type="button" aria-expanded={sheet === 'contents'} onClick={() => toggle('contents')}>
          Contents
        </button>
        {path !== null && (
          <button type="button" aria-expanded={sheet === 'side'} onClick={() => toggle('side')}>
            Code and checks
          </button>
        )}
      </div>
    </div>
  );
}

interface OpenNoteProps extends NotesRoomProps {
  readonly note: string;
  readonly side: Side;
  readonly onSide: (side: Side) => void;
  /** Brings a side to the front, where it has no column as well. */
  readonly onShow: (side: Side) => void;
}

function OpenNote(props: OpenNoteProps) {
  const { note: path, equation, checks, onOpen, onRun, highlight, onHighlight, present = [], side, onSide } = props;
  const opened = useLoaded(path, loadNote);
  const note = opened?.note;
  const [symbol, setSymbol] = useState('');
  const [asked, setAsked] = useState(0);
  const entry = note && entryOf(note.path);
  const own = note?.equations.find(({ id }) => id === equation) ?? note?.equations[0];
  useEffect(() => setSymbol(own?.symbol ?? entry?.symbols[0] ?? ''), [note?.path, equation]);
  if (!opened || !note || !entry) return <article class="note-text" aria-busy="true" />;
  const results = checks.results.get(note.path) ?? [];
  const goTo = (name: string): void => {
    setSymbol(name);
    setAsked(asked + 1);
    props.onShow('code');
  };
  const isLit = highlight?.kind === 'equation' && highlight.id.startsWith(`${note.path}#`);
  return (
    <>
      <NoteText
        note={note}
        entry={entry}
        results={results}
        isRunning={checks.running?.path === note.path}
        equation={isLit ? highlight.id.slice(note.path.length + 1) : equation}
        present={present}
        onEquation={(id) => {
          goTo(note.equations.find((candidate) => candidate.id === id)!.symbol);
          onOpen(note.path, id);
        }}
        onPointAt={(id) => onHighlight?.(id === null ? null : { kind: 'equation', id: `${note.path}#${id}` })}
        onOpen={onOpen}
        onRun={() => onRun(note.path)}
        onShowCheck={() => props.onShow('checks')}
        onShowCode={() => goTo(symbol)}
      />
      <aside class="notes-column" aria-label="Code and checks">
        <CodeColumn
          note={note}
          entry={entry}
          code={opened.code}
          results={results}
          symbol={symbol}
          onSymbol={setSymbol}
          asked={asked}
          side={side}
          onSide={onSide}
        />
      </aside>
    </>
  );
}
