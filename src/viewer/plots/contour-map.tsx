/** @file A surface over two numbers as a contour map: a click plays a point of it, a double click descends from there. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import {
  type ContourData,
  type ContourPath,
  contourSentence,
  contourSubtitle,
  countNotFinite,
  valueNear,
} from '../../figures/contour/contour-data.ts';
import { type ContourLayout, layOutContour } from '../../figures/contour/contour-layout.ts';
import { rimmedLine } from '../../figures/contour/contour-legend.ts';
import { contourShapes } from '../../figures/contour/contour-shapes.ts';
import { pathNear, type PathPoint } from '../../figures/contour/path-near.ts';
import { named, type Plane, xPixel, yPixel } from '../../figures/plane.ts';
import { lineWithin, round, type Shape } from '../../figures/shapes.ts';
import { gridTable, iterateShapes, probeShapes, runningShapes } from './surface-signs.ts';
import { measureText } from './overlay.ts';
import { type Place, PlaneFigure, type Pointed } from './plane-figure.tsx';
import type { Readout } from './plot-card.tsx';
import type { PlaneBox } from './plane-zoom.ts';
import { placeAfterKey } from './plane-keys.ts';

/** `z`, and a path's `x`, must be new arrays where their numbers are new: the same object is not drawn again. */
export interface ContourMapProps {
  readonly data: ContourData;
  /** The point that is played, in the units of the axes. */
  readonly probe?: Place | null;
  /** Beside that point; "played" where it is absent. */
  readonly probeWord?: string;
  /** A place that moves by itself, with its word. */
  readonly running?: (Place & { readonly label: string }) | null;
  /** Pressed, or Enter at the point that the arrows have moved. */
  readonly onProbe?: (x: number, y: number) => void;
  /** Tapped by a finger; a long press of it is as a press of the pointer. As `onProbe` where it is absent. */
  readonly onChoose?: (x: number, y: number) => void;
  /** Zoomed by hand. */
  readonly onZoom?: ((box: PlaneBox) => void) | undefined;
  /** Pressed twice, or Shift and Enter. */
  readonly onDescend?: (x: number, y: number) => void;
  /** Iteration that is marked on every path. */
  readonly at?: number | null;
  /** Id of the path that is lit. */
  readonly lit?: string | null;
  /** The point of a path under the pointer. */
  readonly onHoverPoint?: (point: { readonly id: string; readonly index: number } | null) => void;
  readonly empty?: string;
  readonly actions?: ComponentChildren;
}

interface Hover extends Place {
  readonly point: PathPoint | null;
}

/** A cross through a place, as long as the box. */
const hairs = ({ box }: Plane, left: number, top: number): Shape => ({
  d: `M${round(left)} ${box.top}v${box.height}M${box.left} ${round(top)}h${box.width}`,
  stroke: '--text',
  width: 1,
  dash: [2, 3],
});

/** The point of a path at an iteration, or its last one. */
function pathPoint({ x, y, colour }: ContourPath, at: number, plane: Plane): Shape[] {
  const index = Math.min(at, x.length - 1);
  return iterateShapes(xPixel(plane, x[index]), yPixel(plane, y[index]), index, colour);
}

const isWithin = ({ x, y }: Plane, at: Place): boolean =>
  at.x >= x.min && at.x <= x.max && at.y >= y.min && at.y <= y.max;

/** What moves: the place under the pointer, the one that is played, the iteration, the path that is lit. */
function overShapes(props: ContourMapProps, hover: Hover | null, plane: Plane): Shape[] {
  const { data, probe, probeWord = 'played', running, at = null, lit } = props;
  const { paths = [] } = data;
  const litPath = paths.find(({ id }) => id === lit);
  const pixels = ({ x, y }: Place): readonly [number, number] => [xPixel(plane, x), yPixel(plane, y)];
  const line = litPath && [
    Float64Array.from(litPath.x, (value) => xPixel(plane, value)),
    Float64Array.from(litPath.y, (value) => yPixel(plane, value)),
  ];
  const marked =
    at === null
      ? []
      : paths.filter(({ id, x, isContinuous }) => x.length > 0 && !isContinuous && (!litPath || id === lit));
  return [
    ...(line ? rimmedLine(lineWithin(line[0], line[1], plane.box), litPath.colour) : []),
    ...marked.flatMap((path) => pathPoint(path, at!, plane)),
    ...(probe && isWithin(plane, probe) ? probeShapes(...pixels(probe), probeWord) : []),
    ...(running && isWithin(plane, running) ? runningShapes(...pixels(running), running.label) : []),
    ...(hover ? [hairs(plane, ...pixels(hover))] : []),
  ];
}

/** Ways beside the one that is lit are dim. */
function withDim(data: ContourData, lit: string | null = null): ContourData {
  const { paths = [] } = data;
  if (!paths.some(({ id }) => id === lit)) return data;
  return { ...data, paths: paths.map((path) => ({ ...path, isDim: path.id !== lit })) };
}

function readoutOf({ x, y, value, ...data }: ContourData, { point, ...at }: Hover): Readout {
  return {
    place: [named(x, at.x), named(y, at.y)],
    lines: [
      named(value, valueNear({ x, y, z: data.z }, at.x, at.y)),
      ...(point ? [`${point.path.label}: point ${point.index}`] : []),
    ],
  };
}

export function ContourMap(props: ContourMapProps) {
  const { data, probe = null, lit, onProbe, onChoose, onDescend, onZoom, onHoverPoint, empty, actions } = props;
  const [hover, setHover] = useState<Hover | null>(null);
  const sentence = useMemo(() => contourSentence(data), [data]);
  const isEmpty = useMemo(() => countNotFinite(data.z) === data.z.length, [data.z]);
  const onPoint = (at: Pointed | null, { plane }: ContourLayout): void => {
    const point = at && pathNear(plane, data.paths ?? [], at.left, at.top);
    setHover(at && { x: at.x, y: at.y, point });
    onHoverPoint?.(point && { id: point.path.id, index: point.index });
  };
  const onKey = (event: KeyboardEvent): void => {
    const place = placeAfterKey(event.key, event.shiftKey, data, hover ?? probe);
    if (place) setHover({ ...place, point: null });
    else if (event.key === 'Enter' && hover) (event.shiftKey ? onDescend : onProbe)?.(hover.x, hover.y);
    else if (event.key === 'Escape' && hover) setHover(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <PlaneFigure<ContourLayout>
      id={data.id}
      title={data.title}
      subtitle={contourSubtitle(data)}
      sentence={sentence}
      note={data.note}
      layOut={isEmpty ? null : (size) => layOutContour(data, size, measureText)}
      shapesOf={(layout) => contourShapes(withDim(data, lit), layout)}
      drawnOf={[data.z, data.levels, data.marks, data.paths, data.x.name, data.y.name, data.title, lit]}
      over={({ plane }) => overShapes(props, hover, plane)}
      said={hover && { place: hover, readout: readoutOf(data, hover) }}
      onPoint={onPoint}
      onTap={({ x, y }) => onProbe?.(x, y)}
      {...(onChoose && {
        onTouch: ({ x, y }: Place) => {
          setHover({ x, y, point: null });
          onChoose(x, y);
        },
        onHold: ({ x, y }: Place) => onProbe?.(x, y),
      })}
      {...(onZoom && { onZoom })}
      onTwice={({ x, y }) => onDescend?.(x, y)}
      onKey={onKey}
      table={() => gridTable(data)}
      empty={empty}
      actions={actions}
    />
  );
}
