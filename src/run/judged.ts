/** @file Whether an evaluation has reached what an experiment asks for: said in one place, for one vector and for a population. */
import { ArgumentError } from '../errors.ts';
import { rowIn } from '../optimize/iteration-values.ts';
import type { NamedEvaluation, PopulationEvaluation, PopulationObjective } from '../optimize/population-objective.ts';
import type { RunState } from '../optimize/run-state.ts';
import type { Optimizable } from './optimizable.ts';

type Success = NonNullable<Optimizable['success']>;

/** A column of a measure, or its number; refused where there is no such measure. */
function measureOf<T>(measures: Readonly<Record<string, T>>, { measure }: Success): T {
  if (Object.hasOwn(measures, measure)) return measures[measure];
  throw new ArgumentError('success', `measure "${measure}"`, Object.keys(measures).join(', ') || 'a measure');
}

/** What is minimized, of which each evaluation says whether it has reached: its measure is below, and nothing else speaks against it. */
export function judged({ evaluate, evaluateOne, success }: Optimizable): PopulationObjective {
  if (!success) return { evaluate, evaluateOne };
  const isBelow = (value: number, own = 1): number => (value < success.below && own === 1 ? 1 : 0);
  const one = (found: NamedEvaluation): NamedEvaluation => ({
    ...found,
    reached: isBelow(measureOf(found.measures, success), found.reached),
  });
  const all = (found: PopulationEvaluation): PopulationEvaluation => {
    const values = measureOf(found.measures, success);
    return { ...found, reached: values.map((value, m) => isBelow(value, found.reached?.[m])) };
  };
  return { evaluate: async (x, options) => all(await evaluate(x, options)), evaluateOne: (x) => one(evaluateOne(x)) };
}

/**
 * A saved state of which its best says whether it has reached. One that was saved without a word of that is judged by its measure, where
 * that is all that counts.
 */
export function judgedState(state: RunState, { success }: Optimizable): RunState {
  const { best, history } = state;
  if (!best || best.reached !== undefined || !success) return state;
  const value = measureOf(history.measures, success)[rowIn(history, best.iteration)];
  const isAll = success.speed === undefined && success.hold === undefined;
  return { ...state, best: { ...best, reached: isAll && value < success.below } };
}
