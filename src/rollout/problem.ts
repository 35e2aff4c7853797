/** @file A problem: everything that is computed of an experiment, as one function of tensors. */
import { requireInteger, requireParts } from '../core/arguments.ts';
import { vjp } from '../core/derivative/functions.ts';
import { ones, type PopulationTensor, zeros } from '../core/population-tensor.ts';
import { mapTree, type Tree, type TreeOf } from '../core/tree.ts';
import type { Rollout } from './rollout.ts';
import type { Scenario } from './scenario.ts';
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

/** All that `f` finds at x, and the gradient of its loss alone: of one walk and its reverse sweep. */
export function withGradientOfLoss<X extends TreeOf<X>, Y extends TreeOf<Y> & { readonly loss: PopulationTensor }>(
  f: (x: X) => Y,
  x: X,
): { readonly value: Y; readonly gradient: X } {
  const { value, pullback } = vjp(f, x);
  const still = mapTree(value, ({ shape }) => zeros(shape));
  return { value, gradient: pullback({ ...still, loss: ones([]) }) };
}

/** Loss, terms, measures and success, with the gradient of the loss by the parameters: of one rollout and its reverse sweep. */
export function scoreAndGradient<P extends TreeOf<P>>(
  score: (parameters: P) => Score,
  parameters: P,
): Score & { readonly gradient: P } {
  const { value, gradient } = withGradientOfLoss((x: P) => {
    const { loss, terms, measures, reached } = score(x);
    return { loss, terms, measures, reached };
  }, parameters);
  return { ...value, gradient };
}
