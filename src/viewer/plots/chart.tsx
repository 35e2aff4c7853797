/** @file A chart over any axis: spectra, orders, scatters; what is under the pointer is said. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { type ChartData, chartSentence, chartSubtitle } from '../../figures/chart/chart-data.ts';
import { type ChartLayout, layOutChart, limitRow, pointNear } from '../../figures/chart/chart-layout.ts';
import { chartShapes, litShapes } from '../../figures/chart/chart-shapes.ts';
import { tickText } from '../../figures/axis.ts';
import { circlePath } from '../../figures/glyphs.ts';
import { axisTitle, named, xPixel, yPixel } from '../../figures/plane.ts';
import { round, type Shape } from '../../figures/shapes.ts';
import { type ChartPoint, pointAfterKey } from './chart-keys.ts';
import { someOf, type TableContent } from './numbers-table.tsx';
import { measureText } from './overlay.ts';
import { PlaneFigure } from './plane-figure.tsx';

/** `curves` must be a new list where its numbers are new: the same object is not drawn again. */
export interface ChartProps {
  readonly data: ChartData;
  /** The point under the pointer. */
  readonly onHoverPoint?: (point: { readonly id: string; readonly index: number } | null) => void;
  /** Ids of curves that are lit: all else is dimmed. */
  readonly lit?: readonly string[];
  /** Where the clock of what lies across stands, with its word. */
  readonly cursor?: ChartCursor | null;
  /** Pressed, and while it is dragged. */
  readonly onCursor?: (x: number) => void;
  /** A curve was pressed. */
  readonly onPinCurve?: (id: string) => void;
  readonly empty?: string;
  readonly actions?: ComponentChildren;
}

export interface ChartCursor {
  readonly x: number;
  readonly label: string;
}

function pointShapes({ plane }: ChartLayout, { curve, index }: ChartPoint): Shape[] {
  const [x, y] = [xPixel(plane, curve.x[index]), yPixel(plane, curve.y[index])];
  return [{ d: circlePath(x, y, 5), fill: curve.colour, stroke: '--surface', width: 2 }];
}

/** Its word stands below those of limits. */
function cursorShapes({ plane, limits }: ChartLayout, { x, label }: ChartCursor): Shape[] {
  const { box } = plane;
  if (!(x >= plane.x.min && x <= plane.x.max)) return [];
  const rows = limits.reduce((most, { row }) => Math.max(most, row + 1), 0);
  const left = round(xPixel(plane, x));
  const isAtEnd = left > box.left + box.width - 70;
  return [
    { d: `M${left} ${box.top}v${round(box.height)}`, stroke: '--text', width: 1.5 },
    {
      text: label,
      x: left + (isAtEnd ? -5 : 5),
      y: box.top + 13 + limitRow * rows,
      anchor: isAtEnd ? 'end' : 'start',
      colour: '--text',
      isBold: true,
      halo: true,
    },
  ];
}

/** What moves: curves that are lit, the clock, the point under the pointer. */
const overShapes = (layout: ChartLayout, { lit = [], cursor }: ChartProps, point: ChartPoint | null): Shape[] => [
  ...litShapes(layout, lit),
  ...(cursor ? cursorShapes(layout, cursor) : []),
  ...(point ? pointShapes(layout, point) : []),
];

function tableOf({ x, y, curves }: ChartData): TableContent {
  return {
    heads: ['curve, point', axisTitle(x), axisTitle(y)],
    rows: curves.flatMap((curve) =>
      someOf(curve.x.length, 24).map((index) => [
        `${curve.label}, ${index}`,
        tickText(curve.x[index]),
        tickText(curve.y[index]),
      ]),
    ),
  };
}

export function Chart(props: ChartProps) {
  const { data, cursor, onHoverPoint, onCursor, onPinCurve, empty, actions } = props;
  const [hovered, setHovered] = useState<ChartPoint | null>(null);
  const { x, y, curves } = data;
  const isEmpty = curves.every((curve) => curve.x.length === 0);
  // the curve under the pointer may be gone by now
  const hover = hovered && curves.includes(hovered.curve) ? hovered : null;
  const at = hover && { x: hover.curve.x[hover.index], y: hover.curve.y[hover.index] };
  const turnTo = (point: ChartPoint | null): void => {
    setHovered(point);
    onHoverPoint?.(point && { id: point.curve.id, index: point.index });
  };
  const onKey = (event: KeyboardEvent): void => {
    const next = pointAfterKey(event.key, event.shiftKey, curves, hover);
    if (next) turnTo(next);
    else if (event.key === 'Enter' && hover) onPinCurve?.(hover.curve.id);
    else if (event.key === 'Escape' && hover) turnTo(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <PlaneFigure<ChartLayout>
      id={data.id}
      title={data.title}
      subtitle={chartSubtitle(data)}
      sentence={cursor ? `${chartSentence(data)} Marked: ${cursor.label}.` : chartSentence(data)}
      note={data.note}
      layOut={isEmpty ? null : (size) => layOutChart(data, size, measureText)}
      shapesOf={chartShapes}
      drawnOf={[curves, data.limits, data.title, x.scale, y.scale]}
      over={(layout) => overShapes(layout, props, hover)}
      said={
        hover && at && { place: at, readout: { place: [hover.curve.label], lines: [named(x, at.x), named(y, at.y)] } }
      }
      onPoint={(place, layout) => turnTo(place && pointNear(layout, place.left, place.top))}
      onTap={({ left, top }, layout) => {
        const pressed = pointNear(layout, left, top);
        if (pressed) onPinCurve?.(pressed.curve.id);
      }}
      onDrag={({ x: at }) => onCursor?.(at)}
      onKey={onKey}
      table={() => tableOf(data)}
      empty={empty}
      actions={actions}
    />
  );
}
