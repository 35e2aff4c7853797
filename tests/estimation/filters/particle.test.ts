/** @file The particle filter: its two layouts, its derivative for fixed draws, and what it believes where others would lose their weights. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { square } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { at, concat, slice } from '../../../src/core/ops/indexing.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { population, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { normal, uniform } from '../../../src/core/random.ts';
import type { Tree } from '../../../src/core/tree.ts';
import { ArgumentError } from '../../../src/errors.ts';
import { particleFilter, type ParticleOptions } from '../../../src/estimation/filters/particle.ts';
import { runFilter, type Recording } from '../../../src/estimation/filters/run-filter.ts';
import { covarianceOf } from '../../../src/estimation/gaussian.ts';
import { angleSpace, euclideanSpace, productSpace } from '../../../src/estimation/space.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { complexStepJacobian } from '../../support/complex-step.ts';
import { covarianceFilter, linearTestModel } from '../../support/covariance-filter.ts';
import { expectClose } from '../../support/check.ts';

const ticks = 5;
const start = {
  mean: tensor([0.4, -0.2]),
  factor: tensor([
    [0.6, 0],
    [0.1, 0.7],
  ]),
};

/** A pendulum: an angle of which whole turns mean nothing, and its speed; theta: damping, noise, deviation. */
function pendulum(theta: PopulationTensor): StateModel {
  const step = (x: PopulationTensor, u: Tree): PopulationTensor => {
    const [angle, speed] = [slice(x, [0], [1]), slice(x, [1])];
    const pull = add(add(mul(-9, sin(angle)), mul(mul(-1, slice(theta, [0], [1])), speed)), u as PopulationTensor);
    return concat([add(angle, mul(0.1, speed)), add(speed, mul(0.1, pull))]);
  };
  const unknown = (): never => {
    throw new Error('a particle filter asks for no derivative');
  };
  return {
    process: {
      space: productSpace([angleSpace(1), euclideanSpace(1)]),
      step,
      linearize: unknown,
      noise: () => mul(at(theta, 1), tensor([[0.1], [1]])),
    },
    sensors: [
      {
        name: 'angle',
        space: angleSpace(1),
        read: (x) => slice(x, [0], [1]),
        linearize: unknown,
        deviation: slice(theta, [2]),
      },
      {
        name: 'speed',
        space: euclideanSpace(1),
        read: (x) => slice(x, [1]),
        linearize: unknown,
        deviation: tensor([0.5]),
      },
    ],
  };
}
const theta = tensor([0.3, 0.4, 0.2]);

const column = (list: readonly number[]): PopulationTensor => tensor([...list], [ticks, 1]);
const [first, second] = [normal({ seed: 1 }, ticks), normal({ seed: 2 }, ticks)].map((list) => Array.from(list));
const recording = (present: readonly number[] = [1, 1, 0, 1, 1]): Recording => ({
  readings: [
    { value: column(first.map((value) => 0.4 + 0.3 * value)), present: column(present) },
    { value: column(second.map((value) => value)), present: column([0, 1, 0, 1, 1]) },
  ],
  sensed: column([0, 0, 0, 0, 0]),
  acting: column([1, 0, -1, 0.5, 0]),
});

/** Draws of N particles, in the layout. */
function drawn(count: number, layout: 'axis' | 'members', width: number, uniforms: number): Recording['draws'] {
  const numbers = Array.from({ length: ticks }, (_, step) => normal({ seed: 4, step }, count * width));
  const levels = Array.from(uniform({ seed: 5 }, ticks * uniforms));
  if (layout === 'axis') {
    // kernels stand behind all the noise
    const flat = numbers.flatMap((row) => {
      const vectors = Array.from({ length: count }, (_, i) => Array.from(row.subarray(i * width, (i + 1) * width)));
      return [...vectors.flatMap(([noise]) => [noise]), ...vectors.flatMap(([, ...kernel]) => kernel)];
    });
    return { normal: tensor(flat, [ticks, count * width]), uniform: tensor(levels, [ticks, uniforms]) };
  }
  const rows = (i: number): number[][] => numbers.map((row) => Array.from(row.subarray(i * width, (i + 1) * width)));
  const ofMember = (i: number): number[][] => levelsOf(levels, uniforms, count, i);
  return {
    normal: population(Array.from({ length: count }, (_, i) => rows(i))),
    uniform:
      uniforms === 1 ? tensor(levels, [ticks, 1]) : population(Array.from({ length: count }, (_, i) => ofMember(i))),
  };
}
const levelsOf = (levels: readonly number[], uniforms: number, count: number, i: number): number[][] =>
  Array.from({ length: ticks }, (_, k) => [levels[k * uniforms + (uniforms === count ? i : 0)]]);

