/** @file Where something floats beside what it belongs to: below it or above it, and never beyond the edges. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly left: number;
  readonly top: number;
}

/** Least distance from the edges, px. */
const margin = 8;

const within = (at: number, size: number, room: number): number => Math.max(margin, Math.min(at, room - size - margin));

/** `align`: which edges are flush. Lengths in px of the viewport. */
export function placeNear(
  anchor: Box,
  size: Size,
  viewport: Size,
  { gap = 6, align = 'start' }: { readonly gap?: number; readonly align?: 'start' | 'middle' | 'end' } = {},
): Place {
  const spare = anchor.width - size.width;
  const left = anchor.left + { start: 0, middle: spare / 2, end: spare }[align];
  const below = anchor.top + anchor.height + gap;
  const above = anchor.top - gap - size.height;
  const roomBelow = viewport.height - margin - below - size.height;
  const isAbove = roomBelow < 0 && above - margin > roomBelow;
  return {
    left: within(left, size.width, viewport.width),
    top: within(isAbove ? above : below, size.height, viewport.height),
  };
}
