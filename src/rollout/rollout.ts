/** @file A rollout: one scan over the step, with the task's costs added up on the way. */
import {
  type Controller,
  type ControllerMemory,
  type ControllerParameters,
  requireController,
} from '../../controllers/controller.ts';
import { requireInteger } from '../core/arguments.ts';
import { div } from '../core/ops/arithmetic.ts';
import { add } from '../core/ops/elementwise.ts';
import { at } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { scan } from '../core/scan.ts';
import { tensorsOf, type Tree, type TreeOf } from '../core/tree.ts';
import { limits, ShapeError } from '../errors.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { Integrate, State } from '../simulation/integrators/integrator.ts';
import type { Seen } from '../task/residual.ts';
import {
  articulatedPlant,
  integrateConfiguration,
  integratorOf,
  type Plant,
  requirePlant,
  type StepSettings,
} from '../simulation/plant.ts';
import { costOf, isFinal, isRunning, linksOf, readingOf, requireTask, type Task, type Term } from '../task/task.ts';
import { measuresOf, reachedIn } from './measures.ts';
import { type Noise, requireScenario, type Scenario } from './scenario.ts';
import { seenOf } from './seen.ts';
import { step } from './step.ts';

/** What a rollout is made of besides its numbers. */
export interface RolloutSettings<
  P extends TreeOf<P> = ControllerParameters,
  M extends TreeOf<M> = ControllerMemory,
> extends StepSettings {
  readonly controller: Controller<P, M>;
  readonly task: Task;
  /** What moves the robot; its own dynamics where it is absent. */
  readonly plant?: Plant;
  /** Number of steps. */
  readonly steps: number;
}

/** Tensors by their names. */
export type Named = { readonly [name: string]: PopulationTensor };

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
  /** Of each step: weighted running costs [steps], positions of the task's links [steps, 3], m. */
  readonly outputs: { readonly costs: Named; readonly links: Named };
};

const sumOf = (terms: Named): PopulationTensor => Object.values(terms).reduce(add, tensor(0));

const byName = <T>(items: readonly T[], valueOf: (item: T) => PopulationTensor, nameOf: (item: T) => string): Named =>
  Object.fromEntries(items.map((item) => [nameOf(item), valueOf(item)]));

const ofTerms = (terms: readonly Term[], valueOf: (term: Term) => PopulationTensor): Named =>
  byName(terms, valueOf, ({ name }) => name);

/** Refuses what is no settings, by the name of what is wrong. */
function requireSettings(settings: RolloutSettings): void {
  integratorOf(settings);
  requireController(settings.controller);
  requireTask(settings.task);
  requireInteger('steps', settings.steps, 1, limits.horizonSteps);
  if (settings.plant !== undefined) requirePlant(settings.plant);
}

/** Rows of the controller's plan, one a step; none where it plans nothing. */
export function planOf({ controller, model, steps }: RolloutSettings, parameters: ControllerParameters): Tree {
  const progress = Array.from({ length: steps }, (_, i) => (steps > 1 ? i / (steps - 1) : 0));
  const plan = controller.plan?.(parameters, progress, model) ?? {};
  const wrong = tensorsOf(plan).find(({ shape }) => shape[0] !== steps);
  if (!wrong) return plan;
  const operation = `plan of controller ${controller.name}`;
  throw new ShapeError(operation, [wrong.shape], `not of ${steps} steps`, 'plan a row a step');
}

/** What goes from one step to the next. */
type Carried = { readonly state: State; readonly memory: ControllerMemory; readonly costs: Named };

/** What a step reads besides: its row of the plan, the time when it begins, what disturbs it. */
type Item = { readonly planned: Tree; readonly time: PopulationTensor; readonly noise: Noise };

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
  requireSettings(settings);
  const { model, controller, task, steps, dt } = settings;
  requireScenario(settings, scenario);
  // refuses what is no tree of tensors
  tensorsOf({ parameters });
  const { goals, weights } = scenario;
  const robot = completeParameters(model, scenario.robot);
  const loop = { model, controller, plant: settings.plant ?? articulatedPlant(settings) };
  const move = integrateConfiguration(model);
  const running = task.terms.filter(isRunning);
  const costAt = (seen: Seen) => (term: Term) => costOf(term, weights[term.name], seen, goals);
  const { carry, outputs } = scan(
    (before: Carried, { planned, time, noise }: Item) => {
      const moved = step(loop, parameters, { ...before, time, goals, planned, push: noise.tau }, robot);
      const state = disturbed(moved.state, noise, move);
      const seen = seenOf(model, state, moved.tau, add(time, dt), robot);
      const costs = ofTerms(running, costAt(seen));
      const readings = byName(
        Object.entries(task.measures),
        ([, measure]) => readingOf(measure, seen, goals),
        ([name]) => name,
      );
      const links = byName(
        linksOf(task),
        (link) => seen.link(link).translation,
        (link) => link,
      );
      return {
        carry: {
          state,
          memory: moved.memory,
          costs: ofTerms(running, ({ name }) => add(before.costs[name], costs[name])),
        },
        output: { states: state, tau: moved.tau, costs, readings, links },
      };
    },
    {
      state: scenario.initial,
      memory: controller.memory?.(model) ?? {},
      costs: ofTerms(running, () => tensor(0)),
    } as Carried,
    {
      planned: planOf(settings, parameters),
      time: tensor(Float64Array.from({ length: steps }, (_, i) => i * dt)),
      noise: scenario.noise ?? {},
    } as Item,
  );
  const { costs, links, readings, states, tau } = outputs;
  const end = seenOf(model, carry.state, at(tau, steps - 1), tensor(steps * dt), robot);
  const terms = ofTerms(task.terms, (term) => {
    const parts = [
      ...(isRunning(term) ? [div(carry.costs[term.name], steps)] : []),
      ...(isFinal(term) ? [costAt(end)(term)] : []),
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
    outputs: { costs, links },
  };
}

/** A state moved by what disturbs it after a step. */
const disturbed = ({ q, v }: State, noise: Noise, move: Integrate): State => ({
  q: noise.q ? move(q, noise.q) : q,
  v: noise.v ? add(v, noise.v) : v,
});
