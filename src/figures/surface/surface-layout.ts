/** @file Where everything of a surface lies, in pixels: worked out once for a view, drawn by the screen and by the files. */
import { cividis } from '../cividis.ts';
import { rgbText } from '../colours.ts';
import { barRoom, type ColourBar, layOutBar, openEnds } from '../contour/colour-bar.ts';
import { type ContourPath, countNotFinite, type PlaceKind } from '../contour/contour-data.ts';
import { contourLegend } from '../contour/contour-legend.ts';
import { type LaidMark, placeWords, unexplained } from '../contour/place-marks.ts';
import type { Measure, Size } from '../figure-layout.ts';
import type { Box } from '../labels.ts';
import { layOutLegend, type Legend, type LegendEntry, lineSign } from '../legend.ts';
import { type BoxAxes, axisRoom, layOutAxes } from './box-axes.ts';
import { textBoxes } from './edge-shapes.ts';
import { type FloorNames, floorNames } from './floor-names.ts';
import { drape, type Parts, partsOf } from './drape.ts';
import { isolinesOf, meshOf } from './lines.ts';
import { type Piece, piecesOf } from './paint-order.ts';
import { type Point, type Projection, projectionFor, xOf, yOf } from './projection.ts';
import { onFloor, type Relief, reliefOf } from './relief.ts';
import { isSeen } from './sight.ts';
import type { SurfaceData } from './surface-data.ts';
import { heightAt } from './walk.ts';

