/** @file Light on a surface: gentle, from the viewer's upper left, so that colours keep their meaning; the side below is told apart. */
import { cividis } from '../cividis.ts';
import type { Rgb } from '../colours.ts';
import { dot, type Point, type Projection } from './projection.ts';

/** Steps of light, so that neighbours of one colour are one piece. */
const shades = 10;
/** What of a colour is left in the shade and on the lit side. */
const light = { least: 0.78, most: 1.08 } as const;
/** What the side below is mixed with, and how much of its colour is left: it is told apart at sight. */
const below = { grey: [186, 192, 200], left: 0.4 } as const;

const hex = (channel: number): string => Math.min(Math.round(channel), 255).toString(16).padStart(2, '0');
const lit = (colour: Rgb, share: number): string => `#${colour.map((channel) => hex(channel * share)).join('')}`;

/** Colours of all bands in all shades; the last shade is that of the side below. */
export const shaded = (bands: readonly number[]): string[][] =>
  bands.map((place) => {
    const colour = cividis(place);
    const steps = Array.from(
      { length: shades },
      (_, k) => light.least + ((light.most - light.least) * k) / (shades - 1),
    );
    const [red, green, blue] = colour.map((channel, k) => below.left * channel + (1 - below.left) * below.grey[k]);
    return [...steps.map((share) => lit(colour, share)), lit([red, green, blue], 1)];
  });

/** From the viewer's upper left. */
export function lightOf({ right, up, toViewer }: Projection): Point {
  const [across, along, towards] = [-0.48, 0.64, 0.6];
  const part = (k: 0 | 1 | 2): number => across * right[k] + along * up[k] + towards * toViewer[k];
  return [part(0), part(1), part(2)];
}

/** The step of light on a face, by a normal of any length that points up. */
export function shadeOf(normal: Point, towards: Point, viewer: Point): number {
  if (dot(normal, viewer) < 0) return shades;
  return Math.round((Math.max(dot(normal, towards), 0) / Math.sqrt(dot(normal, normal))) * (shades - 1));
}
