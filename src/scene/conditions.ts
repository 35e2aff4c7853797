/** @file What the runs of an experiment have in common, one or many: its method, success, and what explains their ends. */
import { ArgumentError } from '../errors.ts';
import { diagnoseDivergence } from '../learning/diagnose-divergence.ts';
import { explainStillness } from '../learning/explain-stillness.ts';
import { isPlanning } from '../plan/method.ts';
import type { Explanations, Optimizable } from '../run/optimizable.ts';
import { isTrainer } from '../train/trainer.ts';
import type { Experiment } from './experiment.ts';

/** What is the same for one and for many. Refused where the method optimizes no rollout by its gradient. */
export function conditionsOf(experiment: Experiment): Pick<Optimizable, 'method' | 'success' | 'explain'> {
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
