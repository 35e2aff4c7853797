/** @file Where the curvature of a loss lies, and how sharp it is along the way beside what each method can bear. */
import type { ChartCurve, ChartData, ChartLimit } from '../../figures/chart/chart-data.ts';
import { spectrumChart } from '../../figures/chart/spectrum.ts';
import { hessianAt } from '../../learning/landscape.ts';
import { spectralDensity } from '../../learning/spectrum/density.ts';
import { extremes } from '../../learning/spectrum/extremes.ts';
import type { SpectralMeasure } from '../../learning/spectrum/quadrature.ts';
import { conditioning } from '../../learning/stability/conditioning.ts';
import { preconditionedProduct, preconditionerOf } from '../../learning/stability/preconditioned.ts';
import { edgeOf, type Threshold } from '../../learning/stability/thresholds.ts';
import { counted } from '../../text/counted.ts';
import { type Curvature, curvatureAt } from '../curvature.ts';
import type { Look } from '../look.ts';
import { comparedMethods } from '../schema.ts';
import type { Walk } from '../walk.ts';
import type { Drawing, DrawOptions, LabFigure } from './lab-figure.ts';
import { colourOf, said, sentences } from './words.ts';

/** Fewer eigenvalues than this are told apart by eye: sticks alone. */
const fewest = 24;
/** Thresholds further out than so many times the largest eigenvalue would leave no room for the spectrum. */
const farthest = 6;
/** Iterates at which the sharpness is found. */
const samples = 17;

const eigenvalueWords = ({ study }: Look) => ({
  name: 'eigenvalue of the Hessian',
  unit: study.unit && `1/(${study.unit})²`,
});

/** A walk with the edge of its method. */
interface Edged {
  readonly walk: Walk;
  readonly index: number;
  readonly edge: Threshold;
}

const edged = (walks: readonly Walk[]): Edged[] =>
  walks.flatMap((walk, index) => {
    const edge = edgeOf(comparedMethods.make(walk.method, null));
    return edge && walk.stepSizes.length > 0 ? [{ walk, index, edge }] : [];
  });

/** Curvature that each method can bear at its last step size, where that is the Hessian's own. */
const limitsOf = (look: Look): ChartLimit[] =>
  edged(look.walks)
    .filter(({ edge }) => edge.of === 'Hessian')
    .map(({ walk, index, edge }) => {
      const x = edge.threshold / walk.stepSizes.at(-1)!;
      return { x, label: `${walk.title} bears ${said(x)}`, colour: colourOf(index) };
    });

const words = { id: 'spectrum', title: 'Where the curvature lies' } as const;

/** Largest over smallest size from which eigenvalues are told apart on a logarithmic axis only. */
const wide = 50;

/** Few eigenvalues that are of one size: sticks where they lie. */
const sticksOf = (look: Look, { nodes, weights }: SpectralMeasure, limits: readonly ChartLimit[]): ChartData => ({
  ...words,
  subtitle: `${nodes.length} eigenvalues, which is all of them`,
  x: eigenvalueWords(look),
  y: { name: 'share of the eigenvalues', unit: '' },
  curves: [{ id: 'nodes', label: 'eigenvalues', colour: '--now', x: nodes, y: weights, style: 'sticks' }],
  limits,
});

/** Few eigenvalues of many sizes: by their rank, those below 0 by how far below. */
function ranksOf(look: Look, { nodes }: SpectralMeasure, limits: readonly ChartLimit[]): ChartData {
  const ranked = nodes.toSorted((a, b) => Math.abs(b) - Math.abs(a));
  const ranks = Float64Array.from(ranked, (_, k) => k + 1);
  const part = (isOurs: (value: number) => boolean) => ranked.map((value) => (isOurs(value) ? Math.abs(value) : NaN));
  const hasNegative = ranked.some((value) => value < 0);
  const { name, unit } = eigenvalueWords(look);
  return {
    ...words,
    subtitle: `${nodes.length} eigenvalues, which is all of them; size logarithmic`,
    x: { name: 'rank, the largest first', unit: '' },
    y: { name: `size of an ${name}`, unit, scale: 'log' },
    curves: [
      { id: 'positive', label: 'eigenvalues above 0', colour: '--now', x: ranks, y: part((v) => v > 0), style: 'dots' },
      ...(hasNegative
        ? [
            {
              id: 'negative',
              label: 'below 0',
              colour: '--line-1',
              x: ranks,
              y: part((v) => v < 0),
              style: 'dots' as const,
            },
          ]
        : []),
      ...limits.map(({ x, label, colour }): ChartCurve => ({
        id: label,
        label,
        colour,
        x: Float64Array.of(1, ranked.length),
        y: Float64Array.of(x, x),
        style: 'dashed',
      })),
    ],
  };
}

