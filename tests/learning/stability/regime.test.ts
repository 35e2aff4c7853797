/** @file How descent with momentum moves along a direction: closed forms against the iterates of the methods themselves. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../src/core/population-tensor.ts';
import { gaussQuadrature } from '../../../src/learning/spectrum/quadrature.ts';
import { lanczos } from '../../../src/learning/spectrum/lanczos.ts';
import { bestDescent, bestMomentum, conditioning, zigZagShare } from '../../../src/learning/stability/conditioning.ts';
import { horizonPad, regimePad } from '../../../src/learning/stability/pad.ts';
import { modeOf, overallMotion, regimes } from '../../../src/learning/stability/regime.ts';
import { dampingOf } from '../../../src/learning/flow/momentum-flow.ts';
import { gradientDescent } from '../../../src/optimize/gradient-descent.ts';
import { momentum } from '../../../src/optimize/momentum.ts';
import { relativeError } from '../../support/check.ts';
import { Random } from '../../support/random.ts';

const random = new Random();

/** x_0 = x, x_1, … of heavy ball from the momentum m on lambda x^2 / 2. */
function iterates(lambda: number, a: number, b: number, steps: number, x = 1, m = 0): { x: number[]; m: number[] } {
  const rule = momentum({ learningRate: a, momentum: b });
  const path = { x: [x], m: [m] };
  let at = tensor([x]);
  let state = { m: tensor([m]) } as ReturnType<typeof rule.start>;
  for (let k = 0; k < steps; k++) {
    ({ x: at, state } = rule.update(at, tensor([lambda * at.data[0]]), state, k));
    path.x.push(at.data[0]);
    path.m.push((state.m as typeof at).data[0]);
  }
  return path;
}

