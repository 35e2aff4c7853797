/** @file A surface in space: a drag or the arrows turn it, a press plays a point of it, a double press descends from there. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { countNotFinite, valueNear } from '../../figures/contour/contour-data.ts';
import { named } from '../../figures/plane.ts';
import { pointAt } from '../../figures/surface/sight.ts';
import { fromFloor } from '../../figures/surface/relief.ts';
import { type SurfaceData, surfaceNote, surfaceSentence, surfaceSubtitle } from '../../figures/surface/surface-data.ts';
import { layOutSurface, type SurfaceLayout } from '../../figures/surface/surface-layout.ts';
import { surfaceShapes } from '../../figures/surface/surface-shapes.ts';
import { type SurfaceView, turned } from '../../figures/surface/view.ts';
import type { ContourMapProps } from './contour-map.tsx';
import { measureText } from './overlay.ts';
import { pagePalette } from './page-palette.ts';
import type { Place } from './plane-figure.tsx';
import { placeAfterKey } from './plane-keys.ts';
import { PlanePlot } from './plane-plot.ts';
import { PlotCard, type Readout } from './plot-card.tsx';
import { placeOnScreen, overSurface } from './surface-over.ts';
import { gridTable } from './surface-signs.ts';
import { listenTurn } from './turn.ts';
import { useDrawing } from './use-drawing.ts';

export interface SurfaceFigureProps extends Omit<ContourMapProps, 'data' | 'lit' | 'onHoverPoint'> {
  readonly data: SurfaceData;
  /** Turned: at the end of a drag, and by keys. */
  readonly onView?: (view: SurfaceView) => void;
  /** As it was before it was turned. */
  readonly onReset?: () => void;
}

/** Degrees for a pixel that is dragged, and for a press of a key. */
const perPixel = 0.4;
const perKey = 5;

/** Cells a side while it turns: a frame of a drag is to be drawn within that frame. */
const turningCells = 40;

/** Grids of more points are crossed by ten at once. */
const fine = 41;

const keyTurns: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-perKey, 0],
  ArrowRight: [perKey, 0],
  ArrowUp: [0, perKey],
  ArrowDown: [0, -perKey],
};

/** In tenths of a degree, as addresses and commands say it. */
const rounded = ({ azimuth, elevation }: SurfaceView): SurfaceView => ({
  azimuth: Math.round(10 * azimuth) / 10,
  elevation: Math.round(10 * elevation) / 10,
});

/** The place of the axes that is seen at a pixel. */
function placeAtPixel(
  { x, y }: SurfaceData,
  { relief, projection }: SurfaceLayout,
  left: number,
  top: number,
): Place | null {
  const point = pointAt(relief, projection, left, top);
  return point && { x: fromFloor(x, point[0]), y: fromFloor(y, point[1]) };
}

function readoutOf({ x, y, z, value }: SurfaceData, at: Place): Readout {
  return { place: [named(x, at.x), named(y, at.y)], lines: [named(value, valueNear({ x, y, z }, at.x, at.y))] };
}

type Plot = PlanePlot<SurfaceLayout>;

/** Turns while it is dragged: drawn coarsely in each frame, and in full when the hand lets go. */
function useTurning(
  made: { readonly current: Plot | null },
  host: { readonly current: HTMLElement | null },
  props: SurfaceFigureProps,
  setHover: (place: Place | null) => void,
): { readonly current: SurfaceView | null } {
  const live = useRef<SurfaceView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  useLayoutEffect(() => {
    let frame = 0;
    const placeAt = (x: number, y: number): Place | null => {
      const layout = made.current?.layout;
      return layout ? placeAtPixel(latest.current.data, layout, x, y) : null;
    };
    const drawTurned = (): void => {
      frame = 0;
      const { current: plot } = made;
      if (!plot || !live.current) return;
      const data = { ...latest.current.data, view: live.current };
      const layout = plot.draw(
        (size) => layOutSurface(data, size, measureText, turningCells),
        (laid) => surfaceShapes(data, laid),
      );
      if (layout) plot.drawOver(overSurface({ ...latest.current, data }, null, layout));
    };
    const stop = listenTurn(host.current!, {
      onTurn: (dx, dy) => {
        live.current = turned(live.current ?? latest.current.data.view, -perPixel * dx, perPixel * dy);
        frame ||= requestAnimationFrame(drawTurned);
      },
      onTurned: () => {
        const view = live.current;
        live.current = null;
        if (view) latest.current.onView?.(rounded(view));
      },
      onTap: (x, y) => {
        const place = placeAt(x, y);
        if (place) latest.current.onProbe?.(place.x, place.y);
      },
      onTwice: (x, y) => {
        const place = placeAt(x, y);
        if (place) latest.current.onDescend?.(place.x, place.y);
      },
      onHover: (at) => setHover(at && placeAt(at.x, at.y)),
    });
    return () => {
      cancelAnimationFrame(frame);
      stop();
    };
  }, []);
  return live;
}

export function SurfaceFigure(props: SurfaceFigureProps) {
  const { data, probe = null, onProbe, onDescend, onView, onReset, empty, actions } = props;
  const { view } = data;
  const [hover, setHover] = useState<Place | null>(null);
  const [layout, setLayout] = useState<SurfaceLayout | null>(null);
  const isEmpty = useMemo(() => countNotFinite(data.z) === data.z.length, [data.z]);
  const live = useRef<{ readonly current: SurfaceView | null }>({ current: null });
  const { host, made, redraw } = useDrawing(
    (element) => new PlanePlot<SurfaceLayout>(element, pagePalette),
    (plot) => {
      // a hand that drags draws by itself
      if (live.current.current) return;
      const layOut = isEmpty ? null : (size: SurfaceLayout['size']) => layOutSurface(data, size, measureText);
      setLayout(plot.draw(layOut, (laid) => surfaceShapes(data, laid)));
    },
  );
  const { z, levels, marks, paths, x, y, title } = data;
  useLayoutEffect(redraw, [z, levels, marks, paths, x.name, y.name, title, view.azimuth, view.elevation]);
  useLayoutEffect(() => made.current?.drawOver(layout ? overSurface(props, hover, layout) : []));
  live.current = useTurning(made, host, props, setHover);
  const onKey = (event: KeyboardEvent): void => {
    const turn = event.shiftKey ? undefined : keyTurns[event.key];
    const place = event.shiftKey ? placeAfterKey(event.key, x.values.length > fine, data, hover ?? probe) : null;
    if (turn) onView?.(rounded(turned(view, ...turn)));
    else if (place) setHover(place);
    else if (event.key === 'Home') onReset?.();
    else if (event.key === 'Enter' && hover) (event.shiftKey ? onDescend : onProbe)?.(hover.x, hover.y);
    else if (event.key === 'Escape' && hover) setHover(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const at = hover && layout ? placeOnScreen(data, layout, hover) : null;
  return (
    <PlotCard
      id={data.id}
      title={title}
      subtitle={surfaceSubtitle(data)}
      sentence={surfaceSentence(data)}
      note={surfaceNote(data)}
      onKey={onKey}
      table={() => gridTable(data)}
      empty={empty}
      actions={actions}
      host={host}
      isEmpty={isEmpty}
      turns
      readout={
        hover &&
        layout && { ...readoutOf(data, hover), isAtEnd: !at || at.left < layout.room.left + layout.room.width / 2 }
      }
    />
  );
}
