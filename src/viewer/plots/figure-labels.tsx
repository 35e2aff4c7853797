/** @file Texts over a figure: the lines' names, those that found no place, and the values under the pointer. */
import { indexOnLine } from '../../figures/extremes.ts';
import { type FigureData, type FigureLine, subjectOf } from '../../figures/figure-data.ts';
import { isByKeys } from './key-focus.ts';
import type { FigureLayout } from '../../figures/figure-layout.ts';

interface LineChoice {
  /** The line that is hovered or pinned; null where that is none of this figure. */
  readonly lit: string | null;
  readonly pinned?: string | null;
  readonly onHoverLine?: (id: string | null) => void;
  readonly onPinLine?: (id: string | null) => void;
}

/** A colour or a token as a style. */
export const cssColour = (colour: string): string => (colour.startsWith('--') ? `var(${colour})` : colour);

interface NameProps extends LineChoice {
  readonly line: FigureLine;
  readonly style?: Record<string, string>;
}

/** A line's name: lights it on hover and focus, pins it when pressed. */
function Name({ line, lit, pinned, onHoverLine, onPinLine, style }: NameProps) {
  const subject = subjectOf(line);
  return (
    <button
      type="button"
      class="plot-label"
      data-dimmed={lit !== null && lit !== subject}
      aria-pressed={pinned === subject}
      style={{ ...style, color: cssColour(line.colour) }}
      onPointerEnter={({ pointerType }) => pointerType !== 'touch' && onHoverLine?.(subject)}
      onPointerLeave={() => onHoverLine?.(null)}
      onFocus={(event) => isByKeys(event) && onHoverLine?.(subject)}
      onBlur={() => onHoverLine?.(null)}
      onClick={() => onPinLine?.(pinned === subject ? null : subject)}
    >
      {line.label}
    </button>
  );
}

export function FigureLabels({
  layout,
  lines,
  ...choice
}: LineChoice & Pick<FigureData, 'lines'> & { readonly layout: FigureLayout }) {
  return (
    <>
      {layout.labels.map(({ id, left, top }) => {
        const line = lines.find((each) => each.id === id);
        const style = { left: `${left}px`, top: `${top}px` };
        return line && <Name key={id} line={line} style={style} {...choice} />;
      })}
    </>
  );
}

/** A row below the plot: lines whose name has no room in it, and what the band is. */
export function FigureKeys({
  layout,
  band,
  ...choice
}: LineChoice & Pick<FigureData, 'band'> & { readonly layout: FigureLayout }) {
  if (layout.unlabelled.length === 0 && !band) return null;
  return (
    <div class="plot-keys">
      {layout.unlabelled.map((line) => (
        <Name key={line.id} line={line} {...choice} />
      ))}
      {band && <span class="plot-band-key">{band.label}</span>}
    </div>
  );
}

interface ReadoutProps extends Pick<FigureData, 'lines' | 'format' | 'marks'> {
  readonly x: number;
  readonly heading: string;
  /** At the right, because the pointer is at the left. */
  readonly isAtEnd: boolean;
}

/** The values of all lines under the pointer, with their unit. */
export function FigureReadout({ lines, format, marks = [], x, heading, isAtEnd }: ReadoutProps) {
  const events = marks.filter((mark) => Math.round(mark.x) === Math.round(x));
  return (
    <div class="plot-readout" data-at-end={isAtEnd} aria-hidden="true">
      <span class="plot-readout-heading">{heading}</span>
      {lines.map((line) => {
        const index = indexOnLine(line.x, x);
        return (
          <span class="plot-readout-row" key={line.id}>
            <i style={{ background: cssColour(line.colour) }} />
            {line.label && lines.length > 1 && <span>{line.label}</span>}
            <b>
              {index < 0 ? '–' : Number.isFinite(line.y[index]) ? (line.format ?? format)(line.y[index]) : 'not finite'}
            </b>
          </span>
        );
      })}
      {[...new Set(events.map(({ label }) => label))].map((label) => (
        <span class="plot-readout-event" key={label}>
          {label}
        </span>
      ))}
    </div>
  );
}
