/** @file The spectrum of a Hessian as well as so many products can tell it: whole where there are few parameters, else sampled. */
import { requireInteger, requireOptions } from '../../core/arguments.ts';
import { fullHessian } from './full-hessian.ts';
import type { Product } from './product.ts';
import { exactMeasure, type QuadratureOptions, type SpectralMeasure, spectralMeasure } from './quadrature.ts';
import { symmetricEigen } from './symmetric-eigenvalues.ts';

/** A spectrum, and whether it is all of it. */
export interface Spectrum {
  readonly measure: SpectralMeasure;
  /** Every eigenvalue, ascending; null where it was sampled. */
  readonly eigenvalues: Float64Array | null;
}

/**
 * All eigenvalues where there are no more of them than products that sampling would make (`steps` times `probes`), else Gauss quadrature
 * of random starts. Rejects as `lanczos` does.
 */
export async function spectrumOf(product: Product, size: number, options: QuadratureOptions = {}): Promise<Spectrum> {
  requireOptions('spectrumOf', options, ['steps', 'probes', 'seed', 'signal']);
  requireInteger('size', size, 1);
  const { steps = 60, probes = 4, signal } = options;
  requireInteger('steps', steps, 1);
  requireInteger('probes', probes, 1);
  if (size > steps * probes) return { measure: await spectralMeasure(product, size, options), eigenvalues: null };
  const { matrix } = await fullHessian(product, size, { signal });
  const { values } = symmetricEigen(matrix, size);
  return { measure: exactMeasure(values), eigenvalues: values };
}
