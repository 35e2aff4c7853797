/** @file Gradients that trainers go down: the complex step through all of a step's mathematics, and forward against reverse mode. */
import { describe, expect, it } from 'vitest';
import type { ControllerParameters } from '../../controllers/controller.ts';
import { type NetworkParameters, networkParameters } from '../../controllers/network/network.ts';
import type { MlpParameters } from '../../controllers/policy.ts';
import { jvp, vjp } from '../../src/core/derivative/functions.ts';
import { trace } from '../../src/core/graph.ts';
import { populationMean } from '../../src/core/ops/reduction.ts';
import { PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { tensorsOf, type TreeOf, unflatten } from '../../src/core/tree.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { Objective } from '../../src/train/objective.ts';
import { judged, judgedWithGradient } from '../../src/train/shac/actor.ts';
import { regressionLoss } from '../../src/train/shac/critic.ts';
import { complexTangent } from '../support/complex-step.ts';
import { judgingOf, smallLesson, smallTraining } from '../support/lessons.ts';
import { Random } from '../support/random.ts';

const random = new Random();

/** A function of a tree to one number, and the gradient that is said to be its own. */
interface Case<X extends TreeOf<X>> {
  readonly f: (x: X) => PopulationTensor;
  readonly x: X;
  readonly gradient: X;
}

/** Along a random direction: the error of the gradient against the complex step, and of forward mode against reverse mode. */
function errorsOf<X extends TreeOf<X>>({ f, x, gradient }: Case<X>): { complex: number; modes: number } {
  const graph = trace(f, x);
  const leaves = tensorsOf(x);
  const bars = [gradient, vjp(f, x).pullback(tensor(1))].map((tree) => tensorsOf(tree));
  const direction = leaves.map(({ size }) => random.list(size, -1, 1));
  const [along, inReverse] = bars.map((list) =>
    list.flatMap(({ data }, leaf) => Array.from(data, (bar, i) => bar * direction[leaf][i])),
  );
  const size = along.reduce((total, term) => total + Math.abs(term), 0);
  const sumOf = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);
  const exact = complexTangent(graph, leaves, (leaf, element) => direction[leaf][element])[0][0][0];
  const moved = unflatten(
    x,
    leaves.map(({ shape }, leaf) => tensor(Float64Array.from(direction[leaf]), shape)),
  );
  const forward = jvp(f, x, moved).tangent.item();
  return {
    complex: Math.abs(sumOf(along) - exact) / size,
    modes: Math.abs(sumOf(inReverse) - forward) / size,
  };
}

function expectExact<X extends TreeOf<X>>(given: Case<X>): void {
  const { complex, modes } = errorsOf(given);
  expect(complex).toBeLessThan(1e-9);
  expect(modes).toBeLessThan(1e-12);
}

const members = 2;
const variants = [
  ['plain', {}],
  ['with layer norm and a normalizer', { layerNorm: true, normalize: true, activation: 'silu' }],
] as const;

describe.each(variants)('a policy that is %s', (_, policy) => {
  const experiment = smallTraining(
    { type: 'shac', learningRate: 0.01 },
    { hidden: [4], horizon: 0.16, step: 0.02, policy },
  );
  const lesson = smallLesson(experiment);
  const { layout, settings, fixed, sampler } = lesson;
  const x = Float64Array.from(experiment.initialParameters, (value) => value + random.uniform(0, 0.3));
  const whole = layout.fromVector(x) as MlpParameters;
  // what is measured has no gradient, which the complex step knows nothing of
  const withPolicy = (own: NetworkParameters) => ({ ...whole, policy: own }) as typeof whole & ControllerParameters;
  const scenario = sampler.draw({ set: 'training', seed: 1, count: members });

  it('bptt: the mean loss of whole rollouts', async () => {
    const { gradient, loss } = await new Objective(lesson).evaluate(x, scenario);
    const f = (own: NetworkParameters) =>
      populationMean(rollout(settings, { ...fixed, ...withPolicy(own) }, scenario).loss);
    expect(loss).toBeCloseTo(f(whole.policy).item(), 12);
    expectExact({ f, x: whole.policy, gradient: (layout.fromVector(gradient) as MlpParameters).policy });
  });

  it('shac: rewards of a window, and what the critic says of its end', () => {
    const { judging, critic, at } = judgingOf(lesson, { members, ends: false });
    const f = (own: NetworkParameters) => populationMean(judged(judging, withPolicy(own), critic, at).objective);
    const { gradient, objective } = judgedWithGradient(judging, withPolicy(whole.policy), critic, at);
    expect(objective.item()).toBeCloseTo(f(whole.policy).item(), 12);
    expectExact({ f, x: whole.policy, gradient: (gradient as MlpParameters).policy });
  });
});

it('the critic: its distance from targets', () => {
  const settings = { inputs: 5, hidden: [4, 3], outputs: 1, activation: 'elu', layerNorm: false } as const;
  const parameters = networkParameters(settings, { initialization: 'orthogonal', last: 1, seed: 2 });
  const drawn = (shape: readonly number[], size: number) =>
    new PopulationTensor({ shape, population: members }, Float64Array.from(random.list(size * members, -1, 1)));
  const samples = { seen: drawn([5], 5), target: drawn([], 1) };
  const f = (y: typeof parameters) => regressionLoss(settings, y, samples);
  expectExact({ f, x: parameters, gradient: vjp(f, parameters).pullback(tensor(1)) });
});
