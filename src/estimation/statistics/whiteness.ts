/** @file Innovations by their own factor: of a consistent filter standard normal, with no mean, and of no tick like those of another. */
import { requireInstance, requireInteger, requireParts } from '../../core/arguments.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';

/** L^-1 r of each tick: residuals [T, n] by factors [T, n, n], of all members; exactly 0 where a channel told nothing. */
export function whitened(innovation: {
  readonly residual: PopulationTensor;
  readonly factor: PopulationTensor;
}): PopulationTensor {
  requireParts('innovation', innovation, { residual: 'an object', factor: 'an object' });
  const { residual, factor } = innovation;
  requireInstance('innovation.residual', residual, PopulationTensor);
  requireInstance('innovation.factor', factor, PopulationTensor);
  const [ticks, n] = residual.shape;
  const population = Math.max(residual.population, factor.population);
  const read = ({ data, population: own }: PopulationTensor, element: number, member: number): number =>
    data[element * own + (own === 1 ? 0 : member)];
  const data = new Float64Array(ticks * n * population);
  for (let t = 0; t < ticks; t++)
    for (let i = 0; i < n; i++)
      for (let m = 0; m < population; m++) {
        let rest = read(residual, t * n + i, m);
        for (let k = 0; k < i; k++) rest -= read(factor, (t * n + i) * n + k, m) * data[(t * n + k) * population + m];
        data[(t * n + i) * population + m] = rest / read(factor, (t * n + i) * n + i, m);
      }
  return new PopulationTensor({ shape: [ticks, n], population }, data);
}

/** How like its earlier self a channel is, `lag` ticks before. */
export interface LaggedCorrelation {
  readonly channel: number;
  readonly lag: number;
  readonly correlation: number;
  /** Standard normal, of white innovations. */
  readonly score: number;
}

/**
 * Autocorrelations of white rows [T, n] at lags 1 to `lags`, over all members and ticks. The score is the sum of products over the root of
 * the sum of their squares: channels that told nothing have no part, and their scale does not matter.
 */
export function laggedCorrelations(white: PopulationTensor, lags: number): LaggedCorrelation[] {
  requireInstance('white', white, PopulationTensor);
  requireInteger('lags', lags, 1);
  const { data, population } = white;
  const [ticks, n] = white.shape;
  const found: LaggedCorrelation[] = [];
  for (let channel = 0; channel < n; channel++)
    for (let lag = 1; lag <= lags; lag++) {
      let [product, square, before, after] = [0, 0, 0, 0];
      for (let t = 0; t + lag < ticks; t++)
        for (let m = 0; m < population; m++) {
          const x = data[(t * n + channel) * population + m];
          const y = data[((t + lag) * n + channel) * population + m];
          product += x * y;
          square += (x * y) ** 2;
          before += x * x;
          after += y * y;
        }
      found.push({
        channel,
        lag,
        correlation: product === 0 ? 0 : product / Math.sqrt(before * after),
        score: product === 0 ? 0 : product / Math.sqrt(square),
      });
    }
  return found;
}

/** Mean of white rows [T, n], one a channel, as a standard normal score; 0 where nothing was told. */
export function meanScores(white: PopulationTensor): Float64Array {
  requireInstance('white', white, PopulationTensor);
  const { data, population } = white;
  const [ticks, n] = white.shape;
  return Float64Array.from({ length: n }, (_, channel) => {
    let [sum, square] = [0, 0];
    for (let t = 0; t < ticks; t++)
      for (let m = 0; m < population; m++) {
        const x = data[(t * n + channel) * population + m];
        sum += x;
        square += x * x;
      }
    return square === 0 ? 0 : sum / Math.sqrt(square);
  });
}
