/** @file The contents: search, the notes by folder with the state of their checks, and all checks at once. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { icons } from '../../../panels/icons.tsx';
import type { ChecksState } from '../checks/note-checks.ts';
import { type Group, groupsOf } from '../contents.ts';
import { entries } from '../library.ts';
import { type CheckMark, Mark, markOf } from './marks.tsx';
import { RunChecks } from './run-checks.tsx';
import { SearchBox } from './search-box.tsx';

export const groups = groupsOf(entries);

export interface ContentsProps {
  readonly note: string | null;
  readonly checks: ChecksState;
  readonly highlighted: string | null;
  readonly onOpen: (path: string) => void;
  readonly onRun: (what: string) => void;
  readonly onCancel: () => void;
}

export function ContentsPanel({ note, checks, highlighted, onOpen, onRun, onCancel }: ContentsProps) {
  const [query, setQuery] = useState('');
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current!.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [note]);
  return (
    <nav class="note-contents" aria-label="Notes" ref={panel}>
      <SearchBox query={query} onQuery={setQuery} onOpen={onOpen} />
      <ul class="note-groups" hidden={query !== ''}>
        {groups.map((group) => (
          <GroupOf
            key={group.folder}
            group={group}
            note={note}
            checks={checks}
            highlighted={highlighted}
            onOpen={onOpen}
          />
        ))}
      </ul>
      {note !== null && <RunChecks checks={checks} onRun={onRun} onCancel={onCancel} onOpen={onOpen} />}
    </nav>
  );
}

type GroupProps = Pick<ContentsProps, 'note' | 'checks' | 'highlighted' | 'onOpen'> & { readonly group: Group };

function GroupOf({ group, note, checks, highlighted, onOpen }: GroupProps) {
  const holdsNote = group.entries.some(({ path }) => path === note);
  // a group that holds the open note is open until somebody closes it
  const [choice, setChoice] = useState<{ readonly note: string | null; readonly isOpen: boolean } | null>(null);
  const isOpen = choice && (choice.note === note || !holdsNote) ? choice.isOpen : holdsNote;
  const marks = group.entries.map(({ path }) => markOf(checks, path));
  return (
    <li>
      <button
        type="button"
        class="note-group"
        aria-expanded={isOpen}
        onClick={() => setChoice({ note, isOpen: !isOpen })}
      >
        {icons.stepOn}
        <span>{group.folder.replaceAll('/', ' / ')}</span>
        <Mark mark={markOfGroup(marks)} />
        <small>{group.entries.length}</small>
      </button>
      {isOpen && (
        <ul>
          {group.entries.map(({ path, title }, i) => (
            <li key={path}>
              <button
                type="button"
                class={`note-link${path === highlighted ? ' lit' : ''}`}
                aria-current={path === note ? 'page' : undefined}
                onClick={() => onOpen(path)}
              >
                <span>{title}</span>
                <Mark mark={marks[i]} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** A group passed where all of its notes did. */
function markOfGroup(marks: readonly CheckMark[]): CheckMark {
  if (marks.includes('failed')) return 'failed';
  if (marks.includes('running')) return 'running';
  return marks.every((mark) => mark === 'passed') ? 'passed' : 'none';
}
