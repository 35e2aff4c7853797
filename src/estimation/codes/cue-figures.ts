/** @file What figures 2 to 4 of Ma et al. 2006 show, as numbers to draw: fused activities have the product of the posteriors. */
import { requireInteger, requireNumbers, requireParts } from '../../core/arguments.ts';
import { compile } from '../../core/compile.ts';
import { div, square, sub } from '../../core/ops/arithmetic.ts';
import { add, mul, neg } from '../../core/ops/elementwise.ts';
import { exp } from '../../core/ops/exponential.ts';
import { reshape, stack } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import { full, PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { uniform } from '../../core/random.ts';
import { ArgumentError } from '../../errors.ts';
import { type Code, gaussianCode, overUnits, ratesOf, requireCode } from './code.ts';
import { fuseCounts, kernelTransform } from './fusion.ts';
import { firedCounts } from './integrate-and-fire.ts';
import { centreOfMass } from './linear-decoders.ts';
import { gridOver } from './maximum-likelihood.ts';
import { poissonCounts, poissonQuantile } from './noise.ts';
import { unitsOver } from './placement.ts';
import { type GridPosterior, kernelPosterior, momentsOf, posteriorOnGrid } from './posterior.ts';

/** A population of the figure in one trial. */
export interface CueSeries {
  readonly activity: readonly number[];
  /** Density at `stimuli`. */
  readonly density: readonly number[];
  readonly mean: number;
  readonly variance: number;
}

/** One trial of fused cues. */
export interface CueFigure {
  readonly stimuli: readonly number[];
  readonly cues: readonly CueSeries[];
  /** The sum of activities, carried over to one code. */
  readonly fused: CueSeries;
  /** The product of the cues' posteriors, which the fused one should be. */
  readonly optimal: Omit<CueSeries, 'activity'>;
}

/** What a trial is made of. */
export interface CueTrial {
  /** Concrete, units along an axis. */
  readonly codes: readonly Code[];
  /** What each cue is of. */
  readonly stimuli: readonly number[];
  /** Where the posterior is told. */
  readonly range: readonly [number, number];
  /** Code in which activities are added; that of the first cue where absent, and then all have one kernel. */
  readonly target?: Code;
  readonly seed: number;
  /** Places of the posterior; default 201. */
  readonly places?: number;
}

/** A posterior as numbers to draw. */
function densityOf(posterior: GridPosterior): Omit<CueSeries, 'activity'> {
  const [grid, probability] = [posterior.grid.toArray(), posterior.probability.toArray()];
  const { mean: centre, variance } = momentsOf(posterior);
  return { density: probability.map((p) => p / (grid[1] - grid[0])), mean: centre.item(), variance: variance.item() };
}

/**
 * Figures 2 and 3: counts of each cue, their posteriors, and those of the sum. Cues of one kernel are added as they are (figure 2: Gaussian tuning,
 * Poisson counts); others, say of sigmoidal and of uneven Gaussian tuning, over connections that carry kernels over (figure 3).
 */
export function cueFigure(trial: CueTrial): CueFigure {
  requireParts('trial', trial, { codes: 'a list', stimuli: 'a list', range: 'a list' });
  const { codes, stimuli, range, target, seed, places = 201 } = trial;
  codes.forEach((code, i) => requireCode(`codes[${i}]`, code));
  if (codes.length === 0 || stimuli.length !== codes.length)
    throw new ArgumentError(
      'stimuli',
      `${stimuli.length} of them`,
      `one for each of ${codes.length} codes, at least one`,
    );
  const grid = gridOver(range, places);
  const counts = codes.map((code, i) => poissonCounts(ratesOf(code, stimuli[i]), { seed, stream: i }));
  const posteriors = codes.map((code, i) => posteriorOnGrid(code, counts[i], grid));
  const into = target ?? codes[0];
  const fused = target
    ? counts
        .map((r, i) => matmul(r, kernelTransform(codes[i], target, grid).weights))
        .reduce((total, r) => add(total, r))
    : fuseCounts(codes, counts);
  // what silence says where the sums of rates are uneven; even ones say nothing
  const spikes = codes.map((code) => overUnits(code, ratesOf(code, grid))).reduce((total, x) => add(total, x));
  return {
    stimuli: grid.toArray(),
    cues: posteriors.map((posterior, i) => ({ activity: counts[i].toArray(), ...densityOf(posterior) })),
    fused: { activity: fused.toArray(), ...densityOf(kernelPosterior(into, fused, grid, neg(spikes))) },
    optimal: densityOf({ ...posteriors[0], probability: productOf(posteriors) }),
  };
}

/** Normalized product of densities; far from all of them it is 0. */
function productOf(posteriors: readonly GridPosterior[]): PopulationTensor {
  const product = posteriors.map(({ probability }) => probability).reduce((total, p) => mul(total, p));
  return div(product, sum(product));
}

/** Estimates of many trials at one pair of gains: what a layer of spiking units made of both cues, and what would be best. */
export interface NetworkPoint {
  readonly gains: readonly [number, number];
  readonly mean: number;
  readonly variance: number;
  /** By the cues' variances: (s1 / var1 + s2 / var2) / (1 / var1 + 1 / var2), and 1 / (1 / var1 + 1 / var2). */
  readonly optimalMean: number;
  readonly optimalVariance: number;
}

/** Of the layer: units of the cues a width apart, at places of theirs. */
const layer = { width: 1, range: [-4, 4] as const, steps: 60, leak: 0.01, threshold: 0.7, pooling: 0.5 };

/** What is tried for figure 4. */
export interface NetworkExperiment {
  /** Spikes of a unit at most, of each cue. */
  readonly gains: readonly (readonly [number, number])[];
  /** What each cue is of. */
  readonly stimuli: readonly [number, number];
  readonly trials: number;
  readonly seed: number;
}

/**
 * Figure 4: two cues in conflict drive a layer of units that integrate and fire, spike by spike; the centre of mass of what they fired, over trials
 * that are members of one population, against optimal fusion, for pairs of gains that change without anything being learned.
 */
export function networkFigure(experiment: NetworkExperiment): NetworkPoint[] {
  requireParts('experiment', experiment, { gains: 'a list', stimuli: 'a list' });
  const { gains, stimuli, trials, seed } = experiment;
  gains.forEach((pair, i) => requireNumbers(`gains[${i}]`, pair));
  requireNumbers('stimuli', stimuli);
  requireInteger('trials', trials, 2, 2 ** 20);
  const preferred = unitsOver(layer.range, layer.width, 1);
  const units = preferred.size;
  const draw = (stream: number, shape: readonly number[]): PopulationTensor =>
    new PopulationTensor(
      { shape: [...shape], population: trials },
      uniform(
        { seed, stream },
        shape.reduce((a, b) => a * b, trials),
      ),
    );
  const uniforms = [0, 1].map((stream) => draw(stream, [layer.steps, units]));
  const start = full([units], layer.threshold / 2);
  const column = reshape(preferred, [units, 1]);
  const pooling = exp(mul(-0.5, square(sub(column, preferred))));
  const estimate = compile(
    (pair: PopulationTensor[], phases: PopulationTensor, amount: PopulationTensor[]) => {
      const codes = amount.map((gain) => gaussianCode({ preferred, width: layer.width, gain }));
      const spikes = pair.map((u, i) => poissonQuantile(ratesOf(codes[i], stimuli[i]), u, 16));
      const currents = mul(layer.pooling, matmul(add(spikes[0], spikes[1]), pooling));
      const fired = firedCounts(currents, phases, layer);
      const cues = spikes.map((x, i) => centreOfMass(codes[i], sum(x, 0)).estimate);
      return stack([centreOfMass(codes[0], fired).estimate, ...cues]);
    },
    [uniforms, start, [tensor(1), tensor(1)]],
  );
  return gains.map(([first, second]) => {
    const found = estimate(uniforms, start, [tensor(first / layer.steps), tensor(second / layer.steps)]);
    const [network, one, two] = [0, 1, 2].map((row) =>
      statistics(found.data.subarray(row * trials, (row + 1) * trials)),
    );
    const precision = 1 / one.variance + 1 / two.variance;
    return {
      gains: [first, second],
      ...network,
      optimalMean: (stimuli[0] / one.variance + stimuli[1] / two.variance) / precision,
      optimalVariance: 1 / precision,
    };
  });
}

function statistics(x: Float64Array): { readonly mean: number; readonly variance: number } {
  const centre = x.reduce((total, value) => total + value, 0) / x.length;
  return { mean: centre, variance: x.reduce((total, value) => total + (value - centre) ** 2, 0) / (x.length - 1) };
}
