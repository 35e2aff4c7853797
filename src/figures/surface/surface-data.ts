/** @file What a surface in space shows: the numbers of a contour map, seen from somewhere; plain data, which page and file draw alike. */
import { type ContourData, contourSentence, contourSubtitle } from '../contour/contour-data.ts';
import { counted } from '../../text/counted.ts';
import { tickText } from '../axis.ts';
import { reliefOf } from './relief.ts';
import type { SurfaceView } from './view.ts';

/** A surface as tall as the levels of its map say: height and colour are one scale. */
export interface SurfaceData extends ContourData {
  readonly view: SurfaceView;
}

const degrees = (angle: number): string => `${tickText(Math.round(angle))}°`.replace('-', '−');

const viewWords = ({ azimuth, elevation }: SurfaceView): string =>
  `seen from azimuth ${degrees(azimuth)}, ${degrees(elevation)} above the floor`;

export const surfaceSubtitle = (data: SurfaceData): string => `${contourSubtitle(data)}; ${viewWords(data.view)}`;

/** In words. */
export const surfaceSentence = (data: SurfaceData): string =>
  `${contourSentence(data)}; a surface ${viewWords(data.view)}`;

const nth = (count: number): string => (count === 2 ? 'second' : count === 3 ? 'third' : `${count}th`);

/** What the drawing leaves out, with what the data says of it. */
export function surfaceNote(data: SurfaceData, most?: number): string {
  const { every, high, above, low, below } = reliefOf(data, most);
  const [across, up] = [data.x, data.y].map(({ values }) => values.length);
  const points = across === up ? `${across} points a side` : `${across} by ${up} points`;
  return [
    data.note ?? '',
    every > 1 ? `Every ${nth(every)} of ${points} is drawn.` : '',
    above > 0 ? `${counted(above, 'point')} above ${tickText(high)} ${above === 1 ? 'is' : 'are'} drawn at it.` : '',
    below > 0 ? `${counted(below, 'point')} below ${tickText(low)} ${below === 1 ? 'is' : 'are'} drawn at it.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