describe('along one direction', () => {
  it('descent has the iterates (1 - stepSize lambda)^t, to 1e-12 over 400 steps', () => {
    for (const [lambda, learningRate] of [
      [1, 0.01],
      [3, 0.5],
      [50, 0.039],
      [7, 0.2857],
      [0.2, 11],
    ]) {
      // prettier-ignore
      const rule = gradientDescent({ learningRate });
      let x = tensor([1]);
      for (let t = 1; t <= 400; t++) {
        ({ x } = rule.update(x, tensor([lambda * x.data[0]]), {}, t - 1));
        expect(relativeError(x.data[0], (1 - learningRate * lambda) ** t)).toBeLessThan(1e-12);
      }
    }
  });

  it("has the eigenvalues of the iteration's matrix as another library finds them", () => {
    for (let k = 0; k < 300; k++) {
      const [lambda, a, b] = [random.list(1, -2, 5)[0], random.list(1, 0.01, 1)[0], random.list(1, 0, 0.99)[0]];
      const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(
        new Matrix([[b, lambda], [-a * b, 1 - a * lambda]]), // prettier-ignore
      );
      const theirs = realEigenvalues.map((real, i) => [real, imaginaryEigenvalues[i]]);
      const { roots, rate } = modeOf(lambda, a, b);
      for (const root of roots)
        expect(Math.min(...theirs.map(([x, y]) => Math.hypot(root[0] - x, root[1] - y)))).toBeLessThan(1e-7);
      expect(Math.abs(rate - Math.max(...theirs.map(([x, y]) => Math.hypot(x, y))))).toBeLessThan(1e-7);
      expect(roots[0][0] * roots[1][0] - roots[0][1] * roots[1][1]).toBeCloseTo(b, 12);
    }
  });

  it.each([0.3, 0.81, 0.95])('complex roots converge at sqrt(b), b = %d, and not at twice that', (b) => {
    const { x } = iterates(1, 1, b, 40);
    // of x_k = A r^k cos(k w + p): r^(2 k) A^2 sin^2 w
    const amplitude = (k: number) => x[k] * x[k] - x[k - 1] * x[k + 1];
    for (let k = 2; k < 20; k++) expect(Math.sqrt(amplitude(k + 1) / amplitude(k))).toBeCloseTo(Math.sqrt(b), 9);
    expect(modeOf(1, 1, b)).toMatchObject({ rate: Math.sqrt(b), regime: 'ringing' });
  });

  it('a double root s has the powers s^k (k R / s - (k - 1) I)', () => {
    for (const z of [0.04, 0.3, 0.7]) {
      const b = (1 - Math.sqrt(z)) ** 2;
      const s = 1 - Math.sqrt(z);
      expect(modeOf(z, 1, b).rate).toBeCloseTo(s, 7);
      const [fromX, fromM] = [iterates(z, 1, b, 30, 1, 0), iterates(z, 1, b, 30, 0, 1)];
      for (let k = 0; k <= 30; k++) {
        const power = (entry: number, unit: number) => s ** k * ((k * entry) / s - (k - 1) * unit);
        const found = [fromM.m[k], fromX.m[k], fromM.x[k], fromX.x[k]];
        const exact = [power(b, 1), power(z, 0), power(-b, 0), power(1 - z, 1)];
        found.forEach((entry, i) => expect(Math.abs(entry - exact[i])).toBeLessThan(1e-12));
      }
    }
  });

  it('is monotone below (1 - sqrt b)^2, ringing above, divergent beyond 2 + 2 b; escaping where it is bent down', () => {
    const [b, a] = [0.25, 0.1];
    const of = (z: number) => modeOf(z / a, a, b).regime;
    expect([of(0.2499), of(0.2501), of(2.2499), of(2.2501), of(2.4999)]).toEqual(['monotone', 'ringing', 'ringing', 'ringing', 'ringing']); // prettier-ignore
    expect([of(2.5001), of(-1e-9), of(0)]).toEqual(['divergent', 'escaping', 'neutral']);
    expect([modeOf(0.5, 1).regime, modeOf(1.5, 1).regime, modeOf(2.001, 1).regime]).toEqual(['monotone', 'ringing', 'divergent']); // prettier-ignore
  });

  it.each([0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999, 1 - 1e-10])(
    'at the edge 2 + 2 b itself is turned over for ever, and divergent from the next number on, b = %d',
    (b) => {
      const edge = 2 + 2 * b;
      expect(modeOf(edge, 1, b)).toMatchObject({ rate: 1, regime: 'ringing', roots: [[-1, 0], [-b, 0]] }); // prettier-ignore
      expect(modeOf(edge + 2 ** -51, 1, b).regime).toBe('divergent');
      expect(modeOf(edge - 2 ** -51, 1, b).regime).toBe('ringing');
      expect(dampingOf(edge, { learningRate: 1, momentum: b }).regime).not.toBe('unstable');
      expect(overallMotion(Float64Array.of(0.01, edge), 1, b)).toMatchObject({ regime: 'ringing', rate: 1, eigenvalue: edge }); // prettier-ignore
      expect(zigZagShare({ nodes: Float64Array.of(0, edge), weights: Float64Array.of(1, 3) }, 1, b)).toBe(0.75);
    },
  );

  it('has the rate of the damping that a momentum flow is told to have, also next to where roots meet', () => {
    for (const b of [0, 1e-6, 0.25, 0.9, 0.999999])
      for (const from of [(1 - Math.sqrt(b)) ** 2, (1 + Math.sqrt(b)) ** 2])
        for (const part of [-1e-3, -1e-7, 0, 1e-7, 1e-3]) {
          const z = from * (1 + part);
          const { rate } = dampingOf(z, { learningRate: 1, momentum: b });
          expect(rate).toBe(modeOf(z, 1, b).rate);
        }
    expect(dampingOf(1 + 1e-7, { learningRate: 1, momentum: 0 })).toMatchObject({ rate: 1.0000000005838672e-7, regime: 'alternating' }); // prettier-ignore
  });

  it('changes by its rate in every step, in the long run', () => {
    for (const [lambda, a, b] of [
      [1, 0.02, 0.5],
      [1, 2.95, 0.5],
      [1, 3.1, 0.5],
      [-1, 0.1, 0.9],
      [1, 1.7, 0],
    ]) {
      // prettier-ignore
      const { x } = iterates(lambda, a, b, 60);
      expect(relativeError(Math.abs(x[60] / x[59]), modeOf(lambda, a, b).rate)).toBeLessThan(1e-6);
    }
  });
});

