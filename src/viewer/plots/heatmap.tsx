/** @file A heatmap of rows over time: signs by hue, sizes by how far a colour is from the surface; its cursor is the time of the page. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { cssColour } from './figure-labels.tsx';
import {
  type HeatGrid,
  heatSentence,
  heatSubtitle,
  type HeatmapData,
  heatPlace,
  heatValue,
} from '../../figures/heat-data.ts';
import { cellAt, type HeatLayout, secondsAt } from '../../figures/heat-layout.ts';
import { HeatPlot } from './heat-plot.ts';
import { NumbersTable, someOf, type TableContent } from './numbers-table.tsx';
import { pagePalette } from './page-palette.ts';
import { listenAlong } from './scrub.ts';
import { useDrawing } from './use-drawing.ts';

/** `values` must be a new array where its numbers are new: the same object is not drawn again. */
export interface HeatmapProps extends HeatmapData {
  /** s; null: nowhere. */
  readonly cursor?: number | null;
  readonly onCursor?: (t: number) => void;
  /** Ids of rows. */
  readonly hovered?: string | null;
  readonly pinned?: string | null;
  readonly onHoverRow?: (id: string | null) => void;
  /** Null: the pinned row was pressed again. */
  readonly onPinRow?: (id: string | null) => void;
  /** A new number where a new gradient has come: it fills in from the end to the start. */
  readonly generation: number;
  readonly reducedMotion: boolean;
  /** Said where there is no data. */
  readonly empty?: string;
  readonly actions?: ComponentChildren;
}

interface Hover {
  readonly row: number;
  readonly column: number;
}

