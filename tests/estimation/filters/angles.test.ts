import { describe, expect, it } from 'vitest';
import { tensor, type PopulationTensor } from '../../../src/core/population-tensor.ts';
import { add } from '../../../src/core/ops/elementwise.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import { runFilter } from '../../../src/estimation/filters/run-filter.ts';
import { sigmaPointWeights, transformed } from '../../../src/estimation/filters/sigma-points.ts';
import { unscentedKalman } from '../../../src/estimation/filters/unscented-kalman.ts';
import { angleSpace, wrapped } from '../../../src/estimation/space.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { Random } from '../../support/random.ts';
import { swing, swingNumbers } from './swing.ts';

const ticks = 40;
const random = new Random();
const noise = Array.from({ length: ticks }, () => [
  0.4 * random.normal(),
  0.1 * random.normal(),
  0.1 * random.normal(),
]);

/** What a filter believes of one swing, turned by `up`, with readings of an encoder within half a turn. */
function beliefs(make: (model: StateModel) => ReturnType<typeof extendedKalman>, up: number, wide = 0.3) {
  const model = swing({ ...swingNumbers, encoder: tensor(0.4) }, up);
  let x: PopulationTensor = tensor([up + 0.3, 0]);
  const rows = noise.map(([encoder, ...tip]) => {
    const [angle, seen] = model.sensors.map((sensor) => sensor.read(x, []));
    x = model.process.step(x, []);
    return { angle: wrapped(add(angle, encoder)).toArray(), tip: add(seen, tip).toArray() };
  });
  const present = (channels: number): PopulationTensor =>
    tensor(rows.map((_, t) => new Array<number>(channels).fill(t % 3 === 1 ? 0 : 1)));
  const { ticks: found } = runFilter(
    make(model),
    {
      mean: tensor([up + 0.1, 0.3]),
      factor: tensor([
        [wide, 0],
        [0, 0.5],
      ]),
    },
    {
      readings: [
        { value: tensor(rows.map(({ angle }) => angle)), present: present(1) },
        { value: tensor(rows.map(({ tip }) => tip)), present: present(2) },
      ],
      sensed: [],
      acting: [],
    },
  );
  return {
    means: found.belief.mean.toArray(),
    factors: found.belief.factor.toArray(),
    squares: found.innovations.flatMap(({ square }) => square.toArray()),
  };
}

describe.each([
  ['extended', (model: StateModel) => extendedKalman(model)],
  ['unscented', (model: StateModel) => unscentedKalman(model)],
] as const)('the %s filter of a swing', (_, make) => {
  // the swing is about +-pi: encoder and sigma points lie on both sides
  it.each([Math.PI, -Math.PI, 7 * Math.PI, 2.5])('about %f tracks as one about 0', (up) => {
    const [here, there] = [beliefs(make, 0), beliefs(make, up)];
    here.means.forEach((x, i) => expect(Math.abs(there.means[i] - (i % 2 === 0 ? up : 0) - x)).toBeLessThan(1e-11));
    here.factors.forEach((x, i) => expect(Math.abs(there.factors[i] - x)).toBeLessThan(1e-11));
    here.squares.forEach((x, i) => expect(Math.abs(there.squares[i] - x)).toBeLessThan(1e-10));
  });
});

describe('the mean of angles by sigma points', () => {
  const space = angleSpace(1);
  const meanOf = (centre: number, factor: number, kappa = 0, f = (x: PopulationTensor) => x): number =>
    transformed({ mean: tensor([centre]), factor: tensor([[factor]]) }, f, {
      from: space,
      to: space,
      weights: sigmaPointWeights(1, { kappa }),
    }).mean.item();

  it('near half a turn is there, and not at 0', () => {
    expect(meanOf(3.1, 0.5, 0, wrapped)).toBeCloseTo(3.1, 14);
    expect(meanOf(-3.1, 0.5, 2, wrapped)).toBeCloseTo(-3.1, 14);
  });

  it('of points that spread by more than a quarter turn is where they lie around', () => {
    expect(meanOf(0, Math.PI / 1.999, 0, wrapped)).toBeCloseTo(0, 14);
    expect(meanOf(1, 2.5, 0, wrapped)).toBeCloseTo(1, 14);
  });
});
