/** @file The curvature of a landscape at a point: all eigenvalues where there are few parameters, a sample of them where there are many. */
import { requireObject } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { hessianAt, type Landscape } from '../learning/landscape.ts';
import { exactMeasure, spectralMeasure, type SpectralMeasure } from '../learning/spectrum/quadrature.ts';
import { symmetricEigen } from '../learning/spectrum/symmetric-eigenvalues.ts';
import type { LabOptions } from './walk.ts';

/** Most parameters whose whole Hessian is made. */
const mostWhole = 200;

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
  options: LabOptions = {},
): Promise<Curvature> {
  requireObject('landscape', landscape, 'a landscape');
  const { size } = landscape.layout;
  const isWhole = size <= mostWhole;
  const measure = isWhole
    ? exactMeasure(await eigenvaluesAt(landscape, x, options))
    : await spectralMeasure(hessianAt(landscape, x, options), size, {
        seed: seed % 65_535,
        ...(options.signal && { signal: options.signal }),
      });
  const { nodes } = measure;
  return { measure, isWhole, largest: nodes[nodes.length - 1], smallest: nodes[0] };
}

/** All eigenvalues, ascending: products with all unit vectors are members of one population. */
export async function eigenvaluesAt(
  landscape: Landscape,
  x: Float64Array,
  options: LabOptions = {},
): Promise<Float64Array> {
  const { size } = landscape.layout;
  const units = new Float64Array(size * size);
  for (let i = 0; i < size; i++) units[i * size + i] = 1;
  const identity = new PopulationTensor({ shape: [size], population: size }, units);
  const { data } = await landscape.hessianProducts(x, identity, options);
  const symmetric = data.map((entry, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return entry / 2 + data[j * size + i] / 2;
  });
  return symmetricEigen(symmetric, size).values;
}

/** Curvature below 0, as a part of the largest, that counts as rounding or as a saddle's least. */
const negligible = 1e-3;

/** What pads are made of: eigenvalues along which a step size matters, and how many go down whatever it is. */
export function descending(eigenvalues: Float64Array): { readonly kept: Float64Array; readonly escaping: number } {
  const largest = eigenvalues.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const kept = eigenvalues.filter((value) => value > 0);
  const escaping = eigenvalues.reduce((count, value) => count + (value < -negligible * largest ? 1 : 0), 0);
  return { kept, escaping };
}
