/** @file Cues fused by adding activities: the sum of counts of codes with one kernel has the product of their posteriors (Ma et al. 2006). */
import { requireFiniteNumber, requireList } from '../../core/arguments.ts';
import { abs, div, sub } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { solve } from '../../core/ops/factorization.ts';
import { transpose } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { amax, mean } from '../../core/ops/reduction.ts';
import { eye, type PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import { type Code, logRatesOf, requireCode } from './code.ts';

/** Whether two tensors are the same: one and the same, or concrete and equal. */
const isSame = (a: PopulationTensor, b: PopulationTensor): boolean =>
  a === b ||
  (a.isConcrete &&
    b.isConcrete &&
    a.data.length === b.data.length &&
    a.data.every((x, i) => Math.abs(x - b.data[i]) <= 1e-12 * Math.max(1, Math.abs(x))));

/** Share of the baseline in the rates: with one, the kernel is no longer free of the gain. */
const shareOf = ({ baseline, gain }: Code): PopulationTensor => (baseline ? div(baseline, gain) : tensor(0));

/** Why counts of a code cannot be added to those of another, or null where they can, after weights. */
function conflict(code: Code, first: Code): string | null {
  if (code === first) return null;
  if (code.tuning !== first.tuning || code.units !== first.units) return `${code.tuning} tuning`;
  if (!isSame(code.preferred, first.preferred)) return 'other preferred stimuli';
  if (!isSame(shareOf(code), shareOf(first))) return 'another baseline over gain';
  const keepsShape = code.tuning !== 'sigmoid' && !code.baseline;
  return keepsShape || isSame(code.sharpness, first.sharpness) ? null : 'another width, which no weight makes up for';
}

/**
 * Numbers that counts of each code are multiplied by so that all have the kernel h(s) of the first: with Poisson-like noise the posterior is
 * proportional to e^(h . r), h = log f / Fano factor. 1 each where tuning and Fano factor are the same, whatever the gains. Throws an ArgumentError
 * where no weights do; `kernelTransform` then finds connections that nearly do.
 */
export function fusionWeights(codes: readonly Code[]): PopulationTensor[] {
  requireList('codes', codes, 'a list of codes');
  codes.forEach((code, i) => requireCode(`codes[${i}]`, code));
  return codes.map((code, i) => {
    const [first] = codes;
    const found = conflict(code, first);
    if (found !== null)
      throw new ArgumentError(`codes[${i}]`, found, 'tuning of one kernel in all codes', 'use kernelTransform');
    const kernels = code.tuning === 'sigmoid' || code.baseline ? tensor(1) : div(code.sharpness, first.sharpness);
    return mul(kernels, div(first.fano, code.fano));
  });
}

/** Sum of the counts of all codes, in the kernel of the first: its posterior is the product of theirs where their sums of rates are even. */
export function fuseCounts(codes: readonly Code[], counts: readonly TensorLike[]): PopulationTensor {
  const weights = fusionWeights(codes);
  requireList('counts', counts, 'a list of counts');
  if (counts.length !== codes.length || codes.length === 0)
    throw new ArgumentError(
      'counts',
      `${counts.length} of them`,
      `one for each of ${codes.length} codes, at least one`,
    );
  return counts.map((r, i) => mul(weights[i], r)).reduce((total, r) => add(total, r));
}

/** Connections from one code to another. */
export interface KernelTransform {
  /** [units from, units to]: counts times it are activities of the other code. */
  readonly weights: PopulationTensor;
  /** Largest difference of what the kernels of both sides say, per spike: its exponential is the factor by which odds are wrong. */
  readonly misfit: number;
}

/**
 * Connections W that carry counts of one code over to another with the same posterior, h_from(s) = W h_to(s) + what no stimulus changes, by least
 * squares over stimuli with a ridge (of the mean square of the kernel). Codes are concrete, their units along an axis.
 */
export function kernelTransform(from: Code, to: Code, stimuli: TensorLike, ridge = 1e-10): KernelTransform {
  requireFiniteNumber('ridge', ridge);
  const [source, target] = (
    [
      ['from', from],
      ['to', to],
    ] as const
  ).map(([name, code]) => {
    requireCode(name, code);
    if (code.units !== 'axis') throw new ArgumentError(name, 'units that are members', 'units along an axis');
    const kernel = div(logRatesOf(code, stimuli), code.fano);
    return sub(kernel, mean(kernel, 0));
  });
  const transposed = transpose(target);
  const gram = matmul(transposed, target);
  const scale = mul(ridge, mean(mul(gram, eye(gram.shape[0]))));
  const weights = transpose(
    solve(add(gram, mul(mul(scale, gram.shape[0]), eye(gram.shape[0]))), matmul(transposed, source)),
  );
  return { weights, misfit: amax(abs(sub(source, matmul(target, transpose(weights))))).item() };
}
