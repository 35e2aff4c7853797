/** @file Where the curvature of a loss lies, and how sharp it is along the way beside what each method can bear. */
import type { ChartData, ChartLimit } from '../../figures/chart/chart-data.ts';
import { spectrumChart } from '../../figures/chart/spectrum.ts';
import { spectralDensity } from '../../learning/spectrum/density.ts';
import type { SpectralMeasure } from '../../learning/spectrum/quadrature.ts';
import { conditioning } from '../../learning/stability/conditioning.ts';
import { counted } from '../../text/counted.ts';
import { type Curvature, curvatureAt } from '../curvature.ts';
import type { Look } from '../look.ts';
import type { Drawing, DrawOptions, LabFigure } from './lab-figure.ts';
import { edged, limitOf, withLimits } from './limits.ts';
import { sharpness } from './sharpness.ts';
import { said, sentences } from './words.ts';

/** Fewer eigenvalues than this are told apart by eye: sticks alone. */
const fewest = 24;
/** Thresholds further out than so many times the largest eigenvalue would leave no room for the spectrum. */
const farthest = 6;

const eigenvalueWords = ({ study }: Look) => ({
  name: 'eigenvalue of the Hessian',
  unit: study.unit && `1/(${study.unit})²`,
});

/** What each method bears at its last step size. */
const limitsOf = ({ walks }: Look): ChartLimit[] =>
  edged(walks).flatMap((one) => (one.of.stepSizes.length > 0 ? limitOf(one, one.of.stepSizes.at(-1)!) : []));

const words = { id: 'spectrum', title: 'Where the curvature lies' } as const;

/** Largest over smallest size from which eigenvalues are told apart on a logarithmic axis only. */
const wide = 50;

/** Few eigenvalues that are of one size: sticks where they lie. */
const sticksOf = (look: Look, { nodes, weights }: SpectralMeasure): ChartData => ({
  ...words,
  subtitle: `${nodes.length} eigenvalues, which is all of them`,
  x: eigenvalueWords(look),
  y: { name: 'share of the eigenvalues', unit: '' },
  curves: [{ id: 'nodes', label: 'eigenvalues', colour: '--now', x: nodes, y: weights, style: 'sticks' }],
});

/** Few eigenvalues of many sizes: by their rank, those below 0 by how far below. */
function ranksOf(look: Look, { nodes }: SpectralMeasure): ChartData {
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
    ],
  };
}

function densityOf(look: Look, measure: SpectralMeasure): ChartData {
  const { at, values, width, mass, sticks } = spectralDensity(measure);
  if (width === 0) return ranksOf(look, measure);
  return spectrumChart({
    ...words,
    eigenvalue: eigenvalueWords(look),
    nodes: measure.nodes,
    weights: measure.weights,
    grid: at,
    density: values,
    kernelWidth: width,
    mass: mass + sticks.reduce((total, { weight }) => total + weight, 0),
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
  const { condition, flat, negative } = conditioning(nodes);
  const caption = sentences([
    `Eigenvalues of the Hessian at the lowest point (found by ${look.lowest.by}), from ${said(smallest)} to ${said(largest)}${isWhole ? '' : ', of which the inner ones are sampled by Lanczos runs from random starts'}.`,
    Number.isFinite(condition) &&
      isWhole &&
      `The condition number is ${said(condition)}${flat > 0 ? `; along ${counted(flat, 'direction')} the loss is flat` : ''}${negative > 0 ? `; along ${counted(negative, 'direction')} it goes down from there` : ''}.`,
    nodes.length >= fewest &&
      `${said(100 * bulkOf(measure, most))} % of the spectrum lies within a hundredth of the largest size around 0: directions in which the loss hardly changes.`,
  ]);
  const data = chart(look, measure);
  const isByRank = data.curves[0].style === 'dots';
  return withLimits({ data, caption, farthest: farthest * most, isByRank }, limitsOf(look));
}

async function* draw(look: Look, options: DrawOptions): AsyncIterable<readonly Drawing[]> {
  const { study, lowest } = look;
  const first = spectrumOf(look, await curvatureAt(study.landscape, lowest.x, study.seed, options));
  yield [first];
  const second = await sharpness(look, options);
  if (second) yield [first, second];
}

export const spectrumFigure: LabFigure = { name: 'spectrum', missing: () => null, draw };
