/** @file How large gradients are: of every group of parameters over the iterations, and of every joint over the time of a rollout. */
import type { ChartData } from '../../figures/chart/chart-data.ts';
import { norm } from '../../core/member-norms.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { log } from '../../core/scalar/logarithm.ts';
import { settingOf } from '../../settings/kinds.ts';
import type { Look } from '../look.ts';
import type { ParameterGroup } from '../study.ts';
import type { Walk } from '../walk.ts';
import { counted } from '../../text/counted.ts';
import { byDepth } from './by-depth.ts';
import { costatesOverTime } from './costates.ts';
import { growthAlong } from './growth.ts';
import type { Drawing, DrawOptions, HeatNumbers, LabFigure } from './lab-figure.ts';
import { layerSaturation, torqueLimits } from './saturation.ts';
import { inOrder } from './sorted.ts';
import { colourOf, said, sentences } from './words.ts';

/** Norms of the groups at each iterate, iterate by iterate; each gradient first cut to the norm that a method allows. */
function normsOf({ gradients }: Walk, groups: readonly ParameterGroup[], clipNorm: number): Float64Array {
  const values = new Float64Array(gradients.length * groups.length);
  gradients.forEach((gradient, k) => {
    const whole = norm(gradient);
    const factor = whole > clipNorm ? clipNorm / whole : 1;
    groups.forEach(({ entries }, row) => {
      values[k * groups.length + row] = factor * norm(Float64Array.from(entries, (i) => gradient[i]));
    });
  });
  return values;
}

/** A ratio from which on the smaller number is rounding. */
const unbounded = 1e9;

/** Largest over smallest of the rows' norms at an iterate; Infinity where one is 0. */
function ratioAt(values: Float64Array, rows: number, column: number): number {
  const own = values.subarray(column * rows, (column + 1) * rows);
  return own.reduce((a, b) => Math.max(a, b)) / own.reduce((a, b) => Math.min(a, b));
}

function overIterations(look: Look, walk: Walk, clipNorm: number): Drawing {
  const { groups } = look.study;
  const values = normsOf(walk, groups, clipNorm);
  const isClipped = clipNorm < Infinity;
  const data: HeatNumbers = {
    id: isClipped ? 'norms-clipped' : 'norms',
    title: isClipped ? 'Gradient norms after clipping' : 'Gradient norms',
    subtitle: `${walk.label}; colours logarithmic`,
    rows: groups.map(({ label }, k) => ({ id: `group-${k}`, label, colour: colourOf(k) })),
    values,
    columns: walk.gradients.length,
    dt: 1,
    xName: 'iteration',
    unit: '',
    scale: 'symlog',
  };
  const last = walk.gradients.length - 1;
  const [before, after] = [0, last].map((column) => ratioAt(values, groups.length, column));
  const whole = walk.gradients.map((gradient) => Math.min(norm(gradient), clipNorm));
  const caption = sentences([
    `Norm of the part of the gradient that belongs to each group of parameters, at every iterate of ${walk.title}${isClipped ? `, cut to a whole norm of ${said(clipNorm)}` : ''}.`,
    `The whole gradient has a norm of ${said(whole[0])} at the start and of ${said(whole[last])} after ${counted(last, 'step')}.`,
    groups.length > 1 &&
      before < unbounded &&
      `The largest row is ${said(before)} times the smallest at the start, ${after < unbounded ? `${said(after)} times` : 'beyond all bounds'} at the end: rows that stay dark hardly learn.`,
  ]);
  return { data, caption };
}

/** Fewest layers that make a line of their own. */
const fewestLayers = 3;

/** Layers of a network, without their biases. */
const layersOf = (groups: readonly ParameterGroup[]): ParameterGroup[] =>
  groups.filter(({ label }) => /^layer \d+(, weight)?$/.test(label));

/** Norms layer by layer at the start, halfway and at the end: how a gradient fades or grows on its way back. */
function byLayer({ study }: Look, walk: Walk): Drawing | null {
  const layers = layersOf(study.groups);
  if (layers.length < fewestLayers) return null;
  const values = normsOf(walk, layers, Infinity);
  const last = walk.gradients.length - 1;
  const moments = [...new Set([0, Math.floor(last / 2), last])];
  const at = (k: number): Float64Array => values.slice(k * layers.length, (k + 1) * layers.length);
  const data: ChartData = {
    id: 'norms-by-layer',
    title: 'The gradient from layer to layer',
    subtitle: `${walk.label}; norm logarithmic`,
    x: { name: 'layer, from the input on', unit: '' },
    y: { name: 'norm of the gradient by its weights', unit: '', scale: 'log' },
    curves: moments.map((k, index) => ({
      id: `iteration-${k}`,
      label: k === 0 ? 'at the start' : `after ${counted(k, 'step')}`,
      colour: colourOf(index),
      x: Float64Array.from(layers, (_, row) => row + 1),
      y: at(k),
    })),
  };
  const [first, deepest] = [at(0)[0], at(0)[layers.length - 1]];
  const each = exp.value(log.value(deepest / first, 0, 0) / (layers.length - 1), 0, 0);
  const caption = sentences([
    `Norm of the gradient of ${walk.title} by the weights of each layer, one line for each of a few iterates.`,
    `At the start it is ${said(first)} in the first layer and ${said(deepest)} in the last: on its way back from layer to layer it is ${each >= 1 ? `divided by ${said(each)}` : `multiplied by ${said(1 / each)}`} on average.`,
    'On the logarithmic scale a straight line means that each layer changes it by the same factor: a network so deep learns from its end, or not at all.',
  ]);
  return { data, caption };
}

/** Of parameters, of the steps of the rollout at the lowest point, and of what passes through neither. */
async function* draw(look: Look, options: DrawOptions): AsyncIterable<readonly Drawing[]> {
  options.signal?.throwIfAborted();
  const { arm } = look.study;
  const [walk] = look.walks;
  const clipNorm = settingOf<number>(walk.method, 'clipNorm');
  const isClipped = clipNorm !== undefined && walk.gradients.some((gradient) => norm(gradient) > clipNorm);
  const inspection = arm && arm.experiment.inspect(look.lowest.x);
  const layers = byLayer(look, walk);
  const beginnings = look.study.comparisons ? [await byDepth(look.study.comparisons(), options)] : [];
  const drawings = [
    ...beginnings,
    overIterations(look, walk, Infinity),
    ...(isClipped ? [overIterations(look, walk, clipNorm)] : []),
    ...(layers ? [layers] : []),
    ...(inspection ? costatesOverTime(look, arm, inspection) : []),
  ].map((drawing) => inOrder(drawing, options.sort));
  yield drawings;
  const saturated = await layerSaturation(look, options);
  if (!inspection) {
    if (saturated.length > 0) yield [...drawings, ...saturated];
    return;
  }
  const growth = Number.isFinite(inspection.loss) ? await growthAlong(look, arm, options) : [];
  yield [...drawings, ...growth, ...torqueLimits(look, arm, inspection), ...saturated];
}

export const normsFigure: LabFigure = { name: 'norms', missing: () => null, draw };
