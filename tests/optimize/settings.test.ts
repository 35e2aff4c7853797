import { describe, expect, it } from 'vitest';
import { AdjointError, ArgumentError, NonFiniteError } from '../../src/errors.ts';
import { adam } from '../../src/optimize/adam.ts';
import { clipByGlobalNorm } from '../../src/optimize/clipping.ts';
import { gradientDescent } from '../../src/optimize/gradient-descent.ts';
import { lbfgs } from '../../src/optimize/lbfgs.ts';
import { strongWolfe } from '../../src/optimize/line-search.ts';
import type { Method } from '../../src/optimize/method.ts';
import { momentum } from '../../src/optimize/momentum.ts';
import { rmsprop } from '../../src/optimize/rmsprop.ts';
import { type Schedule, scheduleFactor } from '../../src/optimize/schedule.ts';
import type { Optimizable } from '../../src/run/experiment.ts';
import { Restarts } from '../../src/run/restarts.ts';
import { Run } from '../../src/run/run.ts';

const firstOrder = { adam, gradientDescent, momentum, rmsprop } as const;
const rate = { learningRate: 0.1 };
const notPositive = [0, -1, NaN, Infinity, undefined as unknown as number];
const noFraction = [1, 1.5, -0.1, NaN];

describe('a method refuses settings when it is made', () => {
  it.each(Object.entries(firstOrder))('%s: learning rate and clipping', (_, make) => {
    for (const learningRate of notPositive)
      expect(() => make({ learningRate })).toThrow(`learningRate: found ${learningRate}; expected a positive number`);
    for (const clipNorm of [0, -1, NaN]) expect(() => make({ ...rate, clipNorm })).toThrow(/^clipNorm: /);
    expect(() => make({ ...rate, schedule: { type: 'linear' } as unknown as Schedule })).toThrow(/^schedule.type: /);
    expect(() => make({ ...rate, clipNorm: undefined, schedule: undefined })).not.toThrow();
  });

  it.each(noFraction)('parts that are kept: %d', (part) => {
    expect(() => adam({ ...rate, beta1: part })).toThrow(/^beta1: .*expected a number from 0 to below 1/);
    expect(() => adam({ ...rate, beta2: part })).toThrow(/^beta2: /);
    expect(() => momentum({ ...rate, momentum: part })).toThrow(/^momentum: /);
    expect(() => rmsprop({ ...rate, decay: part })).toThrow(/^decay: /);
  });

  it.each([0, -1, NaN])('an epsilon of %d', (epsilon) => {
    expect(() => adam({ ...rate, epsilon })).toThrow(/^epsilon: /);
    expect(() => rmsprop({ ...rate, epsilon })).toThrow(/^epsilon: /);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('a history of %d pairs', (history) => {
    expect(() => lbfgs({ history })).toThrow(`history: found ${history}; expected an integer of at least 1`);
  });

  const schedules: readonly (readonly [string, object, RegExp])[] = [
    ['no type', {}, /^schedule.type: found undefined; expected constant, exponential or cosine/],
    ['every 0', { type: 'exponential', decay: 0.5, every: 0 }, /^schedule.every: found 0/],
    ['a decay of 0', { type: 'exponential', decay: 0, every: 1 }, /^schedule.decay: found 0/],
    ['a negative decay', { type: 'exponential', decay: -1, every: 2 }, /^schedule.decay: found -1/],
    ['no decay', { type: 'exponential', every: 2 }, /^schedule.decay: found undefined/],
    ['over no iteration', { type: 'cosine', iterations: 0, final: 0.1 }, /^schedule.iterations: found 0/],
    ['to less than nothing', { type: 'cosine', iterations: 5, final: -1 }, /^schedule.final: found -1/],
    ['to nowhere', { type: 'cosine', iterations: 5 }, /^schedule.final: found undefined/],
  ];
  it.each(schedules)('a schedule: %s', (_, schedule, message) => {
    expect(() => scheduleFactor(schedule as Schedule, 0)).toThrow(message);
    expect(() => adam({ ...rate, schedule: schedule as Schedule })).toThrow(message);
  });

  it('an iteration that is none', () => {
    for (const iteration of [NaN, -1]) expect(() => scheduleFactor({ type: 'constant' }, iteration)).toThrow(/^iterat/);
    expect(scheduleFactor({ type: 'cosine', iterations: 2, final: 0 }, 2)).toBe(0);
    expect(scheduleFactor({ type: 'cosine', iterations: 2, final: 0 }, 99)).toBe(0);
  });
});

const methods: readonly (readonly [string, Method])[] = [
  ...Object.entries(firstOrder).map(([name, make]) => [name, make({ ...rate, clipNorm: 1 }) as Method] as const),
  ['lbfgs', lbfgs()],
];
const unasked = (): never => {
  throw new Error('not asked');
};
const stepOf = (method: Method, x: readonly number[], gradient: readonly number[], loss = 1) =>
  method.step({
    parameters: Float64Array.from(x),
    current: { loss, gradient: Float64Array.from(gradient) },
    state: method.start(x.length),
    objective: unasked,
  });

describe('a method refuses to step', () => {
  it.each(methods)('%s: by a gradient or a loss that is not finite, as what has diverged', (_, method) => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(() => stepOf(method, [0, 0], [1, bad])).toThrow(NonFiniteError);
      expect(() => stepOf(method, [0, 0], [1, bad])).toThrow(new RegExp(`op gradient \\(entry 1 of 2\\).* -> ${bad}`));
      expect(() => stepOf(method, [0], [1], bad)).toThrow(/op loss/);
    }
  });

  it.each(methods)('%s: by a gradient of another length, or from a state of one', (_, method) => {
    expect(() => stepOf(method, [0, 0], [1])).toThrow(/^gradient: found 1 numbers; expected 2 numbers/);
    expect(() => stepOf(method, [0], [1, 1])).toThrow(ArgumentError);
    for (const size of [-1, 1.5, NaN]) expect(() => method.start(size)).toThrow(/^size: /);
  });

  it('from moments of another length', () => {
    const current = { loss: 1, gradient: Float64Array.of(1, 1) };
    const parameters = Float64Array.of(0, 0);
    for (const method of [adam(rate), momentum(rate), rmsprop(rate)] as Method[])
      expect(() => method.step({ parameters, current, state: method.start(1), objective: unasked })).toThrow(
        /^state [ms]: found 1 numbers; expected 2 numbers; fix: start the method/,
      );
    const state = { iteration: 1, steps: [[1]], changes: [[1]] };
    expect(() => lbfgs().step({ parameters, current, state, objective: unasked })).toThrow(
      /^state steps\[0\]: found 1/,
    );
  });

  it('to parameters or moments that are not finite', () => {
    expect(() => stepOf(gradientDescent({ learningRate: 1e300 }), [0, 1], [0, 1e300])).toThrow(
      /op parameters after the step \(entry 1 of 2\).*-> -Infinity/,
    );
    // squares overflow: without an error the step would be 0 from now on
    expect(() => stepOf(adam(rate), [0], [1e200])).toThrow(/op moment s/);
    expect(() => stepOf(rmsprop(rate), [0], [1e200])).toThrow(NonFiniteError);
  });
});

