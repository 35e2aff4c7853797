/** @file minimize: any tree, one start or many, eager or compiled, and every way to end. */
import { describe, expect, it } from 'vitest';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { log } from '../../src/core/ops/exponential.ts';
import { square, sub } from '../../src/core/ops/arithmetic.ts';
import { at } from '../../src/core/ops/indexing.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { AdjointError, ArgumentError, NonFiniteError } from '../../src/errors.ts';
import { adam } from '../../src/optimize/adam.ts';
import { gradientDescent } from '../../src/optimize/gradient-descent.ts';
import { lbfgs } from '../../src/optimize/lbfgs.ts';
import type { Method } from '../../src/optimize/method.ts';
import { minimize } from '../../src/optimize/minimize.ts';
import { momentum } from '../../src/optimize/momentum.ts';
import { rmsprop } from '../../src/optimize/rmsprop.ts';
import type { UpdateRule } from '../../src/optimize/update-rule.ts';
import { expectEqual } from '../support/check.ts';

const rosenbrock = (x: PopulationTensor): PopulationTensor =>
  add(square(sub(1, at(x, 0))), mul(100, square(sub(at(x, 1), square(at(x, 0))))));

const starts = [
  [-1.2, 1],
  [2, -3],
  [0.5, 0.5],
];

const methods: readonly (readonly [string, Method | UpdateRule])[] = [
  ['gradient descent', gradientDescent({ learningRate: 1e-3, clipNorm: 5 })],
  ['momentum', momentum({ learningRate: 1e-4 })],
  ['RMSProp', rmsprop({ learningRate: 0.01 })],
  ['Adam', adam({ learningRate: 0.05, clipNorm: 5 })],
  ['L-BFGS', lbfgs()],
];

describe.each(methods)('minimize by %s', (_, method) => {
  it('has the same bits for starts side by side and for each alone, compiled and op by op', async () => {
    const together = await minimize(rosenbrock, population(starts), method, { iterations: 25 });
    for (const [member, start] of starts.entries())
      for (const compile of [true, false]) {
        const alone = await minimize(rosenbrock, tensor(start), method, { iterations: 25, compile });
        expectEqual(alone.x.data, Float64Array.from(together.x.toArray(member)));
        expectEqual(alone.last.data, Float64Array.from(together.last.toArray(member)));
        expect(alone.history.of(0)).toEqual(together.history.of(member));
        expect(alone.loss.item()).toBe(together.loss.item(member));
      }
  });

  it('returns the lowest loss of each member, and where it was', async () => {
    const { x, loss, history, bestMember } = await minimize(rosenbrock, population(starts), method, { iterations: 25 });
    expectEqual(rosenbrock(x).data, loss.data);
    starts.forEach((__, m) => expect(loss.item(m)).toBe(Math.min(...history.of(m).loss)));
    expect(loss.item(bestMember)).toBe(Math.min(...loss.data));
  });
});

interface Line {
  readonly slope: PopulationTensor;
  readonly parts: readonly { readonly offset: PopulationTensor }[];
}

