/** @file Trainings that go on and learn nothing: why, in words, and what helps. */
import type { Iteration } from '../optimize/iteration-values.ts';
import type { End, LayerCondition, Report, TrainingProgress } from '../run/job.ts';

/** What a training is judged by, after an iteration. */
interface Standing {
  readonly validation: TrainingProgress['validation'];
  readonly layers: readonly LayerCondition[];
  /** The first iteration of which the loss is known. */
  readonly first: Iteration;
  readonly iteration: number;
  /** Learning rate of the last one. */
  readonly stepSize: number;
  /** Validations in a row, this one included, that were worse than having learned nothing. */
  readonly worseInRow: number;
}

/** Part of a layer's units that are saturated where hardly anything gets through. */
const mostSaturated = 0.9;
/** A loss so many times that of an arm which is only held is worse than having learned nothing. */
const worse = 4;
/** Validations in a row that are worse: some methods go through a bump at first. */
const mostWorse = 3;

/** Whether a validation was worse than having learned nothing; what is not finite is. */
export const isWorse = (validation: Pick<Report, 'loss'>, first: Pick<Iteration, 'loss'>): boolean =>
  !(validation.loss <= worse * first.loss);

/** Why a training that was just validated will learn nothing more; null where it may. */
export function fruitlessness({ validation, layers, first, iteration, stepSize, worseInRow }: Standing): End | null {
  if (validation?.iteration !== iteration) return null;
  const advice = `fix: start again with a smaller method.learningRate (it is ${stepSize.toPrecision(2)})`;
  if (worseInRow >= mostWorse)
    return {
      outcome: 'diverged',
      detail: `diverged: after iteration ${iteration} the loss of the validation is ${validation.loss.toPrecision(3)}, where training began with ${first.loss.toPrecision(3)}; ${advice}`,
    };
  const stuck = layers.findIndex(({ units, saturated }) => saturated >= mostSaturated * units);
  if (stuck < 0 || validation.success > 0) return null;
  const { units, saturated } = layers[stuck];
  return {
    outcome: 'no-gradient',
    detail: `it cannot learn: ${saturated} of ${units} units of hidden layer ${stuck + 1} are saturated or dead in all that the policy sees, so that no gradient gets through them; ${advice}, or with another controller.initialization or controller.activation`,
  };
}
