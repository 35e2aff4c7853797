/** @file A policy's network in loops over plain numbers, as PyTorch computes a `Sequential`; it shares nothing with ours. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

interface Built {
  readonly activation?: string;
  readonly layerNorm?: boolean;
}

const activations: Readonly<Record<string, (x: number) => number>> = {
  tanh: Math.tanh,
  relu: (x) => Math.max(x, 0),
  elu: (x) => (x > 0 ? x : Math.exp(x) - 1),
  silu: (x) => x / (1 + Math.exp(-x)),
};

const mean = (x: readonly number[]): number => x.reduce((total, value) => total + value, 0) / x.length;

/** (x - mean) / sqrt(biased variance + 1e-5) * weight + bias */
function layerNorm(x: readonly number[], weight: readonly number[], bias: readonly number[]): number[] {
  const middle = mean(x);
  const deviation = Math.sqrt(mean(x.map((value) => (value - middle) ** 2)) + 1e-5);
  return x.map((value, i) => ((value - middle) / deviation) * weight[i] + bias[i]);
}

/** W x + b, W by rows. */
const linear = (x: readonly number[], weight: readonly number[], bias: readonly number[]): number[] =>
  bias.map((own, i) => x.reduce((total, value, k) => total + weight[i * x.length + k] * value, own));

/** (x - mean) / sqrt(var + 1e-5), within -10 and 10, where there is a normalizer. */
function normalized(tensors: ReadonlyMap<string, Numbers>, x: readonly number[]): number[] {
  const [middle, variance] = ['mean', 'var'].map((part) => tensors.get(`normalizer.${part}`)?.numbers);
  if (!middle || !variance) return [...x];
  return x.map((value, i) => Math.min(10, Math.max(-10, (value - middle[i]) / Math.sqrt(variance[i] + 1e-5))));
}

/** Commands for a scaled observation, from tensors by their names: `policy.0.weight` … */
export function plainPolicy(
  tensors: ReadonlyMap<string, Numbers>,
  scaled: readonly number[] | Float64Array,
  { activation = 'tanh', layerNorm: isNormed = false }: Built = {},
): number[] {
  const places = [...tensors.keys()]
    .flatMap((name) => /^policy\.(\d+)\.weight$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  let x = normalized(tensors, [...scaled]);
  places.forEach((place, i) => {
    const [weight, bias] = ['weight', 'bias'].map((part) => tensors.get(`policy.${place}.${part}`)!.numbers);
    const isNorm = tensors.get(`policy.${place}.weight`)!.shape.length === 1;
    x = isNorm ? layerNorm(x, weight, bias) : linear(x, weight, bias);
    const isLast = i === places.length - 1;
    // an activation follows the norm where there is one
    if (!isLast && isNorm === isNormed) x = x.map(activations[activation]);
  });
  return x.map(Math.tanh);
}