/** A way on the surface. */
export interface LaidPath {
  readonly path: ContourPath;
  readonly parts: Parts;
  /** Its points in pixels; NaN where they are not seen. */
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

export interface SurfaceLayout extends Pick<ColourBar, 'bar' | 'open' | 'bands'> {
  readonly size: Size;
  /** What the box may fill. */
  readonly room: Box;
  readonly projection: Projection;
  readonly relief: Relief;
  readonly axes: BoxAxes;
  readonly pieces: readonly Piece[];
  readonly mesh: Parts;
  readonly isolines: Parts;
  readonly paths: readonly LaidPath[];
  readonly marks: readonly LaidMark[];
  /** Behind the surface. */
  readonly hiddenMarks: readonly LaidMark[];
  readonly legend: Legend;
  readonly legendTop: number;
}

/** The point of the surface over a place of the axes; null where it is open, and beside it. */
export function surfacePoint({ x, y }: SurfaceData, relief: Relief, atX: number, atY: number): Point | null {
  const [across, up] = [onFloor(x, atX), onFloor(y, atY)];
  const height = heightAt(relief, across, up);
  return Number.isFinite(height) ? [across, up, height] : null;
}

/** Lines that belong to a surface do not change as it turns. */
const linesOf = new WeakMap<Relief, { readonly mesh: readonly Point[][]; readonly isolines: readonly Point[][] }>();

function ownLines(relief: Relief): { readonly mesh: readonly Point[][]; readonly isolines: readonly Point[][] } {
  const lines = linesOf.get(relief) ?? { mesh: meshOf(relief), isolines: isolinesOf(relief) };
  linesOf.set(relief, lines);
  return lines;
}

function layOutPath(data: SurfaceData, path: ContourPath, relief: Relief, projection: Projection): LaidPath {
  const across = Float64Array.from(path.x, (value) => onFloor(data.x, value));
  const up = Float64Array.from(path.y, (value) => onFloor(data.y, value));
  const seen = Array.from(across, (x, k): Point | null => {
    const point: Point = [x, up[k], heightAt(relief, x, up[k])];
    return Number.isFinite(point[2]) && isSeen(relief, projection, point) ? point : null;
  });
  return {
    path,
    parts: partsOf(relief, projection, drape(relief, across, up)),
    xs: Float64Array.from(seen, (point) => (point ? xOf(projection, point) : NaN)),
    ys: Float64Array.from(seen, (point) => (point ? yOf(projection, point) : NaN)),
  };
}

function layOutMarks(
  data: SurfaceData,
  { room, relief, projection, axes }: Pick<SurfaceLayout, 'room' | 'relief' | 'projection' | 'axes'>,
  measure: Measure,
): Pick<SurfaceLayout, 'marks' | 'hiddenMarks'> {
  const placed = (data.marks ?? []).flatMap((mark) => {
    const point = surfacePoint(data, relief, mark.x, mark.y);
    if (!point) return [];
    const isHidden = !isSeen(relief, projection, point);
    return [{ mark, left: xOf(projection, point), top: yOf(projection, point), isHidden }];
  });
  const seen = placed.filter(({ isHidden }) => !isHidden);
  return {
    marks: placeWords(seen, room, measure, textBoxes(axes.around, measure)),
    hiddenMarks: placed.filter(({ isHidden }) => isHidden).map((mark) => ({ ...mark, words: null })),
  };
}

const hiddenEntry: LegendEntry = { label: 'behind the surface', sign: lineSign('--text', [3, 3]) };

const letterEntry = ([letter, name]: readonly [string, string]): LegendEntry => ({
  label: name,
  sign: (x, y) => [{ text: letter, x, y: y + 4, anchor: 'middle', colour: '--text', isBold: true }],
});

/** What stands in the legend, of all that may be hidden or have lost its words in some view. */
const legendEntries = (
  data: SurfaceData,
  names: FloorNames,
  kinds: readonly PlaceKind[],
  isHidden: boolean,
): LegendEntry[] => [
  ...names.explained.map(letterEntry),
  ...contourLegend(data, countNotFinite(data.z), kinds),
  ...(isHidden ? [hiddenEntry] : []),
];

/** Height that the legend has in every view, pixels: a turn changes its words, not the room that it takes. */
function legendHeight(data: SurfaceData, names: FloorNames, width: number, measure: Measure): number {
  const kinds = [...new Set((data.marks ?? []).map(({ kind }) => kind))];
  const isAny = kinds.length > 0 || (data.paths ?? []).length > 0;
  return layOutLegend(legendEntries(data, names, kinds, isAny), width, measure).height;
}

interface Frame extends Pick<SurfaceLayout, 'room' | 'bar' | 'legendTop'> {
  readonly names: FloorNames;
}

/** What lies in one place whatever the view. */
function layOutFrame(data: SurfaceData, size: Size, measure: Measure): Frame {
  const bar = barRoom(data, measure);
  const beside = axisRoom(data, measure);
  const width = Math.max(size.width - beside.left - beside.right - bar.width, 10);
  const names = floorNames(data, width, measure);
  const legendTop = size.height - legendHeight(data, names, size.width, measure);
  const room: Box = { left: beside.left, top: 8, width, height: Math.max(legendTop - 8 - beside.bottom, 10) };
  return { names, room, legendTop, bar: layOutBar({ ...room, width: width + beside.right }, bar.texts) };
}

/** `most`: cells a side that are drawn at most; fewer while it turns. */
export function layOutSurface(data: SurfaceData, size: Size, measure: Measure, most?: number): SurfaceLayout {
  const relief = reliefOf(data, most);
  const { names, room, legendTop, bar } = layOutFrame(data, size, measure);
  const projection = projectionFor(data.view, room);
  const { mesh, isolines } = ownLines(relief);
  const paths = (data.paths ?? []).map((path) => layOutPath(data, path, relief, projection));
  const axes = layOutAxes(data, relief, projection, names, measure);
  const { marks, hiddenMarks } = layOutMarks(data, { room, relief, projection, axes }, measure);
  const isHidden = hiddenMarks.length > 0 || paths.some(({ parts }) => parts.hidden.length > 0);
  const kinds = unexplained([...marks, ...hiddenMarks]);
  return {
    size,
    room,
    projection,
    relief,
    axes,
    pieces: piecesOf(relief, projection),
    mesh: partsOf(relief, projection, mesh),
    isolines: partsOf(relief, projection, isolines),
    paths,
    marks,
    hiddenMarks,
    bands: relief.colours.map((place) => ({ colour: rgbText(cividis(place)) })),
    bar,
    open: openEnds(data),
    legend: layOutLegend(legendEntries(data, names, kinds, isHidden), size.width, measure),
    legendTop,
  };
}
