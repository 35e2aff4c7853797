/** @file Costates: what disturbing a rollout at a moment would cost, and what moving its goals would. */
import { vjp } from '../core/derivative/functions.ts';
import { largest } from '../core/largest.ts';
import { spread } from '../core/ops/structural.ts';
import { ones, type PopulationTensor } from '../core/population-tensor.ts';
import { mapTree, tensorsOf, type TreeOf } from '../core/tree.ts';
import type { Goals } from '../robot/goal.ts';
import { type Problem, requireProblem, rolledOut, withGradientOfLoss } from './problem.ts';
import type { Rollout } from './rollout.ts';
import { type Noise, type Scenario, stillness } from './scenario.ts';

/** Derivatives of each member's loss by what moves its rollout from outside. Row t is of step t, closed loop: what follows reacts. */
export type Costates = {
  /** By the configuration after each step, in its tangent space, [steps, nv]. */
  readonly q: PopulationTensor;
  /** By the velocity after each step, [steps, nv]. */
  readonly v: PopulationTensor;
  /** By a force on each joint over each step besides that of its drive, [steps, nv]. */
  readonly tau: PopulationTensor;
  /** By the goals: a tree like theirs. */
  readonly goals: Goals;
};

/** What a rollout is moved by. */
type Moves = { readonly noise: Required<Noise>; readonly goals: Goals };

/** The disturbances and goals of a scenario; of as many members as are rolled out, as each moves on its own. */
function movesOf<P extends TreeOf<P>>({ model, steps }: Problem<P>, parameters: P, scenario: Scenario): Moves {
  const members = largest(
    1,
    tensorsOf([parameters, scenario]).map(({ population }) => population),
  );
  const noise = { ...stillness(model, steps), ...scenario.noise };
  return mapTree({ noise, goals: scenario.goals } as Moves, (leaf) => spread(leaf, members));
}

const costatesOf = ({ noise, goals }: Moves): Costates => ({ ...noise, goals });

/**
 * Costates: the derivatives of each member's loss by its state after each step, by a force besides that of the drives and by the
 * goals. Row t tells what moving or pushing the arm at that moment would cost in all that follows, its own running cost included
 * (Bryson and Ho 1975, sec. 2.2). Throws an ArgumentError or a ShapeError where the arguments do not fit.
 */
export function costates<P extends TreeOf<P>>(problem: Problem<P>, parameters: P, scenario?: Scenario): Costates {
  requireProblem(problem);
  const own = scenario ?? problem.scenario;
  const { pullback } = vjp(
    (moves: Moves) => rolledOut(problem, parameters, { ...own, ...moves }).loss,
    movesOf(problem, parameters, own),
  );
  return costatesOf(pullback(ones([])));
}

/** A rollout in the problem's own scenario with all its derivatives, of one reverse sweep. */
export function rolloutAndCostates<P extends TreeOf<P>>(
  problem: Problem<P>,
  parameters: P,
): { readonly found: Rollout; readonly gradient: P; readonly costates: Costates } {
  const { scenario } = problem;
  const moves = movesOf(problem, parameters, scenario);
  const { value, gradient } = withGradientOfLoss(
    (x: { readonly parameters: P; readonly moves: Moves }) =>
      rolledOut(problem, x.parameters, { ...scenario, ...x.moves }),
    { parameters, moves },
  );
  return { found: value, gradient: gradient.parameters, costates: costatesOf(gradient.moves) };
}
