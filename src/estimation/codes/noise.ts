/** @file Spikes from rates: exact Poisson counts from counted uniform numbers, Gaussian ones, and what gradients may take in their place. */
import { requireInteger } from '../../core/arguments.ts';
import { div, sqrt, sub } from '../../core/ops/arithmetic.ts';
import { greater } from '../../core/ops/comparison.ts';
import { add, mul, neg, where } from '../../core/ops/elementwise.ts';
import { exp } from '../../core/ops/exponential.ts';
import { stopGradient } from '../../core/ops/stop-gradient.ts';
import { PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { philox, type RandomKey, uniform } from '../../core/random.ts';
import { requireTensor } from '../../core/require-tensor.ts';
import { log } from '../../core/scalar/logarithm.ts';
import { scan } from '../../core/scan.ts';
import { ArgumentError } from '../../errors.ts';

/**
 * Poisson counts by inversion, one uniform number in [0, 1) each: the least k whose cumulated probability exceeds it, `most` where none below does.
 * Exact for rates below 700; a loop of `most` steps, which compiles. Derivatives: none, as counts are whole; see the stand-ins.
 */
export function poissonQuantile(rates: TensorLike, uniforms: TensorLike, most: number): PopulationTensor {
  requireInteger('most', most, 1, 4096);
  const rate = stopGradient(rates);
  const u = tensor(uniforms);
  const first = exp(neg(rate));
  const { carry } = scan(
    ({ count, probability, cumulated, k }: Readonly<Record<string, PopulationTensor>>) => {
      const next = add(k, 1);
      return {
        carry: {
          count: add(count, where(greater(cumulated, u), 0, 1)),
          probability: div(mul(probability, rate), next),
          cumulated: add(cumulated, div(mul(probability, rate), next)),
          k: next,
        },
        output: [],
      };
    },
    { count: mul(0, add(rate, u)), probability: first, cumulated: first, k: tensor(0) } as Readonly<
      Record<string, PopulationTensor>
    >,
    [],
    { length: most },
  );
  return carry.count;
}

/** From this mean on counts are found by rejection. */
const large = 10;
/** Steps of the inversion below it: more has a probability below 1e-16. */
const steps = 64;

/** log k! by Stirling's series, from a k where it is exact to 1e-15. */
function logFactorial(k: number): number {
  let [shift, x] = [0, k + 1];
  for (; x < 16; x++) shift += log.value(x, 0, 0);
  const inverse = 1 / (x * x);
  const tail = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / x;
  return (x - 0.5) * log.value(x, 0, 0) - x + 0.5 * log.value(2 * Math.PI, 0, 0) + tail - shift;
}

/** One count of a mean of at least 10 by transformed rejection (Hörmann 1993, PTRS), from pairs of uniform numbers. */
function rejected(mean: number, pair: (attempt: number) => readonly [number, number]): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const accepts = 0.9277 - 3.6224 / (b - 2);
  const scale = log.value(1.1239 + 1.1328 / (b - 3.4), 0, 0);
  for (let attempt = 1; ; attempt++) {
    const [first, v] = pair(attempt);
    const u = first - 0.5;
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= accepts) return k;
    if (k < 0 || (us < 0.013 && v > us) || us === 0 || v === 0) continue;
    const under = log.value(v, 0, 0) + scale - log.value(a / (us * us) + b, 0, 0);
    if (under <= k * log.value(mean, 0, 0) - mean - logFactorial(k)) return k;
  }
}

const fraction = (high: number, low: number): number => ((high >>> 5) * 67108864 + (low >>> 6)) / 9007199254740992;

/**
 * Exact Poisson counts of concrete rates, of the same shape and members, as counters say: entry i has numbers of its own, so no count moves
 * where other rates do. Throws an ArgumentError where a rate is negative, not finite, or beyond 2^50.
 */
export function poissonCounts(rates: PopulationTensor, key: RandomKey): PopulationTensor {
  requireTensor('rates', rates);
  const means = rates.data;
  const bad = means.findIndex((mean) => !(mean >= 0 && mean <= 2 ** 50));
  if (bad >= 0) throw new ArgumentError(`rates: number ${bad}`, String(means[bad]), 'a rate from 0 to 2^50');
  const u = new PopulationTensor(rates, uniform(key, means.length));
  const counts = poissonQuantile(
    new PopulationTensor(
      rates,
      means.map((mean) => Math.min(mean, large)),
    ),
    u,
    steps,
  ).data;
  const { seed, member = 0, step = 0, stream = 0 } = key;
  return new PopulationTensor(
    rates,
    means.map((mean, i) =>
      mean < large
        ? counts[i]
        : rejected(mean, (attempt) => {
            // the fourth word of the counter is 0 for all other numbers
            const [a, b, c, d] = philox([i, step, stream, attempt], [seed, member]);
            return [fraction(a, b), fraction(c, d)];
          }),
    ),
  );
}

/** rate + sqrt(fano rate) e: noise of a variance of fano x rate from standard normal numbers. For Poisson counts an approximation, from rates of 10 on. Pathwise gradient. */
export const gaussianCounts = (rates: TensorLike, normals: TensorLike, fano: TensorLike = 1): PopulationTensor =>
  add(rates, mul(sqrt(mul(fano, rates)), normals));

/** Counts whose derivative is that of the rates: straight-through, biased for what is not linear in them. */
export const straightThrough = (rates: TensorLike, counts: TensorLike): PopulationTensor =>
  add(rates, stopGradient(sub(counts, rates)));

/**
 * A loss of drawn counts whose gradient is right in expectation (score function): `loss` itself by value, and besides its own derivative
 * (loss - baseline) d log p(counts). `logLikelihood` is of the counts, held; `baseline` any number that does not depend on them.
 */
export function scoreFunction(loss: TensorLike, logLikelihood: TensorLike, baseline: TensorLike = 0): PopulationTensor {
  const score = tensor(logLikelihood);
  return add(loss, mul(stopGradient(sub(loss, baseline)), sub(score, stopGradient(score))));
}
