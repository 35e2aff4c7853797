/** @file The column at the right: the inspector's panels as tabs, and in their place what went wrong or was dropped. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { panelOf, panelsIn } from '../studio/room-panels.ts';
import { useStudio } from '../studio/studio.ts';
import { DropCard } from './drop-card.tsx';
import { FailureCard } from './failure.tsx';
import { icons } from './icons.tsx';
import { DropWords } from './messages.tsx';
import { OpenFile } from './open-file.tsx';
import { PanelSlot } from './panel-slot.tsx';
import { moveAmongTabs } from './tabs.tsx';
import { tipWithKeys } from './tip.tsx';

function Inspector() {
  const { section, store } = useStudio();
  const { inspector, isInspectorOpen } = store.view;
  const panels = panelsIn({ section: section.value, store }, 'inspector');
  const front = panelOf(panels, inspector.value);
  return (
    <aside class="inspector" id="inspector" aria-label="Inspector">
      <div class="inspector-head">
        <div class="segments" role="tablist" aria-label="Inspector" onKeyDown={moveAmongTabs}>
          {panels.map((panel) => (
            <button
              key={panel.id}
              type="button"
              role="tab"
              id={`tab-${panel.id}`}
              aria-selected={panel === front}
              aria-controls={`slot-${panel.id}`}
              tabIndex={panel === front ? 0 : -1}
              onClick={() => (inspector.value = panel.id)}
            >
              {panel.title}
            </button>
          ))}
        </div>
        <button
          type="button"
          class="quiet"
          aria-label="Hide the inspector"
          data-tip={tipWithKeys('Hides this column, so that the arm has its room', 'I')}
          onClick={() => (isInspectorOpen.value = false)}
        >
          {icons.close}
        </button>
      </div>
      {panels.map((panel) => (
        <PanelSlot
          key={panel.id}
          panel={panel}
          isShown={panel === front}
          id={`slot-${panel.id}`}
          tab={`tab-${panel.id}`}
        />
      ))}
      <footer class="inspector-foot">
        <OpenFile />
        <DropWords />
      </footer>
    </aside>
  );
}

/** Where the focus goes when what had it gave way to a message, or a message to the panels. */
const placesOfFocus = '.side .failure, .side .drop-card, .side [role=tab][aria-selected=true]';

/** Keeps the focus in the column when what had it last is gone; a row gives it up by itself when its number is entered. */
function useKeptFocus(isMessage: boolean): void {
  const isOurs = useRef(false);
  useEffect(() => {
    const follow = ({ target }: FocusEvent): void => {
      isOurs.current = (target as Element).closest('.side') !== null;
    };
    document.addEventListener('focusin', follow);
    return () => document.removeEventListener('focusin', follow);
  }, []);
  useLayoutEffect(() => {
    if (isOurs.current && document.activeElement === document.body)
      document.querySelector<HTMLElement>(placesOfFocus)?.focus();
  }, [isMessage]);
}

export function SidePanel() {
  const { section, store } = useStudio();
  const { view, messages } = store;
  const hasMessage = messages.failure.value !== null || messages.dropped.value !== null;
  useKeptFocus(hasMessage);
  const hasPanels =
    panelsIn({ section: section.value, store }, 'inspector').length > 0 && !view.hidden.value.includes('inspector');
  if (hasMessage)
    return (
      <div class="side">
        <FailureCard />
        <DropCard />
      </div>
    );
  if (!hasPanels) return null;
  if (view.isInspectorOpen.value)
    return (
      <div class="side">
        <Inspector />
      </div>
    );
  return (
    <button
      type="button"
      class="quiet raised open-inspector"
      aria-label="Show the inspector"
      aria-expanded={false}
      data-tip={tipWithKeys('Settings, what is learned, the robot, files', 'I')}
      onClick={() => (view.isInspectorOpen.value = true)}
    >
      {icons.panel}
    </button>
  );
}
