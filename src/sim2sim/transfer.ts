/** @file A controller in another physics: observe, act and limit as in a rollout, compiled once for all members; the other physics moves. */
import type { ControllerMemory, ControllerParameters } from '../../controllers/controller.ts';
import { requireFunction, requireInteger, requireObject, requireParts } from '../core/arguments.ts';
import { compile } from '../core/compile.ts';
import { PopulationTensor, tensor } from '../core/population-tensor.ts';
import { sizeOf } from '../core/shape.ts';
import { mapTree, tensorsOf, type Tree } from '../core/tree.ts';
import { requireJointVectors } from '../dynamics/arguments.ts';
import { ArgumentError, limits } from '../errors.ts';
import type { RobotModel } from '../robot/model.ts';
import { planOf, type RolloutSettings } from '../rollout/rollout.ts';
import { step } from '../rollout/step.ts';
import { requireState, type State } from '../simulation/integrators/integrator.ts';
import type { Plant } from '../simulation/plant.ts';
import type { Goals } from '../task/goal.ts';
import { requirePhysics, type SecondPhysics } from './second-physics.ts';

/** What is known when a step begins. Any leaf may have members. */
export type ActMoment = {
  readonly memory: ControllerMemory;
  readonly state: State;
  /** s since the start, []. */
  readonly time: PopulationTensor;
  readonly goals: Goals;
  /** The step's row of what was planned. */
  readonly planned: Tree;
};

/** Forces [nv] (N m, N) to hold over a step, and what is carried to the next. */
export type Acted = { readonly tau: PopulationTensor; readonly memory: ControllerMemory };

/** All that acts in a closed loop, and where it starts. */
export interface Trial {
  readonly model: RobotModel;
  /** Traced once: a pure function of parameters and moment. */
  readonly act: (parameters: ControllerParameters, moment: ActMoment) => Acted;
  readonly parameters: ControllerParameters;
  /** Carried into the first step. */
  readonly memory: ControllerMemory;
  /** A tree of rows [steps, …]. */
  readonly planned: Tree;
  readonly initial: State;
  readonly goals: Goals;
  readonly steps: number;
}

/** What a trial became: a row a step, of each member. */
export interface Attempt {
  /** In the initial state and after each step: q [steps + 1, nq], v [steps + 1, nv]. */
  readonly states: State;
  /** Held over each step, [steps, nv]. */
  readonly tau: PopulationTensor;
  /** Members whose numbers stopped being finite, and the first step that left them so. */
  readonly lost: readonly { readonly member: number; readonly step: number }[];
}

/** A robot that stays: what is left of a step is to observe, to act and to limit. */
const still: Plant = { step: (state) => state };

/** The trial of a rollout: its controller with its parameters, from the initial states of a scenario towards its goals. */
export function trialOf(
  settings: RolloutSettings,
  parameters: ControllerParameters,
  { initial, goals }: { readonly initial: State; readonly goals: Goals },
): Trial {
  requireObject('settings', settings, 'settings of a rollout');
  const { model, controller, steps } = settings;
  const loop = { model, controller, plant: still };
  return {
    model,
    act: (given, moment) => step(loop, given, moment),
    parameters,
    memory: controller.memory?.(model) ?? {},
    planned: planOf(settings, parameters),
    initial,
    goals,
    steps,
  };
}

function requireTrial(trial: Trial): void {
  requireParts(
    'trial',
    trial,
    { parameters: 'an object', memory: 'an object', planned: 'an object', goals: 'an object', initial: 'an object' },
    'use trialOf(…)',
  );
  requireFunction('trial.act', trial.act);
  requireState('trial.initial', trial.initial);
  requireJointVectors(trial.model, { q: trial.initial.q, v: trial.initial.v });
  requireInteger('trial.steps', trial.steps, 1, limits.horizonSteps);
  // refuses what is no tree of tensors
  tensorsOf({ parameters: trial.parameters, memory: trial.memory, planned: trial.planned, goals: trial.goals });
}

