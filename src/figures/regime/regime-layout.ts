/** @file Where everything of a map of regimes lies, in pixels. */
import { inPalette, type Palette, rgbOf, rgbText } from '../colours.ts';
import type { Measure, Size } from '../figure-layout.ts';
import { layOutLegend, type Legend, type LegendEntry } from '../legend.ts';
import { type GridAxis, layOutPlane, type Plane, rangeOf, xPixel, yPixel } from '../plane.ts';
import { round, type Shape } from '../shapes.ts';
import { type Regime, type RegimeData, shadeOf, shades } from './regime-data.ts';

/** Cells of one regime and one shade. */
export interface RegimeArea {
  readonly regime: number;
  readonly shade: number;
  readonly d: string;
}

export interface RegimeLayout {
  readonly plane: Plane;
  readonly areas: readonly RegimeArea[];
  /** Between cells of two regimes. */
  readonly borders: string;
  /** Where the letters stand: in the middle of the widest part of each regime. */
  readonly letters: readonly { readonly regime: number; readonly x: number; readonly y: number }[];
  readonly legend: Legend;
  readonly legendTop: number;
}

/** Where cells meet along an axis, whole pixels, so that no seam is seen: half-way between their points. */
function edgesOf({ values }: GridAxis, pixelOf: (value: number) => number): Float64Array {
  const pixels = values.map(pixelOf);
  const edges = new Float64Array(values.length + 1);
  for (let k = 1; k < values.length; k++) edges[k] = Math.round((pixels[k - 1] + pixels[k]) / 2);
  [edges[0], edges[values.length]] = [pixels[0], pixels[values.length - 1]];
  return edges;
}

interface Edges {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Cells side by side of one look as one rectangle, all rectangles of one look as one path. */
function areasOf({ x: { values }, regime, rate }: RegimeData, { x, y }: Edges): RegimeArea[] {
  const columns = values.length;
  const paths = new Map<number, string[]>();
  const lookOf = (index: number): number => regime[index] * (shades + 1) + shadeOf(rate[index]);
  for (let row = 0; row < y.length - 1; row++)
    for (let from = 0, to = 0; from < columns; from = to) {
      const look = lookOf(row * columns + from);
      while (to < columns && lookOf(row * columns + to) === look) to++;
      const path = paths.get(look) ?? [];
      path.push(`M${round(x[from])} ${round(y[row])}H${round(x[to])}V${round(y[row + 1])}H${round(x[from])}Z`);
      paths.set(look, path);
    }
  return [...paths].map(([look, path]) => ({
    regime: Math.floor(look / (shades + 1)),
    shade: look % (shades + 1),
    d: path.join(''),
  }));
}

function bordersOf({ x: { values }, regime }: RegimeData, { x, y }: Edges): string {
  const columns = values.length;
  const steps: string[] = [];
  for (const [index, here] of regime.entries()) {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    if (column > 0 && regime[index - 1] !== here)
      steps.push(`M${round(x[column])} ${round(y[row])}V${round(y[row + 1])}`);
    if (row > 0 && regime[index - columns] !== here)
      steps.push(`M${round(x[column])} ${round(y[row])}H${round(x[column + 1])}`);
  }
  return steps.join('');
}

/** The cell of a regime that is farthest from any other: repeated sweeps of the distance to the border, in cells. */
function middleOf({ x: { values }, regime }: RegimeData, wanted: number): number | null {
  const columns = values.length;
  const rows = regime.length / columns;
  const distance = Float64Array.from(regime, (value) => (value === wanted ? Infinity : 0));
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= columns || row >= rows ? 0 : distance[row * columns + column];
  for (let index = 0; index < distance.length; index++) {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    distance[index] = Math.min(distance[index], 1 + Math.min(at(column - 1, row), at(column, row - 1)));
  }
  let best = -1;
  for (let index = distance.length - 1; index >= 0; index--) {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    distance[index] = Math.min(distance[index], 1 + Math.min(at(column + 1, row), at(column, row + 1)));
    if (distance[index] > (best < 0 ? 2 : distance[best])) best = index;
  }
  return best < 0 ? null : best;
}

/** A colour as strong as its shade, on the surface. */
export function shadeText(colour: string, shade: number, palette: Palette): string {
  const [from, to] = [rgbOf(palette('--surface')), rgbOf(inPalette(colour, palette))];
  const share = 0.18 + (0.72 * shade) / shades;
  return rgbText([0, 1, 2].map((k) => Math.round(from[k] + share * (to[k] - from[k]))) as [number, number, number]);
}

function legendEntries({ regimes, regime }: RegimeData, palette: Palette): LegendEntry[] {
  const present = regimes.filter((_, k) => regime.includes(k));
  const swatch = ({ colour, isHatched }: Regime, x: number, y: number): Shape[] => {
    const d = `M${x - 8} ${y - 6}h16v12h-16Z`;
    return [{ d, fill: shadeText(colour, 4, palette) }, ...(isHatched ? [{ d, hatch: colour }] : [])];
  };
  return [
    ...present.map((each): LegendEntry => ({
      label: `${each.letter}: ${each.label}`,
      sign: (x, y) => swatch(each, x, y),
    })),
    {
      label: 'stronger: faster',
      sign: (x, y) =>
        [1, 3, 5].map((shade, k) => ({
          d: `M${x - 8 + 5.33 * k} ${y - 6}h5.33v12h-5.33Z`,
          fill: shadeText('--muted', shade, palette),
        })),
    },
  ];
}

export function layOutRegimes(data: RegimeData, size: Size, measure: Measure, palette: Palette): RegimeLayout {
  const legend = layOutLegend(legendEntries(data, palette), size.width, measure);
  const margins = { right: 12, bottom: legend.height };
  const plane = layOutPlane([data.x, rangeOf(data.x)], [data.y, rangeOf(data.y)], size, measure, margins);
  const edges = {
    x: edgesOf(data.x, (value) => xPixel(plane, value)),
    y: edgesOf(data.y, (value) => yPixel(plane, value)),
  };
  const columns = data.x.values.length;
  const letters = data.regimes.flatMap((_, regime) => {
    const cell = middleOf(data, regime);
    if (cell === null) return [];
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    return [{ regime, x: (edges.x[column] + edges.x[column + 1]) / 2, y: (edges.y[row] + edges.y[row + 1]) / 2 }];
  });
  return {
    plane,
    areas: areasOf(data, edges),
    borders: bordersOf(data, edges),
    letters,
    legend,
    legendTop: size.height - legend.height,
  };
}
