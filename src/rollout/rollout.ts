/** @file A rollout: the closed loop over its horizon, with the task's costs added up on the way. */
import {
  type Controller,
  type ControllerMemory,
  type ControllerParameters,
  type Observation,
  requireController,
} from '../../controllers/controller.ts';
import { requireFiniteNumber, requireInteger } from '../core/arguments.ts';
import { div } from '../core/ops/arithmetic.ts';
import { add } from '../core/ops/elementwise.ts';
import { at } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { tensorsOf, type Tree, type TreeOf } from '../core/tree.ts';
import { ArgumentError, limits, ShapeError } from '../errors.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { integratorOf, type Plant, requirePlant, type StepSettings } from '../simulation/plant.ts';
import { costOf, isFinal, isRunning, requireTask, type Task } from '../task/task.ts';
import { inPeriods, loopOf, type Named, ofTerms, withinPeriods } from './closed-loop.ts';
import { measuresOf, reachedIn } from './measures.ts';
import { requireScenario, type Scenario } from './scenario.ts';
import { seenOf } from './seen.ts';

/** What a rollout is made of besides its numbers. */
export interface RolloutSettings<
  P extends TreeOf<P> = ControllerParameters,
  M extends TreeOf<M> = ControllerMemory,
> extends StepSettings {
  readonly controller: Controller<P, M>;
  readonly task: Task;
  /** What moves the robot; its own dynamics where it is absent. */
  readonly plant?: Plant;
  /** Number of steps of physics. */
  readonly steps: number;
  /** Steps of a period of the controller, by which the number of steps can be divided: what it decides is held over them. Default 1. */
  readonly hold?: number;
  /** s. The longest delay of commands that a scenario may ask for; none where absent. */
  readonly mostDelay?: number;
  /** Anything more that shall be known of each period as it begins, of the controller and what it sees. */
  readonly watch?: (parameters: P, memory: M, seen: Observation) => Tree;
}

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
  /** Of each step: weighted running costs [steps], positions of the task's links [steps, 3], m; of each period: what is watched. */
  readonly outputs: { readonly costs: Named; readonly links: Named; readonly watched: Tree };
};

const sumOf = (terms: Named): PopulationTensor => Object.values(terms).reduce(add, tensor(0));

/** Refuses what is no settings, by the name of what is wrong. */
export function requireRolloutSettings(settings: RolloutSettings): void {
  integratorOf(settings);
  requireController(settings.controller);
  requireTask(settings.task);
  const { steps, hold = 1, mostDelay = 0 } = settings;
  requireInteger('steps', steps, 1, limits.horizonSteps);
  requireInteger('hold', hold, 1, steps);
  if (steps % hold !== 0)
    throw new ArgumentError('hold', `${hold} of ${steps} steps`, 'a number of steps that the horizon is a multiple of');
  requireFiniteNumber('mostDelay', mostDelay, ' of seconds');
  if (mostDelay < 0) throw new ArgumentError('mostDelay', String(mostDelay), 'a time of at least 0');
  if (settings.plant !== undefined) requirePlant(settings.plant);
}

/** Rows of the controller's plan, one a period; none where it plans nothing. */
export function planOf(
  { controller, model, steps, dt, hold = 1 }: RolloutSettings,
  parameters: ControllerParameters,
): Tree {
  const periods = steps / hold;
  const progress = Array.from({ length: periods }, (_, i) => (periods > 1 ? i / (periods - 1) : 0));
  const plan = controller.plan?.(parameters, progress, model, (periods - 1) * hold * dt) ?? {};
  const wrong = tensorsOf(plan).find(({ shape }) => shape[0] !== periods);
  if (!wrong) return plan;
  const operation = `plan of controller ${controller.name}`;
  throw new ShapeError(operation, [wrong.shape], `not of ${periods} periods`, 'plan a row a period of the controller');
}

/** Rows of what the controller's drive plans, one a step; nothing where it plans nothing. */
export function drivenPlan({ controller, steps, dt }: RolloutSettings): { readonly driven?: Tree } {
  const progress = Array.from({ length: steps }, (_, i) => (steps > 1 ? i / (steps - 1) : 0));
  const driven = controller.drive?.plan?.(progress, (steps - 1) * dt);
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
  const { carry, outputs, watched } = inPeriods(loopOf(settings, parameters, scenario, robot), {
    hold: settings.hold ?? 1,
    planned: planOf(settings, parameters),
    items: {
      time: tensor(Float64Array.from({ length: steps }, (_, i) => i * dt)),
      ...drivenPlan(settings),
      noise: scenario.noise ?? {},
      ...(settings.mostDelay ? { within: withinPeriods(settings) } : {}),
    },
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
    outputs: { costs, links, watched },
  };
}
