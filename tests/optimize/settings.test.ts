import { describe, expect, it } from 'vitest';
import { population, tensor } from '../../src/core/population-tensor.ts';
import { AdjointError, NonFiniteError, ShapeError } from '../../src/errors.ts';
import { adam } from '../../src/optimize/adam.ts';
import { clipByGlobalNorm } from '../../src/optimize/clipping.ts';
import { gradientDescent } from '../../src/optimize/gradient-descent.ts';
import { lbfgs } from '../../src/optimize/lbfgs.ts';
import { strongWolfe } from '../../src/optimize/line-search.ts';
import type { Method } from '../../src/optimize/method.ts';
import { Minimization } from '../../src/optimize/minimization.ts';
import { momentum } from '../../src/optimize/momentum.ts';
import { memberOf } from '../../src/optimize/population-objective.ts';
import { nesterov } from '../../src/optimize/nesterov.ts';
import { rmsprop } from '../../src/optimize/rmsprop.ts';
import { type Schedule, scheduleFactor } from '../../src/optimize/schedule.ts';
import type { UpdateRule } from '../../src/optimize/update-rule.ts';
import { objectiveOf, startsOf } from '../support/toy-objective.ts';

const firstOrder = { adam, gradientDescent, momentum, nesterov, rmsprop } as const;
const rate = { learningRate: 0.1 };
const notPositive = [0, -1, NaN, Infinity, undefined as unknown as number];
const noFraction = [1, 1.5, -0.1, NaN];

