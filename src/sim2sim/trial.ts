/** @file What is tried in another physics: a controller's closed loop without that which moves, compiled once for all members. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { requireFunction, requireInteger, requireParts } from '../core/arguments.ts';
import { compile } from '../core/compile.ts';
import { at } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { mapTree, tensorsOf, type Tree } from '../core/tree.ts';
import { requireJointVectors } from '../dynamics/arguments.ts';
import { ArgumentError, limits } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';
import { robotParameters } from '../robot/parameters.ts';
import { type ClosedLoop, loopOf, type StepItem } from '../rollout/closed-loop.ts';
import { drivenPlan, planOf } from '../rollout/rollout.ts';
import { requireRolloutSettings, type RolloutSettings } from '../rollout/settings.ts';
import { requireScenario, type Scenario } from '../rollout/scenario.ts';
import { requireState, type State } from '../simulation/integrators/integrator.ts';
import type { Plant } from '../simulation/plant.ts';

/** What acts: forces [nv] (N m, N) to hold over the next step, in the state that the one before has led to. Each may have members. */
export type Acting = (state: State) => PopulationTensor;

/** A closed loop without that which moves. */
export interface Trial {
  readonly model: RobotModel;
  /** Each may have members. */
  readonly initial: State;
  readonly steps: number;
  /** Of a step, s. */
  readonly dt: number;
  /** From the beginning, as often as asked for: what acts may remember what it has seen since. */
  readonly begin: () => Acting;
}

/** A robot that stays: what is left of a step is to observe, to act and to limit. */
const still: Plant = { step: (state) => state };

/** What a trial reads of a scenario: another physics has a robot of its own, and disturbances of ours are none of it. */
type Given = { readonly initial: State; readonly goals: Scenario['goals']; readonly delay?: PopulationTensor };

type Carried = ClosedLoop['begin'];

/** The loop's parts, each compiled where it is first called. */
interface Parts {
  readonly begin: () => Carried;
  readonly decide: (
    before: Carried,
    planned: Tree,
    time: PopulationTensor,
  ) => { readonly held: Carried; readonly command: PopulationTensor };
  readonly forces: (
    now: Carried,
    command: PopulationTensor,
    item: StepItem,
  ) => { readonly tau: PopulationTensor; readonly driven: Carried['driven'] };
}

/** A function of the loop, of trees that are inputs of the compiled program; it is traced for the first that it is called with. */
function traced<A extends readonly Tree[], R extends Tree>(f: (...args: A) => R): (...args: A) => R {
  let compiled: ((...args: A) => R) | undefined;
  // what is not finite is the physics' to tell, member by member
  return (...args) =>
    (compiled ??= compile(f as never, args as never, { checkFinite: false }) as (...args: A) => R)(...args);
}

function partsOf(settings: RolloutSettings, parameters: ControllerParameters, given: Given): Parts {
  const { model, controller, integrator, dt, steps, hold, mostDelay } = settings;
  const task = { terms: [], measures: {} };
  const alone = { model, controller, integrator, dt, steps, hold, mostDelay, task, plant: still };
  const robot = robotParameters(model);
  const loop = (p: ControllerParameters, s: Given): ClosedLoop => loopOf(alone, p, { ...s, weights: {} }, robot);
  const begin = traced((p: ControllerParameters, s: Given): Carried => loop(p, s).begin);
  const decide = traced((p: ControllerParameters, s: Given, before: Carried, planned: Tree, time: PopulationTensor) => {
    const { held, command } = loop(p, s).decide(before, planned, time, {});
    return { held, command };
  });
  const forces = traced(
    (p: ControllerParameters, s: Given, now: Carried, command: PopulationTensor, item: StepItem) => {
      const { carry, output } = loop(p, s).move(now, command, item);
      return { tau: output.tau, driven: carry.driven };
    },
  );
  return {
    begin: () => begin(parameters, given),
    decide: (...rest) => decide(parameters, given, ...rest),
    forces: (...rest) => forces(parameters, given, ...rest),
  };
}

/**
 * The trial of a rollout: its controller with its parameters, period and delay, in a scenario's initial states towards its goals.
 * Throws an ArgumentError or a ShapeError that names the part that does not fit.
 */
export function trialOf(settings: RolloutSettings, parameters: ControllerParameters, scenario: Scenario): Trial {
  requireRolloutSettings(settings);
  requireScenario(settings, scenario);
  // refuses what is no tree of tensors
  tensorsOf({ parameters });
  if (settings.perception !== undefined)
    throw new ArgumentError(
      'settings.perception',
      'an estimator between robot and controller',
      'none: a trial in another physics sees the state itself',
      'leave it out',
    );
  if (scenario.noise !== undefined)
    throw new ArgumentError(
      'scenario.noise',
      'disturbances',
      'none: they are parts of our own physics',
      'leave it out',
    );
  const { model, steps, dt, hold = 1, mostDelay } = settings;
  const { initial, goals, delay } = scenario;
  const parts = partsOf(settings, parameters, { initial, goals, ...(delay && { delay }) });
  const plan = planOf(settings, parameters);
  const drive = drivenPlan(settings);
  return {
    model,
    initial,
    steps,
    dt,
    begin: () => {
      let carried = parts.begin();
      let command = tensor(0);
      let step = 0;
      return (state) => {
        const time = tensor(step * dt);
        const within = step % hold;
        carried = { ...carried, state };
        if (within === 0) {
          const period = step / hold;
          const decided = parts.decide(
            carried,
            mapTree(plan, (rows) => at(rows, period)),
            time,
          );
          carried = { ...decided.held, state };
          command = decided.command;
        }
        const { driven: rows } = drive;
        const given = parts.forces(carried, command, {
          time,
          noise: {},
          ...(rows && { driven: mapTree(rows, (row) => at(row, step)) }),
          ...(mostDelay ? { within: tensor(within * dt) } : {}),
        });
        carried = { ...carried, driven: given.driven };
        step++;
        return given.tau;
      };
    },
  };
}

/** Refuses what is no trial. */
export function requireTrial(trial: Trial): void {
  requireParts('trial', trial, { model: 'an object', initial: 'an object', dt: 'a number' }, 'use trialOf(…)');
  requireFunction('trial.begin', trial.begin);
  requireInteger('trial.steps', trial.steps, 1, limits.horizonSteps);
  requireState('trial.initial', trial.initial);
  requireJointVectors(trial.model, { q: trial.initial.q, v: trial.initial.v });
}
