/** @file The Hessian as Adam and RMSProp see it, from the states that they have themselves. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { expect, it } from 'vitest';
import { ParameterLayout } from '../../../src/core/parameters.ts';
import { population, tensor } from '../../../src/core/population-tensor.ts';
import { lanczos } from '../../../src/learning/spectrum/lanczos.ts';
import { preconditionedProduct, preconditionerOf } from '../../../src/learning/stability/preconditioned.ts';
import { adam } from '../../../src/optimize/adam.ts';
import { momentum } from '../../../src/optimize/momentum.ts';
import { rmsprop } from '../../../src/optimize/rmsprop.ts';
import { relativeError } from '../../support/check.ts';
import { Random } from '../../support/random.ts';
import { productWith, withEigenvalues, spectralError } from '../../support/spectra.ts';

const random = new Random();
const hessian = withEigenvalues(random, [-3, 0.1, 1, 4, 20, 90]);
const product = productWith(hessian);

it("has the eigenvalues of P^-1 H, P = sqrt of Adam's mean square without its bias, plus epsilon", async () => {
  const rule = adam({ learningRate: 0.01, beta2: 0.95, epsilon: 1e-2 });
  let x = tensor(random.list(6, -1, 1));
  let state = rule.start(x);
  const squares = new Float64Array(6);
  for (let k = 0; k < 7; k++) {
    const gradient = product(x.data);
    gradient.forEach((g, i) => (squares[i] = 0.95 * squares[i] + 0.05 * g * g));
    ({ x, state } = rule.update(x, tensor(gradient), state, k));
  }
  const diagonal = preconditionerOf(rule, { state, iterations: 7 })!;
  const expected = squares.map((square) => Math.sqrt(square / (1 - 0.95 ** 7)) + 1e-2);
  expect(relativeError(diagonal, expected)).toBeLessThan(1e-13);
  const { values } = await lanczos(preconditionedProduct(product, diagonal), 6);
  const whole = hessian.map((row, i) => row.map((entry) => entry / expected[i]));
  const exact = new EigenvalueDecomposition(new Matrix(whole)).realEigenvalues.sort((a, b) => a - b);
  expect(spectralError(values, exact)).toBeLessThan(1e-11);
});

it('reads leaves one after another, and one member of many', () => {
  const rule = rmsprop({ learningRate: 0.1, decay: 0.5, epsilon: 1e-3 });
  const x = { b: population([[1, 2], [3, 4]]), a: population([5, 6]) }; // prettier-ignore
  const { state } = rule.update(x, x, rule.start(x), 0);
  const rootOf = (g: number) => Math.sqrt(0.5) * g + 1e-3;
  const found = preconditionerOf(rule, { state, iterations: 1, member: 1 })!;
  expect(relativeError(found, [3, 4, 6].map(rootOf))).toBeLessThan(1e-15);
  const layout = new ParameterLayout({ a: tensor(0), b: tensor([0, 0]) });
  const ordered = preconditionerOf(rule, { state, iterations: 1, member: 0, layout })!;
  expect(relativeError(ordered, [5, 1, 2].map(rootOf))).toBeLessThan(1e-15);
});

it('is nothing for a method that divides by nothing, and before the first update', () => {
  const plain = momentum({ learningRate: 1 });
  expect(preconditionerOf(plain, { state: plain.start(tensor([1])), iterations: 1 })).toBeNull();
  const scaled = adam({ learningRate: 1 });
  expect(() => preconditionerOf(scaled, { state: scaled.start(tensor([1])), iterations: 0 })).toThrow('iterations');
  expect(() => preconditionedProduct(product, Float64Array.of(1, 0))).toThrow('diagonal[1]: found 0');
});
