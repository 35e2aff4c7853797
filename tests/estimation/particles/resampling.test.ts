/** @file Resampling: how many descendants each particle has, on average and at the ends of what may be drawn. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { exp, log } from '../../../src/core/ops/exponential.ts';
import { population, PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { uniform } from '../../../src/core/random.ts';
import { axisEnsemble, membersEnsemble } from '../../../src/estimation/particles/ensemble.ts';
import { gradients, nextGeneration } from '../../../src/estimation/particles/generation.ts';
import { ancestors, type Resampling, resamplings } from '../../../src/estimation/particles/resampling.ts';

const weights = [0.05, 0.31, 0, 0.14, 0.005, 0.445, 0.05];
const count = weights.length;
const runs = 2000;
const axis = axisEnsemble(count);
const width = (resampling: Resampling): number => (resampling === 'systematic' ? 1 : count);

/** Numbers of every run: a run is a member. */
function drawn(resampling: Resampling): PopulationTensor {
  const size = width(resampling);
  const data = new Float64Array(size * runs);
  for (let run = 0; run < runs; run++)
    uniform({ seed: 3, member: run }, size).forEach((value, i) => (data[i * runs + run] = value));
  return new PopulationTensor({ shape: resampling === 'systematic' ? [] : [size], population: runs }, data);
}

/** Descendants of each particle, run by run. */
function descendants(resampling: Resampling): number[][] {
  const draw = compile(
    (shares: PopulationTensor, u: PopulationTensor) => ancestors(axis, shares, u, resampling),
    [tensor(weights), drawn(resampling)],
  );
  const found = draw(tensor(weights), drawn(resampling));
  return Array.from({ length: runs }, (_, run) => {
    const counts = weights.map(() => 0);
    for (const ancestor of found.toArray(run)) counts[ancestor]++;
    return counts;
  });
}

describe.each(resamplings.map((name) => [name] as const))('%s resampling', (resampling) => {
  it('gives each particle as many descendants as its share says, on average', () => {
    const found = descendants(resampling);
    weights.forEach((weight, i) => {
      const mean = found.reduce((total, counts) => total + counts[i], 0) / runs;
      const spread = found.reduce((total, counts) => total + (counts[i] - mean) ** 2, 0) / (runs - 1);
      expect(Math.abs(mean - count * weight)).toBeLessThanOrEqual(4 * Math.sqrt(spread / runs) + 1e-12);
    });
  });

  it('lets every whole descendant that is due be sure, but for independent draws', () => {
    if (resampling === 'multinomial' || resampling === 'stratified') return;
    const fewest = descendants(resampling).reduce((least, counts) => least.map((own, i) => Math.min(own, counts[i])));
    expect(fewest).toEqual(weights.map((weight) => Math.floor(count * weight)));
  });

  it('draws the same from members as along an axis', () => {
    const u = Array.from(uniform({ seed: 8 }, width(resampling)));
    const along = ancestors(axis, tensor(weights), resampling === 'systematic' ? tensor(u[0]) : tensor(u), resampling);
    const across = ancestors(
      membersEnsemble(count),
      population(weights),
      resampling === 'systematic' ? tensor(u[0]) : population(u),
      resampling,
    );
    expect(Array.from(across.data)).toEqual(along.toArray());
  });

  it('stays among the particles, and off those of share 0, where sums round below 1', () => {
    const parts = [...new Array<number>(10).fill(0.1 * (1 - 4e-16)), 0];
    expect(parts.reduce((total, part) => total + part)).toBeLessThan(1);
    const ensemble = axisEnsemble(parts.length);
    const most = 1 - 2 ** -53;
    const u = resampling === 'systematic' ? tensor(most) : tensor(parts.map(() => most));
    for (const ancestor of ancestors(ensemble, tensor(parts), u, resampling).toArray())
      expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).toContain(ancestor);
  });
});

describe('soft resampling', () => {
  it('draws by a mixture of the shares and what is the same for all', () => {
    const options = { resampling: 'systematic', soft: 0.4, gradient: 'frozen-ancestors' } as const;
    const { ancestor } = nextGeneration(axis, log(tensor(weights)), drawn('systematic'), options);
    const counts = weights.map(() => 0);
    ancestor.data.forEach((place) => counts[place]++);
    counts.forEach((found, i) => {
      const due = count * (0.4 * weights[i] + 0.6 / count);
      // systematic draws are the floor or the ceiling: at most half a standard deviation each
      expect(Math.abs(found / runs - due)).toBeLessThan((4 * 0.5) / Math.sqrt(runs));
    });
  });

  it.each(gradients)(
    'carries the weights of the drawn particles, so that sums keep their expectation (%s)',
    (gradient) => {
      const numbers = [3, -1, 100, 2, -40, 0.5, 7];
      const options = { resampling: 'systematic', soft: 0.4, gradient } as const;
      const u = drawn('systematic');
      const { ancestor, logWeights } = nextGeneration(axis, log(tensor(weights)), u, options);
      const after = exp(logWeights);
      const sums = Array.from({ length: runs }, (_, run) =>
        ancestor.toArray(run).reduce((total, a, i) => total + after.toArray(run)[i] * numbers[a], 0),
      );
      const mean = sums.reduce((total, sum) => total + sum, 0) / runs;
      const spread = sums.reduce((total, sum) => total + (sum - mean) ** 2, 0) / (runs - 1);
      const exact = weights.reduce((total, weight, i) => total + weight * numbers[i], 0);
      expect(spread).toBeGreaterThan(0);
      expect(Math.abs(mean - exact)).toBeLessThan(4 * Math.sqrt(spread / runs));
    },
  );
});
