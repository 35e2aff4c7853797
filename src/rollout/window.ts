/** @file A window: the closed loop over a part of a rollout, from wherever the part before it was cut. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { requireInteger, requireParts } from '../core/arguments.ts';
import { div } from '../core/ops/arithmetic.ts';
import { add } from '../core/ops/elementwise.ts';
import { at } from '../core/ops/indexing.ts';
import { take } from '../core/ops/take.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { mapTree, type Tree } from '../core/tree.ts';
import { ArgumentError } from '../errors.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import { requireState } from '../simulation/integrators/integrator.ts';
import { costOf, isFinal } from '../task/task.ts';
import {
  inPeriods,
  itemsOf,
  type Kept,
  keptOf,
  loopOf,
  type Named,
  noCosts,
  ofTerms,
  type StepItem,
} from './closed-loop.ts';
import { measuresOf } from './measures.ts';
import { drivenPlan } from './rollout.ts';
import { requireScenario, type Scenario } from './scenario.ts';
import { requireRolloutSettings, type RolloutSettings } from './settings.ts';
import { seenOf } from './seen.ts';

/** What a window found. Each may have a value for each member. */
export type Window = {
  /** What the next window goes on from. */
  readonly end: Kept;
  /** Weighted running costs of each step, [steps], read from the state after it. */
  readonly costs: Named;
  /** Weighted final costs [] of the state at the window's end, which count where the rollout ends there. */
  readonly finals: Named;
  /** Measures of the task, [] each, as if the window were all. */
  readonly measures: Named;
  /** What is watched of each period, [periods, …]. */
  readonly watched: Tree;
};

/** Where a window begins. */
export interface WindowStart {
  readonly kept: Kept;
  /** s since the rollout's start, []. */
  readonly elapsed: PopulationTensor;
  /** Steps of the whole rollout. */
  readonly horizonSteps: number;
}

/** Rows of the window's steps, each member's own, of what the drive plans for the whole rollout; nothing where it plans nothing. */
function drivenIn(settings: RolloutSettings, { elapsed, horizonSteps }: WindowStart): Pick<StepItem, 'driven'> {
  const { driven } = drivenPlan({ ...settings, steps: horizonSteps });
  if (!driven) return {};
  const steps = tensor(Float64Array.from({ length: settings.steps }, (_, i) => i));
  const places = add(div(elapsed, settings.dt), steps);
  return { driven: mapTree(driven, (rows) => take(rows, places)) };
}

/**
 * Rolls the controller on for `steps` steps of the settings; all that happens is what happens in a rollout. Noise of the scenario is the window's own. Throws an ArgumentError or a ShapeError that names the part
 * that does not fit: a plan over the whole rollout does not.
 */
export function window(
  settings: RolloutSettings,
  parameters: ControllerParameters,
  scenario: Scenario,
  { kept, elapsed, horizonSteps }: WindowStart,
): Window {
  requireRolloutSettings(settings);
  requireScenario(settings, scenario);
  const parts = {
    state: 'an object',
    memory: 'an object',
    commands: 'an object',
    driven: 'an object',
    perceived: 'an object',
  } as const;
  requireParts('kept', kept, parts, 'give startOf(…)');
  requireInteger('horizonSteps', horizonSteps, settings.steps);
  requireState('kept.state', kept.state);
  requireTensorOf('elapsed', elapsed, [], 'a time');
  const { model, task, steps, dt, controller } = settings;
  if (settings.perception)
    throw new ArgumentError(
      'perception',
      'an estimator between robot and controller',
      'none: readings are drawn for whole rollouts, not for windows of them',
      'choose a method that rolls out whole, or leave the estimator out',
    );
  if (controller.plan)
    throw new ArgumentError('controller', `${controller.name}, which plans a whole rollout`, 'one that plans nothing');
  const robot = completeParameters(model, scenario.robot);
  const { goals, weights } = scenario;
  const { carry, outputs, watched } = inPeriods(
    { ...loopOf(settings, parameters, scenario, robot), begin: { ...kept, costs: noCosts(settings) } },
    {
      hold: settings.hold ?? 1,
      planned: {},
      items: { ...itemsOf(settings, scenario, elapsed), ...drivenIn(settings, { kept, elapsed, horizonSteps }) },
      sensed: {},
    },
  );
  const { costs, readings, states, tau } = outputs;
  const end = seenOf(model, carry.state, at(tau, steps - 1), add(elapsed, steps * dt), robot);
  return {
    end: keptOf(carry),
    costs,
    finals: ofTerms(task.terms.filter(isFinal), (term) => costOf(term, weights[term.name], end, goals)),
    measures: measuresOf(task, { all: readings, end, goals, v: states.v }),
    watched,
  };
}
