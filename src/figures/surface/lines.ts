/** @file Lines that belong to a surface: every few of its grid, and those of its levels, as points of its triangles. */
import type { Point } from './projection.ts';
import type { Relief } from './relief.ts';

/** About so many lines of the grid are drawn each way. */
const meshLines = 20;

const pointOf = ({ xs, ys, heights }: Relief, i: number, j: number): Point => [
  xs[i],
  ys[j],
  heights[j * xs.length + i],
];

const isWhole = ({ xs, ys, whole }: Relief, i: number, j: number): boolean =>
  i >= 0 && j >= 0 && i < xs.length - 1 && j < ys.length - 1 && whole[j * (xs.length - 1) + i] === 1;

/** Every so many indices; the border always. */
function spread(count: number): number[] {
  const every = Math.max(1, Math.round((count - 1) / meshLines));
  return Array.from({ length: count }, (_, k) => k).filter((k) => k % every === 0 || k === count - 1);
}

/** Points in a row, parted where no cell beside them is whole. */
function strung(points: readonly Point[], isJoined: (k: number) => boolean): Point[][] {
  const lines: Point[][] = [];
  let line: Point[] = [];
  for (const [k, point] of points.entries()) {
    if (k > 0 && !isJoined(k)) {
      if (line.length > 1) lines.push(line);
      line = [];
    }
    line.push(point);
  }
  if (line.length > 1) lines.push(line);
  return lines;
}

/** Lines of the grid. */
export function meshOf(relief: Relief): Point[][] {
  const [columns, rows] = [relief.xs.length, relief.ys.length];
  const across = (j: number): Point[][] =>
    strung(
      Array.from({ length: columns }, (_, i) => pointOf(relief, i, j)),
      (i) => isWhole(relief, i - 1, j - 1) || isWhole(relief, i - 1, j),
    );
  const up = (i: number): Point[][] =>
    strung(
      Array.from({ length: rows }, (_, j) => pointOf(relief, i, j)),
      (j) => isWhole(relief, i - 1, j - 1) || isWhole(relief, i, j - 1),
    );
  return [...spread(rows).flatMap(across), ...spread(columns).flatMap(up)];
}

/** Crossings of a level with the sides of triangles: each is met by at most two of them. */
class Crossings {
  readonly #relief: Relief;
  readonly #level: number;
  readonly #points = new Map<number, Point>();
  readonly #next = new Map<number, number[]>();

  constructor(relief: Relief, level: number) {
    this.#relief = relief;
    this.#level = level;
  }

  /** The line of a level across a triangle, by the indices of its corners, where there is one. */
  addTriangle(a: number, b: number, c: number): void {
    const ends = [this.#crossing(a, b), this.#crossing(b, c), this.#crossing(a, c)].filter((id) => id >= 0);
    if (ends.length !== 2) return;
    this.#join(ends[0], ends[1]);
    this.#join(ends[1], ends[0]);
  }

  /** Open lines first, then closed ones. */
  lines(): Point[][] {
    const ends = [...this.#next].filter(([, next]) => next.length === 1).map(([id]) => id);
    const starts = [...ends, ...this.#next.keys()];
    return starts.map((id) => this.#follow(id)).filter((line) => line.length > 1);
  }

  #join(from: number, to: number): void {
    const list = this.#next.get(from);
    if (list) list.push(to);
    else this.#next.set(from, [to]);
  }

  #follow(start: number): Point[] {
    const line = [this.#points.get(start)!];
    for (let at = start, next = this.#take(at); next !== undefined; at = next, next = this.#take(at)) {
      const back = this.#next.get(next)!;
      back.splice(back.indexOf(at), 1);
      line.push(this.#points.get(next)!);
    }
    return line;
  }

  #take(id: number): number | undefined {
    return this.#next.get(id)!.pop();
  }

  /** Where the level meets the side from one corner to a later one: its id; -1 where it does not. */
  #crossing(from: number, to: number): number {
    const { xs, heights } = this.#relief;
    const [low, high] = [heights[from], heights[to]];
    if (low >= this.#level === high >= this.#level) return -1;
    const columns = xs.length;
    const id = 3 * from + (to - from === 1 ? 0 : to - from === columns ? 1 : 2);
    if (!this.#points.has(id)) {
      const share = (this.#level - low) / (high - low);
      this.#points.set(id, this.#between(from, to, share));
    }
    return id;
  }

  #between(from: number, to: number, share: number): Point {
    const { xs, ys } = this.#relief;
    const columns = xs.length;
    const [x, y] = [xs[from % columns], ys[Math.floor(from / columns)]];
    return [x + share * (xs[to % columns] - x), y + share * (ys[Math.floor(to / columns)] - y), this.#level];
  }
}

/** Lines of the levels. */
export function isolinesOf(relief: Relief): Point[][] {
  const { xs, ys, levels } = relief;
  const columns = xs.length;
  return Array.from(levels).flatMap((level) => {
    const crossings = new Crossings(relief, level);
    for (let j = 0; j < ys.length - 1; j++)
      for (let i = 0; i < columns - 1; i++) {
        if (!isWhole(relief, i, j)) continue;
        const at = j * columns + i;
        crossings.addTriangle(at, at + 1, at + columns + 1);
        crossings.addTriangle(at, at + columns, at + columns + 1);
      }
    return crossings.lines();
  });
}
