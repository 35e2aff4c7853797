/** @file The box around a surface: its floor, the two walls behind it, and ticks and names along the edges that are free. */
import { exactAxis, shortText, tickTexts } from '../axis.ts';
import { levelTexts } from '../contour/levels.ts';
import type { Measure } from '../figure-layout.ts';
import type { GridAxis } from '../plane.ts';
import { round, type Shape } from '../shapes.ts';
import { type Point, type Projection, xOf, yOf } from './projection.ts';
import { directionOf, type Edge, edgeShapes, length2, room, type Tick, uprightShapes } from './edge-shapes.ts';
import type { FloorNames } from './floor-names.ts';
import { boxHeight, onFloor, type Relief, spanOf } from './relief.ts';
import type { SurfaceData } from './surface-data.ts';

/** Behind the surface, and around it. */
export interface BoxAxes {
  readonly behind: readonly Shape[];
  readonly around: readonly Shape[];
}

/** Least pixels between two ticks. */
const apart = { floor: 58, height: 17 } as const;

const widestOf = (texts: readonly string[], measure: Measure): number =>
  texts.reduce((most, text) => Math.max(most, Math.ceil(measure(text, 'tick'))), 0);

/** Room beside the box, pixels. */
export function axisRoom(data: SurfaceData, measure: Measure): { left: number; right: number; bottom: number } {
  const widest = widestOf(levelTexts(data.levels), measure);
  return { left: widest + room.tick + room.gap + room.turned, right: 34, bottom: 44 };
}

/** Ticks along an axis of the floor that is so many pixels long. */
function floorTicks(axis: GridAxis, length: number): Tick[] {
  const { min, max, scale } = spanOf(axis);
  if (length < apart.floor / 2) return [];
  const { ticks } = exactAxis([min, max], scale, Math.max(2, Math.floor(length / apart.floor)));
  const texts = tickTexts(ticks);
  return ticks.map((tick, k) => ({ place: onFloor(axis, tick), text: texts[k] }));
}

/** Levels, as many as there is room for; the least value where there are none. */
function heightTicks({ levels }: SurfaceData, relief: Relief, length: number): Tick[] {
  const texts = levelTexts(levels);
  const inside = Array.from(relief.levels, (place, k) => ({ place, text: texts[k] })).filter(
    ({ place }) => place >= 0 && place <= boxHeight,
  );
  if (inside.length < 2) return [{ place: 0, text: Number.isFinite(relief.low) ? shortText(relief.low, 3) : '' }];
  const step = ((inside.at(-1)!.place - inside[0].place) / (inside.length - 1)) * (length / boxHeight);
  const every = Math.max(1, Math.ceil(apart.height / Math.max(step, 1)));
  return inside.filter((_, k) => k % every === 0);
}

const outline = (projection: Projection, points: readonly Point[]): string =>
  `M${points.map((point) => `${round(xOf(projection, point))} ${round(yOf(projection, point))}`).join('L')}`;

/** Floor and walls with their lines. `backX`, `backY`: where the walls behind are. */
function wallShapes(
  projection: Projection,
  [backX, backY]: readonly [number, number],
  { x, y, z }: { readonly x: readonly Tick[]; readonly y: readonly Tick[]; readonly z: readonly Tick[] },
): Shape[] {
  const floor: Point[] = [
    [-1, -1, 0],
    [1, -1, 0],
    [1, 1, 0],
    [-1, 1, 0],
  ];
  const wallOfX: Point[] = [
    [backX, -1, 0],
    [backX, 1, 0],
    [backX, 1, boxHeight],
    [backX, -1, boxHeight],
  ];
  const wallOfY: Point[] = [
    [-1, backY, 0],
    [1, backY, 0],
    [1, backY, boxHeight],
    [-1, backY, boxHeight],
  ];
  const faces = [floor, wallOfX, wallOfY].map((face) => `${outline(projection, face)}Z`);
  const lines = [
    ...x.map(({ place }) =>
      outline(projection, [
        [place, -backY, 0],
        [place, backY, 0],
        [place, backY, boxHeight],
      ]),
    ),
    ...y.map(({ place }) =>
      outline(projection, [
        [-backX, place, 0],
        [backX, place, 0],
        [backX, place, boxHeight],
      ]),
    ),
    ...z.map(({ place }) =>
      outline(projection, [
        [backX, -backY, place],
        [backX, backY, place],
        [-backX, backY, place],
      ]),
    ),
  ];
  return [
    { d: faces[0], fill: '--sunken' },
    { d: lines.join(''), stroke: '--line', width: 1 },
    { d: faces.join(''), stroke: '--control', width: 0.75 },
  ];
}

export function layOutAxes(
  data: SurfaceData,
  relief: Relief,
  projection: Projection,
  names: FloorNames,
  measure: Measure,
): BoxAxes {
  const { toViewer } = projection;
  const [frontX, frontY] = [toViewer[0] >= 0 ? 1 : -1, toViewer[1] >= 0 ? 1 : -1];
  const lengthOf = (direction: Point): number => length2(...directionOf(projection, direction));
  const x = floorTicks(data.x, lengthOf([2, 0, 0]));
  const y = floorTicks(data.y, lengthOf([0, 2, 0]));
  const z = heightTicks(data, relief, lengthOf([0, 0, boxHeight]));
  const widest = (ticks: readonly Tick[]): number =>
    widestOf(
      ticks.map(({ text }) => text),
      measure,
    );
  const edgeX: Edge = { from: [-1, frontY, 0], to: [1, frontY, 0], out: [0, frontY, 0] };
  const edgeY: Edge = { from: [frontX, -1, 0], to: [frontX, 1, 0], out: [frontX, 0, 0] };
  return {
    behind: wallShapes(projection, [-frontX, -frontY], { x, y, z }),
    around: [
      ...edgeShapes(projection, edgeX, x, names.x, widest(x)),
      ...edgeShapes(projection, edgeY, y, names.y, widest(y)),
      // seen from high above the height is short
      ...(lengthOf([0, 0, boxHeight]) > 30 ? uprightShapes(data, projection, z, widest(z)) : []),
    ],
  };
}
