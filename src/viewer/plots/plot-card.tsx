/** @file The card of a figure that is drawn on a canvas: title, canvas, what is said of the place under the pointer, note, numbers. */
import type { ComponentChildren, RefObject } from 'preact';
import { NumbersTable, type TableContent } from './numbers-table.tsx';

/** Lines of where it is, then of what is there. */
export interface Readout {
  readonly place: readonly string[];
  readonly lines: readonly string[];
}

/** What a card says, and what its keys do. */
export interface CardWords {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  /** For those who cannot see it. */
  readonly sentence: string;
  readonly note?: string;
  readonly onKey?: (event: KeyboardEvent) => void;
  readonly table: () => TableContent;
  /** Said where there is no data. */
  readonly empty?: string;
  /** Buttons beside the title. */
  readonly actions?: ComponentChildren;
}

interface PlotCardProps extends CardWords {
  /** Where the canvases are put. */
  readonly host: RefObject<HTMLDivElement | null>;
  readonly isEmpty: boolean;
  /** At the end of the card's width where the place is at its start. */
  readonly readout: (Readout & { readonly isAtEnd: boolean }) | null;
  /** Set where a drag turns it. */
  readonly turns?: boolean;
}

function PlotReadout({ place, lines, isAtEnd }: Readout & { readonly isAtEnd: boolean }) {
  return (
    <div class="plot-readout" data-at-end={isAtEnd} aria-live="polite">
      {place.map((line) => (
        <span class="plot-readout-heading" key={line}>
          {line}
        </span>
      ))}
      {lines.map((line) => (
        <b key={line}>{line}</b>
      ))}
    </div>
  );
}

export function PlotCard(props: PlotCardProps) {
  const { id, title, subtitle, sentence, note, onKey, table, empty, actions, host, isEmpty, readout, turns } = props;
  return (
    <figure class="plot-card plane-card" id={id} data-empty={isEmpty} data-turns={turns} aria-label={title}>
      <figcaption>
        <h3 class="plot-title">{title}</h3>
        <span class="plot-subtitle">{subtitle}</span>
        {actions}
      </figcaption>
      <div class="plot-area">
        <div
          class="plot-host"
          ref={host}
          role="img"
          tabIndex={isEmpty || !onKey ? -1 : 0}
          aria-label={sentence}
          onKeyDown={onKey}
        />
        {readout && <PlotReadout {...readout} />}
        {isEmpty && empty && <p class="plot-empty">{empty}</p>}
      </div>
      {note && <p class="plot-note">{note}</p>}
      {!isEmpty && <NumbersTable title={title} content={table} />}
    </figure>
  );
}
