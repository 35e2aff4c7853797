/** @file A rollout: one scan over the simulation step, with the task's cost added up on the way. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { div } from '../core/ops/arithmetic.ts';
import { add } from '../core/ops/elementwise.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { requireShapeOf } from '../core/shape.ts';
import { scan } from '../core/scan.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { type SimulationSettings, step } from '../simulation/step.ts';
import { type CostTerms, finalCost, type ReachTask, runningCost } from '../task/reach.ts';

export interface RolloutSettings {
  readonly simulation: SimulationSettings;
  readonly task: ReachTask;
  /** Number of steps. */
  readonly steps: number;
}

export type Rollout = {
  /** Total cost, []. */
  readonly loss: PopulationTensor;
  /** Its terms, each weighted, [] each; they sum to the loss. */
  readonly terms: CostTerms;
  /** Distance of the link to the target at the end, [], m. */
  readonly distance: PopulationTensor;
  /** After each step: [steps, nq], [steps, nv], [steps, nv], [steps, 3]. */
  readonly q: PopulationTensor;
  readonly v: PopulationTensor;
  readonly tau: PopulationTensor;
  readonly endEffector: PopulationTensor;
};

const sumOf = (terms: CostTerms): PopulationTensor => Object.values(terms).reduce(add, tensor(0));

/**
 * Rolls the controller out from an initial state and scores it. Memory of the reverse sweep: steps x (nq + nv + terms)
 * numbers a member, besides the outputs; what happens within a step is computed again.
 */
export function rollout(
  { simulation, task, steps }: RolloutSettings,
  parameters: ControllerParameters,
  initial: State,
  target: PopulationTensor,
): Rollout {
  if (!Number.isInteger(steps) || steps < 1)
    throw new ArgumentError('steps', String(steps), 'an integer of at least 1');
  requireShapeOf('target', target.shape, [3], 'a point');
  const progress = Array.from({ length: steps }, (_, i) => (steps > 1 ? i / (steps - 1) : 0));
  const { controller, model } = simulation;
  const plan = controller.plan(parameters, progress, model);
  if (plan.shape[0] !== steps)
    throw new ShapeError(
      `plan of controller ${controller.name}`,
      [plan.shape],
      `not of ${steps} steps`,
      'plan a row a step',
    );
  const none: CostTerms = { position: tensor(0), effort: tensor(0), limits: tensor(0) };
  const { carry, outputs } = scan(
    (before: { readonly state: State; readonly cost: CostTerms }, planned: PopulationTensor) => {
      const { state, tau } = step(simulation, parameters, planned, before.state);
      const { terms, endEffector } = runningCost(task, target, state, tau);
      const cost = Object.fromEntries(
        Object.entries(before.cost).map(([name, total]) => [name, add(total, terms[name])]),
      );
      return { carry: { state, cost }, output: { q: state.q, v: state.v, tau, endEffector } };
    },
    { state: initial, cost: none },
    plan,
  );
  const last = finalCost(task, target, carry.state);
  const running = Object.fromEntries(Object.entries(carry.cost).map(([name, total]) => [name, div(total, steps)]));
  const terms = { ...running, ...last.terms };
  return { loss: sumOf(terms), terms, distance: last.distance, ...outputs };
}
