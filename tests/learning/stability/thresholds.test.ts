/** @file Where steps begin to grow, found by bisection with the methods themselves: each at the edge that it says. */
import { describe, expect, it } from 'vitest';
import { type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { lanczos } from '../../../src/learning/spectrum/lanczos.ts';
import { preconditionedProduct, preconditionerOf } from '../../../src/learning/stability/preconditioned.ts';
import {
  averagedMomentumEdge,
  edgeOf,
  edgeOfChosen,
  rungeKuttaEdge,
} from '../../../src/learning/stability/thresholds.ts';
import { adam } from '../../../src/optimize/adam.ts';
import { gradientDescent } from '../../../src/optimize/gradient-descent.ts';
import { methodKinds } from '../../../src/optimize/kinds.ts';
import { lbfgs } from '../../../src/optimize/lbfgs.ts';
import { momentum } from '../../../src/optimize/momentum.ts';
import { nesterov } from '../../../src/optimize/nesterov.ts';
import { rmsprop } from '../../../src/optimize/rmsprop.ts';
import { relativeError } from '../../support/check.ts';
import { edgeBetween, growth, growthOfRule, type RuleRun } from '../../support/growth.ts';
import { productWith } from '../../support/spectra.ts';

/** Where a step of numbers begins to grow, sought between half of what is expected and twice that. */
const edgeNear = (expected: number, growthAt: (stepSize: number) => number): number =>
  edgeBetween(expected / 2, 2 * expected, (stepSize) => growthAt(stepSize) > 0);
const ones = (size: number): Float64Array => new Float64Array(size).fill(1);

const none = { stateOf: () => ({}), momentaOf: () => new Float64Array(0), iteration: 0 };
const one = [[1]];
const withMomenta: RuleRun<{ readonly m: PopulationTensor }> = {
  hessian: one,
  stateOf: (m) => ({ m: tensor(m) }),
  momentaOf: ({ m }) => m.data,
  iteration: 0,
};
/** A mean of squares that is kept so long that thousands of steps do not change it. */
const frozen = 1 - 2 ** -53;
const late = 1e9;

/** Beyond this an edge is not the one that was expected. */
const tolerance = 5e-4;

describe('the edge of stepSize * lambda by bisection over 3,000 steps', () => {
  it('of descent is 2', () => {
    const found = edgeNear(2, (learningRate) =>
      growthOfRule(gradientDescent({ learningRate }), { ...none, hessian: one }),
    );
    expect(relativeError(found, 2)).toBeLessThan(tolerance);
    expect(edgeOf(gradientDescent({ learningRate: 1 }))).toMatchObject({ threshold: 2, of: 'Hessian' });
  });

  it.each([0, 0.5, 0.9])('of heavy ball in the form of a sum, with %d kept, is 2 + 2 b: our own convention', (b) => {
    const found = edgeNear(2 + 2 * b, (learningRate) =>
      growthOfRule(momentum({ learningRate, momentum: b }) as never, withMomenta),
    );
    expect(relativeError(found, 2 + 2 * b)).toBeLessThan(tolerance);
    expect(edgeOf(momentum({ learningRate: 1, momentum: b }))).toMatchObject({ threshold: 2 + 2 * b, of: 'Hessian' });
  });

  it.each([0, 0.5, 0.9])('of momentum as a mean, with %d kept, is 2 (1 + b) / (1 - b)', (b) => {
    const step =
      (a: number) =>
      ([x, m]: Float64Array): Float64Array => {
        const mean = b * m + (1 - b) * x;
        return Float64Array.of(x - a * mean, mean);
      };
    const found = edgeNear((2 * (1 + b)) / (1 - b), (a) => growth(step(a), ones(2)));
    expect(relativeError(found, averagedMomentumEdge(b))).toBeLessThan(tolerance);
  });

  it.each([
    [0, 2],
    [0.5, 1.5],
    [0.9, 1.3571428571],
  ])('of Nesterov with %d kept is %d', (b, exact) => {
    const found = edgeNear(exact, (learningRate) =>
      growthOfRule(nesterov({ learningRate, momentum: b }) as never, withMomenta),
    );
    const { threshold, of } = edgeOf(nesterov({ learningRate: 1, momentum: b }))!;
    expect(relativeError(found, threshold)).toBeLessThan(tolerance);
    expect(relativeError(exact, threshold)).toBeLessThan(1e-9);
    expect(of).toBe('Hessian');
  });

  it('of the classical Runge-Kutta method along the flow is 2.785294', () => {
    const step =
      (h: number) =>
      ([x]: Float64Array): Float64Array => {
        const k1 = -x;
        const k2 = -(x + (h / 2) * k1);
        const k3 = -(x + (h / 2) * k2);
        const k4 = -(x + h * k3);
        return Float64Array.of(x + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4));
      };
    const found = edgeNear(2.785294, (h) => growth(step(h), ones(1)));
    expect(relativeError(found, rungeKuttaEdge)).toBeLessThan(tolerance);
    const z = rungeKuttaEdge;
    expect(Math.abs(z ** 3 - 4 * z * z + 12 * z - 24)).toBeLessThan(1e-13);
  });

  it('is not to be had by a hundred steps and a bound: that is 7 % off, where ours is 0.01 %', () => {
    const seemsDivergent = (stepSize: number): boolean => Math.abs(1 - stepSize) ** 100 > 1e6;
    expect(edgeBetween(0.1, 5, seemsDivergent) / 2).toBeGreaterThan(1.07);
  });
});