describe('a method refuses settings when it is made', () => {
  it.each(Object.entries(firstOrder))('%s: learning rate and clipping', (_, make) => {
    for (const learningRate of notPositive)
      expect(() => make({ learningRate })).toThrow(
        new RegExp(`^learningRate: found (${learningRate}|nothing); expected (more than 0|a value of type number)$`),
      );
    for (const clipNorm of [0, -1, NaN]) expect(() => make({ ...rate, clipNorm })).toThrow(/^clipNorm: /);
    expect(() => make({ ...rate, schedule: { type: 'linear' } as unknown as Schedule })).toThrow(/^schedule.type: /);
    expect(() => make({ ...rate, clipNorm: undefined, schedule: undefined })).not.toThrow();
  });

  it.each(noFraction)('parts that are kept: %d', (part) => {
    expect(() => adam({ ...rate, beta1: part })).toThrow(
      /^beta1: .*expected (at least 0|less than 1|a value of type number)/,
    );
    expect(() => adam({ ...rate, beta2: part })).toThrow(/^beta2: /);
    expect(() => momentum({ ...rate, momentum: part })).toThrow(/^momentum: /);
    expect(() => nesterov({ ...rate, momentum: part })).toThrow(/^momentum: /);
    expect(() => rmsprop({ ...rate, decay: part })).toThrow(/^decay: /);
  });

  it.each([0, -1, NaN])('an epsilon of %d', (epsilon) => {
    expect(() => adam({ ...rate, epsilon })).toThrow(/^epsilon: /);
    expect(() => rmsprop({ ...rate, epsilon })).toThrow(/^epsilon: /);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('a history of %d pairs', (history) => {
    expect(() => lbfgs({ history })).toThrow(
      new RegExp(`^history: found ${history}; expected (more than 0|an integer|a value of type number)$`),
    );
  });

  const schedules: readonly (readonly [string, object, RegExp])[] = [
    ['no type', {}, /^schedule.type: found nothing; expected "constant" or "exponential" or "cosine"/],
    ['every 0', { type: 'exponential', decay: 0.5, every: 0 }, /^schedule.every: found 0/],
    ['a decay of 0', { type: 'exponential', decay: 0, every: 1 }, /^schedule.decay: found 0/],
    ['a negative decay', { type: 'exponential', decay: -1, every: 2 }, /^schedule.decay: found -1/],
    ['no decay', { type: 'exponential', every: 2 }, /^schedule.decay: found nothing/],
    ['over no iteration', { type: 'cosine', iterations: 0, final: 0.1 }, /^schedule.iterations: found 0/],
    ['to less than nothing', { type: 'cosine', iterations: 5, final: -1 }, /^schedule.final: found -1/],
    ['to nowhere', { type: 'cosine', iterations: 5 }, /^schedule.final: found nothing/],
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

const unasked = (): never => {
  throw new Error('not asked');
};
const stepOf = (x: readonly number[], gradient: readonly number[], loss = 1) =>
  lbfgs().step({
    parameters: Float64Array.from(x),
    current: { loss, gradient: Float64Array.from(gradient) },
    state: lbfgs().start(x.length),
    objective: unasked,
  });

/** Why a member stops in its first iteration, whose evaluation this is. */
async function stopOf(method: Method | UpdateRule, x: readonly number[], gradient: readonly number[], loss = 1) {
  const objective = objectiveOf(() => ({ loss, gradient: Float64Array.from(gradient) }));
  const minimization = Minimization.start(objective, method, startsOf(x));
  await minimization.step();
  expect([minimization.iteration, memberOf(minimization.x, 0)]).toEqual([0, Float64Array.from(x)]);
  return minimization.end;
}

describe('L-BFGS refuses to step', () => {
  it('by a gradient or a loss that is not finite, as what has diverged', () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(() => stepOf([0, 0], [1, bad])).toThrow(NonFiniteError);
      expect(() => stepOf([0, 0], [1, bad])).toThrow(new RegExp(`op gradient \\(entry 1 of 2\\).* -> ${bad}`));
      expect(() => stepOf([0], [1], bad)).toThrow(/op loss/);
    }
  });

  it('by a gradient of another length, or from a state of one', () => {
    expect(() => stepOf([0, 0], [1])).toThrow(/^gradient: found 1 numbers; expected 2 numbers/);
    for (const size of [-1, 1.5, NaN]) expect(() => lbfgs().start(size)).toThrow(/^size: /);
    const current = { loss: 1, gradient: Float64Array.of(1, 1) };
    const state = { iteration: 1, steps: [[1]], changes: [[1]] };
    expect(() => lbfgs().step({ parameters: new Float64Array(2), current, state, objective: unasked })).toThrow(
      /^state steps\[0\]: found 1/,
    );
  });
});

const methods: readonly (readonly [string, Method | UpdateRule])[] = [
  ...Object.entries(firstOrder).map(([name, make]) => [name, make({ ...rate, clipNorm: 1 })] as const),
  ['lbfgs', lbfgs()],
];

describe('a member diverges and stays where it is', () => {
  it.each(methods)('%s: by a gradient or a loss that is not finite', async (_, method) => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      const end = await stopOf(method, [0, 0], [1, bad]);
      expect(end).toMatchObject({ outcome: 'diverged', error: expect.any(NonFiniteError) as unknown });
      expect(end!.detail).toMatch(new RegExp(`^diverged at iteration 0: .*op gradient \\(entry 1 of 2\\).* -> ${bad}`));
      expect((await stopOf(method, [0], [1], bad))!.detail).toMatch(/op loss/);
    }
  });

  it('by parameters or moments that are not finite', async () => {
    expect((await stopOf(gradientDescent({ learningRate: 1e300 }), [0, 1], [0, 1e300]))!.detail).toMatch(
      /op parameters after the step \(entry 1 of 2\).*-> -Infinity/,
    );
    // squares overflow: without an error the step would be 0 from now on
    for (const make of [adam, rmsprop]) expect((await stopOf(make(rate), [0], [1e200]))!.detail).toMatch(/op moment s/);
  });
});

describe('an update rule refuses', () => {
  const x = tensor([0, 0]);

  it.each(Object.entries(firstOrder))('%s: a gradient or moments that are not like x', (_, make) => {
    const rule: UpdateRule = make(rate);
    expect(() => rule.update(x, tensor([1]), rule.start(x), 0)).toThrow(ShapeError);
    expect(() =>
      rule.update(
        x,
        population([
          [1, 1],
          [1, 1],
        ]),
        rule.start(x),
        0,
      ),
    ).toThrow(/^gradient: found a population of 2; expected a population of 1/);
    for (const iteration of [-1, 0.5, NaN])
      expect(() => rule.update(x, x, rule.start(x), iteration)).toThrow(/^iterat/);
    if (make !== gradientDescent) expect(() => rule.update(x, x, rule.start(tensor([1])), 0)).toThrow(ShapeError);
  });

  it('leaves of different members', () => {
    const tree = { a: population([[1], [2]]), b: tensor([1]) };
    const rule = adam(rate);
    expect(() => rule.update(tree, tree, rule.start(tree), 0)).toThrow(/^x: found leaves of populations 2 and 1/);
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

it('errors of settings are of the library', () => {
  expect(() => adam({} as typeof rate)).toThrow(AdjointError);
});
