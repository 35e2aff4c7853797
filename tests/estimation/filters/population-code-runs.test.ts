/** @file The population-coded filter with spikes, over many runs that are members of one population, beside Kalman's filters. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { square, sub } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { slice } from '../../../src/core/ops/indexing.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { eye, ones, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import type { Filter } from '../../../src/estimation/filters/filter.ts';
import { populationCode } from '../../../src/estimation/filters/population-code.ts';
import { type Recording, runFilter } from '../../../src/estimation/filters/run-filter.ts';
import { toldByUnits, unitsPerChannel } from '../../../src/estimation/filters/sensory-units.ts';
import { unscentedKalman } from '../../../src/estimation/filters/unscented-kalman.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import { momentsOfTrials, normalTrials, uniformTrials } from '../../support/trials.ts';
import { heightRead, swinging, swung } from '../../support/swinging.ts';

/** Filters of any memory side by side. */
const any = (filter: unknown): Filter => filter as Filter;

describe('spikes of sensory units', () => {
  it('err as their precision says, where it is divided for what they add to the noise', () => {
    const [trials, spikes] = [20000, 4];
    const noise = mul(0.2, normalTrials(trials, [1], 5));
    const uniforms = uniformTrials(trials, [1, unitsPerChannel], 6);
    const f = compile(
      (z: PopulationTensor, u: PopulationTensor) => toldByUnits(z, [0.2], { spikes, uniforms: u }),
      [noise, uniforms],
    );
    const { reading, precision } = f(noise, uniforms);
    const normalized = Array.from(reading.data, (z, i) => z * Math.sqrt(precision.data[i])).filter(
      (_, i) => precision.data[i] > 0,
    );
    expect(Math.abs(momentsOfTrials(normalized).variance - 1)).toBeLessThan(0.04);
    expect(1 - normalized.length / trials).toBeCloseTo(Math.exp(-spikes), 2);
  });
});

/** Runs of a linear system as members: truth, and what its only sensor read. */
function simulate(
  system: { readonly A: number[][]; readonly G: number[][]; readonly deviation: number },
  ticks: number,
  runs: number,
) {
  const n = system.A.length;
  const first = normalTrials(runs, [n], 1);
  const [w, v] = [normalTrials(runs, [ticks, system.G[0].length], 2), normalTrials(runs, [ticks, 1], 3)];
  const { outputs } = scan(
    (x: PopulationTensor, { w: push, v: noise }: { readonly w: PopulationTensor; readonly v: PopulationTensor }) => ({
      carry: add(matmul(system.A, x), matmul(system.G, push)),
      output: { truth: x, value: add(slice(x, [0], [1]), mul(system.deviation, noise)) },
    }),
    first,
    { w, v },
  );
  return {
    ...outputs,
    start: {
      mean: zeros([n]),
      factor: eye(n),
    },
  };
}

describe('with spikes, on linear problems', () => {
  it.each([
    { name: 'a random walk', system: { A: [[1]], G: [[1]], deviation: 1 }, extent: [80] },
    {
      name: 'constant velocity',
      system: {
        A: [
          [1, 1],
          [0, 1],
        ],
        G: [[0.05], [0.1]],
        deviation: 1,
      },
      extent: [300, 10],
    },
  ])('$name: its error is within 10 % of Kalman’s, and it knows it', ({ name, system, extent }) => {
    const [ticks, runs, spikes] = [40, 200, 10];
    const n = system.A.length;
    const model = linearModel({
      A: system.A,
      G: system.G,
      sensors: [{ name: 'place', H: [system.A[0].map((_, i) => (i === 0 ? 1 : 0))], deviation: [system.deviation] }],
    });
    const { truth, value, start } = simulate(system, ticks, runs);
    const uniform = uniformTrials(runs, [ticks, unitsPerChannel], 4);
    const errors = compile(
      (x: PopulationTensor, z: PopulationTensor, u: PopulationTensor) => {
        const recording: Recording = {
          readings: [{ value: z, present: ones([ticks, 1]) }],
          sensed: [],
          acting: [],
          draws: { uniform: u },
        };
        const coded = populationCode(model, { extent, spikes });
        return [any(coded), any(extendedKalman(model))].map((filter) => {
          const { belief } = runFilter(filter, start, recording).ticks;
          return { squares: square(sub(belief.mean, x)), factor: belief.factor };
        });
      },
      [truth, value, uniform],
    )(truth, value, uniform);
    // squares of the first coordinate from the tenth tick on; of the last tick over what was believed
    const rmse = errors.map(({ squares }) => {
      let total = 0;
      for (let t = 10; t < ticks; t++) for (let run = 0; run < runs; run++) total += squares.data[t * n * runs + run];
      return Math.sqrt(total / ((ticks - 10) * runs));
    });
    const last = (ticks - 1) * n;
    const nees = Array.from(
      { length: runs },
      (_, run) => errors[0].squares.data[last * runs + run] / errors[0].factor.data[last * n * runs + run] ** 2,
    );
    console.log(
      `${name}: error ${rmse[0].toFixed(4)} with ${spikes} spikes a reading, Kalman ${rmse[1].toFixed(4)}, ratio ${(rmse[0] / rmse[1]).toFixed(3)}`,
    );
    expect(rmse[0] / rmse[1]).toBeLessThan(1.1);
    // chi-square with 200 degrees of freedom, 4 standard deviations
    expect(Math.abs(momentsOfTrials(nees).mean - 1)).toBeLessThan(4 * Math.sqrt(2 / runs));
  });
});

describe('on a pendulum whose height is read', () => {
  const start = {
    mean: tensor([0.5, 0]),
    factor: tensor([
      [0.3, 0],
      [0, 0.5],
    ]),
  };

  it('it stands beside the extended and the unscented filter', () => {
    const [ticks, runs] = [40, 200];
    const [first, w, v] = [
      normalTrials(runs, [2], 1),
      normalTrials(runs, [ticks, 2], 2),
      normalTrials(runs, [ticks, 1], 3),
    ];
    const uniform = uniformTrials(runs, [ticks, unitsPerChannel], 4);
    const squares = compile(
      (x0: PopulationTensor, pushes: PopulationTensor, noises: PopulationTensor, u: PopulationTensor) => {
        const { outputs } = scan(
          (x: PopulationTensor, item: { readonly w: PopulationTensor; readonly v: PopulationTensor }) => ({
            carry: add(swung(x), mul([0.01, 0.05], item.w)),
            output: { truth: x, value: add(heightRead.read(x, []), mul(0.1, item.v)) },
          }),
          add([0.5, 0], mul([0.3, 0.5], x0)),
          { w: pushes, v: noises },
        );
        const recording: Recording = {
          readings: [{ value: outputs.value, present: ones([ticks, 1]) }],
          sensed: [],
          acting: [],
          draws: { uniform: u },
        };
        return [
          populationCode(swinging, { extent: [8, 30], spikes: 20 }),
          extendedKalman(swinging),
          unscentedKalman(swinging),
        ].map((filter) => square(sub(runFilter(any(filter), start, recording).ticks.belief.mean, outputs.truth)));
      },
      [first, w, v, uniform],
    )(first, w, v, uniform);
    const rmse = squares.map(({ data }) => Math.sqrt(momentsOfTrials(data.subarray(20 * runs)).mean));
    console.log(
      `pendulum: population code ${rmse[0].toFixed(4)}, extended ${rmse[1].toFixed(4)}, unscented ${rmse[2].toFixed(4)}`,
    );
    expect(rmse[0] / Math.min(rmse[1], rmse[2])).toBeLessThan(1.1);
  });
});
