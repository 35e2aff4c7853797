/** @file Spectra as measures and curves: moments to rounding, units that scale, and no mass that is made up. */
import { describe, expect, it } from 'vitest';
import { spectralDensity } from '../../../src/learning/spectrum/density.ts';
import { lanczos } from '../../../src/learning/spectrum/lanczos.ts';
import { exactMeasure, gaussQuadrature, moments, spectralMeasure } from '../../../src/learning/spectrum/quadrature.ts';
import { spectrumOf } from '../../../src/learning/spectrum/spectrum-of.ts';
import { relativeError } from '../../support/check.ts';
import { Random, testSeed } from '../../support/random.ts';
import {
  productWith,
  randomSymmetric,
  type Rows,
  spectralError,
  theirEigenvalues,
  withEigenvalues,
} from '../../support/spectra.ts';

const random = new Random();
const seed = testSeed % 65536;
const diagonal =
  (entries: readonly number[]) =>
  (v: Float64Array): Float64Array =>
    v.map((x, i) => entries[i] * x);
const scaled = (rows: Rows, c: number): number[][] => rows.map((row) => row.map((x) => c * x));

/** v'H^k v for k = 0, … by repeated products; v of unit length. */
function plainMoments(rows: Rows, v: Float64Array, highest: number): number[] {
  const product = productWith(rows);
  const found: number[] = [];
  for (let [k, w] = [0, v]; k <= highest; k++, w = product(w)) found.push(w.reduce((sum, x, i) => sum + x * v[i], 0));
  return found;
}

describe('Gauss quadrature of a Lanczos run', () => {
  it.each([1, 2, 5, 12])(
    "has the moments v'H^k v up to k = 2 m - 1 for m = %i, of weights from first components",
    async (m) => {
      for (const rows of [
        randomSymmetric(random, 40),
        withEigenvalues(
          random,
          Array.from({ length: 40 }, (_, i) => (i === 9 ? 100.8 : i / 40)),
        ),
      ]) {
        const start = Float64Array.from(random.list(40, -1, 1));
        const v = start.map((x) => x / Math.hypot(...start));
        const found = moments(gaussQuadrature(await lanczos(productWith(rows), 40, { steps: m, start })), 2 * m - 1);
        const size = Math.max(...theirEigenvalues(rows).map(Math.abs));
        plainMoments(rows, v, 2 * m - 1).forEach((moment, k) => {
          expect(Math.abs(found[k] - moment)).toBeLessThan(1e-10 * size ** k);
        });
      }
    },
  );

  it('is wrong from the moment 2 m on: no exactness is made up', async () => {
    const rows = randomSymmetric(random, 40);
    const start = Float64Array.from({ length: 40 }, (_, i) => Number(i === 0));
    const found = moments(gaussQuadrature(await lanczos(productWith(rows), 40, { steps: 3, start })), 6);
    expect(relativeError(found[6], plainMoments(rows, start, 6)[6])).toBeGreaterThan(1e-3);
  });

  it('over all unit vectors is tr H / n and |H|_F^2 / n', async () => {
    const rows = randomSymmetric(random, 12);
    const sums = [0, 0, 0];
    for (let i = 0; i < 12; i++) {
      const start = Float64Array.from({ length: 12 }, (_, k) => Number(i === k));
      const krylov = await lanczos(productWith(rows), 12, { start, restarts: false });
      moments(gaussQuadrature(krylov), 2).forEach((moment, k) => (sums[k] += moment / 12));
    }
    const trace = rows.reduce((sum, row, i) => sum + row[i], 0);
    const square = rows.flat().reduce((sum, x) => sum + x * x, 0);
    [1, trace / 12, square / 12].forEach((exact, k) => expect(sums[k]).toBeCloseTo(exact, 12));
  });

  it('gives what came behind a new start no weight', async () => {
    const krylov = await lanczos(diagonal([1, 2, 3, 4]), 4, { start: Float64Array.of(1, 1, 0, 0) });
    const { nodes, weights } = gaussQuadrature(krylov);
    expect(Array.from(nodes, Math.round)).toEqual([1, 2, 3, 4]);
    expect(Array.from(weights.slice(2))).toEqual([0, 0]);
    expect(weights[0] + weights[1]).toBeCloseTo(1, 14);
  });

  it('over random starts estimates the mean eigenvalue, and each probe is another', async () => {
    const rows = withEigenvalues(
      random,
      Array.from({ length: 100 }, (_, i) => i / 50),
    );
    const measure = await spectralMeasure(productWith(rows), 100, { steps: 20, probes: 20, seed });
    const [mass, mean] = moments(measure, 1);
    expect(mass).toBeCloseTo(1, 12);
    // |error| of the mean of 20 probes is about 0.58 sqrt(2 / 2000)
    expect(Math.abs(mean - 0.99)).toBeLessThan(0.1);
    expect(new Set(measure.nodes.map(Math.fround)).size).toBeGreaterThan(300);
    expect(measure.steps).toBe(20);
  });
});

