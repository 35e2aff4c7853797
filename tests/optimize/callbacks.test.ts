/** @file What update rules and methods of a user return is refused by name where it is none; and iterations are told of once. */
import { describe, expect, it } from 'vitest';
import { log } from '../../src/core/ops/exponential.ts';
import { sqrt, square } from '../../src/core/ops/arithmetic.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import type { Tree } from '../../src/core/tree.ts';
import { AdjointError } from '../../src/errors.ts';
import { adam } from '../../src/optimize/adam.ts';
import { lbfgs } from '../../src/optimize/lbfgs.ts';
import type { Method } from '../../src/optimize/method.ts';
import { minimize } from '../../src/optimize/minimize.ts';
import { namedOfRule } from '../../src/optimize/run-state.ts';
import type { UpdateRule } from '../../src/optimize/update-rule.ts';
import { expectEqual } from '../support/check.ts';

type Step = (...given: never[]) => unknown;

const f = (x: PopulationTensor): PopulationTensor => square(x);
const starts = { one: tensor(1), many: population([1, 2]) };
const failure = (x0: PopulationTensor, method: Method | UpdateRule): Promise<unknown> =>
  minimize(f, x0, method, { iterations: 3 }).catch((reason: unknown) => reason);

describe.each(Object.entries(starts))('with %s', (_, x0) => {
  const rest = { gradientNorm: tensor(0), clippedGradientNorm: tensor(0), stepSize: tensor(0) };
  const updates: Readonly<Record<string, (x: PopulationTensor) => unknown>> = {
    nothing: () => undefined,
    'no x': () => ({ state: {}, ...rest }),
    'x of another shape': () => ({ x: zeros([2], x0.population), state: {}, ...rest }),
    'x in a tree': (x) => ({ x: { x }, state: {}, ...rest }),
    'no state': (x) => ({ x, ...rest }),
    'a state of other leaves': (x) => ({ x, state: { more: tensor(0) }, ...rest }),
    'a state of other members': (x) => ({ x, state: { kept: population([1, NaN, 3]) }, ...rest }),
    'a state of another shape': (x) => ({ x, state: { kept: zeros([3]) }, ...rest }),
    'norms that are numbers': (x) => ({ x, state: {}, ...rest, gradientNorm: 0 }),
  };
  it.each(Object.entries(updates))('an update of %s is refused', async (name, update) => {
    const start = (): Tree => (/of other members|another shape/.test(name) ? { kept: tensor(0) } : {});
    const rule: UpdateRule = { name: 'mine', start, update: update as unknown as UpdateRule['update'] };
    const error = await failure(x0, rule);
    expect(error).toBeInstanceOf(AdjointError);
    expect((error as Error).message).toContain('update of mine');
  });

  const steps: Readonly<Record<string, Step>> = {
    nothing: () => undefined,
    'no parameters': () => ({ state: {}, clippedGradientNorm: 0, stepSize: 0 }),
    'too many parameters': () => ({
      parameters: new Float64Array(2),
      state: {},
      clippedGradientNorm: 0,
      stepSize: 0,
    }),
    'a list': () => ({ parameters: [0], state: {}, clippedGradientNorm: 0, stepSize: 0 }),
    'no step size': () => ({ parameters: new Float64Array(1), state: {}, clippedGradientNorm: 0 }),
  };
  it.each(Object.entries(steps))('a step of %s is refused', async (_name, step) => {
    const error = await failure(x0, { name: 'mine', start: () => ({}), step: step as unknown as Method['step'] });
    expect(error).toBeInstanceOf(AdjointError);
    expect((error as Error).message).toContain('step of mine');
  });
});

it('a rule whose state has a leaf named as files name the number of iterations has no state for files', () => {
  expect(() => namedOfRule({ iteration: tensor(5) }, 0, 2)).toThrow(/a leaf "iteration"/);
});

it.each([true, false])(
  'an iteration in which all members diverge is none: nobody hears of it; compiled: %s',
  async (compile) => {
    for (const x0 of [tensor(-1), population([-1, -2])]) {
      const heard: number[] = [];
      const onIteration = ({ iteration }: { readonly iteration: number }): void => void heard.push(iteration);
      const { end } = await minimize(log, x0, adam({ learningRate: 0.1 }), { iterations: 5, compile, onIteration });
      expect([end.outcome, heard]).toEqual(['diverged', []]);
    }
  },
);

it('line searches step back from a slope that is not finite, eager as compiled', async () => {
  // the second point that is tried is 0, where the root has no slope
  const [compiled, eager] = await Promise.all(
    [true, false].map((compile) => minimize(sqrt, tensor(0.25), lbfgs(), { iterations: 8, compile })),
  );
  expect(compiled.end.outcome).toBe('converged');
  expect(eager.end).toEqual(compiled.end);
  expectEqual(eager.x, compiled.x);
});

it('a signal that is aborted before ends it, also where no iteration is asked for', async () => {
  const signal = AbortSignal.abort(new Error('before'));
  await expect(minimize(f, tensor(1), lbfgs(), { iterations: 0, signal })).rejects.toThrow('before');
});
