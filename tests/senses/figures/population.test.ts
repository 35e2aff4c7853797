/** @file A belief as the activity of tuned units: its width stays, its height says the certainty, and it says the filter's Gaussian again. */
import { describe, expect, it } from 'vitest';
import { bankOf, wrapped } from '../../../src/senses/figures/bank.ts';
import { unitCount } from '../../../src/senses/figures/unit-count.ts';
import { activityOf, populationOf, posteriorOf, gainOf } from '../../../src/senses/figures/population.ts';

const now = { truth: 0.31, mean: 0.3, deviation: 0.02 };

/** Mean and deviation of a density on a grid. */
function momentsOf(grid: Float64Array, density: Float64Array): { mean: number; deviation: number } {
  let [mass, first, second] = [0, 0, 0];
  for (let i = 1; i < grid.length; i++) {
    const [s, p] = [(grid[i] + grid[i - 1]) / 2, ((density[i] + density[i - 1]) / 2) * (grid[i] - grid[i - 1])];
    mass += p;
    first += p * s;
    second += p * s * s;
  }
  return { mean: first / mass, deviation: Math.sqrt(second / mass - (first / mass) ** 2) };
}

describe.each([
  ['a row', bankOf(false, [-1, 2])],
  ['a ring', bankOf(true, [-3, 3])],
])('%s of units', (_, bank) => {
  const grid = Float64Array.from({ length: 2001 }, (_, k) => 0.3 + (k - 1000) * 1.5e-4);

  it('says again what the filter believes, when it is read from the rates that the belief stands for', () => {
    const activity = activityOf({ bank, now, spikes: null });
    const found = momentsOf(grid, posteriorOf(bank.code(gainOf(bank, now.deviation)), activity, grid));
    expect(found.mean).toBeCloseTo(now.mean, 4);
    expect(found.deviation / now.deviation).toBeCloseTo(1, 1);
  });

  it('has a bump of one width, four times as high where the deviation is halved', () => {
    const [wide, sure] = [now, { ...now, deviation: now.deviation / 2 }].map((each) =>
      activityOf({ bank, now: each, spikes: null }),
    );
    for (let k = 0; k < unitCount; k++) expect(sure[k]).toBeCloseTo(4 * wide[k], 6);
  });

  it('draws whole numbers of spikes, the same ones again', () => {
    const draw = (tick: number) => activityOf({ bank, now, spikes: { seed: 3, tick } });
    expect([...draw(5)].every(Number.isInteger)).toBe(true);
    expect([...draw(5)]).toEqual([...draw(5)]);
    expect([...draw(5)]).not.toEqual([...draw(6)]);
  });

  it('stands on one axis with its curves and its posterior, whose highest is that of the Gaussian', () => {
    const data = populationOf({ bank, name: 'elbow', unit: 'rad', now, least: 0.01, spikes: null });
    expect(data.panels.map(({ id, lines }) => [id, lines.length])).toEqual([
      ['tuning', unitCount],
      ['activity', unitCount],
      ['posterior', 2],
    ]);
    expect([data.x.min, data.x.max]).toEqual([...bank.range]);
    const [gaussian, posterior] = data.panels[2].lines;
    const highest = (values: ArrayLike<number>): number => Array.from(values).reduce((most, y) => Math.max(most, y), 0);
    expect(highest(gaussian.y)).toBeCloseTo(1, 2);
    expect(highest(posterior.y)).toBeCloseTo(1, 1);
  });
});

describe('angles', () => {
  it('are taken between -pi and pi', () => {
    expect(wrapped(Math.PI)).toBeCloseTo(-Math.PI, 12);
    expect(wrapped(7)).toBeCloseTo(7 - 2 * Math.PI, 12);
  });
});
