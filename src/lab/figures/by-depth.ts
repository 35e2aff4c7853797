/** @file What is left of a gradient on its way back through layers where learning begins: by activation and by initialization, in one figure. */
import type { ChartCurve, ChartData, CurveStyle } from '../../figures/chart/chart-data.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { norm } from '../../core/member-norms.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { log } from '../../core/scalar/logarithm.ts';
import type { StudiedComparison } from '../study.ts';
import type { Drawing, DrawOptions } from './lab-figure.ts';
import { colourOf, listing, said, sentences } from './words.ts';

/** Colours tell losses apart, styles their ways to begin. */
const styles: readonly CurveStyle[] = ['line', 'dashed', 'dots'];

/** Points as members. */
function asMembers(points: readonly Float64Array[]): PopulationTensor {
  const [size, population] = [points[0].length, points.length];
  const data = Float64Array.from(
    { length: size * population },
    (_, at) => points[at % population][Math.floor(at / population)],
  );
  return new PopulationTensor({ shape: [size], population }, data);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Median over the points of the gradient's norm by each layer, as a part of the last layer's; points without any gradient are left out. */
async function partsByLayer(
  { landscape }: StudiedComparison,
  points: readonly Float64Array[],
  { signal }: DrawOptions,
): Promise<Float64Array> {
  const { gradient } = await landscape.evaluate(asMembers(points), { signal });
  const { population, data } = gradient;
  const { slots } = landscape.layout;
  const norms = slots.map(({ offset, size }) =>
    points.map((_, p) => norm(Float64Array.from({ length: size }, (__, i) => data[(offset + i) * population + p]))),
  );
  const last = norms[norms.length - 1];
  return Float64Array.from(norms, (own) => median(own.map((value, p) => value / last[p]).filter(Number.isFinite)));
}

/** The factor of a layer on the way back, in the mean. */
const factorOf = (parts: Float64Array): number =>
  parts[0] > 0 ? exp.value(log.value(parts[0], 0, 0) / (parts.length - 1), 0, 0) : 0;

/** One line for each loss and each way to begin it. */
export async function byDepth(comparisons: readonly StudiedComparison[], options: DrawOptions): Promise<Drawing> {
  const curves: ChartCurve[] = [];
  const factors: string[] = [];
  for (const [k, comparison] of comparisons.entries())
    for (const [i, { title, points }] of comparison.starts.entries()) {
      const y = await partsByLayer(comparison, points, options);
      const label = `${comparison.title}, ${title}`;
      const x = Float64Array.from(y, (_, layer) => layer + 1);
      curves.push({
        id: `${comparison.title}-${title}`,
        label,
        colour: colourOf(k),
        x,
        y,
        style: styles[i % styles.length],
      });
      factors.push(`${said(factorOf(y), 2)} (${label})`);
    }
  const draws = comparisons[0].starts[0].points.length;
  const data: ChartData = {
    id: 'norms-by-depth',
    title: 'Depth against the norm of the gradient, where learning begins',
    subtitle: `median of ${draws} draws of weights; norm logarithmic`,
    x: { name: 'layer, from the input on', unit: '' },
    y: { name: 'norm of the gradient, as a part of the last layer’s', unit: '', scale: 'log' },
    curves,
  };
  const caption = sentences([
    'Norm of the gradient by the weights of each layer, beside that of the last layer, for three activations and three initializations.',
    `On its way back each layer multiplies it by ${listing(factors)}.`,
    'Where a line is level, all layers learn alike; where it falls towards the input, the first layers hardly learn; sigmoid units take away three quarters at least of what weights let through.',
  ]);
  return { data, caption };
}
