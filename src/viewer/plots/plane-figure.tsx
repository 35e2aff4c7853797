/** @file A figure over a plane in its card: places in and out. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Size } from '../../figures/figure-layout.ts';
import { type Plane, placeAt, xPixel } from '../../figures/plane.ts';
import type { Shape } from '../../figures/shapes.ts';
import { pagePalette } from './page-palette.ts';
import { type Gestures, listenForGestures } from './plane-gestures.ts';
import { PlanePlot } from './plane-plot.ts';
import { type PlaneBox, zoomedBox } from './plane-zoom.ts';
import { type CardWords, PlotCard, type Readout } from './plot-card.tsx';
import { listenAlong } from './scrub.ts';
import { useDrawing } from './use-drawing.ts';

/** In the units of the axes. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A place under the pointer, with its pixels. */
export interface Pointed extends Place {
  readonly left: number;
  readonly top: number;
}

export interface PlaneFigureProps<L extends { readonly plane: Plane }> extends CardWords {
  /** Null: there is nothing to show. */
  readonly layOut: ((size: Size) => L) | null;
  readonly shapesOf: (layout: L) => readonly Shape[];
  /** What changes the drawing, by identity. */
  readonly drawnOf: readonly unknown[];
  /** What moves, drawn on top. */
  readonly over: (layout: L) => readonly Shape[];
  /** Of the place that is said; null: none is. */
  readonly said: { readonly place: Place; readonly readout: Readout } | null;
  readonly onPoint: (at: Pointed | null, layout: L) => void;
  /** Pressed and let go. */
  readonly onTap?: (at: Pointed, layout: L) => void;
  /** Pressed, and while it is dragged. */
  readonly onDrag?: (at: Place) => void;
  readonly onTwice?: (at: Place) => void;
  /** Tapped by a finger; as `onTap` where it is absent. */
  readonly onTouch?: (at: Place) => void;
  /** Pressed long by a finger. */
  readonly onHold?: (at: Place) => void;
  /** Zoomed by two fingers, or by the wheel with Ctrl. */
  readonly onZoom?: (box: PlaneBox) => void;
}

type Refs<L extends { readonly plane: Plane }> = {
  readonly plot: { readonly current: PlanePlot<L> | null };
  readonly host: { readonly current: HTMLElement | null };
  readonly gestures: { current: Gestures | null };
};

/** The nearest place within the box. */
function within(plane: Plane, x: number, y: number): Place {
  const { left, top, width, height } = plane.box;
  const inside = (value: number, from: number, length: number): number =>
    Math.min(Math.max(value, from + 1e-6), from + length - 1e-6);
  return placeAt(plane, inside(x, left, width), inside(y, top, height))!;
}

function usePointer<L extends { readonly plane: Plane }>(
  { plot, host, gestures }: Refs<L>,
  props: PlaneFigureProps<L>,
): void {
  const latest = useRef(props);
  latest.current = props;
  useLayoutEffect(() => {
    const element = host.current!;
    const onTwice = ({ clientX, clientY }: MouseEvent): void => {
      const { left, top } = element.getBoundingClientRect();
      const place = plot.current?.layout && placeAt(plot.current.layout.plane, clientX - left, clientY - top);
      if (place) latest.current.onTwice?.(place);
    };
    element.addEventListener('dblclick', onTwice);
    const {
      hasActed,
      isTouch,
      stop: stopGestures,
    } = (gestures.current = listenForGestures(element, () => {
      const plane = plot.current?.layout?.plane;
      const { onZoom, onHold } = latest.current;
      return {
        onZoom:
          onZoom &&
          ((zoom) => {
            const box = plane && zoomedBox(plane, zoom);
            if (box) onZoom(box);
          }),
        onHold:
          onHold &&
          ((x, y) => {
            const place = plane && placeAt(plane, x, y);
            if (place) onHold(place);
          }),
      };
    }));
    const stop = listenAlong(element, () => {
      const layout = plot.current?.layout;
      if (!layout) return {};
      const { onPoint, onTap, onTouch = onTap, onDrag } = latest.current;
      return {
        onHover: (at) => {
          // a finger that leaves has chosen
          if (!at && isTouch()) return;
          const place = at && placeAt(layout.plane, at.x, at.y);
          onPoint(place && { ...place, left: at.x, top: at.y }, layout);
        },
        onScrub: (x, y) => onDrag?.(within(layout.plane, x, y)),
        onTap: (x, y) => {
          const place = placeAt(layout.plane, x, y);
          if (place && !hasActed()) (isTouch() ? onTouch : onTap)?.({ ...place, left: x, top: y }, layout);
        },
      };
    });
    return () => {
      element.removeEventListener('dblclick', onTwice);
      stop();
      stopGestures();
    };
  }, []);
}

export function PlaneFigure<L extends { readonly plane: Plane }>(props: PlaneFigureProps<L>) {
  const { layOut, shapesOf, said } = props;
  const [layout, setLayout] = useState<L | null>(null);
  const gestures = useRef<Gestures>(null);
  const { host, made, redraw } = useDrawing(
    (element) => new PlanePlot<L>(element, pagePalette),
    (plot) => {
      setLayout(plot.draw(layOut, shapesOf));
      gestures.current?.settle();
    },
  );
  useLayoutEffect(redraw, props.drawnOf);
  useLayoutEffect(() => made.current?.drawOver(layout ? props.over(layout) : []));
  usePointer({ plot: made, host, gestures }, props);
  const readout = layout &&
    said && {
      ...said.readout,
      isAtEnd: xPixel(layout.plane, said.place.x) < layout.plane.box.left + layout.plane.box.width / 2,
    };
  return <PlotCard {...props} host={host} isEmpty={layOut === null} readout={readout} />;
}
