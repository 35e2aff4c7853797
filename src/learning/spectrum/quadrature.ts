/** @file A spectrum as places and weights: exact from eigenvalues, or Gauss quadrature of a few Lanczos runs from random starts. */
import { requireInteger, requireOptions, requireParts } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';
import { type Krylov, lanczos } from './lanczos.ts';
import type { Product } from './product.ts';
import { ascending, requireFiniteNumbers, tridiagonalEigen } from './tridiagonal.ts';

/** A distribution of eigenvalues: sum of weights f(nodes) is about the mean of f over the spectrum. */
export interface SpectralMeasure {
  /** Ascending. */
  readonly nodes: Float64Array;
  /** Share of the spectrum at each node; 1 in all. */
  readonly weights: Float64Array;
  /** How far an eigenvalue may be from each node. */
  readonly residuals: Float64Array;
  /** Nodes of one run, at most: as fine as the measure is. */
  readonly steps: number;
}

/** How a spectrum is sampled. */
export interface QuadratureOptions {
  /** Nodes of each run; default 60, and never more than the size. */
  readonly steps?: number;
  /** Random starts that are averaged; default 4. */
  readonly probes?: number;
  /** Default 0. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/**
 * Gauss nodes and weights of a Lanczos run: sum of weights nodes^k = v'H^k v for k <= 2 m - 1, with v the unit vector it began with.
 * The weights are the squares of the FIRST components of the eigenvectors of T (Golub and Welsch 1969). What came behind a new start
 * has the weight 0 exactly.
 */
export function gaussQuadrature(krylov: Pick<Krylov, 'alphas' | 'betas' | 'residuals'>): SpectralMeasure {
  requireParts('krylov', krylov, { alphas: 'an object', betas: 'an object', residuals: 'an object' });
  const { values, first } = tridiagonalEigen(krylov.alphas, krylov.betas);
  return {
    nodes: values,
    weights: first.map((component) => component * component),
    residuals: krylov.residuals,
    steps: values.length,
  };
}

/** The measures as one, each with the same share. */
function averaged(measures: readonly SpectralMeasure[]): SpectralMeasure {
  const joined = (part: 'nodes' | 'weights' | 'residuals'): Float64Array =>
    Float64Array.from(measures.flatMap((measure) => Array.from(measure[part])));
  const [nodes, weights, residuals] = [joined('nodes'), joined('weights'), joined('residuals')];
  const order = ascending(nodes);
  return {
    nodes: Float64Array.from(order, (i) => nodes[i]),
    weights: Float64Array.from(order, (i) => weights[i] / measures.length),
    residuals: Float64Array.from(order, (i) => residuals[i]),
    steps: measures.reduce((most, { steps }) => Math.max(most, steps), 0),
  };
}

/** Runs of different probes begin with different vectors: no seed of one is the seed of another. */
const strideOfSeeds = 65_536;

/**
 * The spectrum of a symmetric matrix by stochastic Lanczos quadrature: Gauss nodes and weights, averaged over random unit vectors
 * (Ubaru, Chen and Saad 2017). A run ends where its space is exhausted, and is exact then. Rejects as `lanczos` does.
 */
export async function spectralMeasure(
  product: Product,
  size: number,
  options: QuadratureOptions = {},
): Promise<SpectralMeasure> {
  requireOptions('spectralMeasure', options, ['steps', 'probes', 'seed', 'signal']);
  const { steps = 60, probes = 4, seed = 0, signal } = options;
  requireInteger('probes', probes, 1, strideOfSeeds - 1);
  requireInteger('seed', seed, 0, strideOfSeeds - 1);
  const measures: SpectralMeasure[] = [];
  for (let probe = 0; probe < probes; probe++)
    measures.push(
      gaussQuadrature(
        await lanczos(product, size, { steps, seed: seed + strideOfSeeds * probe, restarts: false, signal }),
      ),
    );
  return averaged(measures);
}

/** The measure of a whole spectrum: each eigenvalue has the same share. */
export function exactMeasure(eigenvalues: Float64Array): SpectralMeasure {
  requireFiniteNumbers('eigenvalues', eigenvalues);
  const n = eigenvalues.length;
  return {
    nodes: eigenvalues.slice().sort(),
    weights: new Float64Array(n).fill(1 / n),
    residuals: new Float64Array(n),
    steps: n,
  };
}

/** Refuses what is no measure. */
export function requireMeasure(measure: SpectralMeasure): void {
  requireParts('measure', measure, {
    nodes: 'an object',
    weights: 'an object',
    residuals: 'an object',
    steps: 'a number',
  });
  requireFiniteNumbers('measure.nodes', measure.nodes);
  const { nodes } = measure;
  for (const part of ['weights', 'residuals'] as const) {
    requireFiniteNumbers(`measure.${part}`, measure[part]);
    if (measure[part].length !== nodes.length)
      throw new ArgumentError(`measure.${part}`, `${measure[part].length} numbers`, `${nodes.length} numbers`);
  }
  if (nodes.length === 0) throw new ArgumentError('measure.nodes', 'an empty list', 'at least one node');
  const out = nodes.findIndex((node, i) => i > 0 && node < nodes[i - 1]);
  if (out > 0)
    throw new ArgumentError(`measure.nodes[${out}]`, `${nodes[out]} after ${nodes[out - 1]}`, 'ascending nodes');
}

/** Sums of weights nodes^k for k = 0, …, `highest`: k = 1 is the mean eigenvalue, tr H / n. */
export function moments(measure: Pick<SpectralMeasure, 'nodes' | 'weights'>, highest: number): Float64Array {
  requireParts('measure', measure, { nodes: 'an object', weights: 'an object' });
  requireInteger('highest', highest, 0);
  const terms = measure.weights.slice();
  return Float64Array.from({ length: highest + 1 }, () => {
    let total = 0;
    for (let i = 0; i < terms.length; i++) {
      total += terms[i];
      terms[i] *= measure.nodes[i];
    }
    return total;
  });
}
