/** @file How sharp the loss is along the way of each method, beside what it can bear. */
import type { ChartData } from '../../figures/chart/chart-data.ts';
import { hessianAt } from '../../learning/landscape.ts';
import { extremes } from '../../learning/spectrum/extremes.ts';
import { preconditionedProduct, preconditionerOf } from '../../learning/stability/preconditioned.ts';
import { comparedMethods } from '../compared-methods.ts';
import type { Look } from '../look.ts';
import type { Walk } from '../walk.ts';
import type { Drawing, DrawOptions } from './lab-figure.ts';
import { type Edged, edged } from './limits.ts';
import { colourOf, said, sentences } from './words.ts';

/** Iterates at which the sharpness is found. */
const samples = 17;

/** The sharpness along a walk: at iterations x, step size times sharpness in units of the threshold. */
export interface SharpWalk extends Edged {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Iterates, evenly along a walk, the last among them; the first update lies before the first. */
function sampled({ points }: Walk): number[] {
  const last = points.length - 1;
  const count = Math.min(samples, last);
  return Array.from({ length: count }, (_, k) => 1 + Math.round(((last - 1) * k) / Math.max(count - 1, 1)));
}

/** Step size times sharpness, in units of the threshold, of a walk at its samples. */
async function sharpnessOf(
  { study }: Look,
  { of: walk, edge }: Edged<Walk>,
  { signal }: DrawOptions,
): Promise<readonly (readonly [number, number])[]> {
  const { landscape, seed } = study;
  const { size } = landscape.layout;
  const rule = comparedMethods.make(walk.method, null);
  const found: (readonly [number, number])[] = [];
  for (const iteration of sampled(walk)) {
    const product = hessianAt(landscape, walk.points[iteration], { signal });
    const diagonal = preconditionerOf(rule, { state: walk.states[iteration], iterations: iteration });
    const seen = diagonal ? preconditionedProduct(product, diagonal) : product;
    const { largest } = await extremes(seen, size, { steps: 30, tolerance: 1e-3, seed, ...(signal && { signal }) });
    const step = walk.stepSizes[Math.min(iteration, walk.stepSizes.length - 1)];
    found.push([iteration, (step * largest.value) / edge.threshold]);
  }
  return found;
}

/** The figure of sharpnesses that are known. */
export function sharpnessDrawing(walks: readonly SharpWalk[]): Drawing {
  const curves = walks.map(({ of: { label }, index, x, y }) => ({
    id: `walk-${index}`,
    label,
    colour: colourOf(index),
    x,
    y,
  }));
  const ends = walks.map(
    ({ of: { title }, edge, y }) =>
      `${title} (edge at ${edge.formula}${edge.of === 'Hessian' ? '' : ', of the Hessian as it scales it'}) ends at ${said(y.at(-1)!)}`,
  );
  const last = curves.reduce((most, { x }) => Math.max(most, x[x.length - 1]), 1);
  const isPositive = curves.every(({ y }) => Array.from(y).every((value) => value > 0));
  const data: ChartData = {
    id: 'sharpness',
    title: 'Sharpness beside what each method bears',
    x: { name: 'iteration', unit: '' },
    y: { name: 'step size × sharpness / threshold', unit: '', ...(isPositive && { scale: 'log' as const }) },
    curves: [
      ...curves,
      {
        id: 'edge',
        label: 'edge of stability',
        colour: '--bad',
        x: Float64Array.of(1, last),
        y: Float64Array.of(1, 1),
        style: 'dashed',
      },
    ],
  };
  const caption = sentences([
    'The largest eigenvalue of the Hessian along the way of each method, times its step size, as a part of the value above which its steps grow.',
    `${ends.join('; ')}.`,
    'Below 1 a quadratic would be descended; a curve that rises to 1 and stays there is at the edge of stability.',
  ]);
  return { data, caption };
}

/** Null where no method has an edge, or none has taken a step. */
export async function sharpness(look: Look, options: DrawOptions): Promise<Drawing | null> {
  const walks: SharpWalk[] = [];
  for (const one of edged(look.walks)) {
    if (one.of.points.length < 2) continue;
    const found = await sharpnessOf(look, one, options);
    const [x, y] = [0, 1].map((k) => Float64Array.from(found, (pair) => pair[k]));
    walks.push({ ...one, x, y });
  }
  return walks.length > 0 ? sharpnessDrawing(walks) : null;
}
