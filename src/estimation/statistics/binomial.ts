/** @file The binomial distribution: how many of so many go one way by chance. */
import { requireFiniteNumber, requireInteger } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';

/** Refuses what is no number between 0 and 1, ends left out. */
export function requireProbability(argument: string, value: number): void {
  requireFiniteNumber(argument, value);
  if (!(value > 0 && value < 1)) throw new ArgumentError(argument, String(value), 'a number between 0 and 1');
}

/** Probabilities of 0 to n: by ratios of neighbours away from the likeliest, so that none underflows before it counts. */
export function binomialProbabilities(n: number, probability: number): Float64Array {
  requireInteger('n', n, 0);
  requireProbability('probability', probability);
  const odds = probability / (1 - probability);
  const likeliest = Math.min(n, Math.floor((n + 1) * probability));
  const weights = new Float64Array(n + 1);
  weights[likeliest] = 1;
  for (let k = likeliest; k < n; k++) weights[k + 1] = (weights[k] * odds * (n - k)) / (k + 1);
  for (let k = likeliest; k > 0; k--) weights[k - 1] = (weights[k] * k) / (odds * (n - k + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/**
 * Fewest and most of n that are no surprise: outside on either side lies at most (1 - level) / 2. As counts are whole numbers, what lies
 * outside is often less.
 */
export function binomialInterval(n: number, probability: number, level: number): readonly [number, number] {
  requireProbability('level', level);
  const each = binomialProbabilities(n, probability);
  const tail = (1 - level) / 2;
  let low = 0;
  for (let below = each[0]; below <= tail; below += each[low]) low++;
  let high = n;
  for (let above = each[n]; above <= tail; above += each[high]) high--;
  return [low, high];
}
