/**
 * @file Where a grid of values is at least a level: closed rings and the lines between, by marching squares with linear edges (Lorensen
 * and Cline 1987, in the plane). A cell with a corner that is not finite is a hole: no line runs around it.
 */

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** rows x columns, row-major. */
  readonly z: ArrayLike<number>;
}

/** x and y in turns, in indices of the grid: columns, rows. */
export type IndexPath = Float64Array;

export interface IsoRegion {
  /** Around all that is at least the level, holes the other way around. */
  readonly rings: readonly IndexPath[];
  /** Where the level is met, without the borders of grid and holes. */
  readonly lines: readonly IndexPath[];
}

/** Corners of a cell in turn: lower left, lower right, upper right, upper left; side s lies between corners s and s + 1. */
const corners = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;
const neighbours = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;

const cellValues = ({ z, columns }: Grid, i: number, j: number): readonly number[] =>
  corners.map(([right, up]) => z[(j + up) * columns + i + right]);

/** Whether each cell has four finite corners; (rows - 1) x (columns - 1). */
export function finiteCells({ z, columns, rows }: Grid): Uint8Array {
  const cells = new Uint8Array(Math.max((rows - 1) * (columns - 1), 0));
  for (let j = 0; j < rows - 1; j++)
    for (let i = 0; i < columns - 1; i++) {
      const at = j * columns + i;
      const sum = z[at] - z[at] + (z[at + 1] - z[at + 1]) + (z[at + columns] - z[at + columns]);
      cells[j * (columns - 1) + i] = sum + (z[at + columns + 1] - z[at + columns + 1]) === 0 ? 1 : 0;
    }
  return cells;
}

/** Directed edges between points of the grid: 3 p is corner p, 3 p + 1 a crossing to its right, 3 p + 2 one above it. */
class Edges {
  readonly #next = new Map<number, number[]>();

  add(from: number, to: number): void {
    const list = this.#next.get(from);
    if (list) list.push(to);
    else this.#next.set(from, [to]);
  }

  /** Paths along the edges, each edge once: open ones first, then closed ones. */
  paths(): number[][] {
    const ends = new Set([...this.#next.values()].flat());
    const open = [...this.#next.keys()].filter((point) => !ends.has(point)).map((point) => this.#follow(point));
    const closed = [...this.#next.keys()].flatMap((point) => {
      const found: number[][] = [];
      while ((this.#next.get(point)?.length ?? 0) > 0) found.push(this.#follow(point));
      return found;
    });
    return [...open, ...closed];
  }

  #follow(start: number): number[] {
    const path = [start];
    for (let next = this.#next.get(start)?.pop(); next !== undefined; next = this.#next.get(next)?.pop())
      path.push(next);
    return path;
  }
}

/** Adds the edges of one cell that the level crosses or fills. */
function addCell(
  grid: Grid,
  isFinite: (i: number, j: number) => boolean,
  [i, j]: readonly [number, number],
  level: number,
  { border, iso }: { readonly border: Edges; readonly iso: Edges },
): void {
  const { columns } = grid;
  const at = j * columns + i;
  const values = cellValues(grid, i, j);
  const corner = [at, at + 1, at + columns + 1, at + columns].map((point) => 3 * point);
  const crossing = [3 * at + 1, 3 * (at + 1) + 2, 3 * (at + columns) + 1, 3 * at + 2];
  const isAbove = values.map((value) => value >= level);
  const exits: number[] = [];
  const entries: number[] = [];
  for (let side = 0; side < 4; side++) {
    const next = (side + 1) % 4;
    const [from, to] = [isAbove[side], isAbove[next]];
    if (!from && !to) continue;
    if (from && !to) exits.push(side);
    if (!from && to) entries.push(side);
    // the cell beyond has the same piece the other way around
    if (isFinite(i + neighbours[side][0], j + neighbours[side][1])) continue;
    border.add(from ? corner[side] : crossing[side], to ? corner[next] : crossing[side]);
  }
  const isSaddle = exits.length === 2;
  const joins = !isSaddle || (values[0] + values[1] + values[2] + values[3]) / 4 >= level;
  for (const exit of exits) {
    const entry = isSaddle ? (exit + (joins ? 1 : 3)) % 4 : entries[0];
    iso.add(crossing[exit], crossing[entry]);
  }
}

/** Columns and rows of the points of a path. */
function placesOf({ z, columns }: Grid, path: readonly number[], level: number): IndexPath {
  const places = new Float64Array(2 * path.length);
  for (const [index, id] of path.entries()) {
    const point = Math.floor(id / 3);
    const kind = id % 3;
    const other = kind === 1 ? point + 1 : point + columns;
    const share = kind === 0 ? 0 : (level - z[point]) / (z[other] - z[point]);
    places[2 * index] = (point % columns) + (kind === 1 ? share : 0);
    places[2 * index + 1] = Math.floor(point / columns) + (kind === 2 ? share : 0);
  }
  return places;
}

/** The region of a level; `-Infinity` gives all cells that are finite. */
export function isoRegion(grid: Grid, level: number, finite: Uint8Array = finiteCells(grid)): IsoRegion {
  const { z, columns, rows } = grid;
  const [across, up] = [columns - 1, rows - 1];
  const isFinite = (i: number, j: number): boolean =>
    i >= 0 && j >= 0 && i < across && j < up && finite[j * across + i] === 1;
  const isWhole = (i: number, j: number): boolean =>
    isFinite(i - 1, j) && isFinite(i + 1, j) && isFinite(i, j - 1) && isFinite(i, j + 1);
  const edges = { border: new Edges(), iso: new Edges() };
  for (let j = 0; j < up; j++)
    for (let i = 0; i < across; i++) {
      if (finite[j * across + i] === 0) continue;
      const at = j * columns + i;
      const above =
        Number(z[at] >= level) +
        Number(z[at + 1] >= level) +
        Number(z[at + columns] >= level) +
        Number(z[at + columns + 1] >= level);
      if (above === 0 || (above === 4 && isWhole(i, j))) continue;
      addCell(grid, isFinite, [i, j], level, edges);
    }
  const lines = edges.iso.paths();
  for (const line of lines)
    for (let index = 1; index < line.length; index++) edges.border.add(line[index - 1], line[index]);
  const places = (path: readonly number[]): IndexPath => placesOf(grid, path, level);
  return { rings: edges.border.paths().map(places), lines: lines.map(places) };
}
