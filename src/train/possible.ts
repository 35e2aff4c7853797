/** @file Whether a rollout that begins like this can succeed at all: what success asks of every moment, its start has to have. */
import { less } from '../core/ops/comparison.ts';
import { mul } from '../core/ops/elementwise.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { seenOf } from '../rollout/seen.ts';
import { readingOf, type Task } from '../task/task.ts';

/** 1 for each member that may succeed, else 0: []. */
export type Possible = (scenario: Scenario) => PopulationTensor;

/**
 * A check of starts by the measures that success wants to stay below a limit at every moment: an arm that begins within an obstacle
 * has failed before it moves. Undefined where success asks for nothing of the kind.
 */
export function possibleStart(model: RobotModel, { measures, success }: Task): Possible | undefined {
  const asked = success ? [success, ...(success.also ?? [])] : [];
  const lasting = asked.filter(({ measure }) => measures[measure].when === 'largest');
  if (lasting.length === 0) return undefined;
  return ({ initial, goals, robot }) => {
    const seen = seenOf(model, initial, zeros([model.nv]), tensor(0), completeParameters(model, robot));
    return lasting.reduce(
      (all, { measure, below }) => mul(all, less(readingOf(measures[measure], seen, goals), below)),
      tensor(1),
    );
  };
}
