/** @file The box around a surface: its floor, the two walls behind it, and ticks and names along the edges that are free. */
import { exactAxis, shortText, tickText } from '../axis.ts';
import { levelTexts } from '../contour/levels.ts';
import type { Measure } from '../figure-layout.ts';
import { axisTitle, type GridAxis } from '../plane.ts';
import type { Box } from '../labels.ts';
import { angleOf, round, type Shape } from '../shapes.ts';
import { dot, type Point, type Projection, xOf, yOf } from './projection.ts';
import { boxHeight, onFloor, type Relief, spanOf } from './relief.ts';
import type { SurfaceData } from './surface-data.ts';

/** Behind the surface, and around it. */
export interface BoxAxes {
  readonly behind: readonly Shape[];
  readonly around: readonly Shape[];
}

interface Tick {
  /** Of the box. */
  readonly place: number;
  readonly text: string;
}

/** Pixels that ticks and names take. */
const room = { tick: 5, gap: 4, name: 16, turned: 17 } as const;
/** Least pixels between two ticks. */
const apart = { floor: 58, height: 17 } as const;

/** Of letters, pixels. */
const textHeight = 12;

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
  return ticks.map((tick) => ({ place: onFloor(axis, tick), text: tickText(tick) }));
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

interface Edge {
  readonly from: Point;
  readonly to: Point;
  /** Away from the box, along an axis of it. */
  readonly out: Point;
}

const length2 = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/** In pixels. */
const directionOf = ({ right, up, across, along }: Projection, point: Point): [number, number] => [
  across * dot(point, right),
  -along * dot(point, up),
];

/** Ticks and name along an edge. */
function edgeShapes(
  projection: Projection,
  { from, to, out }: Edge,
  ticks: readonly Tick[],
  name: string,
  widest: number,
): Shape[] {
  const [ox, oy] = directionOf(projection, out);
  const size = length2(ox, oy) || 1;
  const [nx, ny] = [ox / size, oy / size];
  const at = (share: number): [number, number] => {
    const point = from.map((start, k) => start + share * (to[k] - start)) as unknown as Point;
    return [xOf(projection, point), yOf(projection, point)];
  };
  const [start, end] = [at(0), at(1)];
  const anchor = nx > 0.4 ? 'start' : nx < -0.4 ? 'end' : 'middle';
  const marks = ticks.map(({ place, text }) => ({ text, place: at((place + 1) / 2) }));
  // across the edge on the screen, away from the box
  const along = [end[0] - start[0], end[1] - start[1]];
  const long = length2(along[0], along[1]) || 1;
  const side = Math.sign(along[0] * ny - along[1] * nx) || 1;
  const [px, py] = [(-side * along[1]) / long, (side * along[0]) / long];
  const reach = room.tick + room.gap + Math.abs(px) * widest * 0.8 + Math.abs(py) * 12 + 10;
  const angle = (Math.atan2(along[1], along[0]) * 180) / Math.PI;
  const upright = angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle;
  const [mx, my] = [(start[0] + end[0]) / 2 + px * reach, (start[1] + end[1]) / 2 + py * reach];
  return [
    {
      d: marks
        .map(({ place: [x, y] }) => `M${round(x)} ${round(y)}l${round(room.tick * nx)} ${round(room.tick * ny)}`)
        .join(''),
      stroke: '--control',
      width: 1,
    },
    ...marks.map(({ text, place: [x, y] }): Shape => ({
      text,
      x: round(x + (room.tick + room.gap) * nx),
      y: round(y + (room.tick + room.gap) * ny + 4 + 4 * ny),
      anchor,
      colour: '--muted',
    })),
    ...(long > 24
      ? [
          {
            text: name,
            x: round(mx),
            y: round(my + 4),
            anchor: 'middle',
            colour: '--text',
            angle: round(upright),
          } as const,
        ]
      : []),
  ];
}

/** Ticks and name left of the upright edge that is farthest left. */
function uprightShapes(data: SurfaceData, projection: Projection, ticks: readonly Tick[], widest: number): Shape[] {
  const corners = [-1, 1].flatMap((x) => [-1, 1].map((y): Point => [x, y, 0]));
  const [x, y] = corners.reduce((best, corner) => (xOf(projection, corner) < xOf(projection, best) ? corner : best));
  const left = xOf(projection, [x, y, 0]);
  const height = (z: number): number => yOf(projection, [x, y, z]);
  return [
    {
      d: ticks.map(({ place }) => `M${round(left)} ${round(height(place))}h-${room.tick}`).join(''),
      stroke: '--control',
      width: 1,
    },
    ...ticks.map(({ place, text }): Shape => ({
      text,
      x: round(left - room.tick - room.gap),
      y: round(height(place) + 4),
      anchor: 'end',
      colour: '--muted',
    })),
    {
      text: axisTitle(data.value),
      x: round(left - room.tick - room.gap - widest - 8),
      y: round(height(boxHeight / 2)),
      anchor: 'middle',
      colour: '--text',
      turned: true,
    },
  ];
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

export function layOutAxes(data: SurfaceData, relief: Relief, projection: Projection, measure: Measure): BoxAxes {
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
      ...edgeShapes(projection, edgeX, x, axisTitle(data.x), widest(x)),
      ...edgeShapes(projection, edgeY, y, axisTitle(data.y), widest(y)),
      // seen from high above the height is short
      ...(lengthOf([0, 0, boxHeight]) > 30 ? uprightShapes(data, projection, z, widest(z)) : []),
    ],
  };
}

/** What texts cover: of a slanted one, pieces along it. */
export function textBoxes(shapes: readonly Shape[], measure: Measure): Box[] {
  return shapes.flatMap((shape): Box[] => {
    if (!('text' in shape)) return [];
    const length = measure(shape.text, 'tick');
    const angle = (angleOf(shape) * Math.PI) / 180;
    const begin = shape.anchor === 'middle' ? -length / 2 : shape.anchor === 'end' ? -length : 0;
    const pieces = Math.max(1, Math.ceil(length / textHeight));
    const size = length / pieces;
    return Array.from({ length: pieces }, (_, k) => {
      const at = begin + (k + 0.5) * size;
      const [x, y] = [shape.x + at * Math.cos(angle), shape.y + at * Math.sin(angle) - 4];
      const [width, height] = [Math.max(size, angle === 0 ? 0 : textHeight), textHeight];
      return { left: x - width / 2, top: y - height / 2, width, height };
    });
  });
}
