/** @file Smoothing: on a linear model the joint posterior of all states, solved at once; on others the most likely trajectory. */
import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { div, square, sub } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at, concat, slice } from '../../../src/core/ops/indexing.ts';
import { outer } from '../../../src/core/ops/linear-algebra.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { jacobian } from '../../../src/core/derivative/functions.ts';
import { ones, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import type { Tree } from '../../../src/core/tree.ts';
import { ArgumentError } from '../../../src/errors.ts';
import { fixedLagSmoother, type FixedLagMemory } from '../../../src/estimation/filters/fixed-lag-smoother.ts';
import { correctAll, type Recording } from '../../../src/estimation/filters/run-filter.ts';
import { covarianceOf, type Gaussian } from '../../../src/estimation/gaussian.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import { smoothAll } from '../../../src/estimation/smoothing/smooth-all.ts';
import { sweep } from '../../../src/estimation/smoothing/sweep.ts';
import { angleSpace, euclideanSpace, productSpace } from '../../../src/estimation/space.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { complexStepJacobian } from '../../support/complex-step.ts';
import { expectClose } from '../../support/check.ts';
import { Random } from '../../support/random.ts';

const ticks = 7;
const A = [
  [1, 0.1],
  [-0.3, 0.9],
];
/** One source for two states: no tick's noise reaches all directions. */
const G = [[0.05], [0.3]];
const B = [[0], [0.1]];
const sensors = [
  { name: 'place', H: [[1, 0]], deviation: [0.1] },
  {
    name: 'both',
    H: [
      [0.3, 1],
      [1, -1],
    ],
    deviation: [0.4, 0.2],
  },
];
const model = linearModel({ A, B, G, sensors });
const root = [
  [0.5, 0],
  [0.2, 0.4],
];
const start: Gaussian = { mean: tensor([0.3, -0.1]), factor: tensor(root) };

const random = new Random();
const list = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const inputs = list(ticks, () => random.uniform(-1, 1));
const values = sensors.map(({ H }) => list(ticks, () => 0).map(() => list(H.length, () => random.uniform(-1, 1))));
const present = sensors.map(({ H }) =>
  list(ticks, () => 0).map(() => list(H.length, () => (random.uniform(0, 1) < 0.7 ? 1 : 0))),
);
const recording: Recording = {
  readings: values.map((rows, s) => ({ value: tensor(rows), present: tensor(present[s]) })),
  sensed: tensor(inputs, [ticks, 1]),
  acting: tensor(inputs, [ticks, 1]),
};

/** Means and covariances of x_0 … x_k, [x_0; …; x_k] given y_0 … y_k: the whole joint Gaussian, conditioned at once. */
function joint(k: number): { readonly mean: Matrix; readonly covariance: Matrix } {
  const n = 2 * (k + 1);
  const mean = Matrix.zeros(n, 1);
  // x_i = A x_(i-1) + … as columns of what is independent: the start and each tick's noise
  const columns = Matrix.zeros(n, 2 + k);
  mean.setSubMatrix([[0.3], [-0.1]], 0, 0);
  columns.setSubMatrix(root, 0, 0);
  for (let i = 1; i <= k; i++) {
    const before = mean.subMatrix(2 * i - 2, 2 * i - 1, 0, 0);
    mean.setSubMatrix(new Matrix(A).mmul(before).add(new Matrix(B).mul(inputs[i - 1])), 2 * i, 0);
    columns.setSubMatrix(new Matrix(A).mmul(columns.subMatrix(2 * i - 2, 2 * i - 1, 0, 1 + k)), 2 * i, 0);
    columns.setSubMatrix(new Matrix(G), 2 * i, 1 + i);
  }
  const rows: number[][] = [];
  const [told, variances]: [number[], number[]] = [[], []];
  for (let i = 0; i <= k; i++)
    sensors.forEach(({ H, deviation }, s) =>
      H.forEach((row, c) => {
        if (present[s][i][c] === 0) return;
        const whole = new Array<number>(n).fill(0);
        whole.splice(2 * i, 2, ...row);
        rows.push(whole);
        told.push(values[s][i][c]);
        variances.push(deviation[c] ** 2);
      }),
    );
  const prior = columns.mmul(columns.transpose());
  const h = new Matrix(rows);
  const cross = prior.mmul(h.transpose());
  const s = h.mmul(cross).add(Matrix.diag(variances));
  const gain = solve(s, cross.transpose()).transpose();
  const residual = Matrix.columnVector(told).sub(h.mmul(mean));
  return { mean: mean.clone().add(gain.mmul(residual)), covariance: prior.clone().sub(gain.mmul(cross.transpose())) };
}

const expectState = ({ mean, factor }: Gaussian, exact: ReturnType<typeof joint>, i: number): void => {
  expectClose(mean, exact.mean.subMatrix(2 * i, 2 * i + 1, 0, 0).to1DArray(), 1e-9);
  expectClose(covarianceOf(factor), exact.covariance.subMatrix(2 * i, 2 * i + 1, 2 * i, 2 * i + 1).to1DArray(), 1e-9);
};
const rowOf = ({ mean, factor }: Gaussian, i: number): Gaussian => ({ mean: at(mean, i), factor: at(factor, i) });

/** A pendulum: an angle of which whole turns mean nothing, and its speed; noise in both. */
function pendulum(theta: PopulationTensor = tensor([0.2, 0.1])): StateModel {
  const step = (x: PopulationTensor): PopulationTensor => {
    const [angle, speed] = [slice(x, [0], [1]), slice(x, [1])];
    return concat([add(angle, mul(0.1, speed)), sub(speed, mul(0.9, sin(angle)))]);
  };
  const read = (x: PopulationTensor): PopulationTensor => add(slice(x, [0], [1]), mul(0.3, sin(slice(x, [1]))));
  return {
    process: {
      space: productSpace([angleSpace(1), euclideanSpace(1)]),
      step,
      linearize: (x) => ({ value: step(x), byState: jacobian(step)(x) }),
      noise: () =>
        mul(
          slice(theta, [0], [1]),
          tensor([
            [0.3, 0],
            [0, 1],
          ]),
        ),
    },
    sensors: [
      {
        name: 'angle',
        space: angleSpace(1),
        read,
        linearize: (x) => ({ value: read(x), byState: jacobian(read)(x) }),
        deviation: slice(theta, [1]),
      },
    ],
  };
}
const swung: Gaussian = {
  mean: tensor([2.8, 1.4]),
  factor: tensor([
    [0.4, 0],
    [0, 0.5],
  ]),
};
/** What was told of a swing through the cut at pi, as it happens to a pendulum of this model. */
const angles = swing();
function swing(): number[] {
  const {
    process,
    sensors: [sensor],
  } = pendulum();
  let x = tensor([2.9, 1.7]);
  return list(ticks, () => {
    const angle = sensor.read(x, []).item() + random.uniform(-0.1, 0.1);
    x = add(process.step(x, []), [random.uniform(-0.05, 0.05), random.uniform(-0.2, 0.2)]);
    return angle;
  });
}
const told = (list: readonly number[]): Recording => ({
  readings: [{ value: tensor([...list], [list.length, 1]), present: tensor(list.map(() => [1])) }],
  sensed: zeros([list.length, 0]),
  acting: zeros([list.length, 0]),
});

const nothing = { sensed: zeros([0]), acting: zeros([0]) };

/** Twice the negative logarithm of the joint density, but for what is constant. */
function cost(states: PopulationTensor): PopulationTensor {
  const {
    process,
    sensors: [sensor],
  } = pendulum();
  const squares = (x: PopulationTensor, deviation: readonly number[]) => sum(square(div(x, [...deviation])));
  let total = squares(process.space.difference(swung.mean, at(states, 0)), [0.4, 0.5]);
  angles.forEach((angle, i) => {
    const x = at(states, i);
    total = add(total, squares(sensor.space.difference(sensor.read(x, []), tensor([angle])), [0.1]));
    if (i === angles.length - 1) return;
    total = add(total, squares(process.space.difference(process.step(x, []), at(states, i + 1)), [0.06, 0.2]));
  });
  return total;
}

/** What a smoother remembers after each tick's readings. */
function runLag(of: StateModel, begin: Gaussian, given: Recording, options: Parameters<typeof fixedLagSmoother>[1]) {
  const smoother = fixedLagSmoother(of, options);
  const row = (tree: Tree, i: number): Tree =>
    Array.isArray(tree) ? tree.map((item: Tree) => row(item, i)) : at(tree as PopulationTensor, i);
  let memory: FixedLagMemory = smoother.begin(begin);
  const count = given.readings[0].value.shape[0];
  return Array.from({ length: count }, (_, k) => {
    const readings = given.readings.map(({ value, present: there }) => ({
      value: at(value, k),
      present: at(there, k),
    }));
    const corrected = correctAll(smoother, memory, { readings, input: row(given.sensed, k) });
    memory = smoother.predict(corrected.memory, row(given.acting, k), {});
    return { newest: corrected.tick.belief, oldest: smoother.smoothed(corrected.memory), tick: corrected.tick };
  });
}

describe('smoothing of a linear model', () => {
  it('of a whole recording is the joint posterior, in one iteration, whatever the noise leaves alone', () => {
    const smoothed = compile(() => smoothAll(model, start, recording, { iterations: 1 }), [])();
    const exact = joint(ticks - 1);
    for (let i = 0; i < ticks; i++) expectState(rowOf(smoothed, i), exact, i);
  });

  it('with a fixed lag is the posterior of the newest and of the oldest state of the window at every tick', () => {
    const lag = 3;
    const found = runLag(model, start, recording, {
      lag,
      iterations: 1,
      inputs: { sensed: tensor([0]), acting: tensor([0]) },
    });
    found.forEach(({ newest, oldest }, k) => {
      const exact = joint(k);
      expectState(newest, exact, k);
      expectState(oldest, exact, Math.max(k - lag, 0));
    });
  });
});

describe('smoothing of a pendulum', () => {
  it('comes to where the cost of the trajectory has no slope', () => {
    const { mean } = smoothAll(pendulum(), swung, told(angles), { iterations: 25 });
    expectClose(grad(cost)(mean), zeros(mean.shape), 1e-9);
    const few = smoothAll(pendulum(), swung, told(angles), { iterations: 1 }).mean;
    expect(Math.max(...grad(cost)(few).toArray().map(Math.abs))).toBeGreaterThan(1e-3);
  });

  it('with a window over all of it comes to the same', () => {
    const all = smoothAll(pendulum(), swung, told(angles), { iterations: 25 });
    const found = runLag(pendulum(), swung, told(angles), { lag: 6, iterations: 12, inputs: nothing }).at(-1)!;
    expectClose(found.oldest.mean, at(all.mean, 0), 1e-9);
    expectClose(covarianceOf(found.oldest.factor), covarianceOf(at(all.factor, 0)), 1e-9);
    expectClose(found.newest.mean, at(all.mean, 6), 1e-9);
  });

  it('knows no difference between angles a whole turn apart, in the batch and in the window', () => {
    const turned = angles.map((angle) => Math.atan2(Math.sin(angle), Math.cos(angle)));
    expect(turned.filter((angle) => angle < 0).length).toBeGreaterThan(1);
    const [whole, cut] = [angles, turned].map((given) => smoothAll(pendulum(), swung, told(given)));
    const { difference } = pendulum().process.space;
    for (let i = 0; i < ticks; i++) {
      expectClose(difference(at(whole.mean, i), at(cut.mean, i)), [0, 0], 1e-12);
      expectClose(at(cut.factor, i), at(whole.factor, i), 1e-12);
    }
    const options = { lag: 2, iterations: 3, inputs: nothing };
    const back: Gaussian = { ...swung, mean: tensor([2.8 - 2 * Math.PI, 1.4]) };
    const [straight, other] = [
      runLag(pendulum(), swung, told(angles), options),
      runLag(pendulum(), back, told(turned), options),
    ];
    straight.forEach(({ oldest, newest, tick }, k) => {
      expectClose(difference(oldest.mean, other[k].oldest.mean), [0, 0], 1e-11);
      expectClose(other[k].newest.factor, newest.factor, 1e-11);
      expectClose(other[k].tick.innovations[0].residual, tick.innovations[0].residual, 1e-11);
    });
  });

  it('sweeps over whole turns between a state, its successor, and what was believed of it', () => {
    const turns = tensor([1, -1, 0, 2, 0, 3, 1]);
    const states = tensor(angles.map((angle) => [angle, 1]));
    const named = add(states, outer(turns, [2 * Math.PI, 0]));
    const stretch = { ...told(angles), happened: ones([ticks]) };
    const [straight, other] = [states, named].map((own) =>
      sweep(pendulum(), swung, { ...stretch, states: own, about: own }),
    );
    expectClose(other.moves, straight.moves, 1e-11);
    expectClose(other.factors, straight.factors, 1e-11);
  });

  it('carries derivatives: by the noise, through iterations and sweeps', () => {
    const loss = (theta: PopulationTensor): PopulationTensor => {
      const { mean, factor } = smoothAll(pendulum(theta), swung, told(angles.slice(0, 3)), { iterations: 2 });
      return add(sum(square(mean)), sum(square(factor)));
    };
    const theta = tensor([0.2, 0.1]);
    expectClose(grad(loss)(theta), complexStepJacobian(loss, theta)[0], 1e-9);
  });

  it('refuses a lag of nothing', () => {
    expect(() => fixedLagSmoother(model, { lag: 0 })).toThrow(ArgumentError);
    expect(() => smoothAll(model, start, recording, { iterations: 0 })).toThrow(/iterations/);
  });
});
