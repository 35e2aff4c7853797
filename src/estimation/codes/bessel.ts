/** @file Modified Bessel functions of the first kind, times e^-x: what a von Mises ring of units adds up to. */
import { div, sub } from '../../core/ops/arithmetic.ts';
import { less, maximum, minimum } from '../../core/ops/comparison.ts';
import { add, choose, mul } from '../../core/ops/elementwise.ts';
import { exp } from '../../core/ops/exponential.ts';
import { sqrt, square } from '../../core/ops/arithmetic.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';

/** Below it the power series is summed, whose terms are all positive; above it the asymptotic one, whose smallest is e^-2x. */
const border = 20;
const seriesTerms = 50;
const asymptoticTerms = 26;

const horner = (coefficients: readonly number[], x: PopulationTensor): PopulationTensor =>
  coefficients.reduceRight<PopulationTensor>((rest, c) => add(mul(rest, x), c), tensor(0));

/** e^-x I_n(x), n 0 or 1, x >= 0. */
function scaledBessel(order: 0 | 1, argument: TensorLike): PopulationTensor {
  const x = tensor(argument);
  const [small, large] = [minimum(x, border), maximum(x, border)];
  // (x/2)^n sum of (x^2/4)^m / (m! (m + n)!)
  const powers = [1];
  for (let m = 1; m < seriesTerms; m++) powers.push(powers[m - 1] / (m * (m + order)));
  const series = mul(exp(mul(-1, small)), horner(powers, mul(0.25, square(small))));
  // 1/sqrt(2 pi x) sum of a_m (-1/(8 x))^m, a_m the product of (4 n^2 - (2 j - 1)^2) / j
  const falling = [1];
  for (let m = 1; m < asymptoticTerms; m++)
    falling.push((-falling[m - 1] * (4 * order * order - (2 * m - 1) ** 2)) / (8 * m * border));
  const asymptotic = div(horner(falling, div(border, large)), sqrt(mul(2 * Math.PI, large)));
  return choose(less(x, border), order === 0 ? series : mul(mul(0.5, small), series), asymptotic);
}

/** e^-x I0(x) for x >= 0, element by element; relative error below 1e-14. Source: Abramowitz and Stegun 9.6.10, 9.7.1. */
export const besselI0 = (x: TensorLike): PopulationTensor => scaledBessel(0, x);

/** e^-x I1(x) for x >= 0, element by element; relative error below 1e-14. */
export const besselI1 = (x: TensorLike): PopulationTensor => scaledBessel(1, x);

/** Mean of the cosine of a von Mises distributed angle of that concentration: I1/I0. */
export const meanResultant = (concentration: TensorLike): PopulationTensor =>
  div(besselI1(concentration), besselI0(concentration));

/** Of a density on a circle from its concentration: 1 less the mean cosine, in [0, 1], about half a variance in rad^2. */
export const circularVariance = (concentration: TensorLike): PopulationTensor => sub(1, meanResultant(concentration));
