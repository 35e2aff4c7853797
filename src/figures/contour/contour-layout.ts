/** @file Where everything of a contour map lies, in pixels: worked out once, drawn by the screen and by the files. */
import { rgbText } from '../colours.ts';
import { cividis } from '../cividis.ts';
import type { Measure, Size } from '../figure-layout.ts';
import { layOutLegend, type Legend } from '../legend.ts';
import { type GridAxis, layOutPlane, type Plane, rangeOf, xPixel, yPixel } from '../plane.ts';
import { pathOf } from '../shapes.ts';
import { barRoom, type ColourBar, layOutBar, openEnds } from './colour-bar.ts';
import { bandPlaces } from './levels.ts';
import { contourLegend } from './contour-legend.ts';
import { type ContourData, countNotFinite, type PlaceKind } from './contour-data.ts';
import { type LaidMark, placeMarks, unexplained } from './place-marks.ts';
import { finiteCells, type IndexPath, isoRegion, type IsoRegion } from './iso-region.ts';

export interface LaidBand {
  readonly colour: string;
  /** Of all that is at least its lower level: bands are painted from low to high, each over the last. */
  readonly d: string;
  /** Of its lower level; empty for the lowest band. */
  readonly line: string;
}

export interface ContourLayout {
  readonly plane: Plane;
  readonly bands: readonly LaidBand[];
  /** Cells with a corner that is not finite. */
  readonly holes: string;
  /** Points of the grid. */
  readonly notFinite: number;
  readonly bar: ColourBar['bar'];
  readonly open: ColourBar['open'];
  readonly marks: readonly LaidMark[];
  readonly legend: Legend;
  readonly legendTop: number;
}

interface Isolines {
  readonly levels: readonly number[];
  /** The first is of all that is finite. */
  readonly regions: readonly IsoRegion[];
  readonly holes: readonly (readonly [number, number, number])[];
}

/** By the surface they were made of: a new size or a moved cursor asks for the same ones. */
const made = new WeakMap<Float64Array, Isolines>();

/** Cells that are not finite, side by side as one: column, row, count. */
function holesOf(finite: Uint8Array, across: number): [number, number, number][] {
  const runs: [number, number, number][] = [];
  for (const [index, isFinite] of finite.entries()) {
    if (isFinite) continue;
    const [column, row] = [index % across, Math.floor(index / across)];
    const last = runs.at(-1);
    if (last && last[1] === row && last[0] + last[2] === column) last[2]++;
    else runs.push([column, row, 1]);
  }
  return runs;
}

function isolinesOf({ x, y, z, levels }: ContourData): Isolines {
  const before = made.get(z);
  if (before && before.levels.length === levels.length && levels.every((level, k) => level === before.levels[k]))
    return before;
  const grid = { columns: x.values.length, rows: y.values.length, z };
  const finite = finiteCells(grid);
  const regions = [-Infinity, ...levels].map((level) => isoRegion(grid, level, finite));
  const isolines = { levels, regions, holes: holesOf(finite, grid.columns - 1) };
  made.set(z, isolines);
  return isolines;
}

/** Pixels of an index of the grid, linear between its points. */
function alongAxis(axis: GridAxis, pixelOf: (value: number) => number): (index: number) => number {
  const pixels = axis.values.map(pixelOf);
  return (index) => {
    const before = Math.min(Math.floor(index), pixels.length - 2);
    return pixels[before] + (index - before) * (pixels[before + 1] - pixels[before]);
  };
}

type Frame = Pick<ContourLayout, 'plane' | 'legend' | 'marks'>;

/** Plane, marks and legend. Kinds of marks that no words on the map name come into the legend, which takes room of the map: so it is asked again. */
function layOutFrame(data: ContourData, notFinite: number, right: number, size: Size, measure: Measure): Frame {
  const kinds = new Set<PlaceKind>();
  for (;;) {
    const legend = layOutLegend(contourLegend(data, notFinite, [...kinds]), size.width, measure);
    const margins = { right, bottom: legend.height };
    const plane = layOutPlane([data.x, rangeOf(data.x)], [data.y, rangeOf(data.y)], size, measure, margins);
    const marks = placeMarks(plane, data.marks ?? [], measure);
    const missing = unexplained(marks).filter((kind) => !kinds.has(kind));
    if (missing.length === 0) return { plane, legend, marks };
    for (const kind of missing) kinds.add(kind);
  }
}

export function layOutContour(data: ContourData, size: Size, measure: Measure): ContourLayout {
  const { width, texts } = barRoom(data, measure);
  const notFinite = countNotFinite(data.z);
  const frame = layOutFrame(data, notFinite, width, size, measure);
  return {
    ...frame,
    ...surfaceOf(data, frame.plane),
    notFinite,
    bar: layOutBar(frame.plane.box, texts),
    open: openEnds(data),
    legendTop: size.height - frame.legend.height,
  };
}

/** Bands, lines and holes in the pixels of a plane. */
function surfaceOf(data: ContourData, plane: Plane): Pick<ContourLayout, 'bands' | 'holes'> {
  const { regions, holes } = isolinesOf(data);
  const across = alongAxis(data.x, (value) => xPixel(plane, value));
  const up = alongAxis(data.y, (value) => yPixel(plane, value));
  const pixels = (path: IndexPath): Float64Array =>
    path.map((index, place) => (place % 2 === 0 ? across(index) : up(index)));
  const places = bandPlaces(data);
  const holePath = ([column, row, count]: readonly [number, number, number]): string =>
    pathOf(pixels(Float64Array.of(column, row, column + count, row, column + count, row + 1, column, row + 1)), true);
  return {
    bands: regions.map(({ rings, lines }, k) => ({
      colour: rgbText(cividis(places[k])),
      d: rings.map((ring) => pathOf(pixels(ring), true)).join(''),
      line: lines.map((line) => pathOf(pixels(line))).join(''),
    })),
    holes: holes.map(holePath).join(''),
  };
}
