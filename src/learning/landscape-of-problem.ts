/** @file The landscape of a problem: what a controller's parameters make of the loss of its rollouts. */
import { requireText } from '../core/arguments.ts';
import type { TreeOf } from '../core/tree.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import { type Problem, requireProblem, rolledOut } from '../rollout/problem.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { type LossLandscape, lossLandscape } from './loss-landscape.ts';

/**
 * Losses of a problem's rollouts over its parameters, the mean over the members of `scenario` (the problem's own where none is given).
 * `landscape.under(scenario)` is the same for other goals, weights and starts. Throws an ArgumentError where it is no problem.
 */
export function landscapeOfProblem<P extends TreeOf<P>>(
  title: string,
  problem: Problem<P>,
  runner: PopulationRunner,
  scenario?: Scenario,
): LossLandscape<P, Scenario> {
  requireText('title', title);
  requireProblem(problem);
  const { start } = problem;
  const loss = (parameters: P, given: Scenario) => rolledOut(problem, parameters, given).loss;
  return lossLandscape({ title, start, loss, given: scenario ?? problem.scenario }, runner);
}
