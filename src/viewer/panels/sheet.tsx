/** @file The sheet of a small screen: everything that lies beside the 3-D view elsewhere, drawn out by hand or by a press. */
import { useRef } from 'preact/hooks';
import { formatNumber } from '../../text/quantities.ts';
import { layout } from '../studio/media.ts';
import { panelOf, sheetPanels } from '../studio/room-panels.ts';
import { stopAfterPress } from '../studio/sheet-stops.ts';
import { useStudio } from '../studio/studio.ts';
import { DropCard } from './drop-card.tsx';
import { FailureCard } from './failure.tsx';
import { PanelSlot } from './panel-slot.tsx';
import { moveAmongTabs, News } from './tabs.tsx';
import { useSheetDrag } from './sheet-drag.ts';

/** What there is to know of the shown iteration, in one line. */
function Summary() {
  const studio = useStudio();
  const { value: look } = studio.store.shown.look;
  const summary = studio.section.value.summary?.(studio) ?? null;
  if (summary !== null) return <span class="sheet-line">{summary}</span>;
  if (!look) return <span class="sheet-line">Nothing is shown yet</span>;
  let norm = 0;
  for (const slope of look.gradient) norm += slope * slope;
  return (
    <span class="sheet-line" data-k={look.k}>
      <b>{studio.section.value.verdict?.(studio) ?? `k ${look.k}`}</b>
      <span>
        <small>loss</small> {formatNumber(look.loss)}
      </span>
      <span>
        <small>gradient</small> {formatNumber(Math.sqrt(norm))}
      </span>
    </span>
  );
}

function Handle({ sheet }: { readonly sheet: { readonly current: HTMLElement | null } }) {
  const { view } = useStudio().store;
  const handle = useRef<HTMLButtonElement>(null);
  useSheetDrag(handle, sheet, view.sheet);
  const isOpen = view.sheet.value !== 'closed';
  return (
    <button
      type="button"
      class="sheet-handle"
      ref={handle}
      aria-expanded={isOpen}
      aria-controls="sheet-content"
      onClick={() => (view.sheet.value = stopAfterPress(view.sheet.value))}
    >
      <i class="grip" />
      <span class="unseen">{isOpen ? 'Close the sheet: ' : 'Open the sheet: '}</span>
      <Summary />
    </button>
  );
}

function Panels() {
  const { section, store } = useStudio();
  const { chip, sheet } = store.view;
  const panels = sheetPanels({ section: section.value, store });
  const front = panelOf(panels, chip.value);
  const open = (id: string): void => {
    chip.value = id;
    if (sheet.value === 'closed') sheet.value = 'half';
  };
  return (
    <>
      <div class="sheet-chips" role="tablist" aria-label="Panels" onKeyDown={moveAmongTabs}>
        {panels.map((panel) => (
          <button
            key={panel.id}
            type="button"
            class="chip"
            role="tab"
            id={`tab-${panel.id}`}
            aria-selected={panel === front}
            aria-controls={`slot-${panel.id}`}
            tabIndex={panel === front ? 0 : -1}
            onClick={() => open(panel.id)}
          >
            {panel.title}
            <News words={panel === front ? null : (panel.news?.(store) ?? null)} />
          </button>
        ))}
      </div>
      <div class="sheet-panels">
        {panels.map((panel) => (
          <PanelSlot
            key={panel.id}
            panel={panel}
            isShown={panel === front}
            id={`slot-${panel.id}`}
            tab={`tab-${panel.id}`}
          />
        ))}
      </div>
    </>
  );
}

export function Sheet() {
  const { section, store } = useStudio();
  const { messages, view } = store;
  const element = useRef<HTMLElement>(null);
  const hasMessage = messages.failure.value !== null || messages.dropped.value !== null;
  if (!hasMessage && sheetPanels({ section: section.value, store }).length === 0) return null;
  const least = hasMessage && view.sheet.value === 'closed' ? 'half' : view.sheet.value;
  const stop = layout.value === 'beside' ? 'full' : least;
  return (
    <section class="sheet" data-stop={stop} aria-label="Panels" ref={element}>
      {layout.value === 'beside' ? (
        <p class="sheet-head">
          <Summary />
        </p>
      ) : (
        <Handle sheet={element} />
      )}
      <div class="sheet-content" id="sheet-content">
        {hasMessage ? (
          <div class="sheet-messages">
            <FailureCard />
            <DropCard />
          </div>
        ) : (
          <Panels />
        )}
      </div>
    </section>
  );
}