function densityOf(look: Look, measure: SpectralMeasure, limits: readonly ChartLimit[]): ChartData {
  const { at, values, width, mass, sticks } = spectralDensity(measure);
  if (width === 0) return ranksOf(look, measure, limits);
  return spectrumChart({
    ...words,
    eigenvalue: eigenvalueWords(look),
    nodes: measure.nodes,
    weights: measure.weights,
    grid: at,
    density: values,
    kernelWidth: width,
    mass: mass + sticks.reduce((total, { weight }) => total + weight, 0),
    limits,
  });
}

/** Share of eigenvalues that are below a hundredth of the largest size. */
const bulkOf = ({ nodes, weights }: SpectralMeasure, most: number): number =>
  weights.reduce((total, weight, k) => total + (Math.abs(nodes[k]) < most / 100 ? weight : 0), 0);

function spectrumOf(look: Look, { measure, isWhole, largest, smallest }: Curvature): Drawing {
  const { nodes } = measure;
  const least = nodes.reduce((low, value) => (value === 0 ? low : Math.min(low, Math.abs(value))), Infinity);
  const most = Math.max(largest, -smallest);
  const chart = nodes.length >= fewest ? densityOf : most > wide * least ? ranksOf : sticksOf;
  const all = limitsOf(look);
  const limits = all.filter(({ x }) => x <= farthest * most);
  const beyond = all.filter(({ x }) => x > farthest * most);
  const { condition, flat, negative } = conditioning(nodes);
  const caption = sentences([
    `Eigenvalues of the Hessian at the lowest point (found by ${look.lowest.by}), from ${said(smallest)} to ${said(largest)}${isWhole ? '' : ', of which the inner ones are sampled by Lanczos runs from random starts'}.`,
    Number.isFinite(condition) &&
      isWhole &&
      `The condition number is ${said(condition)}${flat > 0 ? `; along ${counted(flat, 'direction')} the loss is flat` : ''}${negative > 0 ? `; along ${counted(negative, 'direction')} it goes down from there` : ''}.`,
    nodes.length >= fewest &&
      `${said(100 * bulkOf(measure, most))} % of the spectrum lies within a hundredth of the largest size around 0: directions in which the loss hardly changes.`,
    limits.length > 0 &&
      'A method takes steps that grow along every direction whose eigenvalue is larger than what it bears.',
    beyond.length > 0 && `Not shown, as it is far above them all: ${beyond.map(({ label }) => label).join('; ')}.`,
  ]);
  return { data: chart(look, measure, limits), caption };
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
  { walk, edge }: Edged,
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

async function sharpness(look: Look, options: DrawOptions): Promise<Drawing | null> {
  const curves: ChartCurve[] = [];
  const ends: string[] = [];
  for (const one of edged(look.walks)) {
    if (one.walk.points.length < 2) continue;
    const found = await sharpnessOf(look, one, options);
    const [x, y] = [0, 1].map((k) => Float64Array.from(found, (pair) => pair[k]));
    curves.push({ id: `walk-${one.index}`, label: one.walk.label, colour: colourOf(one.index), x, y });
    ends.push(
      `${one.walk.title} (edge at ${one.edge.formula}${one.edge.of === 'Hessian' ? '' : ', of the Hessian as it scales it'}) ends at ${said(y.at(-1)!)}`,
    );
  }
  if (curves.length === 0) return null;
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

async function* draw(look: Look, options: DrawOptions): AsyncIterable<readonly Drawing[]> {
  const { study, lowest } = look;
  const first = spectrumOf(look, await curvatureAt(study.landscape, lowest.x, study.seed, options));
  yield [first];
  const second = await sharpness(look, options);
  if (second) yield [first, second];
}

export const spectrumFigure: LabFigure = { name: 'spectrum', missing: () => null, draw };
