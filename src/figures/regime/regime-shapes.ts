/** @file A map of regimes as shapes, as a file of vectors, and its numbers as a table. */
import type { Palette } from '../colours.ts';
import type { CsvTable } from '../../formats/csv.ts';
import type { SvgOptions } from '../figure-svg.ts';
import { circlePath } from '../glyphs.ts';
import { legendShapes } from '../legend.ts';
import { columnName } from '../numbers.ts';
import { axisShapes, boxPath, xPixel, yPixel } from '../plane.ts';
import type { Shape } from '../shapes.ts';
import { sheetSvg } from '../sheet.ts';
import { estimateWidth } from '../svg.ts';
import { layOutRegimes, type RegimeLayout, shadeText } from './regime-layout.ts';
import { type RegimeData, regimeSentence, regimeSubtitle } from './regime-data.ts';

/** Words beside a mark, on the side where the map has more room. */
function markShapes({ marks = [] }: RegimeData, { plane }: RegimeLayout): Shape[] {
  const { box, x: across, y: up } = plane;
  return marks
    .filter(({ x, y }) => x >= across.min && x <= across.max && y >= up.min && y <= up.max)
    .flatMap(({ x, y, label }): Shape[] => {
      const [left, top] = [xPixel(plane, x), yPixel(plane, y)];
      const isLeft = left > box.left + 0.6 * box.width;
      const height = Math.min(Math.max(top + 4, box.top + 14), box.top + box.height - 5);
      const place = { x: left + (isLeft ? -9 : 9), y: height };
      return [
        { d: circlePath(left, top, 4.5), fill: '--surface', stroke: '--text', width: 2 },
        { text: label, ...place, anchor: isLeft ? 'end' : 'start', colour: '--text', isBold: true, halo: true },
      ];
    });
}

export function regimeShapes(data: RegimeData, layout: RegimeLayout, palette: Palette): Shape[] {
  const { plane, areas, borders, letters, legend, legendTop } = layout;
  const { regimes } = data;
  return [
    { d: boxPath(plane.box), fill: '--surface' },
    ...areas.map(({ regime, shade, d }): Shape => ({ d, fill: shadeText(regimes[regime].colour, shade, palette) })),
    ...areas
      .filter(({ regime }) => regimes[regime].isHatched)
      .map(({ regime, d }): Shape => ({ d, hatch: regimes[regime].colour })),
    { d: borders, stroke: '--surface', width: 1.5 },
    ...letters.map(({ regime, x, y }): Shape => ({
      text: regimes[regime].letter,
      x,
      y: y + 4,
      anchor: 'middle',
      colour: '--text',
      isBold: true,
      halo: true,
    })),
    ...markShapes(data, layout),
    ...axisShapes(plane),
    ...legendShapes(legend, 4, legendTop),
  ];
}

export function regimeSvg(data: RegimeData, options: SvgOptions): string {
  const { palette } = options;
  const head = { title: data.title, subtitle: regimeSubtitle(data), note: data.note, sentence: regimeSentence(data) };
  return sheetSvg(head, options, (size) =>
    regimeShapes(data, layOutRegimes(data, size, estimateWidth, palette), palette),
  );
}

/** A row for each point; regimes by their place in the list, which the column's name says. */
export function regimeTable({ x, y, regime, rate, regimes, rateName }: RegimeData): CsvTable {
  const columns = x.values.length;
  const points = Array.from(regime, (_, index) => index);
  const list = regimes.map(({ label }, k) => `${k} ${label}`).join('; ');
  return {
    columns: [
      { name: columnName(x), values: points.map((index) => x.values[index % columns]) },
      { name: columnName(y), values: points.map((index) => y.values[Math.floor(index / columns)]) },
      { name: `regime (${list})`, values: Array.from(regime) },
      { name: columnName(rateName), values: Array.from(rate) },
    ],
  };
}
