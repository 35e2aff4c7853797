/** @file Medians, and the exponent of a power law. */

export function quantile(values, fraction) {
  const sorted = [...values].sort((a, b) => a - b);
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

export const median = (values) => quantile(values, 0.5);

/** k of y = c x^k by least squares on logarithms. */
export function exponentOf(x, y) {
  const [u, w] = [x.map(Math.log), y.map(Math.log)];
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mu, mw] = [mean(u), mean(w)];
  const covariance = mean(u.map((value, i) => (value - mu) * (w[i] - mw)));
  return covariance / mean(u.map((value) => (value - mu) ** 2));
}
