/** @file A heatmap as an SVG: cells of one colour are one path, so that the file stays small; with the legend of its colours. */
import { fractionOf } from './axis.ts';
import { divergingColour, divergingOf, type Palette, rgbText } from './colours.ts';
import { diamondPath } from './glyphs.ts';
import { type HeatGrid, heatGrid, type HeatmapData, heatSubtitle, heatTick } from './heat-data.ts';
import { type HeatLayout, layOutHeat } from './heat-layout.ts';
import type { SymlogScale } from './symlog.ts';
import { frame, glyphElement, headOf, type SvgOptions } from './figure-svg.ts';
import { element, estimateWidth, svgDocument, textElement } from './svg.ts';

/** Colours of each sign that are told apart. */
const steps = 48;

/** Cells side by side of one colour as one rectangle, all rectangles of one colour as one path. */
function cellPaths(grid: HeatGrid, { box, rowHeight, rowGap }: HeatLayout, palette: Palette): string[] {
  const paths = new Map<number, string[]>();
  const width = box.width / grid.columns;
  const colourOf = (index: number): number => Math.round(steps * grid.fractions[index]);
  const height = Math.round(100 * (rowHeight - rowGap)) / 100;
  for (let row = 0; row < grid.rows; row++)
    for (let from = 0, to = 0; from < grid.columns; from = to) {
      const colour = colourOf(row * grid.columns + from);
      while (to < grid.columns && Object.is(colourOf(row * grid.columns + to), colour)) to++;
      if (to === from) to++;
      const [left, right] = [from, to].map((column) => (box.left + column * width).toFixed(2));
      const path = paths.get(colour) ?? [];
      path.push(`M${left} ${(box.top + row * rowHeight).toFixed(2)}H${right}v${height}H${left}Z`);
      paths.set(colour, path);
    }
  const map = divergingOf(palette);
  return [...paths].map(([colour, path]) =>
    element('path', {
      d: path.join(''),
      fill: Number.isNaN(colour) ? 'url(#not-finite)' : rgbText(divergingColour(colour / steps, map)),
    }),
  );
}

const hatch = (palette: Palette): string =>
  element('defs', {}, [
    element('pattern', { id: 'not-finite', width: 4, height: 4, patternUnits: 'userSpaceOnUse' }, [
      element('path', { d: 'M0 4L4 0', stroke: palette('--bad'), 'stroke-width': 1.25 }),
    ]),
  ]);

function namesAndTicks(data: HeatmapData, { box, x, rowHeight, labelEvery }: HeatLayout, palette: Palette): string[] {
  const fill = palette('--muted');
  return [
    textElement(data.xName ?? 'time', {
      x: box.left + box.width,
      y: box.top + box.height + 30,
      'text-anchor': 'end',
      fill: palette('--text'),
    }),
    ...data.rows
      .map(({ label }, row) => textElement(label, { x: 0, y: box.top + (row + 0.5) * rowHeight + 4, fill }))
      .filter((_, row) => row % labelEvery === 0),
    ...x.ticks.map((tick) =>
      textElement(heatTick(data, tick), {
        x: box.left + fractionOf(x, tick) * box.width,
        y: box.top + box.height + 14,
        'text-anchor': 'middle',
        fill,
      }),
    ),
  ];
}

/** A bar from the smallest to the largest value of the map, with its unit. */
function legendOf({ low, high, at }: SymlogScale, data: HeatmapData, top: number, palette: Palette): string[] {
  const map = divergingOf(palette);
  const [from, to] = [at(low), at(high)];
  const zero = to > from ? -from / (to - from) : 0;
  const stop = (offset: number, fraction: number): string =>
    element('stop', { offset, 'stop-color': rgbText(divergingColour(fraction, map)) });
  const left = estimateWidth(data.format(low)) + 6;
  const fill = palette('--muted');
  return [
    element('defs', {}, [element('linearGradient', { id: 'colours' }, [stop(0, from), stop(zero, 0), stop(1, to)])]),
    textElement(data.format(low), { x: 0, y: top, fill }),
    element('rect', {
      x: left,
      y: top - 8,
      width: 120,
      height: 8,
      rx: 4,
      fill: 'url(#colours)',
      stroke: palette('--line'),
    }),
    textElement(data.format(high), { x: left + 126, y: top, fill }),
  ];
}

/** A heatmap as a file of vectors. */
export function heatmapSvg(data: HeatmapData, { palette, width = 560, height = 340 }: SvgOptions): string {
  const size = { width: width - 2 * frame.side, height: height - frame.title - frame.legend - frame.bottom - 8 };
  const layout = layOutHeat(data, size, estimateWidth);
  const grid = heatGrid(data, layout.box.width);
  const { box, rowHeight } = layout;
  const { largest, scales } = grid;
  const diamond = largest && {
    d: diamondPath(
      box.left + ((largest.column + 0.5) / data.columns) * box.width,
      box.top + (largest.row + 0.5) * rowHeight,
      4.5,
    ),
    fill: '--surface',
    stroke: '--text',
    width: 1.5,
  };
  const notFinite = grid.notFinite > 0 ? `, ${grid.notFinite} not finite` : '';
  const plot = [
    hatch(palette),
    element('g', { 'shape-rendering': 'crispEdges' }, cellPaths(grid, layout, palette)),
    ...(diamond ? [glyphElement(diamond, palette)] : []),
    ...namesAndTicks(data, layout, palette),
    ...(data.scale === 'symlog' ? legendOf(scales[0], data, size.height + 18, palette) : []),
  ];
  return svgDocument({
    width,
    height,
    title: data.title,
    background: palette('--surface'),
    children: [
      ...headOf(data.title, `${heatSubtitle(data)}${notFinite}`, width, palette),
      element('g', { transform: `translate(${frame.side} ${frame.title})` }, plot),
    ],
  });
}
