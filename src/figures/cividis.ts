/** @file A map of magnitudes whose lightness grows evenly, for those with a colour vision deficiency too: cividis (Nunez, Anderton, Renslow 2018). */
import type { Rgb } from './colours.ts';
import { rgbOf } from './colours.ts';

/** Ten points of the published map, evenly spaced. */
const points = [
  '#00204d',
  '#00336f',
  '#39486b',
  '#575c6d',
  '#707173',
  '#8a8779',
  '#a69d75',
  '#c4b56c',
  '#e4cf5b',
  '#ffea46',
].map(rgbOf);

/** The colour at 0 ... 1, dark to light. */
export function cividis(share: number): Rgb {
  const place = Math.min(Math.max(share, 0), 1) * (points.length - 1);
  const index = Math.min(Math.floor(place), points.length - 2);
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(points[index][channel] + (place - index) * (points[index + 1][channel] - points[index][channel]));
  return [mix(0), mix(1), mix(2)];
}
