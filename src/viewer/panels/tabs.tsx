/** @file The rooms as tabs. */
import type { TargetedKeyboardEvent } from 'preact';
import { type Section, useStudio } from '../studio/studio.ts';
import { tipWithKeys } from './tip.tsx';

/** Arrows move among the tabs of a list, and open what they come to. */
export function moveAmongTabs(event: TargetedKeyboardEvent<HTMLElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')];
  const at = tabs.indexOf(document.activeElement as HTMLElement);
  const moves: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
  if (at < 0 || !(event.key in moves)) return;
  event.preventDefault();
  const next = tabs.at(moves[event.key] % tabs.length)!;
  next.focus();
  next.click();
}

/** A dot on a tab where something happened, with its words for those who cannot see it; nothing where nothing did. */
export const News = ({ words }: { readonly words: string | null }) =>
  words === null ? null : (
    <i class="news">
      <span class="unseen">{`, ${words}`}</span>
    </i>
  );

export function RoomTabs() {
  const studio = useStudio();
  const { sections, section, store } = studio;
  const { value: room } = section;
  const newsOf = (one: Section): string | null => (one === room ? null : (one.news?.(studio) ?? null));
  return (
    <nav class="rooms" aria-label="Rooms">
      <div role="tablist" aria-label="Rooms" onKeyDown={moveAmongTabs}>
        {sections.map((one, i) => (
          <button
            key={one.name}
            type="button"
            role="tab"
            id={`room-${one.name}`}
            aria-selected={one === room}
            aria-controls="room"
            tabIndex={one === room ? 0 : -1}
            data-tip={tipWithKeys(`Room ${one.title}. What runs goes on in every room`, String(i + 1))}
            onPointerEnter={() => one.prepare?.(studio)}
            onFocus={() => one.prepare?.(studio)}
            onClick={() => (store.view.room.value = one.name)}
          >
            {one.title}
            <News words={newsOf(one)} />
          </button>
        ))}
      </div>
    </nav>
  );
}
