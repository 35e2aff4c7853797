/** @file Hessians of real programs: gains of the two-link arm, a small policy through a rollout, a small network. */
import { describe, expect, it } from 'vitest';
import type { ControllerParameters } from '../../../controllers/controller.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { square, sub } from '../../../src/core/ops/arithmetic.ts';
import { add } from '../../../src/core/ops/elementwise.ts';
import { tanh } from '../../../src/core/ops/trigonometric.ts';
import { mean } from '../../../src/core/ops/reduction.ts';
import { ParameterLayout } from '../../../src/core/parameters.ts';
import { type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import type { TreeOf } from '../../../src/core/tree.ts';
import { extremes } from '../../../src/learning/spectrum/extremes.ts';
import { fullHessian } from '../../../src/learning/spectrum/full-hessian.ts';
import { lanczos } from '../../../src/learning/spectrum/lanczos.ts';
import { hessianProduct } from '../../../src/learning/spectrum/product.ts';
import { symmetricEigen } from '../../../src/learning/spectrum/symmetric-eigenvalues.ts';
import { rolledOut } from '../../../src/rollout/problem.ts';
import type { Experiment } from '../../../src/scene/experiment.ts';
import { Random, testSeed } from '../../support/random.ts';
import { rowsOf, spectralError, theirEigenvalues } from '../../support/spectra.ts';
import { experimentFrom } from '../../support/scenes.ts';
import { sceneText } from '../../support/robots.ts';
import { trainingExperiment } from '../../support/small-training.ts';

const random = new Random();
const seed = testSeed % 65536;

interface Case<X extends TreeOf<X>> {
  readonly loss: (x: X) => PopulationTensor;
  readonly layout: ParameterLayout<X>;
  readonly at: Float64Array;
}

function rolloutOf({ problem, layout, initialParameters: at }: Experiment): Case<ControllerParameters> {
  return { loss: (x) => rolledOut(problem, x, problem.scenario).loss, layout, at };
}

/** A network 3 - 12 - 8 - 2 with biases: 48 + 104 + 18 = 170 numbers, on 20 examples. */
function network(): Case<Readonly<Record<string, PopulationTensor>>> {
  const sizes = [3, 12, 8, 2];
  const drawn = (...shape: number[]): PopulationTensor =>
    tensor(Float64Array.from(random.list(shape.reduce((a, b) => a * b), -0.7, 0.7)), shape); // prettier-ignore
  const start = Object.fromEntries(
    [0, 1, 2].flatMap((i) => [
      [`weight${i}`, drawn(sizes[i], sizes[i + 1])],
      [`bias${i}`, drawn(sizes[i + 1])],
    ]),
  );
  const [inputs, targets] = [drawn(20, 3), drawn(20, 2)];
  const layout = new ParameterLayout(start);
  const loss = (x: typeof start): PopulationTensor => {
    const layer = (y: PopulationTensor, i: number) => add(matmul(y, x[`weight${i}`]), x[`bias${i}`]);
    return mean(square(sub(layer(tanh(layer(tanh(layer(inputs, 0)), 1)), 2), targets)));
  };
  return { loss, layout, at: layout.toVector(start) };
}

/** The two-link arm's scene, cut short, with another controller. */
function twoLink(controller: object): Experiment {
  const base = JSON.parse(sceneText('two-link-reach')) as { readonly time: object };
  return experimentFrom({ ...base, time: { ...base.time, horizon: 0.2 }, controller });
}

const gains = { type: 'pd', kp: [20, 8], kd: [2, 0.6] };
const cases: readonly (readonly [string, () => Case<never>])[] = [
  ['gains of the two-link arm', () => rolloutOf(twoLink(gains)) as unknown as Case<never>],
  [
    'torque knots of the two-link arm',
    () => rolloutOf(twoLink({ type: 'torque-spline', knots: 10 })) as unknown as Case<never>,
  ],
  ['a policy of the two-link arm', () => rolloutOf(trainingExperiment()) as unknown as Case<never>],
  ['a network of 170 weights', () => network() as unknown as Case<never>],
];

describe.each(cases)('the Hessian of %s', (_, make) => {
  const { loss, layout, at } = make() as unknown as Case<ControllerParameters>;
  const product = hessianProduct(loss, layout, at);
  const n = layout.size;

  it('has by Lanczos the eigenvalues that it has as a whole', async () => {
    const { matrix, asymmetry } = await fullHessian(product, n);
    const exact = theirEigenvalues(rowsOf(matrix, n));
    expect(asymmetry).toBeLessThan(1e-11);
    expect(spectralError(symmetricEigen(matrix, n).values, exact)).toBeLessThan(1e-13);
    const { values } = await lanczos(product, n, { steps: n, seed });
    expect(spectralError(values, exact)).toBeLessThan(1e-10);
    const ends = await extremes(product, n, { seed });
    const size = Math.max(Math.abs(exact[0]), Math.abs(exact[n - 1]));
    expect(Math.abs(ends.largest.value - exact[n - 1])).toBeLessThan(1e-8 * size);
    expect(Math.abs(ends.smallest.value - exact[0])).toBeLessThan(1e-8 * size);
  });

  it('is the change of the gradient', () => {
    const v = Float64Array.from(random.list(n, -1, 1));
    const gradientAt = (h: number) =>
      layout.toVector(grad(loss as never)(layout.fromVector(at.map((x, i) => x + h * v[i])) as never) as never);
    const [h, found] = [1e-4, product(v)];
    const most = Math.max(...found.map(Math.abs));
    const [up, down] = [gradientAt(h), gradientAt(-h)];
    found.forEach((entry, i) => expect(Math.abs((up[i] - down[i]) / 2 / h - entry)).toBeLessThan(1e-4 * most));
  });
});
