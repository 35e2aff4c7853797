/** @file How the weights of a layer begin: by name, from seeded noise. */
import { requireInteger, requireWord } from '../../src/core/arguments.ts';
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import { normal, type RandomKey, uniform } from '../../src/core/random.ts';

/** The names of initializations. */
export const initializations = ['orthogonal', 'xavier', 'he'] as const;
/** One of them. */
export type Initialization = (typeof initializations)[number];

/**
 * Weights [outputs, inputs] of a layer: orthonormal rows or columns, whichever are fewer, uniformly distributed (Saxe, McClelland and
 * Ganguli 2014); uniform with variance 2 / (inputs + outputs) (Glorot and Bengio 2010); or normal with variance 2 / inputs (He et al.
 * 2015); times `gain`.
 */
export function initialWeights(
  name: Initialization,
  [outputs, inputs]: readonly [outputs: number, inputs: number],
  gain: number,
  key: RandomKey,
): PopulationTensor {
  requireWord('initialization', name, initializations);
  requireInteger('outputs', outputs, 1);
  requireInteger('inputs', inputs, 1);
  const weights = { orthogonal, xavier, he }[name](outputs, inputs, key);
  return new PopulationTensor(
    { shape: [outputs, inputs], population: 1 },
    weights.map((weight) => gain * weight),
  );
}

function xavier(outputs: number, inputs: number, key: RandomKey): Float64Array {
  const bound = Math.sqrt(6 / (inputs + outputs));
  return uniform(key, outputs * inputs).map((u) => bound * (2 * u - 1));
}

function he(outputs: number, inputs: number, key: RandomKey): Float64Array {
  const deviation = Math.sqrt(2 / inputs);
  return normal(key, outputs * inputs).map((n) => deviation * n);
}

/** Rows of noise made orthonormal one after another, each twice over, as once leaves rounding behind (Björck 1994, sec. 2.2.7). */
function orthogonal(outputs: number, inputs: number, key: RandomKey): Float64Array {
  const [count, length] = outputs <= inputs ? [outputs, inputs] : [inputs, outputs];
  const noise = normal(key, count * length);
  const rows = Array.from({ length: count }, (_, i) => noise.slice(i * length, (i + 1) * length));
  rows.forEach((row, i) => {
    for (let pass = 0; pass < 2; pass++) for (const before of rows.slice(0, i)) takeAway(row, before);
    const size = Math.sqrt(product(row, row));
    for (let k = 0; k < length; k++) row[k] /= size;
  });
  const isTall = outputs > inputs;
  return Float64Array.from({ length: outputs * inputs }, (_, at) => {
    const [i, j] = [Math.floor(at / inputs), at % inputs];
    return isTall ? rows[j][i] : rows[i][j];
  });
}

function product(x: Float64Array, y: Float64Array): number {
  let total = 0;
  for (let k = 0; k < x.length; k++) total += x[k] * y[k];
  return total;
}

function takeAway(row: Float64Array, unit: Float64Array): void {
  const along = product(row, unit);
  for (let k = 0; k < row.length; k++) row[k] -= along * unit[k];
}