describe('minimize', () => {
  it('follows the closed form of gradient descent on a quadratic', async () => {
    const f = (x: PopulationTensor): PopulationTensor => mul(0.5, sum(mul([1, 4], square(x))));
    const { last, iterations, end } = await minimize(f, tensor([2, -3]), gradientDescent({ learningRate: 0.1 }), {
      iterations: 20,
    });
    expect([iterations, end.outcome]).toEqual([20, 'iterations']);
    expect(last.toArray()[0]).toBeCloseTo(2 * 0.9 ** 20, 13);
    expect(last.toArray()[1]).toBeCloseTo(-3 * 0.6 ** 20, 13);
  });

  it("finds Rosenbrock's minimum from every start", async () => {
    const { x, end, stops } = await minimize(rosenbrock, population(starts), lbfgs(), { iterations: 200 });
    starts.forEach((_, m) => x.toArray(m).forEach((value) => expect(value).toBeCloseTo(1, 8)));
    expect(end.outcome).toBe('converged');
    expect(stops.size).toBe(starts.length);
  });

  it('takes an interface of nested parts, and gives it back', async () => {
    const start: Line = { slope: tensor(0), parts: [{ offset: tensor([0, 0]) }] };
    const f = ({ slope, parts: [{ offset }] }: Line): PopulationTensor =>
      add(square(sub(slope, 2)), sum(square(sub(offset, [1, -1]))));
    const { x } = await minimize(f, start, lbfgs(), { iterations: 50 });
    const found: Line = x;
    expect(found.slope.item()).toBeCloseTo(2, 10);
    expect(found.parts[0].offset.toArray()[1]).toBeCloseTo(-1, 10);
  });

  it('spreads a leaf that all starts share', async () => {
    const f = ({ a, b }: { a: PopulationTensor; b: PopulationTensor }): PopulationTensor => square(sub(add(a, b), 3));
    const start = { a: population([0, 1]), b: tensor(0) };
    const { x } = await minimize(f, start, gradientDescent({ learningRate: 0.25 }), { iterations: 30 });
    expect([x.b.item(0), x.b.item(1)].map((b) => Math.round(1e6 * b) / 1e6)).toEqual([1.5, 1]);
  });

  it('ends a member at the tolerance on the norm of its gradient, and says so', async () => {
    const f = (x: PopulationTensor): PopulationTensor => sum(square(x));
    const begin = population([
      [1, 1],
      [1e-9, 0],
    ]);
    const options = { iterations: 1000, tolerance: 1e-6 };
    const { end, stops, history, iterations } = await minimize(
      f,
      begin,
      gradientDescent({ learningRate: 0.25 }),
      options,
    );
    expect(end.outcome).toBe('converged');
    expect(stops.get(1)!.detail).toMatch(/norm of the gradient is 2e-9, at most the tolerance of 0.000001/);
    expect([history.lengthOf(0), history.lengthOf(1)]).toEqual([iterations, 1]);
    const { gradientNorm, stepSize } = history.of(0);
    expect([...gradientNorm].findIndex((norm) => norm <= 1e-6)).toBe(iterations - 1);
    expect([stepSize.at(-1), stepSize.at(-2)]).toEqual([0, 0.25]);
  });

  it('stops a member whose loss is not finite with its last good parameters, and the others go on', async () => {
    // a step across 0 leaves the domain
    const steep = (x: PopulationTensor): PopulationTensor => add(x, log(x));
    const method = gradientDescent({ learningRate: 0.5 });
    const both = await minimize(steep, population([0.2, 9]), method, { iterations: 4 });
    expect(both.end.outcome).toBe('iterations');
    expect([...both.stops.keys()]).toEqual([0]);
    expect(both.stops.get(0)!.outcome).toBe('diverged');
    expect(both.x.item(0)).toBe(0.2);
    expect([both.history.lengthOf(0), both.history.lengthOf(1)]).toEqual([1, 4]);
    const alone = await minimize(steep, tensor(0.2), method, { iterations: 40 });
    expect(alone.end.outcome).toBe('diverged');
    expect(alone.end.detail).toMatch(/^diverged at iteration 1: first non-finite value: op log/);
    expect(alone.end.error).toBeInstanceOf(NonFiniteError);
    expect(alone.x.item()).toBe(0.2);
  });

  it('tells of every iteration, and ends by a signal with its reason', async () => {
    const controller = new AbortController();
    const heard: number[] = [];
    const promise = minimize(rosenbrock, tensor([2, 2]), adam({ learningRate: 0.1 }), {
      iterations: 1e9,
      signal: controller.signal,
      onIteration: ({ iteration, loss, bestLoss }) => {
        heard.push(iteration);
        expect(bestLoss).toBeLessThanOrEqual(loss.item());
        if (iteration === 9) controller.abort(new Error('enough'));
      },
    });
    await expect(promise).rejects.toThrow('enough');
    expect(heard).toEqual(Array.from({ length: 10 }, (_, i) => i));
  });

  it('lets timers in, which may end it', async () => {
    const signal = AbortSignal.timeout(30);
    await expect(
      minimize(rosenbrock, tensor([2, 2]), adam({ learningRate: 1e-9 }), { iterations: 1e9, signal }),
    ).rejects.toThrow(/timeout/);
  });

  it('makes no iteration where none is asked for', async () => {
    const { x, loss, iterations } = await minimize(rosenbrock, tensor([2, 2]), lbfgs(), { iterations: 0 });
    expect([x.toArray(), loss.item(), iterations]).toEqual([[2, 2], Infinity, 0]);
  });
});

const distance = ({ a, b }: { a: PopulationTensor; b: PopulationTensor }): PopulationTensor => square(sub(a, b));

describe('minimize refuses', () => {
  const x0 = tensor([1, 1]);
  const method = adam({ learningRate: 0.1 });
  const options = { iterations: 3 };
  const call = minimize as unknown as (...args: unknown[]) => Promise<unknown>;
  const wrong: readonly (readonly [string, readonly unknown[], RegExp])[] = [
    ['no function', [null, x0, method, options], /^f: found null/],
    ['a function of no tensor', [() => 3, x0, method, options], /^result of f: found number/],
    ['a function of no scalar', [(x: PopulationTensor) => x, x0, method, options], /not scalar/],
    ['numbers for a start', [rosenbrock, [1, 1], method, options], /expected a PopulationTensor/],
    ['an empty start', [rosenbrock, {}, method, options], /^x0: found a tree without leaves/],
    [
      'starts of different members',
      [distance, { a: population([1, 2]), b: population([1, 2, 3]) }, method, options],
      /populations 2 and 3 do not match/,
    ],
    ['no method', [rosenbrock, x0, undefined, options], /^method: /],
    ['the name of a method', [rosenbrock, x0, 'adam', options], /^method: found "adam"/],
    ['no options', [rosenbrock, x0, method], /^minimize: options: found undefined/],
    ['no number of iterations', [rosenbrock, x0, method, {}], /^iterations: found undefined/],
    ['half an iteration', [rosenbrock, x0, method, { iterations: 0.5 }], /^iterations: found 0.5/],
    ['a negative tolerance', [rosenbrock, x0, method, { ...options, tolerance: -1 }], /^tolerance: found -1/],
    ['no listener', [rosenbrock, x0, method, { ...options, onIteration: 1 }], /^onIteration: found 1/],
    ['no signal', [rosenbrock, x0, method, { ...options, signal: {} }], /^signal: /],
    ['another word than yes or no', [rosenbrock, x0, method, { ...options, compile: 'no' }], /^compile: found "no"/],
  ];

  it.each(wrong)('%s', async (_, args, message) => {
    const error: unknown = await call(...args).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AdjointError);
    expect((error as Error).message).toMatch(message);
  });

  it('a rule that changes the number of members', async () => {
    const rule: UpdateRule = {
      ...method,
      start: () => ({}),
      update: (x, gradient, state) => ({
        ...method.update(x, gradient, method.start(x), 0),
        x: population([1, 2]) as unknown as typeof x,
        state,
      }),
    };
    await expect(minimize((x: PopulationTensor) => square(x), tensor(1), rule, options)).rejects.toThrow(ArgumentError);
  });
});
