/** @file A contour map as a file of vectors, and its numbers as a table. */
import type { CsvColumn, CsvTable } from '../../formats/csv.ts';
import type { SvgOptions } from '../figure-svg.ts';
import { columnName, padded } from '../numbers.ts';
import { sheetSvg } from '../sheet.ts';
import { estimateWidth } from '../svg.ts';
import { type ContourData, contourSentence, contourSubtitle } from './contour-data.ts';
import { layOutContour } from './contour-layout.ts';
import { contourShapes } from './contour-shapes.ts';

export function contourSvg(data: ContourData, options: SvgOptions): string {
  const { title, note } = data;
  const head = { title, subtitle: contourSubtitle(data), note, sentence: contourSentence(data) };
  return sheetSvg(head, options, (size) => contourShapes(data, layOutContour(data, size, estimateWidth)));
}

/** A row for each point of the grid, then columns of the paths, which end where they end. */
export function contourTable({ x, y, z, value, paths = [] }: ContourData): CsvTable {
  const columns = x.values.length;
  const points = Array.from(z, (_, index) => index);
  const length = paths.reduce((most, path) => Math.max(most, path.x.length), z.length);
  const ofPath = (label: string, axis: 'x' | 'y', values: ArrayLike<number>): CsvColumn => ({
    name: `${label}: ${columnName(axis === 'x' ? x : y)}`,
    values: padded(values, length),
  });
  return {
    columns: [
      {
        name: columnName(x),
        values: padded(
          points.map((index) => x.values[index % columns]),
          length,
        ),
      },
      {
        name: columnName(y),
        values: padded(
          points.map((index) => y.values[Math.floor(index / columns)]),
          length,
        ),
      },
      { name: columnName(value), values: padded(z, length) },
      ...paths.flatMap((path) => [ofPath(path.label, 'x', path.x), ofPath(path.label, 'y', path.y)]),
    ],
  };
}
