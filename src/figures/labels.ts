/** @file Names beside their lines: near the lines' ends where there is room, never over one another, never cut. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A line in pixels; NaN in `y` where it has a gap. */
export interface PixelLine {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface LabelRequest {
  readonly id: string;
  /** Of its text, pixels. */
  readonly width: number;
  readonly line: PixelLine;
}

export interface PlacedLabel extends Box {
  readonly id: string;
}

/** Pixels from a line to its label, and between two labels. */
const distance = 3;
/** Where along a line a label may be: its end is best. */
const anchors = [1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0];

/** Lowest and highest y of a line in every column of pixels of a box. */
interface Profile {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

function profileOf({ x, y }: PixelLine, box: Box): Profile {
  const columns = Math.max(Math.ceil(box.width), 1);
  const low = new Float64Array(columns).fill(Infinity);
  const high = new Float64Array(columns).fill(-Infinity);
  const mark = (atX: number, atY: number): void => {
    const column = Math.min(Math.max(Math.floor(atX - box.left), 0), columns - 1);
    low[column] = Math.min(low[column], atY);
    high[column] = Math.max(high[column], atY);
  };
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(y[i])) continue;
    mark(x[i], y[i]);
    if (i === 0 || Number.isNaN(y[i - 1])) continue;
    const steps = Math.ceil(Math.abs(x[i] - x[i - 1]));
    for (let step = 1; step < steps; step++)
      mark(x[i - 1] + ((x[i] - x[i - 1]) * step) / steps, y[i - 1] + ((y[i] - y[i - 1]) * step) / steps);
  }
  return { low, high };
}

/** Columns of pixels in which a line runs through a rectangle. */
function crossings({ low, high }: Profile, rectangle: Box, box: Box): number {
  const from = Math.max(Math.floor(rectangle.left - box.left), 0);
  const to = Math.min(Math.ceil(rectangle.left + rectangle.width - box.left), low.length);
  let count = 0;
  for (let column = from; column < to; column++)
    if (low[column] < rectangle.top + rectangle.height && high[column] > rectangle.top) count++;
  return count;
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width + distance &&
  b.left < a.left + a.width + distance &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;

/** A place that a label may take; `wish` grows with the distance from the line's end. */
interface Candidate {
  readonly place: Box;
  readonly wish: number;
}

/** Highest and lowest pixel of a line within [left, right]; null where it is not there. */
function spanOf({ low, high }: Profile, left: number, right: number): { top: number; bottom: number } | null {
  let [top, bottom] = [Infinity, -Infinity];
  for (let column = Math.max(Math.floor(left), 0); column < Math.min(Math.ceil(right), low.length); column++) {
    top = Math.min(top, low[column]);
    bottom = Math.max(bottom, high[column]);
  }
  return top <= bottom ? { top, bottom } : null;
}

/** Places above and below a line, clear of it and also half on it, at every anchor, as far as they fit into the box. */
function* candidates({ line, width }: LabelRequest, profile: Profile, height: number, box: Box): Generator<Candidate> {
  const drawn = line.x.map((_, index) => index).filter((index) => !Number.isNaN(line.y[index]));
  if (drawn.length === 0 || width > box.width) return;
  const [first, last] = [line.x[drawn[0]], line.x[drawn.at(-1)!]];
  for (const anchor of anchors) {
    const x = first + anchor * (last - first);
    const at = line.y[drawn.find((index) => line.x[index] >= x - 1e-6) ?? drawn.at(-1)!];
    const left = Math.min(Math.max(x - width / 2, box.left), box.left + box.width - width);
    const span = spanOf(profile, left - box.left, left + width - box.left) ?? { top: at, bottom: at };
    for (const [top, penalty] of [
      [span.top - distance - height, at - span.top],
      [span.bottom + distance, 1 + span.bottom - at],
      [at - distance - height, 2],
      [at + distance, 3],
    ] as const) {
      const fits = top >= box.top && top + height <= box.top + box.height;
      if (fits) yield { place: { left, top, width, height }, wish: 24 * (1 - anchor) + penalty };
    }
  }
}

/** What lies where the label was before is better by this: labels do not jump while a line grows. */
const loyalty = 12;

/**
 * Places labels of one height within a box, the first requests first.
 * @param before places of an earlier call, which are kept where they are still about as good.
 * @returns those that found a place; a label that finds none belongs into a legend.
 */
export function placeLabels(
  requests: readonly LabelRequest[],
  box: Box,
  height: number,
  before: readonly PlacedLabel[] = [],
): PlacedLabel[] {
  const profiles = requests.map(({ line }) => profileOf(line, box));
  const placed: PlacedLabel[] = [];
  for (const [index, request] of requests.entries()) {
    const old = before.find(({ id }) => id === request.id);
    let best: Candidate | null = null;
    let bestCost = Infinity;
    for (const candidate of candidates(request, profiles[index], height, box)) {
      const { place } = candidate;
      if (placed.some((other) => overlap(place, other))) continue;
      const isOld = old && Math.abs(old.left - place.left) < 12 && Math.abs(old.top - place.top) < 12;
      const crossed = profiles.reduce((sum, profile) => sum + crossings(profile, place, box), 0);
      const cost = candidate.wish + 3 * crossed - (isOld ? loyalty : 0);
      if (cost < bestCost) [best, bestCost] = [candidate, cost];
    }
    if (best) placed.push({ id: request.id, ...best.place });
  }
  return placed;
}
