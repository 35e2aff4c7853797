/** @file Whether two figures look the same: then nothing is drawn again. */
import type { FigureBand, FigureData, FigureLine } from './figure-data.ts';

const sameLine = (a: FigureLine, b: FigureLine): boolean =>
  a.id === b.id && a.label === b.label && a.colour === b.colour && a.dashed === b.dashed && a.x === b.x && a.y === b.y;

const sameBand = (a?: FigureBand, b?: FigureBand): boolean =>
  a === b || (a?.x === b?.x && a?.low === b?.low && a?.high === b?.high);

/** By identity of arrays: a line with new numbers has new arrays. Functions do not count. */
export function sameFigure(a: FigureData, b: FigureData): boolean {
  const [marks, others] = [a.marks ?? [], b.marks ?? []];
  return (
    a.scale === b.scale &&
    a.xName === b.xName &&
    a.lines.length === b.lines.length &&
    a.lines.every((line, index) => sameLine(line, b.lines[index])) &&
    sameBand(a.band, b.band) &&
    marks.length === others.length &&
    marks.every(({ x, kind }, index) => x === others[index].x && kind === others[index].kind)
  );
}
