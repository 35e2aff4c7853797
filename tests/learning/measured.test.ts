/** @file What a policy measures has no gradient, although the loss depends on it: no check takes that for a fault, and no warning. */
import { expect, it } from 'vitest';
import { checkExperiment } from '../../src/learning/check-experiment.ts';
import { checkProblem } from '../../src/learning/check-problem.ts';
import { learnedProblem } from '../../src/learning/learned-problem.ts';
import { trainingExperiment } from '../support/small-training.ts';

const experiment = trainingExperiment({ 'controller.normalize': true, 'controller.last': 1, 'controller.hidden': [2] });

it('it is no parameter without a path to the loss', () => {
  expect(experiment.disconnected).toEqual([]);
  expect(experiment.warnings).toEqual([]);
});

it('the gradient by the others is checked, and right', async () => {
  const { ok, parts } = await checkExperiment(experiment);
  expect(parts.filter((part) => !part.ok)).toEqual([]);
  expect(ok).toBe(true);
  const problem = learnedProblem(experiment.problem, experiment.settings.controller);
  expect(Object.keys(problem.start)).toEqual(['policy']);
  const { worst } = checkProblem(problem);
  expect(worst.relativeError).toBeLessThan(1e-5);
});
