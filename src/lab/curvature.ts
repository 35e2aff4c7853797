/** @file The curvature of a landscape at a point, and what of it step sizes have to do with. */
import { requireInstance, requireInteger } from '../core/arguments.ts';
import { hessianAt, type Landscape } from '../learning/landscape.ts';
import { spectrumOf } from '../learning/spectrum/spectrum-of.ts';
import type { SpectralMeasure } from '../learning/spectrum/quadrature.ts';
import { withoutRounding } from '../learning/stability/regime.ts';
import type { LabOptions } from './walk.ts';

/** Seeds of what is sampled are below it. */
const mostSeeds = 65_535;

/** Eigenvalues at a point. */
export interface Curvature {
  readonly measure: SpectralMeasure;
  /** Whether these are all eigenvalues; else nodes of a quadrature, of which the outer ones are eigenvalues. */
  readonly isWhole: boolean;
  readonly largest: number;
  readonly smallest: number;
}

/** The spectrum of the Hessian at x. Rejects with the signal's reason, or a NonFiniteError where a product is not finite. */
export async function curvatureAt(
  landscape: Landscape,
  x: Float64Array,
  seed: number,
  { signal }: LabOptions = {},
): Promise<Curvature> {
  requireInteger('seed', seed, 0);
  const product = hessianAt(landscape, x, { signal });
  const options = { seed: seed % mostSeeds, ...(signal && { signal }) };
  const { measure, eigenvalues } = await spectrumOf(product, landscape.layout.size, options);
  const { nodes } = measure;
  return { measure, isWhole: eigenvalues !== null, largest: nodes[nodes.length - 1], smallest: nodes[0] };
}

/** Curvature below 0 that counts, as a part of the largest: less is rounding, or a saddle's least. */
const negligible = 1e-3;

/** What pads are made of: eigenvalues along which a step size matters, and how many go down whatever it is. */
export function descending(eigenvalues: Float64Array): { readonly kept: Float64Array; readonly escaping: number } {
  requireInstance('eigenvalues', eigenvalues, Float64Array);
  const largest = eigenvalues.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const kept = withoutRounding(eigenvalues).filter((value) => value > 0);
  const escaping = eigenvalues.reduce((count, value) => count + (value < -negligible * largest ? 1 : 0), 0);
  return { kept, escaping };
}
