/** @file Objectives written out by hand, of one vector and of populations of them. */
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { population } from '../../src/core/population-tensor.ts';
import type { Method } from '../../src/optimize/method.ts';
import {
  memberOf,
  type NamedEvaluation,
  type PopulationEvaluation,
  type PopulationObjective,
} from '../../src/optimize/population-objective.ts';
import { Minimization } from '../../src/optimize/minimization.ts';
import type { UpdateRule } from '../../src/optimize/update-rule.ts';

export type Score = (x: Float64Array) => Pick<NamedEvaluation, 'loss' | 'gradient'> & Partial<NamedEvaluation>;

/** The objective whose members are evaluated one after another. */
export function objectiveOf(score: Score): PopulationObjective {
  const evaluateOne = (x: Float64Array): NamedEvaluation => ({ terms: {}, measures: {}, ...score(x) });
  return {
    evaluateOne,
    evaluate: async (x): Promise<PopulationEvaluation> => {
      const all = Array.from({ length: x.population }, (_, m) => evaluateOne(memberOf(x, m)));
      const column = (of: (one: NamedEvaluation) => number): Float64Array => Float64Array.from(all, of);
      const named = (kind: 'terms' | 'measures'): Record<string, Float64Array> =>
        Object.fromEntries(Object.keys(all[0][kind]).map((name) => [name, column((one) => one[kind][name])]));
      return {
        loss: column(({ loss }) => loss),
        gradient: population(all.map(({ gradient }) => Array.from(gradient))),
        terms: named('terms'),
        measures: named('measures'),
        ...(all[0].reached !== undefined && { reached: column(({ reached }) => reached!) }),
      };
    },
  };
}

/** Starts as a tensor [size] with a member each. */
export const startsOf = (...starts: readonly (readonly number[])[]): PopulationTensor => population(starts);

/** Parameters before the first and after each of so many iterations of one member. */
export async function pathOf(
  method: Method | UpdateRule,
  score: Score,
  start: readonly number[],
  iterations: number,
): Promise<Float64Array[]> {
  const minimization = Minimization.start(objectiveOf(score), method, startsOf(start));
  const path = [memberOf(minimization.x, 0)];
  for (let i = 0; i < iterations && !minimization.end; i++) {
    await minimization.step();
    path.push(memberOf(minimization.x, 0));
  }
  return path;
}

export const quadratic =
  (curvatures: readonly number[]): Score =>
  (x) => ({
    loss: 0.5 * curvatures.reduce((sum, h, i) => sum + h * x[i] * x[i], 0),
    gradient: x.map((value, i) => curvatures[i] * value),
  });

export const rosenbrock: Score = ([x, y]) => ({
  loss: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
});
