/** @file A problem: everything that is computed of an experiment, as one function of tensors. */
import { requireInteger, requireParts } from '../core/arguments.ts';
import { vjp } from '../core/derivative/functions.ts';
import { largest } from '../core/largest.ts';
import { spread } from '../core/ops/structural.ts';
import { ones, type PopulationTensor, zeros } from '../core/population-tensor.ts';
import { mapTree, tensorsOf, type Tree, type TreeOf } from '../core/tree.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import type { Rollout } from './rollout.ts';
import { type Scenario, stillness } from './scenario.ts';
import { limits } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';
import { requireModel } from '../robot/require-model.ts';

/** Everything that is computed of an experiment: where it starts, and its rollouts. */
export interface Problem<P extends TreeOf<P> = Tree> {
  readonly model: RobotModel;
  /** Parameters to start from. */
  readonly start: P;
  readonly scenario: Scenario;
  /** s. */
  readonly dt: number;
  readonly steps: number;
  rollout(parameters: P, scenario: Scenario): Rollout;
}

/** Refuses what is no problem. */
export function requireProblem<P extends TreeOf<P>>(problem: Problem<P>): void {
  const parts = { model: 'an object', scenario: 'an object', rollout: 'a function' } as const;
  requireParts('problem', problem, parts, 'give e.g. assemble(…).problem');
  requireModel(problem.model);
  requireInteger('problem.steps', problem.steps, 1, limits.horizonSteps);
}

/** Rolls a problem out; refused where it finds no loss. */
export function rolledOut<P extends TreeOf<P>>(problem: Problem<P>, parameters: P, scenario: Scenario): Rollout {
  const found = problem.rollout(parameters, scenario);
  requireParts(
    'rollout of the problem',
    found,
    { loss: 'an object', states: 'an object' },
    'return what rollout(…) does',
  );
  return found;
}

/** What an optimization reads of a rollout: loss, terms, measures, success. */
export type Score = Pick<Rollout, 'loss' | 'terms' | 'measures' | 'reached'>;

/** Loss, terms, measures and success, with the gradient of the loss by the parameters: of one rollout and its reverse sweep. */
export function scoreAndGradient<P extends TreeOf<P>>(
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
 * Throws an ArgumentError or a ShapeError where the arguments do not fit.
 */
export function costates<P extends TreeOf<P>>(
  problem: Problem<P>,
  parameters: P,
  scenario?: Scenario,
): { readonly q: PopulationTensor; readonly v: PopulationTensor } {
  requireProblem(problem);
  const own = scenario ?? problem.scenario;
  const members = largest(
    1,
    tensorsOf([parameters, own]).map(({ population }) => population),
  );
  // each member moves on its own
  const noise = mapTree(own.noise ?? stillness(problem.model, problem.steps), (rows) => spread(rows, members));
  const { pullback } = vjp((moved: State) => rolledOut(problem, parameters, { ...own, noise: moved }).loss, noise);
  return pullback(ones([]));
}