describe('clipping', () => {
  it('leaves a gradient that is not finite as it is, and its norm too', () => {
    const gradient = Float64Array.of(NaN, 1);
    expect(clipByGlobalNorm(gradient, 1)).toEqual({ gradient, norm: NaN });
    expect(clipByGlobalNorm(Float64Array.of(1, -Infinity), 1).norm).toBe(Infinity);
    expect(Array.from(clipByGlobalNorm(Float64Array.of(1, -Infinity), 1).gradient)).toEqual([1, -Infinity]);
  });

  it('at no norm is refused, and at 0 nothing is left', () => {
    for (const maximum of [-1, NaN]) expect(() => clipByGlobalNorm(Float64Array.of(3, 4), maximum)).toThrow(/^maximum/);
    expect(clipByGlobalNorm(Float64Array.of(3, 4), 0)).toEqual({ gradient: Float64Array.of(0, 0), norm: 0 });
  });
});

it('a line search refuses directions that do not descend, and what has another length', () => {
  const current = { loss: 1, gradient: Float64Array.of(1) };
  const search = (direction: readonly number[], firstStep = 1, objective = (): typeof current => current) =>
    strongWolfe(objective, Float64Array.of(0), current, Float64Array.from(direction), firstStep);
  expect(() => search([1])).toThrow(/^direction: found slope 1; expected a slope below 0/);
  expect(() => search([NaN])).toThrow(/^direction: found slope NaN/);
  expect(() => search([-1, 0])).toThrow(/^direction: found 2 numbers; expected 1 numbers/);
  for (const step of [0, -1, NaN, Infinity]) expect(() => search([-1], step)).toThrow(/^firstStep: /);
  expect(() => search([-1], 1, () => ({ loss: 0, gradient: Float64Array.of(1, 1) }))).toThrow(/^gradient: found 2/);
});

describe('a run whose gradient stops being finite keeps its last good parameters', () => {
  const scored = (x: Float64Array) => ({
    loss: x[0] ** 2,
    gradient: Float64Array.of(x[0] < 0.5 ? NaN : 2 * x[0]),
    endEffectorError: Math.abs(x[0]),
    terms: {},
  });
  const experiment = (method: Method): Optimizable =>
    ({ initialParameters: Float64Array.of(1), method, evaluate: scored }) as Optimizable;

  it.each(Object.entries(firstOrder))('%s', (_, make) => {
    const run = Run.start(experiment(make({ learningRate: 0.3 }) as Method));
    const iterate = (): void => {
      for (let i = 0; i < 100; i++) run.step();
    };
    expect(iterate).toThrow(NonFiniteError);
    expect(Number.isFinite(run.state.parameters[0])).toBe(true);
    expect(run.state.best!.loss).toBeGreaterThanOrEqual(0.25);
    expect(run.state.history.every(({ gradientNorm }) => Number.isFinite(gradientNorm))).toBe(true);
  });

  it('and so do the restarts, the others of which go on', async () => {
    const method = gradientDescent({ learningRate: 0.3 }) as Method;
    const restarts = new Restarts({
      ...experiment(method),
      starts: [Float64Array.of(1), Float64Array.of(1e9)],
      evaluateAll: (all) => Promise.resolve(all.map(scored)),
    });
    for (let i = 0; i < 4; i++) await restarts.step();
    expect([...restarts.diverged]).toEqual([0]);
    expect(restarts.stopped.get(0)).toMatch(/^diverged at iteration 1/);
    expect(restarts.states[1].history.length).toBe(4);
  });
});

it('errors of settings are of the library', () => {
  expect(() => adam({} as typeof rate)).toThrow(AdjointError);
});
