/** @file Is the fixed-lag smoother's doubt as large as its errors, now and a lag ago; and does it know what no reading tells? */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { div, sqrt, square } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at, reshape, slice } from '../../../src/core/ops/indexing.ts';
import { dot } from '../../../src/core/ops/linear-algebra.ts';
import { solveTriangular } from '../../../src/core/ops/triangular-solve.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import type { Filter, FilterMemory } from '../../../src/estimation/filters/filter.ts';
import { type FixedLagMemory, fixedLagSmoother } from '../../../src/estimation/filters/fixed-lag-smoother.ts';
import { correctAll, type Recording, runFilter } from '../../../src/estimation/filters/run-filter.ts';
import type { Gaussian } from '../../../src/estimation/gaussian.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import { drawModel, type ModelDraws } from '../../../src/estimation/model-draws.ts';
import { simulateModel } from '../../../src/estimation/simulate-model.ts';
import { euclideanSpace } from '../../../src/estimation/space.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { meanSquares } from '../../../src/estimation/statistics/mean-squares.ts';
import { normalizedErrors } from '../../../src/estimation/statistics/normalized-errors.ts';
import { swingingBody, swingingStart } from '../../support/swinging-body.ts';

const [ticks, runs, lag] = [30, 500, 3];
const inputs = { sensed: zeros([0]), acting: zeros([0]) };

const line = linearModel({
  A: [
    [1, 0.1],
    [-0.4, 0.9],
  ],
  G: [[0.02], [0.3]],
  sensors: [{ name: 'place', H: [[1, 0]], deviation: [0.2] }],
});
const lineStart: Gaussian = {
  mean: tensor([1, 0]),
  factor: tensor([
    [0.5, 0],
    [0.1, 0.6],
  ]),
};

/** Two bodies on a line that attract each other and are seen by their distance, bent: where both are, no reading tells. */
const bend = (d: PopulationTensor): PopulationTensor => add(d, mul(0.1, mul(d, square(d))));
const slope = (d: PopulationTensor): PopulationTensor => add(1, mul(0.3, square(d)));
const apart = (x: PopulationTensor): PopulationTensor => add(at(x, 0), mul(-1, at(x, 1)));
const pulled = tensor([-0.05, 0.1]);
const row = tensor([[1, -1]]);
const pair: StateModel = {
  process: {
    space: euclideanSpace(2),
    step: (x) => add(x, mul(bend(apart(x)), pulled)),
    linearize: (x) => ({
      value: add(x, mul(bend(apart(x)), pulled)),
      byState: add(eye(2), mul(slope(apart(x)), mul(reshape(pulled, [2, 1]), row))),
    }),
    noise: () => zeros([2, 1]),
  },
  sensors: [
    {
      name: 'distance',
      space: euclideanSpace(1),
      read: (x) => reshape(bend(apart(x)), [1]),
      linearize: (x) => ({ value: reshape(bend(apart(x)), [1]), byState: mul(slope(apart(x)), row) }),
      deviation: tensor([0.3]),
    },
  ],
};
const pairStart: Gaussian = {
  mean: tensor([1.5, 0]),
  factor: tensor([
    [0.2, 0],
    [0, 0.2],
  ]),
};

/** A target that stays where it is, of which the distance from the origin is told: never on which side it is. */
const range = (x: PopulationTensor): PopulationTensor => sqrt(dot(x, x));
const target: StateModel = {
  process: {
    space: euclideanSpace(2),
    step: (x) => x,
    linearize: (x) => ({ value: x, byState: eye(2) }),
    noise: () => zeros([2, 1]),
  },
  sensors: [
    {
      name: 'range',
      space: euclideanSpace(1),
      read: (x) => reshape(range(x), [1]),
      linearize: (x) => ({ value: reshape(range(x), [1]), byState: reshape(div(x, range(x)), [1, 2]) }),
      deviation: tensor([0.3]),
    },
  ],
};
const targetStart: Gaussian = {
  mean: tensor([1.2, 0.5]),
  factor: tensor([
    [0.6, 0],
    [0.5, 0.4],
  ]),
};

const drawsOf = (model: StateModel, sources: number, members: number, count = ticks): ModelDraws => {
  const channels = model.sensors.map(({ space }) => space.dimension);
  return drawModel({ seed: 7, ticks: count, members, dimension: 2, sources, channels });
};