describe('over a spectrum', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, i) => i + 1);

  it('has the best steps of the closed forms: K = 100', () => {
    const [plain, heavy] = [bestDescent(1, 100), bestMomentum(1, 100)];
    expect([plain.rate, heavy.stepSize, heavy.momentum, heavy.rate].map((x) => Number(x.toFixed(7)))).toEqual([
      0.980198, 0.0330579, 0.6694215, 0.8181818,
    ]);
    expect(overallMotion(hundred, plain.stepSize).rate).toBeCloseTo(plain.rate, 14);
    expect(overallMotion(hundred, heavy.stepSize, heavy.momentum).rate).toBeCloseTo(heavy.rate, 7);
  });

  it('has no better steps among those around', () => {
    const [plain, heavy] = [bestDescent(1, 100), bestMomentum(1, 100)];
    for (const factor of [0.9, 0.99, 1.005, 1.1]) {
      expect(overallMotion(hundred, factor * plain.stepSize).rate).toBeGreaterThan(plain.rate);
      for (const other of [0.95, 1, 1.05])
        expect(overallMotion(hundred, factor * heavy.stepSize, other * heavy.momentum).rate).toBeGreaterThan(
          heavy.rate,
        );
    }
  });

  it('counts directions, and takes its regime from the one that counts', () => {
    expect(overallMotion(Float64Array.of(0, 1, 9, 15), 0.1)).toEqual({
      regime: 'monotone',
      rate: 0.9,
      eigenvalue: 1,
      counts: { monotone: 2, ringing: 1, neutral: 1, escaping: 0, divergent: 0 },
    });
    expect(overallMotion(Float64Array.of(1, 19.5), 0.1)).toMatchObject({ regime: 'ringing', eigenvalue: 19.5 });
    expect(overallMotion(Float64Array.of(-100, 1, 21), 0.1)).toMatchObject({ regime: 'divergent', eigenvalue: -100 });
    expect(overallMotion(Float64Array.of(-1, 1), 0.1)).toMatchObject({ regime: 'escaping', rate: 1.1 });
    expect(overallMotion(Float64Array.of(0), 0.1)).toMatchObject({ regime: 'neutral', rate: 1 });
  });

  it('judges what is flat beside the largest eigenvalue, not by a number of its own', () => {
    for (const c of [1e-30, 1, 1e30]) {
      expect(overallMotion(Float64Array.of(-1e-17 * c, 0.5 * c, c), 1 / c).counts).toMatchObject({
        neutral: 1,
        monotone: 2,
      });
      expect(conditioning(Float64Array.of(-1e-17 * c, -c, 0.5 * c, 4 * c))).toEqual({
        condition: 8,
        flat: 1,
        negative: 1,
      });
    }
    expect(conditioning(Float64Array.of(-1)).condition).toBeNaN();
  });

  it('says which share of a gradient zigzags, from a quadrature that began with it', async () => {
    const entries = [1, 2, 12, 19];
    const gradient = Float64Array.of(3, 1, 2, 4);
    const measure = gaussQuadrature(await lanczos((v) => v.map((x, i) => entries[i] * x), 4, { start: gradient }));
    expect(zigZagShare(measure, 0.1)).toBeCloseTo(20 / 30, 12);
    expect(zigZagShare(measure, 0.01)).toBe(0);
    expect(zigZagShare(measure, 0.01, 0.95)).toBeCloseTo(1, 12);
  });

  it('fills pads point by point', () => {
    const eigenvalues = Float64Array.of(-0.5, 0, 3, 40);
    const [steps, momenta] = [Float64Array.of(0.001, 0.03, 0.05, 0.2), Float64Array.of(0, 0.5, 0.9)];
    const pad = regimePad(eigenvalues, steps, momenta);
    expect([pad.rows, pad.columns]).toEqual([3, 4]);
    const horizons = [Float64Array.of(1), Float64Array.of(1, 20), Float64Array.of(1, 400)];
    const other = horizonPad(horizons, steps, 0.5);
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 4; column++) {
        const place = 4 * row + column;
        const [one, two] = [
          overallMotion(eigenvalues, steps[column], momenta[row]),
          overallMotion(horizons[row], steps[column], 0.5),
        ];
        expect([pad.rates[place], regimes[pad.regimes[place]]]).toEqual([one.rate, one.regime]);
        expect([other.rates[place], regimes[other.regimes[place]]]).toEqual([two.rate, two.regime]);
      }
  });

  it('is refused without eigenvalues, steps or an interval', () => {
    expect(() => overallMotion(new Float64Array(0), 1)).toThrow('at least one eigenvalue');
    expect(() => overallMotion(Float64Array.of(NaN), 1)).toThrow('eigenvalues[0]: found NaN');
    expect(() => modeOf(1, 0)).toThrow('a positive number');
    expect(() => regimePad(hundred, Float64Array.of(1), Float64Array.of(1))).toThrow('from 0 to below 1');
    expect(() => bestMomentum(2, 1)).toThrow('greatest: found 1; expected at least 2');
    expect(() => bestDescent(0, 1)).toThrow('a positive eigenvalue');
  });
});
