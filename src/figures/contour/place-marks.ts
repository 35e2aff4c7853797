/** @file Words beside the marks of a map, where there is room; and which kinds of marks no words explain. */
import type { Measure } from '../figure-layout.ts';
import type { Box } from '../labels.ts';
import { type Plane, xPixel, yPixel } from '../plane.ts';
import type { ContourMark, PlaceKind } from './contour-data.ts';

/** A place with its words, on any plane. */
export type NamedPlace = Pick<ContourMark, 'x' | 'y' | 'label'>;

export interface LaidMark<M extends NamedPlace = ContourMark> {
  readonly mark: M;
  /** Pixels. */
  readonly left: number;
  readonly top: number;
  /** Where its words begin, on their base line; null where they found no place. */
  readonly words: { readonly x: number; readonly y: number } | null;
}

const height = 16;

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

const contains = (outer: Box, { left, top, width, height: inner }: Box): boolean =>
  left >= outer.left &&
  left + width <= outer.left + outer.width &&
  top >= outer.top &&
  top + inner <= outer.top + outer.height;

/** Beside a mark, above it, below it: the first place within the box where nothing else is. */
function roomFor(width: number, left: number, top: number, box: Box, taken: readonly Box[]): Box | null {
  const places = [
    { left: left + 9, top: top - 8 },
    { left: left - 9 - width, top: top - 8 },
    { left: left - width / 2, top: top - 25 },
    { left: left - width / 2, top: top + 9 },
  ].map((place) => ({ ...place, width, height }));
  return places.find((place) => contains(box, place) && !taken.some((other) => overlaps(place, other))) ?? null;
}

/** A mark where it lies. */
export type PlacedMark<M extends NamedPlace> = Pick<LaidMark<M>, 'mark' | 'left' | 'top'>;

/** Marks within the box of a plane. */
export function placeMarks<M extends NamedPlace>(plane: Plane, marks: readonly M[], measure: Measure): LaidMark<M>[] {
  const { x, y } = plane;
  const shown = marks
    .filter((mark) => mark.x >= x.min && mark.x <= x.max && mark.y >= y.min && mark.y <= y.max)
    .map((mark) => ({ mark, left: xPixel(plane, mark.x), top: yPixel(plane, mark.y) }));
  return placeWords(shown, plane.box, measure);
}

/** Words beside marks, within a box, where neither marks nor other words are. */
export function placeWords<M extends NamedPlace>(
  shown: readonly PlacedMark<M>[],
  box: Box,
  measure: Measure,
  others: readonly Box[] = [],
): LaidMark<M>[] {
  const taken = [
    ...shown.map(({ left, top }): Box => ({ left: left - 8, top: top - 8, width: 16, height })),
    ...others,
  ];
  return shown.map(({ mark, left, top }): LaidMark<M> => {
    const width = Math.ceil(measure(mark.label, 'label')) + 4;
    const room = mark.label ? roomFor(width, left, top, box, taken) : null;
    if (room) taken.push(room);
    return { mark, left, top, words: room && { x: room.left + 2, y: room.top + 12 } };
  });
}

/** Kinds whose sign no words on the map name. */
export function unexplained(marks: readonly LaidMark[]): PlaceKind[] {
  const kinds = new Set(marks.map(({ mark }) => mark.kind));
  const isNamed = (kind: PlaceKind): boolean =>
    marks.some(({ mark, words }) => words !== null && mark.kind === kind && mark.label.includes(kind));
  return [...kinds].filter((kind) => !isNamed(kind));
}
