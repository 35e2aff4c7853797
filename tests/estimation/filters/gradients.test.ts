import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { trace } from '../../../src/core/graph.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { square } from '../../../src/core/ops/arithmetic.ts';
import { reshape, slice } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { ones, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { leavesOf, tensorsOf } from '../../../src/core/tree.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import type { Filter } from '../../../src/estimation/filters/filter.ts';
import { fixedLagSmoother } from '../../../src/estimation/filters/fixed-lag-smoother.ts';
import { runFilter } from '../../../src/estimation/filters/run-filter.ts';
import { unscentedKalman } from '../../../src/estimation/filters/unscented-kalman.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import { angleSpace } from '../../../src/estimation/space.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { complexTangent } from '../../support/complex-step.ts';
import { Random } from '../../support/random.ts';
import { swing, type SwingNumbers, swingNumbers, swingSpace } from './swing.ts';

const ticks = 6;
const random = new Random();
const rows = (columns: number, row: (t: number) => number[]): PopulationTensor =>
  tensor(Array.from({ length: ticks }, (_, t) => row(t).slice(0, columns)));

/** Readings near half a turn, with channels that are missing and one that is no number. */
const readings = [
  {
    value: rows(1, (t) => [
      t === 4 ? NaN : Math.atan2(Math.sin(3 + 0.06 * t), Math.cos(3 + 0.06 * t)) + 0.05 * random.normal(),
    ]),
    present: rows(1, (t) => [t === 2 ? 0 : 1]),
  },
  { value: rows(2, () => [random.normal(), random.normal()]), present: rows(2, (t) => [t % 2, t % 3 === 0 ? 0 : 1]) },
];

/** What is learned of a belief at the start. */
type Start = { readonly mean: PopulationTensor; readonly factor: PopulationTensor };
type Learned = { readonly model: { readonly [name: string]: PopulationTensor }; readonly start: Start };

const start = {
  mean: tensor([3, 0.4]),
  factor: tensor([
    [0.3, 0],
    [0.1, 0.5],
  ]),
};

/** A linear model of the same sensors: its angle is one, too. */
const line = ({ stiffness, force, encoder, camera }: SwingNumbers): StateModel =>
  linearModel({
    A: add(
      tensor([
        [1, 0.05],
        [0, 1],
      ]),
      mul(
        stiffness,
        tensor([
          [-0.0025, 0],
          [-0.05, 0],
        ]),
      ),
    ),
    G: mul(force, tensor([[0.0025], [0.05]])),
    sensors: [
      { name: 'encoder', H: [[1, 0]], deviation: mul(encoder, tensor([1])), space: angleSpace(1) },
      {
        name: 'two',
        H: [
          [0.5, 0.2],
          [0, 1],
        ],
        deviation: mul(camera, tensor([1, 2])),
      },
    ],
    space: swingSpace,
  });

const cases = [
  ['Kalman', line, extendedKalman],
  ['unscented on a linear model', line, unscentedKalman],
  ['extended Kalman', swing, extendedKalman],
  ['unscented Kalman', swing, unscentedKalman],
  [
    'unscented Kalman with a negative weight',
    swing,
    (model: StateModel) => unscentedKalman(model, { alpha: 0.6, beta: 0 }),
  ],
  ['gated extended Kalman', swing, (model: StateModel) => extendedKalman(model, { gate: 0.9 })],
  ['fixed-lag smoother', swing, (model: StateModel) => fixedLagSmoother(model, { lag: 2, iterations: 1 })],
] as const;

/** Log-likelihood of all readings, and squared error about half a turn. */
const losses =
  (model: (numbers: SwingNumbers) => StateModel, make: (model: StateModel) => unknown) =>
  ({ model: numbers, start: from }: Learned) => {
    const { ticks: found } = runFilter(make(model(numbers as SwingNumbers)) as Filter, from, {
      readings,
      sensed: [],
      acting: [],
    });
    const likelihood = found.innovations.map(({ logLikelihood }) => sum(logLikelihood)).reduce(add);
    const half = mul(Math.PI, ones([ticks]));
    const angles = reshape(slice(found.belief.mean, [0, 0], [ticks, 1]), [ticks]);
    return { likelihood, error: sum(square(angleSpace(ticks).difference(half, angles))) };
  };

describe.each(cases)('the gradient through a whole %s filter', (_, model, make) => {
  const learned: Learned = { model: swingNumbers, start };
  it.each(['likelihood', 'error'] as const)(
    'of the %s is that of the complex step, by noises, model and start',
    (name) => {
      const loss = (x: Learned): PopulationTensor => losses(model, make)(x)[name];
      const gradient = tensorsOf(compile((x: Learned) => grad(loss)(x), [learned])(learned));
      const inputs = leavesOf(learned);
      expect(gradient.every((slopes) => slopes.data.some((slope) => slope !== 0))).toBe(true);
      const graph = trace(loss, learned);
      inputs.forEach(({ path, value }, i) => {
        const exact = Array.from(
          value.data,
          (__, element) =>
            complexTangent(
              graph,
              inputs.map((leaf) => leaf.value),
              (input, e) => (input === i && e === element ? 1 : 0),
            )[0][0][0],
        );
        const scale = Math.max(...exact.map(Math.abs), 1e-6);
        gradient[i]
          .toArray()
          .forEach((slope, e) => expect(Math.abs(slope - exact[e]) / scale, `${path}[${e}]`).toBeLessThan(1e-9));
      });
    },
  );
});