function run(options: ParticleOptions, given = recording(), model = pendulum(theta)) {
  const { particles = 8, layout = 'axis', resampling, roughening = true } = options;
  const filter = particleFilter(model, { sources: 1, particles, ...options });
  const uniforms = resampling === undefined || resampling === 'systematic' ? 1 : particles;
  const draws = drawn(particles, layout, roughening ? 3 : 1, uniforms);
  return runFilter(filter, start, { ...given, draws }).ticks;
}

describe('the particle filter', () => {
  it.each(['systematic', 'stratified', 'multinomial', 'residual'] as const)(
    'believes the same with particles as members and along an axis (%s)',
    (resampling) => {
      const options: ParticleOptions = { particles: 6, threshold: 1, resampling, soft: 0.8 };
      const [axis, members] = [run(options), run({ ...options, layout: 'members' })];
      expectClose(members.belief.mean, axis.belief.mean, 1e-12);
      expectClose(members.belief.factor, axis.belief.factor, 1e-12);
      axis.innovations.forEach((innovation, s) => {
        expectClose(members.innovations[s].square, innovation.square, 1e-12);
        expectClose(members.innovations[s].factor, innovation.factor, 1e-12);
        expectClose(members.innovations[s].logLikelihood, innovation.logLikelihood, 1e-12);
      });
    },
  );

  it.each([
    ['axis', 1],
    ['members', 0.6],
  ] as const)('has the derivative of the complex step where ancestors are frozen (%s, soft %f)', (layout, soft) => {
    const options: ParticleOptions = { layout, soft, particles: 6, threshold: 1, gradient: 'frozen-ancestors' };
    const loss = (parameters: PopulationTensor): PopulationTensor => {
      const { belief, innovations } = run({ ...options, roughening: false }, recording(), pendulum(parameters));
      return add(sum(square(belief.mean)), sum(add(innovations[0].logLikelihood, innovations[1].square)));
    };
    expectClose(grad(loss)(theta), complexStepJacobian(loss, theta)[0], 1e-9);
  });

  it.each(['axis', 'members'] as const)('says how many equal particles its own are worth (%s)', (layout) => {
    const draws = [-1.2, -0.3, 0.1, 0.4, 1.5, 2].map((value) => [value, 0.5]);
    const first = layout === 'axis' ? tensor(draws) : population(draws);
    const { effective } = run({ particles: 6, threshold: 0, layout, start: first }, recording([1, 0, 0, 0, 0]));
    const read = recording().readings[0].value.data[0];
    // angle 0.4 + 0.6 z, read with a deviation of 0.2
    const weights = draws.map(([z]) => Math.exp(-0.5 * ((0.4 + 0.6 * z - read) / 0.2) ** 2));
    const [total, squares] = [1, 2].map((power) => weights.reduce((sum, weight) => sum + weight ** power, 0));
    expectClose(effective!.data[0], total ** 2 / squares, 1e-9);
    expect(effective!.shape).toEqual([ticks]);
  });

  it("approaches Kalman's belief and likelihood on a linear problem", () => {
    const model = linearTestModel({
      transition: tensor([
        [1, 0.1],
        [-0.3, 0.9],
      ]),
      control: tensor([[0], [0.1]]),
      noise: tensor([[0.1], [0.3]]),
      sensors: [
        { reads: tensor([[1, 0]]), deviation: tensor([0.3]) },
        { reads: tensor([[0, 1]]), deviation: tensor([0.5]) },
      ],
      space: euclideanSpace,
    });
    const many = run({ particles: 2000, roughening: false }, recording(), model);
    const exact = runFilter(covarianceFilter(model), start, recording()).ticks;
    expectClose(many.belief.mean, exact.belief.mean, 0.06);
    for (let k = 0; k < ticks; k++)
      expectClose(covarianceOf(at(many.belief.factor, k)), covarianceOf(at(exact.belief.factor, k)), 0.03);
    expectClose(sum(many.innovations[0].logLikelihood), sum(exact.innovations[0].logLikelihood), 0.1);
    expectClose(many.innovations[0].square, exact.innovations[0].square, 0.1);
    expectClose(many.innovations[1].factor, exact.innovations[1].factor, 0.05);
  });

  it('takes the mean of angles on both sides of the cut about a point among them', () => {
    const model = pendulum(tensor([0, 0, 0.3]));
    const filter = particleFilter(model, { particles: 200, sources: 1 });
    const about = {
      mean: tensor([Math.PI - 0.1, 0]),
      factor: tensor([
        [0.2, 0],
        [0, 0.01],
      ]),
    };
    const { memory } = filter.correct(
      filter.begin(about),
      0,
      { value: tensor([0.1 - Math.PI]), present: tensor([1]) },
      [],
      {},
    );
    const { mean, factor } = filter.belief(memory);
    const [angle] = mean.toArray();
    expect(Math.abs(Math.atan2(Math.sin(angle - Math.PI), Math.cos(angle - Math.PI)))).toBeLessThan(0.1);
    expect(at(factor, 0, 0).item()).toBeLessThan(0.2);
  });

  it('keeps weights that no number holds: a reading far off and sure of itself', () => {
    const far = run({ particles: 50, roughening: false }, recording(), pendulum(tensor([0.3, 0.4, 1e-6])));
    expect(far.innovations[0].logLikelihood.toArray().every(Number.isFinite)).toBe(true);
    expect(Math.min(...far.innovations[0].logLikelihood.toArray())).toBeLessThan(-1e4);
    expect(far.belief.mean.toArray().every(Number.isFinite)).toBe(true);
  });

  it.each([0, 1])('is moved by nothing where no channel told a number (present %d)', (isThere) => {
    const filter = particleFilter(pendulum(theta), { particles: 20, sources: 1 });
    const before = filter.begin(start);
    const silence = { value: tensor([NaN]), present: tensor([isThere]) };
    const { memory, innovation } = filter.correct(before, 1, silence, [], {});
    expect(memory.logWeights.toArray()).toEqual(before.logWeights.toArray());
    expect([innovation.residual, innovation.logLikelihood, innovation.square].map((x) => x.toArray()[0])).toEqual([
      0, 0, 0,
    ]);
    expect(innovation.factor.toArray()).toEqual([1]);
  });

  it('spreads a crowd that stays poor, and no other', () => {
    const count = 40;
    const filter = particleFilter(pendulum(tensor([0, 0, 1])), { particles: count, sources: 1 });
    const draws = { normal: tensor(normal({ seed: 4 }, 3 * count)), uniform: tensor([0.5]) };
    const distinct = (logWeight: number, poorTicks: number): number => {
      const logWeights = tensor(Array.from({ length: count }, (_, i) => (i === 7 ? 0 : logWeight)));
      const memory = { ...filter.begin(start), logWeights, poorTicks: tensor(poorTicks) };
      const { particles } = filter.predict(memory, tensor([0]), draws);
      return new Set(slice(particles, [0, 0], [count, 1]).toArray()).size;
    };
    expect(distinct(-50, 1)).toBe(count);
    expect(distinct(-50, 0)).toBe(1);
    expect(distinct(-2.5, 1)).toBeLessThan(count);
  });

  it('compiles to the same beliefs', () => {
    const f = (given: PopulationTensor) => run({ particles: 20 }, recording(), pendulum(given)).belief;
    expectClose(compile(f, [theta])(theta).mean, f(theta).mean, 1e-13);
  });

  it('refuses what it is not for', () => {
    expect(() => particleFilter(pendulum(theta), { particles: 0 })).toThrow(ArgumentError);
    expect(() => particleFilter(pendulum(theta), { soft: 0 })).toThrow(/soft/);
    expect(() => particleFilter(pendulum(theta), { resampling: 'some' as 'residual' })).toThrow(/resampling/);
    const noDraws = () => runFilter(particleFilter(pendulum(theta), { sources: 1 }), start, recording());
    expect(noDraws).toThrow(/draws.*give those of each tick/s);
    expect(() => run({ sources: 2 })).toThrow(/sources.*1, the columns of the process noise|slice/s);
  });
});
