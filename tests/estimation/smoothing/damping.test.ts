/** @file Smoothing of data that are not the model's: whole steps of Gauss and Newton go astray, damped ones settle. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad, jacobian } from '../../../src/core/derivative/functions.ts';
import { div, square } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at, slice, stack } from '../../../src/core/ops/indexing.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { atan2 } from '../../../src/core/ops/trigonometric.ts';
import { ones, type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import type { Gaussian } from '../../../src/estimation/gaussian.ts';
import { damped } from '../../../src/estimation/smoothing/gauss-newton.ts';
import { sweep } from '../../../src/estimation/smoothing/sweep.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { complexStepJacobian } from '../../support/complex-step.ts';
import { expectClose } from '../../support/check.ts';
import { swingingBody } from '../../support/swinging-body.ts';

const [ticks, dt, push] = [12, 0.1, 2];
const body = swingingBody({ dt, push, angle: 0.5, rate: 0.05 });
/** Its gyroscope saturates: far out, whole steps overshoot. */
const model: StateModel = {
  ...body,
  sensors: body.sensors.map((sensor, i) => {
    if (i === 0) return sensor;
    const read = (x: PopulationTensor): PopulationTensor => atan2(slice(x, [1], [2]), [1]);
    return { ...sensor, read, linearize: (x) => ({ value: read(x), byState: jacobian(read)(x) }) };
  }),
};
const { space, step } = model.process;
/** Far from where the body is, and sure of it. */
const wrong: Gaussian = {
  mean: tensor([-0.4, -6]),
  factor: tensor([
    [1, 0],
    [0, 3],
  ]),
};
const outliers = new Map([
  [3, 1.9],
  [7, -2.4],
]);
/** What is told of a body that swings freely, but for gross errors. */
const told = (() => {
  let x = tensor([2.6, 1.5]);
  return Array.from({ length: ticks }, (_, i) => {
    const told = x.toArray();
    x = step(x, []);
    return [told[0] + (outliers.get(i) ?? 0), Math.atan(told[1])];
  });
})();
const readings = [0, 1].map((i) => ({ value: tensor(told.map((row) => [row[i]])), present: ones([ticks, 1]) }));
const stretch = { readings, sensed: [], acting: [], happened: ones([ticks]) };

/** Where the body would be without any push. */
const begun = (() => {
  const rows = [wrong.mean];
  while (rows.length < ticks) rows.push(step(rows.at(-1)!, []));
  return stack(rows);
})();

const iterated = (states: PopulationTensor) => {
  const { states: next, cost } = damped(model, wrong, { ...stretch, states, about: states });
  return { states: next, cost };
};
const whole = (states: PopulationTensor): PopulationTensor => {
  const { moves } = sweep(model, wrong, { ...stretch, states, about: states });
  return add(states, moves);
};

/** Twice the negative logarithm of the density of a start and pushes [2 + ticks - 1], in standard deviations, and of all that was told. */
function cost(u: PopulationTensor): PopulationTensor {
  let x = space.move(wrong.mean, matmul(wrong.factor, slice(u, [0], [2])));
  let total = sum(square(u));
  for (let i = 0; i < ticks; i++) {
    model.sensors.forEach(({ space: of, deviation }, s) => {
      const expected = s === 0 ? slice(x, [0], [1]) : atan2(slice(x, [1], [2]), [1]);
      const residual = of.difference(expected, tensor([told[i][s]]));
      total = add(total, sum(square(div(residual, deviation))));
    });
    if (i < ticks - 1) x = add(step(x, []), mul(push * Math.sqrt(dt), stack([mul(dt, at(u, 2 + i)), at(u, 2 + i)])));
  }
  return total;
}

/** Start and pushes of a trajectory by its rates, and how far its angles are from those that the pushes make. */
function pushesOf(states: PopulationTensor) {
  const rows = Array.from({ length: ticks }, (_, i) => at(states, i));
  const first = space.difference(wrong.mean, rows[0]).toArray();
  let off = 0;
  const pushes = rows.slice(1).map((next, i) => {
    const [angle, rate] = space.difference(step(rows[i], []), next).toArray();
    off = Math.max(off, Math.abs(angle - dt * rate));
    return rate / (push * Math.sqrt(dt));
  });
  return { u: tensor([first[0], first[1] / 3, ...pushes]), off };
}

describe('steps of Gauss and Newton', () => {
  const count = 30;
  const step = compile(iterated, [begun]);
  const settled: { readonly cost: number }[] = [];
  const astray: number[] = [];
  let [states, plain] = [begun, begun];
  const wholeStep = compile(whole, [begun]);
  for (let k = 0; k < count; k++) {
    const next = step(states);
    states = next.states;
    settled.push({ cost: next.cost.item() });
    plain = wholeStep(plain);
    astray.push(cost(pushesOf(plain).u).item());
  }

  it('that are whole go astray', () => {
    expect(Math.min(...astray.slice(count / 2))).toBeGreaterThan(40 * settled.at(-1)!.cost);
    expect(astray.filter((x, k) => k > 0 && x > astray[k - 1]).length).toBeGreaterThan(count / 3);
  });

  it('that are damped make the trajectory likelier, each', () => {
    const costs = [cost(pushesOf(begun).u).item(), ...settled.map((after) => after.cost)];
    for (let k = 1; k <= count; k++) expect(costs[k]).toBeLessThanOrEqual(costs[k - 1] * (1 + 1e-12));
    expect(costs[1]).toBeLessThan(costs[0] / 2);
  });

  it('that are damped end where the density has no slope, on a trajectory that the pushes make', () => {
    const { u, off } = pushesOf(states);
    expect(off).toBeLessThan(1e-12);
    expectClose(cost(u), settled.at(-1)!.cost, 1e-11);
    expectClose(grad(cost)(u), zeros(u.shape), 1e-9);
  });

  it('carry derivatives, with the parts of moves that were taken as they are', () => {
    const loss = (mean: PopulationTensor): PopulationTensor => {
      let now = begun;
      for (let k = 0; k < 2; k++)
        now = damped(model, { ...wrong, mean }, { ...stretch, states: now, about: now }).states;
      return sum(square(now));
    };
    const exact = complexStepJacobian(loss, wrong.mean)[0];
    expectClose(grad(loss)(wrong.mean), exact, 1e-9);
  });
});
