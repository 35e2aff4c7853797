/** @file The losses of all methods over their iterations. */
import type { ChartCurve, ChartData } from '../../figures/chart/chart-data.ts';
import { counted } from '../../text/counted.ts';
import type { Look } from '../look.ts';
import type { Drawing } from './lab-figure.ts';
import { colourOf, listing, said, sentences } from './words.ts';

/** Largest over smallest from which on a logarithmic axis says more. */
const manifold = 20;

/** Logarithmic where losses are positive and far apart. */
export function scaleOfLosses(all: readonly number[]): 'log' | 'linear' {
  const [least, most] = all.reduce(([a, b], loss) => [Math.min(a, loss), Math.max(b, loss)], [Infinity, -Infinity]);
  return least > 0 && most > manifold * least ? 'log' : 'linear';
}

/** The loss of every iterate of every method. */
export function lossesOf({ walks }: Look): Drawing {
  const curves = walks.map(({ label, losses }, index): ChartCurve => ({
    id: `walk-${index}`,
    label,
    colour: colourOf(index),
    x: Float64Array.from(losses, (_, k) => k),
    y: Float64Array.from(losses),
  }));
  const all = walks.flatMap(({ losses }) => losses);
  const data: ChartData = {
    id: 'losses',
    title: 'Loss over iterations',
    x: { name: 'iteration', unit: '' },
    y: { name: 'loss', unit: '', scale: scaleOfLosses(all) },
    curves,
  };
  const ends = walks.map(
    ({ title, losses }) => `${title} ends at ${said(losses.at(-1)!)} after ${counted(losses.length - 1, 'step')}`,
  );
  return {
    data,
    caption: sentences(['The loss at every iterate of each method, from one start.', `${listing(ends)}.`]),
  };
}
