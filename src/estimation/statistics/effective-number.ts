/** @file How many independent ticks correlated ones are worth, when it is counted how many lie outside of their bounds. */
import { requireFiniteNumber, requireInstance, requireInteger } from '../../core/arguments.ts';
import { PopulationTensor } from '../../core/population-tensor.ts';
import { exp } from '../../core/scalar/exponential.ts';
import { chiSquareCumulative } from './chi-square.ts';

/**
 * Autocorrelation of rows [T] about their means over the runs, at lags 0 to `lags`: of one run, as runs are independent of each other
 * and so their mean has the same.
 */
export function autocorrelation(rows: PopulationTensor, lags: number): Float64Array {
  requireInstance('rows', rows, PopulationTensor);
  requireInteger('lags', lags, 0);
  const { data, population: runs } = rows;
  const [ticks] = rows.shape;
  const off = new Float64Array(ticks * runs);
  const power = new Float64Array(ticks);
  for (let t = 0; t < ticks; t++) {
    let mean = 0;
    for (let m = 0; m < runs; m++) mean += data[t * runs + m] / runs;
    for (let m = 0; m < runs; m++) off[t * runs + m] = data[t * runs + m] - mean;
    for (let m = 0; m < runs; m++) power[t] += off[t * runs + m] ** 2;
  }
  const found = new Float64Array(lags + 1);
  for (let lag = 0; lag <= lags && lag < ticks; lag++) {
    let [product, size] = [0, 0];
    for (let t = 0; t + lag < ticks; t++) {
      for (let m = 0; m < runs; m++) product += off[t * runs + m] * off[(t + lag) * runs + m];
      size += Math.sqrt(power[t] * power[t + lag]);
    }
    found[lag] = size > 0 ? product / size : 0;
  }
  return found;
}

/** Terms of the series that are added up: enough for correlations up to 0.99, beyond which the rest is below 0.05. */
const terms = 400;

/**
 * Correlation of |x| > bound and |y| > bound, of standard normal x and y of this correlation: Mehler's series in normalized Hermite
 * polynomials, of which an even event has the even ones only.
 */
export function exceedanceCorrelation(correlation: number, bound: number): number {
  requireFiniteNumber('correlation', correlation);
  requireFiniteNumber('bound', bound);
  const density = exp.value((-bound * bound) / 2, 0, 0) / Math.sqrt(2 * Math.PI);
  // h_j = He_j(bound) / sqrt(j!); the coefficient of an event |z| > bound is 2 phi(bound) h_(j - 1) / sqrt(j)
  let [before, now] = [0, 1];
  const share = 1 - chiSquareCumulative(bound * bound, 1);
  let [covariance, power] = [0, 1];
  for (let j = 1; j <= terms; j++) {
    power *= correlation;
    if (j % 2 === 0) covariance += ((2 * density * now) ** 2 / j) * power;
    [before, now] = [now, (bound * now - Math.sqrt(j - 1) * before) / Math.sqrt(j)];
  }
  return covariance / (share * (1 - share));
}

/**
 * Independent ticks that have the same variance of the share outside of pointwise bounds as these T correlated ones [T]. `bound`: of a
 * standard normal number, e.g. 1.96. Lags are taken as far as their correlation is told from 0.
 */
export function effectiveNumber(rows: PopulationTensor, bound: number): number {
  requireInstance('rows', rows, PopulationTensor);
  const [ticks] = rows.shape;
  const correlations = autocorrelation(rows, Math.max(ticks - 1, 0));
  let together = 1;
  for (let lag = 1; lag < ticks; lag++) {
    if (Math.abs(correlations[lag]) < 2 / Math.sqrt(rows.population * (ticks - lag))) break;
    together += 2 * (1 - lag / ticks) * exceedanceCorrelation(correlations[lag], bound);
  }
  return ticks / together;
}