it('a spectrum is whole where its columns are no more than the products of sampling, and sampled beyond', async () => {
  const rows = randomSymmetric(random, 30);
  const whole = await spectrumOf(productWith(rows), 30, { steps: 10, probes: 3 });
  expect(spectralError(whole.eigenvalues!, theirEigenvalues(rows))).toBeLessThan(1e-13);
  expect(whole.measure.steps).toBe(30);
  const sampled = await spectrumOf(productWith(rows), 30, { steps: 10, probes: 2, seed });
  expect([sampled.eigenvalues, sampled.measure.steps]).toEqual([null, 10]);
  expect(sampled.measure.nodes).toHaveLength(20);
});

describe('a density', () => {
  const rows = withEigenvalues(
    random,
    Array.from({ length: 120 }, (_, i) => (i % 40) / 40 - 0.2 + 0.001 * i),
  );
  const densityOf = async (c: number) =>
    spectralDensity(await spectralMeasure(productWith(scaled(rows, c)), 120, { steps: 24, seed }));

  it.each([1e-9, 1e-3, 0.3, 1e6])(
    'has the unit of its eigenvalues: density(%d H) at c l is density(H) at l, over c',
    async (c) => {
      const [one, other] = [await densityOf(1), await densityOf(c)];
      expect(one.sticks).toHaveLength(0);
      const most = Math.max(...one.values);
      one.values.forEach((value, i) => {
        expect(Math.abs(c * other.values[i] - value)).toBeLessThan(1e-8 * most);
        expect(Math.abs(other.at[i] / c - one.at[i])).toBeLessThan(1e-9);
      });
      expect(relativeError(other.width, c * one.width)).toBeLessThan(1e-9);
    },
  );

  it('covers 1 where all is drawn, and says how much a narrower range has', async () => {
    const measure = await spectralMeasure(productWith(rows), 120, { steps: 24, seed });
    expect(spectralDensity(measure).mass).toBeCloseTo(1, 4);
    const half = spectralDensity(measure, { range: [0.3, 2] });
    const inside = measure.weights.reduce((sum, weight, i) => sum + (measure.nodes[i] > 0.3 ? weight : 0), 0);
    expect(Math.abs(half.mass - inside)).toBeLessThan(0.05);
    expect(half.mass).toBeLessThan(0.8);
    expect(spectralDensity(measure, { range: [5, 6] }).mass).toBeLessThan(1e-10);
  });

  it('has bells of range / ((m - 1) sqrt(8 ln 3))', () => {
    const measure = exactMeasure(Float64Array.of(3, 0, 1, 2, 4));
    const { width, at, values } = spectralDensity(measure, { range: [1.5, 2.5], points: 3 });
    expect(width).toBeCloseTo(4 / (4 * Math.sqrt(8 * Math.log(3))), 14);
    const bell = (z: number) => Math.exp(-z * z / 2 / width ** 2) / width / Math.sqrt(2 * Math.PI); // prettier-ignore
    expect(Array.from(at)).toEqual([1.5, 2, 2.5]);
    expect(values[1]).toBeCloseTo((bell(0) + 2 * bell(1) + 2 * bell(2)) / 5, 14);
  });

  it('draws ends that stand alone as sticks, which widen no bell', async () => {
    const bulk = Array.from({ length: 297 }, (_, i) => i / 297);
    const entries = [...bulk, 100.8, -40, 30];
    const found = spectralDensity(await spectralMeasure(diagonal(entries), 300, { steps: 60, probes: 8, seed }));
    expect(found.sticks.map(({ value }) => Math.round(1e6 * value) / 1e6)).toEqual([-40, 30, 100.8]);
    expect(found.width).toBeLessThan(0.01);
    expect(found.at[0]).toBeGreaterThan(-0.1);
    expect(found.sticks.reduce((sum, { weight }) => sum + weight, found.mass)).toBeCloseTo(1, 4);
    const exact = spectralDensity(exactMeasure(Float64Array.from(entries)));
    expect(exact.sticks.map(({ weight }) => Math.round(300 * weight * 1e6) / 1e6)).toEqual([1, 1, 1]);
  });

  it('of few steps has no sticks where ends are not known', async () => {
    const found = spectralDensity(await spectralMeasure(diagonal([...Array(300).keys()]), 300, { steps: 4, seed }));
    expect(found.sticks).toHaveLength(0);
  });

  it('of one step is one bell, as wide as what is not known of its place', async () => {
    const entries = [...Array(40).keys()];
    for (const c of [1, -1e-9]) {
      const measure = await spectralMeasure(diagonal(entries.map((x) => c * x)), 40, { steps: 1, probes: 1, seed });
      const { width, mass, sticks, values } = spectralDensity(measure);
      expect([sticks.length, width]).toEqual([0, measure.residuals[0]]);
      expect(width).toBeGreaterThan(5 * Math.abs(c));
      expect(mass).toBeCloseTo(1, 3);
      expect(Math.max(...values) * width * Math.sqrt(2 * Math.PI)).toBeCloseTo(1, 9);
    }
  });

  it.each([240, 1500])('of %i eigenvalues misses none between its places', (n) => {
    const measure = exactMeasure(Float64Array.from({ length: n }, (_, i) => i + Math.sin(7 * i)));
    const { mass, at, width } = spectralDensity(measure);
    expect(mass).toBeCloseTo(1, 5);
    expect(at[1] - at[0]).toBeLessThanOrEqual(width);
    expect(spectralDensity(measure, { range: [-1e9, 1e9] }).at).toHaveLength(16_385);
    expect(spectralDensity(measure, { points: 50 }).at).toHaveLength(50);
  });

  it('of one value is a stick alone', async () => {
    for (const c of [0, 7, -1e-30]) {
      const { sticks, at, mass } = spectralDensity(await spectralMeasure(diagonal([c, c, c]), 3, { seed }));
      expect(sticks).toHaveLength(1);
      expect(Math.abs(sticks[0].value - c)).toBeLessThanOrEqual(1e-15 * Math.abs(c));
      expect([at.length, mass]).toEqual([0, 0]);
    }
  });

  it('of 1 and 50 alone is two sticks', async () => {
    const { sticks, at } = spectralDensity(exactMeasure(Float64Array.of(1, 50, 1, 50, 1)));
    expect(sticks.map(({ value, weight }) => [value, Math.round(1e9 * weight) / 1e9])).toEqual([[1, 0.6], [50, 0.4]]); // prettier-ignore
    expect(at).toHaveLength(0);
  });

  it('is refused for what is no measure or no range', () => {
    expect(() => spectralDensity(exactMeasure(new Float64Array(0)))).toThrow('at least one node');
    const turned = { ...exactMeasure(Float64Array.of(1, 2)), nodes: Float64Array.of(2, 1) };
    expect(() => spectralDensity(turned)).toThrow('ascending nodes');
    expect(() => spectralDensity(exactMeasure(Float64Array.of(1)), { range: [2, 1] })).toThrow('from below to');
  });
});
