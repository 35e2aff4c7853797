/** @file What leaves the window of a smoother: made linear once, about where it was first, against the scheme written out for a number. */
import { describe, expect, it } from 'vitest';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { reshape } from '../../../src/core/ops/indexing.ts';
import { cos, sin } from '../../../src/core/ops/trigonometric.ts';
import { type PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { fixedLagSmoother } from '../../../src/estimation/filters/fixed-lag-smoother.ts';
import { runFilter } from '../../../src/estimation/filters/run-filter.ts';
import { withReplay } from '../../../src/estimation/late/with-replay.ts';
import { euclideanSpace } from '../../../src/estimation/space.ts';
import { expectClose } from '../../support/check.ts';

const [q, r] = [0.09, 0.04];
const y = [0.9, 0.2, 1.1, 0.4, 1.3, 0.7, 0.1, 0.8];
const space = euclideanSpace(1);
/** A random walk, of which x + sin x is read. */
const model = {
  process: {
    space,
    step: (x: PopulationTensor) => x,
    linearize: (x: PopulationTensor) => ({ value: x, byState: tensor([[1]]) }),
    noise: () => tensor([[Math.sqrt(q)]]),
  },
  sensors: [
    {
      name: 'bent',
      space,
      read: (x: PopulationTensor) => add(x, sin(mul(2, x))),
      linearize: (x: PopulationTensor) => ({
        value: add(x, sin(mul(2, x))),
        byState: reshape(add(1, mul(2, cos(mul(2, x)))), [1, 1]),
      }),
      deviation: tensor([Math.sqrt(r)]),
    },
  ],
};
const inputs = { sensed: zeros([0]), acting: zeros([0]) };
const column = tensor(y, [y.length, 1]);
const recording = {
  readings: [{ value: column, present: add(1, mul(0, column)) }],
  sensed: zeros([y.length, 0]),
  acting: zeros([y.length, 0]),
};
const start = { mean: tensor([0.2]), factor: tensor([[0.7]]) };

/** Two states and one iteration a tick: mean and variance of the newest, tick by tick. */
function writtenOut(isFirst: boolean): { readonly mean: number; readonly variance: number }[] {
  const read = (x: number) => x + Math.sin(2 * x);
  const slope = (x: number) => 1 + 2 * Math.cos(2 * x);
  let [prior, variance] = [0.2, 0.49];
  let [before, first] = [0.2, 0.2];
  let [newest, spread] = [0.2, 0.49];
  return y.map((told, k) => {
    const gain = (spread * slope(newest)) / (slope(newest) ** 2 * spread + r);
    newest += gain * (told - read(newest));
    if (k === 0) {
      const information = 1 / variance + slope(newest) ** 2 / r;
      newest += ((prior - newest) / variance + (slope(newest) * (told - read(newest))) / r) / information;
      spread = 1 / information;
    } else {
      const about = isFirst && k > 1 ? first : before;
      const [h, g] = [slope(about), slope(newest)];
      const [a, b, c] = [1 / variance + h ** 2 / r + 1 / q, -1 / q, 1 / q + g ** 2 / r];
      const apart = before - newest;
      const left = (prior - before) / variance + (h * (y[k - 1] - read(before))) / r - apart / q;
      const right = apart / q + (g * (told - read(newest))) / r;
      const size = a * c - b * b;
      [before, newest] = [before + (c * left - b * right) / size, newest + (a * right - b * left) / size];
      spread = a / size;
      const h0 = slope(isFirst && k > 1 ? first : before);
      const information = 1 / variance + h0 ** 2 / r;
      prior = before + ((prior - before) / variance + (h0 * (y[k - 1] - read(before))) / r) / information;
      variance = 1 / information + q;
    }
    const found = { mean: newest, variance: spread };
    [before, first] = [newest, newest];
    spread += q;
    return found;
  });
}

describe('the fixed-lag smoother', () => {
  it('keeps the derivatives of what is marginalized where they were first taken', () => {
    const { belief } = runFilter(fixedLagSmoother(model, { lag: 1, iterations: 1, inputs }), start, recording).ticks;
    const exact = writtenOut(true);
    expectClose(
      belief.mean,
      exact.map(({ mean }) => mean),
      1e-11,
    );
    expectClose(
      mul(belief.factor, belief.factor),
      exact.map(({ variance }) => variance),
      1e-11,
    );
    // at moving points it would be another
    const moving = writtenOut(false);
    expect(Math.max(...moving.map(({ mean }, k) => Math.abs(mean - exact[k].mean)))).toBeGreaterThan(1e-8);
  });

  it('takes late readings by replay as any filter does, in a window that is settled once a tick', () => {
    const smoother = fixedLagSmoother(model, { lag: 2, iterations: 1, inputs });
    const late = {
      ...recording,
      readings: [
        { value: tensor([0, ...y.slice(0, -1)], [y.length, 1]), present: tensor(y.map((_, k) => [k < 1 ? 0 : 1])) },
      ],
    };
    const now = runFilter(smoother, start, recording).ticks;
    const then = runFilter(withReplay(smoother, [1], inputs), start, late).ticks;
    const residuals = now.innovations[0].residual.toArray().slice(0, -1);
    expect(then.innovations[0].residual.toArray().slice(1)).toEqual(residuals);
  });
});