/** The truth, and what is believed of the newest state and of that a lag ago, [ticks, …] and [ticks - lag, …]. */
function beliefsOf(model: StateModel, start: Gaussian, draws: ModelDraws) {
  const smoother = fixedLagSmoother(model, { lag, iterations: 1 });
  const { states, recording } = simulateModel(model, start, draws);
  const { readings } = recording;
  const { outputs } = scan(
    (memory: FixedLagMemory, item: { readonly readings: Recording['readings'] }) => {
      const { memory: known, tick } = correctAll(smoother, memory, { ...item, input: [] });
      return {
        carry: smoother.predict(known, [], {}),
        output: { newest: tick.belief, oldest: smoother.smoothed(known) },
      };
    },
    smoother.begin(start),
    { readings },
  );
  const { newest, oldest } = outputs;
  const late = { mean: slice(oldest.mean, [lag]), factor: slice(oldest.factor, [lag]) };
  return { states, newest, late };
}

describe('the fixed-lag smoother over 500 runs', () => {
  it.each([
    ['a linear body', line, lineStart, 1],
    ['a pendulum that turns over', swingingBody(), swingingStart, 1],
    ['a pair of which only the distance is seen', pair, pairStart, 1],
  ] as const)('of %s errs as it says, now and a lag ago', (_, model, start, sources) => {
    const draws = drawsOf(model, sources, runs);
    const found = (drawn: ModelDraws) => beliefsOf(model, start, drawn);
    const { states, newest, late } = compile(found, [draws])(draws);
    const { space } = model.process;
    const old = compile((x: PopulationTensor) => slice(x, [0], [ticks - lag]), [states])(states);
    const now = meanSquares(normalizedErrors(space, states, newest), 2, { level: 0.999 });
    const then = meanSquares(normalizedErrors(space, old, late), 2, { level: 0.999 });
    expect([now.outsideOfAll, then.outsideOfAll]).toEqual([0, 0]);
  });
});

/** Information about a direction [2]: its square in the precision. */
const informationOf = (factor: PopulationTensor, direction: PopulationTensor): number => {
  const whitened = solveTriangular(factor, direction);
  return dot(whitened, whitened).item();
};

describe('what no reading tells', () => {
  const recorded = (model: StateModel, start: Gaussian, count: number) =>
    simulateModel(model, start, drawsOf(model, 1, 1, count)).recording;
  const last = ({ factor, mean }: Gaussian, i: number): Gaussian => ({ mean: at(mean, i), factor: at(factor, i) });

  it('stays untold by readings that have left the window, where its direction is the same everywhere', () => {
    const smoother = fixedLagSmoother(pair, { lag, inputs });
    const { belief } = runFilter(smoother, pairStart, recorded(pair, pairStart, ticks)).ticks;
    const both = tensor([1, 1]);
    for (let i = 0; i < ticks; i++) expect(informationOf(at(belief.factor, i), both)).toBeCloseTo(2 / 0.2 ** 2, 9);
    expect(informationOf(at(belief.factor, ticks - 1), tensor([1, -1]))).toBeGreaterThan(10);
  });

  it('stays untold within a window where its direction turns with the state; a filter believes that it was told', () => {
    const count = 12;
    const recording = recorded(target, targetStart, count);
    /** Told of the direction in which no range tells, beyond what was known at the start. */
    const tangential = ({ mean, factor }: Gaussian): number => {
      const [x, y] = mean.toArray();
      const direction = tensor([-y / Math.hypot(x, y), x / Math.hypot(x, y)]);
      return informationOf(factor, direction) - informationOf(targetStart.factor, direction);
    };
    const of = <M extends FilterMemory>(filter: Filter<M>): number[] => {
      const { belief } = runFilter(filter, targetStart, recording).ticks;
      return Array.from({ length: count }, (_, i) => tangential(last(belief, i)));
    };
    const [whole, short] = [count, lag].map((ticksBack) =>
      of(fixedLagSmoother(target, { lag: ticksBack, iterations: 20, inputs })),
    );
    const spurious = of(extendedKalman(target));
    whole.forEach((told) => expect(Math.abs(told)).toBeLessThan(1e-9));
    // nor of all that is in the window, before anything has left it
    short.slice(0, lag + 1).forEach((told) => expect(Math.abs(told)).toBeLessThan(1e-9));
    // what has left was made linear elsewhere: little is left of it
    expect(Math.min(...spurious.slice(1))).toBeGreaterThan(0.4);
    expect(Math.max(...short.map(Math.abs))).toBeLessThan(0.01 * Math.min(...spurious.slice(1)));
  });
});
