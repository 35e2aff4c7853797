import { describe, expect, it } from 'vitest';
import { grad, vjp } from '../../src/core/derivative/functions.ts';
import { square, sub } from '../../src/core/ops/arithmetic.ts';
import { relu } from '../../src/core/ops/comparison.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { ones, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { ArgumentError } from '../../src/errors.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { seenOf } from '../../src/rollout/seen.ts';
import type { Norm } from '../../src/task/norm.ts';
import { huber } from '../../src/task/norms/huber.ts';
import { normKinds } from '../../src/task/norms/kinds.ts';
import { oneMinusCos } from '../../src/task/norms/one-minus-cos.ts';
import { oneSided } from '../../src/task/norms/one-sided.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import { smoothAbs } from '../../src/task/norms/smooth-abs.ts';
import { jointLimits } from '../../src/task/residuals/joint-limits.ts';
import { linkOrientation } from '../../src/task/residuals/link-orientation.ts';
import { costOf } from '../../src/task/task.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { randomModel, randomMoment, turnedAbout } from '../support/moments.ts';
import { Random, testCases } from '../support/random.ts';

const width = 0.3;
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
/** A cost that is a sum over entries. */
const each =
  (cost: (x: number) => number) =>
  (entries: readonly number[], isAveraged: boolean): number =>
    total(entries.map(cost)) / (isAveraged ? entries.length : 1);

interface Case {
  readonly norm: Norm;
  readonly value: (entries: readonly number[], isAveraged: boolean) => number;
  /** Largest entry up to which it is convex. */
  readonly convexTo: number;
}

const cases: Readonly<Record<string, Case>> = {
  quadratic: { norm: quadratic, value: each((x) => x * x), convexTo: Infinity },
  'smooth-abs': {
    norm: smoothAbs({ width }),
    // written so that small entries do not cancel
    value: (entries, isAveraged) => {
      const s = total(entries.map((x) => x * x)) / (isAveraged ? entries.length : 1);
      return s / (Math.sqrt(s + width * width) + width);
    },
    convexTo: Infinity,
  },
  huber: {
    norm: huber({ width }),
    value: each((x) => (Math.abs(x) <= width ? x * x : width * (2 * Math.abs(x) - width))),
    convexTo: Infinity,
  },
  'one-sided': { norm: oneSided, value: each((x) => (x > 0 ? x * x : 0)), convexTo: Infinity },
  // written so that small entries do not cancel
  'one-minus-cos': { norm: oneMinusCos, value: each((x) => 2 * Math.sin(x / 2) ** 2), convexTo: Math.PI / 2 },
};

const names = Object.keys(cases);
const valueOf = (norm: Norm, entries: readonly number[], isAveraged = false): number =>
  norm.evaluate(tensor([...entries]), isAveraged).item();

describe.each(names)('norm %s', (name) => {
  const { norm, value, convexTo } = cases[name];

  it('is that of its kind, and the value of its formula, summed or averaged', () => {
    const chosen = name === 'huber' || name === 'smooth-abs' ? { type: name, width } : name;
    const made = normKinds.make(chosen, null);
    const random = new Random();
    for (let i = 0; i < testCases(30); i++) {
      const entries = random.list(random.integer(1, 8), -2, 2);
      for (const isAveraged of [false, true]) {
        expectClose(valueOf(norm, entries, isAveraged), value(entries, isAveraged), 1e-14);
        expect(valueOf(made, entries, isAveraged)).toBe(valueOf(norm, entries, isAveraged));
      }
      // of one entry the mean is the sum
      expect(valueOf(norm, [entries[0]], true)).toBe(valueOf(norm, [entries[0]]));
    }
    expect(norm.name).toBe(name);
  });

  it('has the derivatives of the complex step', () => {
    const random = new Random();
    for (let i = 0; i < testCases(10); i++) {
      const entries = tensor(random.list(random.integer(1, 6), -2, 2));
      for (const isAveraged of [false, true]) {
        const f = (x: PopulationTensor): PopulationTensor => norm.evaluate(x, isAveraged);
        expectClose(grad(f)(entries), complexStepJacobian(f, entries)[0], 1e-14);
      }
    }
  });

  it('is 0 with a derivative of 0 where all entries are 0, and nowhere less', () => {
    expect(valueOf(norm, [0, 0, 0])).toBe(0);
    expectClose(grad((x: PopulationTensor) => norm.evaluate(x, false))(tensor([0, 0, 0])), [0, 0, 0], 0);
    const random = new Random();
    for (let i = 0; i < testCases(50); i++) {
      const size = 10 ** random.uniform(-12, 6);
      expect(valueOf(norm, random.list(3, -size, size))).toBeGreaterThanOrEqual(0);
    }
  });

  it('keeps its digits for small entries and stays a number for large ones', () => {
    for (const size of [1e-3, 1e-6]) {
      const entries = [size, 0.5 * size];
      // what subtracts 1 or a width keeps the digits that those have beyond it
      expectClose(valueOf(norm, entries), value(entries, false), 1e-14, 1e-2);
    }
    const f = (x: PopulationTensor): PopulationTensor => norm.evaluate(x, false);
    for (const size of [1e3, 1e9]) {
      expect(Number.isFinite(valueOf(norm, [size, -size]))).toBe(true);
      expect(
        grad(f)(tensor([size, -size]))
          .toArray()
          .every(Number.isFinite),
      ).toBe(true);
      if (name !== 'one-minus-cos') expectClose(valueOf(norm, [size, -size]), value([size, -size], false), 1e-14, size);
    }
  });

  it('is convex between any two points', () => {
    const random = new Random();
    for (let i = 0; i < testCases(200); i++) {
      const reach = Math.min(convexTo, 10 ** random.uniform(-2, 2));
      const [a, b] = [0, 1].map(() => random.list(3, -reach, reach));
      const t = random.next();
      const between = a.map((x, k) => t * x + (1 - t) * b[k]);
      const chord = t * valueOf(norm, a) + (1 - t) * valueOf(norm, b);
      expect(valueOf(norm, between)).toBeLessThanOrEqual(chord + 1e-13 * Math.max(1, chord));
    }
  });
});