/** A number of each element for each of the members, where it may be shared. */
function spreadTo({ data, size, population }: PopulationTensor, members: number, argument: string): Float64Array {
  if (population === members) return data;
  if (population !== 1)
    throw new ArgumentError(argument, `${population} members`, `one state for all, or ${members}, as the physics has`);
  const spread = new Float64Array(size * members);
  for (let i = 0; i < size; i++) spread.fill(data[i], i * members, (i + 1) * members);
  return spread;
}

/** Row i of a tensor of rows. */
function rowOf({ shape, population, data }: PopulationTensor, i: number): PopulationTensor {
  const inner = shape.slice(1);
  const length = sizeOf(inner) * population;
  return new PopulationTensor({ shape: inner, population }, data.slice(i * length, (i + 1) * length));
}

/** Rows of all steps as one tensor, written one after another. */
class Rows {
  readonly #data: Float64Array;
  readonly #type: { readonly shape: readonly number[]; readonly population: number };
  #end = 0;

  constructor(rows: number, entries: number, members: number) {
    this.#type = { shape: [rows, entries], population: members };
    this.#data = new Float64Array(rows * entries * members);
  }

  add(row: Float64Array): void {
    this.#data.set(row, this.#end);
    this.#end += row.length;
  }

  get tensor(): PopulationTensor {
    return new PopulationTensor(this.#type, this.#data);
  }
}

/**
 * Runs a trial in a physics, all its members at once. Members that stop being finite are said, and the others go on. Throws an
 * ArgumentError or a ShapeError where trial and physics do not fit one another.
 */
export function attempt(physics: SecondPhysics, trial: Trial): Attempt {
  requirePhysics('physics', physics);
  requireTrial(trial);
  const { model, act, parameters, goals, steps } = trial;
  const { members, dt } = physics;
  if (physics.q.length !== model.nq * members || physics.v.length !== model.nv * members)
    throw new ArgumentError(
      'physics',
      `one of ${physics.q.length / members} coordinates`,
      `one of robot "${model.name}" with its ${model.nq}`,
    );
  const tensorOf = (data: Float64Array): PopulationTensor =>
    new PopulationTensor({ shape: [data.length / members], population: members }, data.slice());
  physics.reset(spreadTo(trial.initial.q, members, 'initial.q'), spreadTo(trial.initial.v, members, 'initial.v'));
  const now = (): State => ({ q: tensorOf(physics.q), v: tensorOf(physics.v) });
  let moment: ActMoment = {
    memory: trial.memory,
    state: now(),
    time: tensor(0),
    goals,
    planned: mapTree(trial.planned, (rows) => rowOf(rows, 0)),
  };
  const acting = compile(
    (given: ControllerParameters, at: ActMoment): Acted => {
      const { tau, memory } = act(given, at);
      return { tau, memory };
    },
    [parameters, moment],
    { checkFinite: false },
  );
  const [q, v, tau] = [
    new Rows(steps + 1, model.nq, members),
    new Rows(steps + 1, model.nv, members),
    new Rows(steps, model.nv, members),
  ];
  const lost = new Map<number, number>();
  q.add(physics.q);
  v.add(physics.v);
  for (let i = 0; i < steps; i++) {
    const acted = acting(parameters, moment);
    const forces = spreadTo(acted.tau, members, 'tau of the controller');
    physics.step(forces);
    tau.add(forces);
    q.add(physics.q);
    v.add(physics.v);
    noteLost(physics, i, lost);
    if (i + 1 === steps) break;
    moment = {
      ...moment,
      memory: acted.memory,
      state: now(),
      time: tensor((i + 1) * dt),
      planned: mapTree(trial.planned, (rows) => rowOf(rows, i + 1)),
    };
  }
  return {
    states: { q: q.tensor, v: v.tensor },
    tau: tau.tensor,
    lost: [...lost].map(([member, at]) => ({ member, step: at })),
  };
}

/** Members whose state is not finite after a step, by the first such step. */
function noteLost({ q, v, members }: SecondPhysics, step: number, lost: Map<number, number>): void {
  for (const values of [q, v])
    values.forEach((value, i) => {
      if (!Number.isFinite(value) && !lost.has(i % members)) lost.set(i % members, step);
    });
}
