/** @file A surface as a file of vectors. Its numbers are those of its map. */
import type { SvgOptions } from '../figure-svg.ts';
import { sheetSvg } from '../sheet.ts';
import { estimateWidth } from '../svg.ts';
import { type SurfaceData, surfaceNote, surfaceSentence, surfaceSubtitle } from './surface-data.ts';
import { layOutSurface } from './surface-layout.ts';
import { surfaceShapes } from './surface-shapes.ts';

export function surfaceSvg(data: SurfaceData, options: SvgOptions): string {
  const head = {
    title: data.title,
    subtitle: surfaceSubtitle(data),
    note: surfaceNote(data),
    sentence: surfaceSentence(data),
  };
  return sheetSvg(head, options, (size) => surfaceShapes(data, layOutSurface(data, size, estimateWidth)));
}
