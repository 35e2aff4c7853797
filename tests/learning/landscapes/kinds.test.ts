import { describe, expect, it } from 'vitest';
import { ParameterLayout } from '../../../src/core/parameters.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { populationMean } from '../../../src/core/ops/reduction.ts';
import { reshape, slice } from '../../../src/core/ops/indexing.ts';
import { spread } from '../../../src/core/ops/structural.ts';
import { type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { leavesOf, tensorsOf, unflatten } from '../../../src/core/tree.ts';
import { landscapeKinds } from '../../../src/learning/landscapes/kinds.ts';
import type { Textbook } from '../../../src/learning/landscapes/textbook.ts';
import { lossLandscape } from '../../../src/learning/loss-landscape.ts';
import { jacobiEigenpairs } from '../../../src/learning/surface/leading-directions.ts';
import { parameterPlane, requirePlane } from '../../../src/learning/surface/plane.ts';
import { requireRange } from '../../../src/learning/surface/surface.ts';
import { thisThread } from '../../../src/learning/this-thread.ts';
import type { Chosen } from '../../../src/settings/kinds.ts';
import { expectClose, relativeError } from '../../support/check.ts';
import { complexStepJacobian } from '../../support/complex-step.ts';
import { vectors } from '../../support/landscapes.ts';
import { Random } from '../../support/random.ts';

const chosen: readonly Chosen[] = [
  ...landscapeKinds.all.map(({ type }) => type),
  { type: 'quadratic-bowl', condition: 30, angle: 0.7, sharpness: 3 },
  { type: 'rosenbrock', steepness: 7 },
  { type: 'plain-saddle', walls: 2 },
  { type: 'monkey-saddle', walls: 1.5 },
  { type: 'polynomial-regression', degree: 4, count: 12, noise: 0.3 },
  { type: 'exclusive-or', hidden: 0 },
  { type: 'two-moons', hidden: 3, count: 10 },
  ...['tanh', 'relu', 'sigmoid', 'none'].map((activation) => ({ type: 'depth-chain', activation, depth: 3, width: 4 })),
  { type: 'symmetry-breaking', difference: 0.3 },
  { type: 'angle-codes', code: 'number', count: 32 },
];
const made = (choice: Chosen): Textbook => landscapeKinds.make(choice, null);

/** The loss of one vector, as a function of a tensor; the mean over what is given. */
function lossOfVector({ start, given, loss }: Textbook): (x: PopulationTensor) => PopulationTensor {
  const { slots } = new ParameterLayout(start);
  const members = Math.max(1, ...tensorsOf(given).map(({ population }) => population));
  return (x) => {
    const leaves = slots.map(({ offset, size, shape }) => reshape(slice(x, [offset], [offset + size]), shape));
    return populationMean(spread(loss(unflatten(start, leaves), given), members));
  };
}

const random = new Random();

describe.each(chosen.map((choice) => [JSON.stringify(choice), made(choice)] as const))('%s', (_, experiment) => {
  const landscape = lossLandscape(experiment, thisThread);
  const { size } = landscape.layout;
  const f = lossOfVector(experiment);
  const near = landscape.start.map((entry) => entry + random.list(1, -0.2, 0.2)[0]);

  it('has the gradient that complex steps find', async () => {
    const { loss, gradient } = await landscape.evaluate(vectors([near]));
    expectClose(loss[0], f(tensor(near, [size])).item(), 1e-12);
    // along three directions, as some have hundreds of parameters
    for (let k = 0; k < 3; k++) {
      const direction = Float64Array.from(random.list(size, -1, 1));
      const along = (t: PopulationTensor): PopulationTensor => f(addScaled(near, direction, t));
      const [[slope]] = complexStepJacobian(along, tensor([0]));
      const found = gradient.data.reduce((total, entry, i) => total + entry * direction[i], 0);
      const scale = gradient.data.reduce((total, entry, i) => total + Math.abs(entry * direction[i]), 0);
      expect(Math.abs(found - slope)).toBeLessThan(1e-11 * scale + 1e-13);
    }
  });

  it('has Hessian products that are differences of its gradients', async () => {
    const v = Float64Array.from(random.list(size, -1, 1));
    const h = 1e-5;
    const ends = [h, -h].map((step) => near.map((entry, i) => entry + step * v[i]));
    const { gradient } = await landscape.evaluate(vectors(ends));
    const { data } = await landscape.hessianProducts(near, vectors([v]));
    const differences = Float64Array.from(
      data,
      (_entry, i) => (gradient.data[2 * i] - gradient.data[2 * i + 1]) / (2 * h),
    );
    const largest = data.reduce((most, entry) => Math.max(most, Math.abs(entry)), 1e-3);
    data.forEach((entry, i) => expect(Math.abs(entry - differences[i])).toBeLessThan(1e-6 * largest));
  });

  it('has the critical points that it says it has', async () => {
    for (const { kind, at, loss } of experiment.known) {
      const found = await landscape.evaluate(vectors([at]));
      expect(Math.abs(found.loss[0] - loss)).toBeLessThan(1e-9 * Math.max(1, Math.abs(loss)));
      const units = at.map((_entry, k) => at.map((_other, i) => (i === k ? 1 : 0)));
      const { data } = await landscape.hessianProducts(Float64Array.from(at), vectors(units));
      const rows = at.map((_entry, i) => data.slice(i * size, (i + 1) * size));
      const { values } = jacobiEigenpairs(rows);
      const most = Math.max(Math.abs(values[0]), Math.abs(values[size - 1]), 1e-3);
      for (const slope of found.gradient.data) expect(Math.abs(slope)).toBeLessThan(1e-8 * Math.max(most, 1));
      const [high, low] = [values[0], values[size - 1]].map((value) => (Math.abs(value) < 1e-9 * most ? 0 : value));
      const name = low > 0 ? 'minimum' : low < 0 && high > 0 ? 'saddle' : high < 0 ? 'maximum' : 'flat';
      expect(name).toBe(kind);
    }
  });

  it('is looked at where there is something, with words for its axes', () => {
    requirePlane(parameterPlane(landscape.layout, landscape.start, experiment.view.parameters));
    requireRange(experiment.view.range);
    for (const { label } of experiment.view.axes) expect(label).not.toBe('');
    expect(experiment.title).not.toBe('');
    for (const { value } of leavesOf(experiment.start)) expect(value.population).toBe(1);
  });
});

/** x + t d of a symbol t [1]. */
function addScaled(x: Float64Array, d: Float64Array, t: PopulationTensor): PopulationTensor {
  return add(tensor(x, [x.length]), mul(tensor(d, [d.length]), t));
}

describe('settings of the experiments', () => {
  it('are refused by their names where they do not fit', () => {
    expect(() => made({ type: 'quadratic-bowl', condition: 0.5 })).toThrow(/condition/);
    expect(() => made({ type: 'depth-chain', activation: 'tan' })).toThrow(/activation/);
    expect(() => made({ type: 'two-moon' })).toThrow(/two-moons/);
  });

  it('change data by their seed only', () => {
    const data = (seed: number): readonly number[] => tensorsOf(made({ type: 'two-moons', seed }).given)[0].toArray();
    expect(relativeError(data(1), data(1))).toBe(0);
    expect(data(1)).not.toEqual(data(2));
  });
});
