/** @file What the runs of an experiment have in common, one or many: its method, success, and what explains their ends. */
import { ArgumentError } from '../errors.ts';
import { diagnoseDivergence } from '../learning/diagnose-divergence.ts';
import { explainStillness } from '../learning/explain-stillness.ts';
import { isPlanning } from '../plan/method.ts';
import type { Explanations, Optimizable } from '../run/optimizable.ts';
import { isTrainer } from '../train/trainer.ts';
import type { Attempt } from '../learning/closed-loop.ts';
import type { Method } from '../optimize/method.ts';
import type { UpdateRule } from '../optimize/update-rule.ts';
import type { PlanningMethod } from '../plan/method.ts';
import type { RolloutSettings } from '../rollout/settings.ts';
import type { Trajectory } from '../rollout/trajectory.ts';
import type { Trainer } from '../train/trainer.ts';

/** What conditions are made of: an experiment has it. */
interface Conditioned {
  readonly method: Method | UpdateRule | Trainer | PlanningMethod;
  readonly settings: RolloutSettings;
  readonly disconnected: readonly string[];
  readonly attempt: (x: Float64Array) => Attempt;
  readonly simulate: (x: Float64Array) => Trajectory;
}

/** What is the same for one and for many. Refused where the method optimizes no rollout by its gradient. */
export function conditionsOf(experiment: Conditioned): Pick<Optimizable, 'method' | 'success' | 'explain'> {
  const { method, settings } = experiment;
  const { success } = settings.task;
  if (isTrainer(method)) throw anotherMethod(method, 'train it: Training.start(experiment.course(…))');
  if (isPlanning(method)) throw anotherMethod(method, 'plan: experiment.plan()');
  const explain: Explanations = {
    stillness: (x, loss) =>
      explainStillness({
        attempt: experiment.attempt(x),
        loss,
        trajectory: experiment.simulate(x),
        disconnected: experiment.disconnected,
      }),
    divergence: (x, origin, isFirst) => diagnoseDivergence(experiment.attempt(x), origin, isFirst),
  };
  return { method, ...(success && { success }), explain };
}

const anotherMethod = ({ name }: { readonly name: string }, remedy: string): ArgumentError =>
  new ArgumentError('method', name, 'a method for one rollout', remedy);