describe('methods with a scale for each entry', () => {
  const hessian = [
    [40, 3, 1],
    [3, 2, 0.5],
    [1, 0.5, 0.3],
  ];
  const squares = Float64Array.of(900, 1, 1e-6);
  /** Greatest eigenvalue of P^-1 H. */
  const sharpnessFor = async (diagonal: Float64Array) =>
    (await lanczos(preconditionedProduct(productWith(hessian), diagonal), 3)).values[2];

  it.each([0.5, 0.9])("Adam's with %d kept is (2 + 2 b) / (1 - b) on P^-1 H, and not on H", async (beta1) => {
    const settings = { beta1, beta2: frozen, epsilon: 1e-3 };
    const unbiased = 1 - Math.exp(-late * 2 ** -53);
    const stateOf = (m: Float64Array) => ({ m: tensor(m), s: tensor(squares.map((square) => square * unbiased)) });
    const run = { hessian, stateOf, momentaOf: ({ m }: ReturnType<typeof stateOf>) => m.data, iteration: late };
    const rule = adam({ learningRate: 1, ...settings });
    const edge = edgeOf(rule)!;
    const diagonal = preconditionerOf(rule, { state: stateOf(new Float64Array(3)), iterations: late })!;
    expect(relativeError(diagonal, squares.map((square) => Math.sqrt(square) + 1e-3))).toBeLessThan(1e-6); // prettier-ignore
    const sharpness = await sharpnessFor(diagonal);
    const exact = edge.threshold / sharpness;
    const found = edgeNear(exact, (learningRate) =>
      growthOfRule(adam({ learningRate, ...settings }) as never, run as never),
    );
    expect(relativeError(found * sharpness, edge.threshold)).toBeLessThan(tolerance);
    expect(edge).toMatchObject({ threshold: averagedMomentumEdge(beta1), of: 'preconditioned Hessian' });
    expect(relativeError(found * 40.2, edge.threshold)).toBeGreaterThan(0.3);
  });

  it("RMSProp's is 2 on P^-1 H, and not on H", async () => {
    const settings = { decay: frozen, epsilon: 1e-3 };
    const stateOf = () => ({ s: tensor(squares) });
    const run = { hessian, stateOf, momentaOf: () => new Float64Array(0), iteration: 0 };
    const rule = rmsprop({ learningRate: 1, ...settings });
    const diagonal = preconditionerOf(rule, { state: stateOf(), iterations: 1 })!;
    const sharpness = await sharpnessFor(diagonal);
    const found = edgeNear(2 / sharpness, (learningRate) =>
      growthOfRule(rmsprop({ learningRate, ...settings }) as never, run as never),
    );
    expect(relativeError(found * sharpness, 2)).toBeLessThan(tolerance);
    expect(edgeOf(rule)).toEqual({ threshold: 2, of: 'preconditioned Hessian', formula: '2' });
    expect(relativeError(found * 40.2, 2)).toBeGreaterThan(0.3);
  });
});

describe('the registry', () => {
  it('has the edge of each method by its name with settings; that of a line search is none', () => {
    const chosen = { learningRate: 0.1, iterations: 3 };
    const edges = methodKinds.all.map(({ type }) => {
      const edge = edgeOfChosen(type === lbfgs().name ? type : { type, ...chosen });
      return [type, edge && Number(edge.threshold.toFixed(9))] as const;
    });
    const known = { adam: 38, lbfgs: null, rmsprop: 2, momentum: 3.8, nesterov: 1.357142857, 'gradient-descent': 2 };
    expect(Object.fromEntries(edges)).toMatchObject(known);
    expect(edges.filter(([, edge]) => edge === null)).toHaveLength(1);
    expect(edgeOf(lbfgs())).toBeNull();
  });

  it('refuses what is no method', () => {
    expect(() => edgeOf({} as never)).toThrow('method.name');
    expect(() => edgeOfChosen('nothing')).toThrow('method');
    expect(() => averagedMomentumEdge(1)).toThrow('from 0 to below 1');
  });
});
