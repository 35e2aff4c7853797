/** @file Where everything of a surface lies, in pixels: worked out once for a view, drawn by the screen and by the files. */
import { cividis } from '../cividis.ts';
import { rgbText } from '../colours.ts';
import { barRoom, type ColourBar, layOutBar, openEnds } from '../contour/colour-bar.ts';
import { type ContourPath, countNotFinite } from '../contour/contour-data.ts';
import { contourLegend } from '../contour/contour-legend.ts';
import { type LaidMark, placeWords, unexplained } from '../contour/place-marks.ts';
import type { Measure, Size } from '../figure-layout.ts';
import type { Box } from '../labels.ts';
import { layOutLegend, type Legend, type LegendEntry, lineSign } from '../legend.ts';
import { type BoxAxes, axisRoom, layOutAxes, textBoxes } from './box-axes.ts';
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

/** What stands in the legend of some view, and of this one: a turn changes its words, not the room that it takes. */
function layOutLegends(
  data: SurfaceData,
  { marks, hiddenMarks, paths }: Pick<SurfaceLayout, 'marks' | 'hiddenMarks' | 'paths'>,
  width: number,
  measure: Measure,
): Legend {
  const notFinite = countNotFinite(data.z);
  const isHidden = hiddenMarks.length > 0 || paths.some(({ parts }) => parts.hidden.length > 0);
  const entries = contourLegend(data, notFinite, unexplained([...marks, ...hiddenMarks]));
  return layOutLegend([...entries, ...(isHidden ? [hiddenEntry] : [])], width, measure);
}

/** Height that the legend has in every view, pixels. */
function legendHeight(data: SurfaceData, width: number, measure: Measure): number {
  const kinds = [...new Set((data.marks ?? []).map(({ kind }) => kind))];
  const isAny = kinds.length > 0 || (data.paths ?? []).length > 0;
  const entries = contourLegend(data, countNotFinite(data.z), kinds);
  return layOutLegend([...entries, ...(isAny ? [hiddenEntry] : [])], width, measure).height;
}

/** `most`: cells a side that are drawn at most; fewer while it turns. */
export function layOutSurface(data: SurfaceData, size: Size, measure: Measure, most?: number): SurfaceLayout {
  const relief = reliefOf(data, most);
  const bar = barRoom(data, measure);
  const legendTop = size.height - legendHeight(data, size.width, measure);
  const beside = axisRoom(data, measure);
  const room: Box = {
    left: beside.left,
    top: 8,
    width: Math.max(size.width - beside.left - beside.right - bar.width, 10),
    height: Math.max(legendTop - 8 - beside.bottom, 10),
  };
  const projection = projectionFor(data.view, room);
  const { mesh, isolines } = ownLines(relief);
  const paths = (data.paths ?? []).map((path) => layOutPath(data, path, relief, projection));
  const axes = layOutAxes(data, relief, projection, measure);
  const marks = layOutMarks(data, { room, relief, projection, axes }, measure);
  const bandColours = relief.colours.map((place) => ({ colour: rgbText(cividis(place)) }));
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
    ...marks,
    bands: bandColours,
    bar: layOutBar({ ...room, width: room.width + beside.right }, bar.texts),
    open: openEnds(data),
    legend: layOutLegends(data, { ...marks, paths }, size.width, measure),
    legendTop,
  };
}
