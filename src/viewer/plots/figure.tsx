/** @file A figure of lines over the iterations or over time: named at the lines, with a cursor, and in words for those who cannot see it. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fractionOf, valueAt } from '../../figures/axis.ts';
import { nearestIndex } from '../../figures/extremes.ts';
import { type FigureData, formatX, subjectOf, subtitleOf } from '../../figures/figure-data.ts';
import { FigureKeys, FigureLabels, FigureReadout } from './figure-labels.tsx';
import type { FigureLayout } from '../../figures/figure-layout.ts';
import { FigurePlot } from './figure-plot.ts';
import { NumbersTable, someOf, type TableContent } from './numbers-table.tsx';
import { pagePalette } from './page-palette.ts';
import { sameFigure } from '../../figures/same-figure.ts';
import { listenAlong } from './scrub.ts';
import { sentenceOf } from '../../figures/sentence.ts';
import { useDrawing } from './use-drawing.ts';

/** Arrays must be new objects where their numbers are new: what is the same object is not drawn again. */
export interface FigureProps extends FigureData {
  /** Where the vertical line is; null: nowhere. */
  readonly cursor?: number | null;
  /** Pressed or dragged at an x. */
  readonly onCursor?: (x: number) => void;
  /** Under the pointer, in this figure or in one beside it. */
  readonly hoverX?: number | null;
  readonly onHoverX?: (x: number | null) => void;
  /** What lines stand for: the others are dimmed. */
  readonly hovered?: string | null;
  readonly pinned?: string | null;
  readonly onHoverLine?: (id: string | null) => void;
  /** Null: the pinned line was pressed again. */
  readonly onPinLine?: (id: string | null) => void;
  /** Said where there is no data. */
  readonly empty?: string;
  /** What a screen reader says; else how the first line runs. */
  readonly sentence?: string;
  /** Buttons beside the title. */
  readonly actions?: ComponentChildren;
}

/** Pixels from a line within which the pointer is on it. */
const grip = 10;

/** The line that passes nearest to a place; null where none is near. */
function lineNear({ lines }: FigureLayout, x: number, y: number): string | null {
  let [found, least] = [null as string | null, grip];
  for (const { line, pixels } of lines) {
    const index = nearestIndex(pixels.x, x);
    const distance = index < 0 ? NaN : Math.abs(pixels.y[index] - y);
    if (distance < least) [found, least] = [subjectOf(line), distance];
  }
  return found;
}

/** x at a pixel of the figure, within the axis. */
const xAt = ({ box, x }: FigureLayout, pixel: number): number =>
  valueAt(x, Math.min(Math.max((pixel - box.left) / box.width, 0), 1));

function usePointer(
  plot: { readonly current: FigurePlot | null },
  host: { readonly current: HTMLElement | null },
  props: FigureProps,
): void {
  const latest = useRef(props);
  latest.current = props;
  useLayoutEffect(
    () =>
      listenAlong(host.current!, () => {
        const layout = plot.current?.layout;
        if (!layout) return {};
        const { onCursor, onHoverX, onHoverLine, lines, hovered = null } = latest.current;
        const isEmpty = lines.every(({ x }) => x.length === 0);
        return {
          onScrub: (x) => !isEmpty && onCursor?.(xAt(layout, x)),
          onHover: (place) => {
            if (!isEmpty) onHoverX?.(place && xAt(layout, place.x));
            const line = place && lineNear(layout, place.x, place.y);
            if (line !== hovered) onHoverLine?.(line);
          },
        };
      }),
    [],
  );
}

/** The first line in words, the names of the others. */
function describe({ title, lines, xName, scale, format, sentence }: FigureProps): string {
  if (sentence !== undefined) return `${title}: ${sentence}`;
  const said = lines
    .filter(({ label }, i) => i === 0 || label !== '')
    .slice(0, 4)
    .map((line) =>
      `${line.label} ${sentenceOf(line.x, line.y, { xName, scale, format: line.format ?? format })}`.trim(),
    );
  return `${title}: ${said.length > 0 ? said.join('; ') : 'nothing to show yet'}.`;
}

function tableOf({ lines, xName, format }: FigureProps): TableContent {
  const longest = lines.reduce<ArrayLike<number>>((most, { x }) => (x.length > most.length ? x : most), []);
  const valueOf = (line: FigureProps['lines'][number], x: number): string => {
    const index = nearestIndex(line.x, x);
    return index < 0 ? '' : (line.format ?? format)(line.y[index]);
  };
  return {
    heads: [xName, ...lines.map(({ id, label }) => label || id)],
    rows: someOf(longest.length).map((index) => [
      String(Number(longest[index].toFixed(4))),
      ...lines.map((line) => valueOf(line, longest[index])),
    ]),
  };
}

export function Figure(props: FigureProps) {
  const { id, title, lines, cursor = null, hoverX = null, hovered = null, pinned = null, empty, actions } = props;
  const [layout, setLayout] = useState<FigureLayout | null>(null);
  const chosen = hovered ?? pinned;
  const lit = lines.some((line) => subjectOf(line) === chosen) ? chosen : null;
  const { host, made, redraw } = useDrawing(
    (element) => new FigurePlot(element, pagePalette),
    (plot) => setLayout(plot.draw({ data: props, lit })),
  );
  const drawn = useRef<FigureProps | null>(null);
  useLayoutEffect(() => {
    if (!drawn.current || !sameFigure(drawn.current, props)) redraw();
    drawn.current = props;
  });
  useLayoutEffect(redraw, [lit]);
  useLayoutEffect(() => made.current?.drawCursors({ cursor, hoverX }), [cursor, hoverX, layout]);
  usePointer(made, host, props);
  const isEmpty = lines.every(({ x }) => x.length === 0);
  return (
    <figure class="plot-card" id={id} data-empty={isEmpty} aria-label={title}>
      <figcaption>
        <h3 class="plot-title">{title}</h3>
        <span class="plot-subtitle">{subtitleOf(props)}</span>
        {actions}
      </figcaption>
      <div class="plot-area" data-drags={props.onCursor !== undefined}>
        <div class="plot-host" ref={host} role="img" aria-label={describe(props)} />
        {layout && !isEmpty && <FigureLabels layout={layout} {...props} lit={lit} />}
        {layout && !isEmpty && hoverX !== null && (
          <FigureReadout
            {...props}
            x={hoverX}
            isAtEnd={fractionOf(layout.x, hoverX) < 0.5}
            heading={formatX(hoverX, props.xName)}
          />
        )}
        {isEmpty && empty && <p class="plot-empty">{empty}</p>}
      </div>
      {layout && !isEmpty && <FigureKeys layout={layout} {...props} lit={lit} />}
      {!isEmpty && <NumbersTable title={title} content={() => tableOf(props)} />}
    </figure>
  );
}
