/** @file Evaluations of a user's own that are none, or do not fit, are refused by what is wrong with them. */
import { describe, expect, it } from 'vitest';
import { AdjointError } from '../../src/errors.ts';
import { gradientDescent } from '../../src/optimize/gradient-descent.ts';
import { lbfgs } from '../../src/optimize/lbfgs.ts';
import type { Optimizable } from '../../src/run/optimizable.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { objectiveOf, startsOf } from '../support/toy-objective.ts';

describe('an evaluation that does not fit is refused', () => {
  const given: Optimizable = {
    ...objectiveOf(([x]) => ({
      loss: x * x,
      gradient: Float64Array.of(2 * x),
      terms: { square: x * x },
      measures: { distance: Math.abs(x) },
    })),
    method: gradientDescent({ learningRate: 0.1 }),
    starts: startsOf([1], [2]),
  };

  it('with too few numbers, by its name', async () => {
    const short = async (change: object) => {
      const evaluate: Optimizable['evaluate'] = async (x, options) => ({
        ...(await given.evaluate(x, options)),
        ...change,
      });
      await Optimization.start({ ...given, evaluate }).step();
    };
    await expect(short({ loss: new Float64Array(1) })).rejects.toThrow(/^loss: found 1 numbers; expected 2/);
    await expect(short({ terms: { effort: new Float64Array(3) } })).rejects.toThrow(/^effort: found 3 numbers/);
    await expect(short({ gradient: startsOf([1]) })).rejects.toThrow(/^gradient: found shape \[1\] and population 1/);
  });

  const loss = new Float64Array(2);
  const wrong: readonly unknown[] = [undefined, 3, { loss }, { loss, gradient: [1, 2], terms: {}, measures: {} }];
  it.each(wrong)('where it is none: %j', async (found) => {
    const evaluate = async () => Promise.resolve(found as never);
    await expect(Optimization.start({ ...given, evaluate }).step()).rejects.toThrow(AdjointError);
  });

  it.each([
    undefined,
    { loss: 1 },
    { loss: 1, gradient: Float64Array.of(1) },
    { loss: 1, gradient: new Float64Array(2), terms: {}, measures: {} },
    { loss: 1, gradient: [1], terms: {}, measures: {} },
  ])('where a line search asks for one: %j', async (found) => {
    const evaluateOne = () => found as never;
    await expect(Optimization.start({ ...given, evaluateOne, method: lbfgs() }).step()).rejects.toThrow(AdjointError);
  });

  it('with other names than before', async () => {
    let made = 0;
    const evaluate: Optimizable['evaluate'] = async (x, options) => ({
      ...(await given.evaluate(x, options)),
      ...(made++ > 0 && { measures: {} }),
    });
    const job = Optimization.start({ ...given, evaluate });
    await job.step();
    await expect(job.step()).rejects.toThrow(/^measures of the evaluation: found none; expected distance/);
  });
});