/** Keys: time by left and right (with Shift ten columns), rows by up and down, Enter pins. */
function onKey(event: KeyboardEvent, props: HeatmapProps): void {
  const { cursor, columns, dt, rows, hovered, pinned, onCursor, onHoverRow, onPinRow } = props;
  const move = (event.shiftKey ? 10 : 1) * dt;
  const row = rows.findIndex(({ id }) => id === hovered);
  const end = columns * dt;
  const times: Record<string, number> = {
    ArrowLeft: (cursor ?? 0) - move,
    ArrowRight: (cursor ?? 0) + move,
    Home: 0,
    End: end,
  };
  if (event.key in times) onCursor?.(Math.min(Math.max(times[event.key], 0), end));
  else if (event.key === 'ArrowDown') onHoverRow?.(rows[Math.min(row + 1, rows.length - 1)].id);
  else if (event.key === 'ArrowUp') onHoverRow?.(rows[Math.max(row - 1, 0)].id);
  else if (event.key === 'Enter' && hovered) onPinRow?.(pinned === hovered ? null : hovered);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Follows the pointer: its cell, and what it presses. */
function usePointer(
  plot: { readonly current: HeatPlot | null },
  host: { readonly current: HTMLElement | null },
  props: HeatmapProps,
  setHover: (hover: Hover | null) => void,
): void {
  const latest = useRef(props);
  latest.current = props;
  useLayoutEffect(
    () =>
      listenAlong(host.current!, () => {
        const layout = plot.current?.layout;
        const { rows, columns, hovered = null, pinned, onCursor, onHoverRow, onPinRow } = latest.current;
        if (!layout || columns === 0) return {};
        return {
          onScrub: (x) => onCursor?.(secondsAt(layout, x)),
          onHover: (place) => {
            const cell = place && cellAt(layout, latest.current, place.x, place.y);
            setHover(cell);
            const id = cell ? rows[cell.row].id : null;
            if (id !== hovered) onHoverRow?.(id);
          },
          onTap: (x, y) => {
            const cell = cellAt(layout, latest.current, x, y);
            if (cell) onPinRow?.(pinned === rows[cell.row].id ? null : rows[cell.row].id);
          },
        };
      }),
    [],
  );
}

function RowNames({
  rows,
  layout,
  hovered,
  pinned,
  onHoverRow,
  onPinRow,
}: HeatmapProps & { readonly layout: HeatLayout }) {
  const { box, rowHeight, labelEvery } = layout;
  const isOtherLit = rows.some(({ id }) => id === (hovered ?? pinned));
  return (
    <>
      {rows.map(({ id, label, colour }, index) => {
        const isLit = id === hovered || id === pinned;
        if (index % labelEvery !== 0 && !isLit) return null;
        const style = {
          top: `${box.top + (index + 0.5) * rowHeight}px`,
          width: `${box.left - 4}px`,
          ...(isLit && { color: cssColour(colour) }),
        };
        return (
          <button
            type="button"
            key={id}
            class="plot-row-name"
            data-lit={isLit}
            data-dimmed={isOtherLit && !isLit}
            tabIndex={-1}
            aria-pressed={id === pinned}
            title={label}
            style={style}
            onPointerEnter={({ pointerType }) => pointerType !== 'touch' && onHoverRow?.(id)}
            onPointerLeave={() => onHoverRow?.(null)}
            onClick={() => onPinRow?.(id === pinned ? null : id)}
          >
            {label}
          </button>
        );
      })}
    </>
  );
}

/** What lies under the pointer, with its unit. */
function HeatReadout({ hover, ...data }: HeatmapData & { readonly hover: Hover }) {
  const { row, column } = hover;
  const value = heatValue(data, row, column);
  return (
    <div class="plot-readout" data-at-end={column < data.columns / 2} aria-hidden="true">
      <span class="plot-readout-heading">
        {data.rows[row].label}, {heatPlace(data, column * data.dt)}
      </span>
      <b>{Number.isFinite(value) ? data.format(value) : 'not finite'}</b>
    </div>
  );
}

function tableOf(data: HeatmapProps): TableContent {
  const { rows, columns, dt, format, xName = 'time' } = data;
  return {
    heads: [xName, ...rows.map(({ label }) => label)],
    rows: someOf(columns).map((column) => [
      heatPlace(data, column * dt),
      ...rows.map((_, row) => format(heatValue(data, row, column))),
    ]),
  };
}

export function Heatmap(props: HeatmapProps) {
  const { title, rows, values, columns, dt, scale, generation, reducedMotion, cursor = null, empty, actions } = props;
  const [drawn, setDrawn] = useState<{ layout: HeatLayout; grid: HeatGrid; sentence: string } | null>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const { host, made, redraw } = useDrawing(
    (element) => new HeatPlot(element, pagePalette),
    (plot) => {
      const next = plot.draw(props, generation, reducedMotion);
      setDrawn(next && { ...next, sentence: heatSentence(props, next.grid) });
    },
  );
  const names = rows.map(({ id, label }) => `${id} ${label}`).join();
  useLayoutEffect(redraw, [values, columns, dt, scale, names, generation, reducedMotion]);
  const litId = props.hovered ?? props.pinned ?? null;
  const lit = rows.findIndex(({ id }) => id === litId);
  const at = hover && hover.row < rows.length && hover.column < columns ? hover : null;
  const hoverTime = at && (at.column + 0.5) * dt;
  useLayoutEffect(
    () => made.current?.drawCursors({ cursor, hover: hoverTime, lit: lit < 0 ? null : lit }),
    [cursor, hoverTime, lit, drawn],
  );
  usePointer(made, host, props, setHover);
  const isEmpty = columns === 0;
  // what was drawn last may be of another robot
  const grid = drawn?.grid.rows === rows.length ? drawn.grid : null;
  const notFinite = grid?.notFinite ?? 0;
  return (
    <figure class="plot-card" data-empty={isEmpty} aria-label={title}>
      <figcaption>
        <h3 class="plot-title">{title}</h3>
        {notFinite > 0 && <b class="plot-bad">{notFinite} not finite</b>}
        <span class="plot-subtitle">{heatSubtitle(props)}</span>
        {actions}
      </figcaption>
      <div class="plot-area" data-drags={props.onCursor !== undefined}>
        <div
          class="plot-host"
          ref={host}
          role={isEmpty ? 'img' : 'slider'}
          tabIndex={isEmpty ? -1 : 0}
          aria-label={grid ? drawn!.sentence : title}
          aria-valuemin={0}
          aria-valuemax={columns * dt}
          aria-valuenow={cursor ?? 0}
          aria-valuetext={`${heatPlace(props, cursor ?? 0)} of ${heatPlace(props, columns * dt)}`}
          onKeyDown={(event) => onKey(event, props)}
        />
        {drawn && !isEmpty && <RowNames {...props} layout={drawn.layout} />}
        {at && <HeatReadout {...props} hover={at} />}
        {isEmpty && empty && <p class="plot-empty">{empty}</p>}
      </div>
      {!isEmpty && <NumbersTable title={title} content={() => tableOf(props)} />}
    </figure>
  );
}