it('1 - cos is not convex beyond a quarter turn, and of angles alone', () => {
  expect(valueOf(oneMinusCos, [2.5])).toBeGreaterThan((valueOf(oneMinusCos, [2]) + valueOf(oneMinusCos, [3])) / 2);
  expect(Object.values(cases).filter(({ norm }) => norm.isOfAngles)).toEqual([cases['one-minus-cos']]);
});

it('norms of a width turn from quadratic to linear there, and are one another’s limits', () => {
  // a width far beyond the entries: squares, over twice the width for the length
  expectClose(valueOf(huber({ width: 1e6 }), [3, -4]), 25, 1e-15);
  expectClose(2e6 * valueOf(smoothAbs({ width: 1e6 }), [3, -4]), 25, 1e-3);
  // a width of nearly nothing: the length, and twice the width times the sum of sizes
  expectClose(valueOf(smoothAbs({ width: 1e-9 }), [3, -4]), 5, 1e-9);
  expectClose(valueOf(huber({ width: 1e-9 }), [3, -4]) / 2e-9, 7, 1e-8);
});

describe.each([
  ['huber', huber],
  ['smoothAbs', smoothAbs],
] as const)('%s refuses a width', (_, make) => {
  it.each([0, -1, NaN, Infinity, undefined, '1'])('of %s', (wrong) => {
    const run = (): unknown => make({ width: wrong as number });
    expect(run).toThrow(ArgumentError);
    expect(run).toThrow(/^width: found /);
  });
});

/** Value and gradient of a function of one tensor. */
function valueAndGradient(f: (x: PopulationTensor) => PopulationTensor, x: PopulationTensor): number[] {
  const { value, pullback } = vjp(f, x);
  return [value.item(), ...pullback(ones([])).toArray()];
}

describe('terms of version 1 keep their bits', () => {
  const random = new Random();

  it('joint limits with the one-sided norm: the sum of the squared excesses over both limits', () => {
    for (let i = 0; i < testCases(20); i++) {
      const model = randomModel(random);
      const [lower, upper] = (['lower', 'upper'] as const).map((side) =>
        tensor(model.joints.map(({ limits }) => Math.min(Math.max(limits[side], -1e9), 1e9))),
      );
      const old = (q: PopulationTensor): PopulationTensor =>
        sum(add(square(relu(sub(q, upper))), square(relu(sub(lower, q)))));
      const { evaluate, isAveraged } = jointLimits(model);
      const now = (q: PopulationTensor): PopulationTensor =>
        oneSided.evaluate(evaluate({ q } as Parameters<typeof evaluate>[0], {}), isAveraged === true);
      const q = tensor(random.list(model.nq, -6, 6));
      expectEqual(
        valueAndGradient(now, q).map((x) => x + 0),
        valueAndGradient(old, q).map((x) => x + 0),
      );
    }
  });

  it('1 - cos of an orientation: half of 3 less the trace, without a logarithm', () => {
    for (let i = 0; i < testCases(10); i++) {
      const model = randomModel(random);
      const link = model.links.at(-1)!.name;
      const target = tensor(turnedAbout([0.48, 0.6, 0.64], random.uniform(-3, 3)), [3, 3]);
      const { q, v, tau } = randomMoment(random, model);
      const at = (x: PopulationTensor) =>
        seenOf(model, { q: x, v: tensor([...v]) }, tensor([...tau]), tensor(0), robotParameters(model));
      const old = (x: PopulationTensor): PopulationTensor =>
        mul(7, mul(0.5, sub(3, sum(mul(at(x).link(link).rotation, target)))));
      const term = {
        name: 'align',
        residual: linkOrientation(link, 'there'),
        norm: oneMinusCos,
        weight: 7,
        when: 'final',
      } as const;
      const now = (x: PopulationTensor): PopulationTensor =>
        costOf(term, tensor(7), at(x), { there: { rotation: target } });
      expectEqual(valueAndGradient(now, tensor([...q])), valueAndGradient(old, tensor([...q])));
      // any other norm takes the rotation vector
      const squared = costOf({ ...term, norm: quadratic }, tensor(1), at(tensor([...q])), {
        there: { rotation: target },
      });
      const angle = term.residual.read(term.residual.evaluate(at(tensor([...q])), { there: { rotation: target } }));
      expectClose(squared, angle.item() ** 2, 1e-13);
    }
  });
});
