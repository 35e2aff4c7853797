/** @file Ticks and names along the edges of a box. */
import type { Measure } from '../figure-layout.ts';
import type { Box } from '../labels.ts';
import { axisTitle } from '../plane.ts';
import { angleOf, round, type Shape } from '../shapes.ts';
import { between, dot, type Point, type Projection, xOf, yOf } from './projection.ts';
import { boxHeight } from './relief.ts';
import type { SurfaceData } from './surface-data.ts';

/** A tick of an axis. */
export interface Tick {
  /** Of the box. */
  readonly place: number;
  readonly text: string;
}

/** Pixels that ticks and names take. */
export const room = { tick: 5, gap: 4, name: 16, turned: 17 } as const;
/** Of letters, pixels. */
const textHeight = 12;

/** An edge of the box. */
export interface Edge {
  readonly from: Point;
  readonly to: Point;
  /** Away from the box, along an axis of it. */
  readonly out: Point;
}

export const length2 = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/** In pixels. */
export const directionOf = ({ right, up, across, along }: Projection, point: Point): [number, number] => [
  across * dot(point, right),
  -along * dot(point, up),
];

/** Ticks along an edge, as continuations of the lines across the box. */
function tickShapes(projection: Projection, { from, to, out }: Edge, ticks: readonly Tick[]): Shape[] {
  const [ox, oy] = directionOf(projection, out);
  const size = length2(ox, oy) || 1;
  const [nx, ny] = [ox / size, oy / size];
  const anchor = nx > 0.4 ? 'start' : nx < -0.4 ? 'end' : 'middle';
  const marks = ticks.map(({ place, text }) => {
    const point = between(from, to, (place + 1) / 2);
    return { text, x: xOf(projection, point), y: yOf(projection, point) };
  });
  const [dx, dy] = [round(room.tick * nx), round(room.tick * ny)];
  return [
    { d: marks.map(({ x, y }) => `M${round(x)} ${round(y)}l${dx} ${dy}`).join(''), stroke: '--control', width: 1 },
    ...marks.map(({ text, x, y }): Shape => ({
      text,
      x: round(x + (room.tick + room.gap) * nx),
      y: round(y + (room.tick + room.gap) * ny + 4 + 4 * ny),
      anchor,
      colour: '--muted',
    })),
  ];
}

/** Least length of an edge that has a name, pixels. */
const namedFrom = 24;

/** A name along an edge, beyond its ticks; read from left to right. */
function nameShapes(projection: Projection, { from, to, out }: Edge, name: string, widest: number): Shape[] {
  const [dx, dy] = directionOf(projection, [to[0] - from[0], to[1] - from[1], to[2] - from[2]]);
  const length = length2(dx, dy);
  if (length < namedFrom) return [];
  // across the edge on the screen, away from the box
  const [ox, oy] = directionOf(projection, out);
  const side = Math.sign(dx * oy - dy * ox) || 1;
  const [px, py] = [(-side * dy) / length, (side * dx) / length];
  const reach = room.tick + room.gap + Math.abs(px) * widest * 0.8 + Math.abs(py) * textHeight + 10;
  const middle = between(from, to, 0.5);
  const angle = (Math.atan2(dy, dx) * 180) / Math.PI;
  return [
    {
      text: name,
      x: round(xOf(projection, middle) + px * reach),
      y: round(yOf(projection, middle) + py * reach + 4),
      anchor: 'middle',
      colour: '--text',
      angle: round(angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle),
    },
  ];
}

/** Ticks and name along an edge. */
export const edgeShapes = (
  projection: Projection,
  edge: Edge,
  ticks: readonly Tick[],
  name: string,
  widest: number,
): Shape[] => [...tickShapes(projection, edge, ticks), ...nameShapes(projection, edge, name, widest)];

/** Ticks and name left of the upright edge that is farthest left. */
export function uprightShapes(
  data: SurfaceData,
  projection: Projection,
  ticks: readonly Tick[],
  widest: number,
): Shape[] {
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
