/** @file A problem: everything that is computed of an experiment, as one function of tensors. */
import { vjp } from '../core/derivative/functions.ts';
import { spread } from '../core/ops/structural.ts';
import { ones, type PopulationTensor, zeros } from '../core/population-tensor.ts';
import { mapTree, tensorsOf, type Tree } from '../core/tree.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import type { Rollout } from './rollout.ts';
import { type Scenario, stillness } from './scenario.ts';
import type { RobotModel } from '../robot/model.ts';

export interface Problem<P extends Tree = Tree> {
  readonly model: RobotModel;
  /** Parameters to start from. */
  readonly start: P;
  readonly scenario: Scenario;
  /** s. */
  readonly dt: number;
  readonly steps: number;
  rollout(parameters: P, scenario: Scenario): Rollout;
}

/** What an optimization reads of a rollout: loss, terms, measures, success. */
export type Score = Pick<Rollout, 'loss' | 'terms' | 'measures' | 'reached'>;

/** Loss, terms, measures and success, with the gradient of the loss by the parameters: of one rollout and its reverse sweep. */
export function scoreAndGradient<P extends Tree>(
  score: (parameters: P) => Score,
  parameters: P,
): Score & { readonly gradient: P } {
  const { value, pullback } = vjp((x: P) => {
    const { loss, terms, measures, reached } = score(x);
    return { loss, terms, measures, reached };
  }, parameters);
  const still = mapTree(value, ({ shape }) => zeros(shape));
  return { ...value, gradient: pullback({ ...still, loss: ones([]) }) };
}

/**
 * Costates: the derivatives of each member's loss by its state after each step, q [steps, nv] in the tangent space and v [steps, nv].
 * Row t tells what moving the arm at that moment would cost in all that follows, its own running cost included (Bryson and Ho 1975, sec. 2.2).
 */
export function costates<P extends Tree>(
  problem: Problem<P>,
  parameters: P,
  scenario: Scenario = problem.scenario,
): { readonly q: PopulationTensor; readonly v: PopulationTensor } {
  const members = Math.max(...tensorsOf([parameters, scenario]).map(({ population }) => population));
  // each member moves on its own
  const noise = mapTree(scenario.noise ?? stillness(problem.model, problem.steps), (rows) => spread(rows, members));
  const { pullback } = vjp((moved: State) => problem.rollout(parameters, { ...scenario, noise: moved }).loss, noise);
  return pullback(ones([]));
}
