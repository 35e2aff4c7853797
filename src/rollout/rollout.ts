/** @file A rollout: the closed loop over its horizon, with the task's costs added up on the way. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import type { ControllerMemory } from '../../controllers/observation.ts';
import { div } from '../core/ops/arithmetic.ts';
import { add } from '../core/ops/elementwise.ts';
import { at } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { tensorsOf, type Tree, type TreeOf } from '../core/tree.ts';
import { ShapeError } from '../errors.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { costOf, isFinal, isRunning } from '../task/task.ts';
import { inPeriods, itemsOf, loopOf, type Named, ofTerms } from './closed-loop.ts';
import { measuresOf, reachedIn } from './measures.ts';
import { requireScenario, type Scenario } from './scenario.ts';
import { seenOf } from './seen.ts';
import { requireRolloutSettings, type RolloutSettings } from './settings.ts';

/** What a rollout found. Each may have a value for each member. */
export type Rollout = {
  /** Total cost, []. */
  readonly loss: PopulationTensor;
  /** Its terms, each weighted, [] each; they sum to the loss. */
  readonly terms: Named;
  /** Measures of the task, [] each, in their units. */
  readonly measures: Named;
  /** 1 where the task has succeeded, else 0; [], 0 for a task that says nothing of success. */
  readonly reached: PopulationTensor;
  /** After each step: q [steps, nq], v [steps, nv]. */
  readonly states: State;
  /** Forces of the drives over each step, [steps, nv]; what disturbs them is no part of them. */
  readonly tau: PopulationTensor;
  /** Of each step: weighted running costs [steps], positions of the task's links [steps, 3], m; of each period: what is watched, and what the perception made of it. */
  readonly outputs: {
    readonly costs: Named;
    readonly links: Named;
    readonly watched: Tree;
    readonly perceived: Tree;
  };
};

const sumOf = (terms: Named): PopulationTensor => Object.values(terms).reduce(add, tensor(0));

/** From 0 at the first of so many moments to 1 at the last. */
const progressOf = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => (count > 1 ? i / (count - 1) : 0));

/** Who decides, and when. */
export type Decisions = Pick<RolloutSettings, 'controller' | 'model' | 'steps' | 'dt' | 'hold'>;

/** Rows of the controller's plan, one a period; none where it plans nothing. */
export function planOf({ controller, model, steps, dt, hold = 1 }: Decisions, parameters: ControllerParameters): Tree {
  const periods = steps / hold;
  const plan = controller.plan?.(parameters, progressOf(periods), model, (periods - 1) * hold * dt) ?? {};
  const wrong = tensorsOf(plan).find(({ shape }) => shape[0] !== periods);
  if (!wrong) return plan;
  const operation = `plan of controller ${controller.name}`;
  throw new ShapeError(operation, [wrong.shape], `not of ${periods} periods`, 'plan a row a period of the controller');
}

/** Rows of what the controller's drive plans, one a step; nothing where it plans nothing. */
export function drivenPlan({ controller, steps, dt }: RolloutSettings): { readonly driven?: Tree } {
  const driven = controller.drive?.plan?.(progressOf(steps), (steps - 1) * dt);
  return driven ? { driven } : {};
}

/**
 * Rolls the controller out in a scenario and scores it. Memory of the reverse sweep: steps x (nq + nv + terms) numbers a member,
 * besides the outputs that are read; what happens within a step is computed again. Throws an ArgumentError or a ShapeError that
 * names the part that does not fit.
 */
export function rollout<P extends TreeOf<P> = ControllerParameters, M extends TreeOf<M> = ControllerMemory>(
  settings: RolloutSettings<P, M>,
  parameters: P,
  scenario: Scenario,
): Rollout {
  // an interface is a tree, which has only not been given an index signature
  return rollOut(settings as unknown as RolloutSettings, parameters as ControllerParameters, scenario);
}

function rollOut(settings: RolloutSettings, parameters: ControllerParameters, scenario: Scenario): Rollout {
  requireRolloutSettings(settings);
  const { model, task, steps, dt } = settings;
  requireScenario(settings, scenario);
  // refuses what is no tree of tensors
  tensorsOf({ parameters });
  const robot = completeParameters(model, scenario.robot);
  const { goals, weights } = scenario;
  const { carry, outputs, watched, perceived } = inPeriods(loopOf(settings, parameters, scenario, robot), {
    hold: settings.hold ?? 1,
    planned: planOf(settings, parameters),
    items: { ...itemsOf(settings, scenario), ...drivenPlan(settings) },
    sensed: scenario.sensing?.rows ?? {},
  });
  const { costs, links, readings, states, tau } = outputs;
  const end = seenOf(model, carry.state, at(tau, steps - 1), tensor(steps * dt), robot);
  const terms = ofTerms(task.terms, (term) => {
    const parts = [
      ...(isRunning(term) ? [div(carry.costs[term.name], steps)] : []),
      ...(isFinal(term) ? [costOf(term, weights[term.name], end, goals)] : []),
    ];
    return parts.reduce(add);
  });
  const moments = { all: readings, end, goals, v: states.v };
  return {
    loss: sumOf(terms),
    terms,
    measures: measuresOf(task, moments),
    reached: reachedIn(task, moments, dt),
    states,
    tau,
    outputs: { costs, links, watched, perceived },
  };
}
