/** @file A chart over any axis: spectra, orders, scatters; what is under the pointer is said. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { type ChartCurve, type ChartData, chartSentence, chartSubtitle } from '../../figures/chart/chart-data.ts';
import { type ChartLayout, layOutChart, pointNear } from '../../figures/chart/chart-layout.ts';
import { chartShapes } from '../../figures/chart/chart-shapes.ts';
import { tickText } from '../../figures/axis.ts';
import { circlePath } from '../../figures/glyphs.ts';
import { axisTitle, named, xPixel, yPixel } from '../../figures/plane.ts';
import type { Shape } from '../../figures/shapes.ts';
import { someOf, type TableContent } from './numbers-table.tsx';
import { measureText } from './overlay.ts';
import { PlaneFigure } from './plane-figure.tsx';

/** `curves` must be a new list where its numbers are new: the same object is not drawn again. */
export interface ChartProps {
  readonly data: ChartData;
  /** The point under the pointer. */
  readonly onHoverPoint?: (point: { readonly id: string; readonly index: number } | null) => void;
  readonly empty?: string;
  readonly actions?: ComponentChildren;
}

interface Hover {
  readonly curve: ChartCurve;
  readonly index: number;
}

function overShapes({ plane }: ChartLayout, { curve, index }: Hover): Shape[] {
  const [x, y] = [xPixel(plane, curve.x[index]), yPixel(plane, curve.y[index])];
  return [{ d: circlePath(x, y, 5), fill: curve.colour, stroke: '--surface', width: 2 }];
}

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

export function Chart({ data, onHoverPoint, empty, actions }: ChartProps) {
  const [hovered, setHovered] = useState<Hover | null>(null);
  const { x, y, curves } = data;
  const isEmpty = curves.every((curve) => curve.x.length === 0);
  // the curve under the pointer may be gone by now
  const hover = hovered && curves.includes(hovered.curve) ? hovered : null;
  const at = hover && { x: hover.curve.x[hover.index], y: hover.curve.y[hover.index] };
  return (
    <PlaneFigure<ChartLayout>
      id={data.id}
      title={data.title}
      subtitle={chartSubtitle(data)}
      sentence={chartSentence(data)}
      note={data.note}
      layOut={isEmpty ? null : (size) => layOutChart(data, size, measureText)}
      shapesOf={chartShapes}
      drawnOf={[curves, data.limits, data.title, x.scale, y.scale]}
      over={(layout) => (hover ? overShapes(layout, hover) : [])}
      said={
        hover && at && { place: at, readout: { place: [hover.curve.label], lines: [named(x, at.x), named(y, at.y)] } }
      }
      onPoint={(place, layout) => {
        const point = place && pointNear(layout, place.left, place.top);
        setHovered(point);
        onHoverPoint?.(point && { id: point.curve.id, index: point.index });
      }}
      table={() => tableOf(data)}
      empty={empty}
      actions={actions}
    />
  );
}
