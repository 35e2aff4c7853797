/** @file The search over the notes: results as one types, chosen by arrow keys and Enter. */
import { useState } from 'preact/hooks';
import { entries } from '../library.ts';
import { search } from '../search.ts';

export interface SearchBoxProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onOpen: (path: string) => void;
}

/** Results beyond these are not what somebody looks for. */
const mostResults = 30;

const optionId = (place: number): string => `note-found-${place}`;

export function SearchBox({ query, onQuery, onOpen }: SearchBoxProps) {
  const [place, setPlace] = useState(0);
  const found = search(entries, query).slice(0, mostResults);
  const chosen = Math.min(place, found.length - 1);
  const type = (text: string): void => {
    setPlace(0);
    onQuery(text);
  };
  const open = (path: string): void => {
    type('');
    onOpen(path);
  };
  const move = (to: number): void => {
    const next = (to + found.length) % found.length;
    setPlace(next);
    document.getElementById(optionId(next))?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && query !== '') type('');
    else if (found.length === 0) return;
    else if (event.key === 'ArrowDown') move(chosen + 1);
    else if (event.key === 'ArrowUp') move(chosen - 1);
    else if (event.key === 'Enter') open(found[chosen].path);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="note-search">
      <input
        type="search"
        role="combobox"
        list={undefined}
        aria-label="Search the notes"
        aria-expanded={query !== ''}
        aria-controls="notes-found"
        aria-activedescendant={found.length > 0 ? optionId(chosen) : undefined}
        aria-autocomplete="list"
        autocomplete="off"
        placeholder="Search the notes"
        value={query}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <ul id="notes-found" class="notes-found" role="listbox" aria-label="Notes found" hidden={query === ''}>
        {found.map(({ path, title }, i) => (
          <li
            key={path}
            id={optionId(i)}
            role="option"
            aria-selected={i === chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => open(path)}
          >
            {title}
            <small>{path.replace(/\.md$/, '')}</small>
          </li>
        ))}
      </ul>
      {query !== '' && found.length === 0 && <p class="remark">No note has all of these words.</p>}
    </div>
  );
}
