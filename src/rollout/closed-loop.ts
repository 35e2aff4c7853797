/** @file The closed loop over time: the controller decides once a period, physics moves at every step, costs add up on the way. */
import { type ControllerParameters, memoryAtStart } from '../../controllers/controller.ts';
import type { ControllerMemory } from '../../controllers/observation.ts';
import { add } from '../core/ops/elementwise.ts';
import { at, reshape, transpose } from '../core/ops/indexing.ts';
import { broadcastTo } from '../core/ops/structural.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { scan } from '../core/scan.ts';
import { mapTree, type Tree, type TreeOf } from '../core/tree.ts';
import { gravityForces } from '../dynamics/inverse-dynamics.ts';
import { goalsAt } from '../robot/goal-paths.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { movedConfiguration } from '../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../robot/model.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { articulatedPlant } from '../simulation/plant.ts';
import { costOf, isRunning, linksOf, readingsOf, type Term } from '../task/task.ts';
import { commandInForce, rememberedCommands, sharesInForce, type Times, withCommand } from './delay.ts';
import type { RolloutSettings } from './settings.ts';
import type { Noise, Scenario } from './scenario.ts';
import type { Perceived, Perception, Truth } from './perception.ts';
import { seenOf } from './seen.ts';
import { decide, type Loop, move } from './step.ts';

/** Tensors by their names. */
export type Named = { readonly [name: string]: PopulationTensor };

/** What a loop goes on from, wherever it is cut. */
export type Kept = {
  readonly state: State;
  readonly memory: ControllerMemory;
  /** The last commands [count, size], the present one first; nothing where none comes late. */
  readonly commands: { readonly last?: PopulationTensor };
  /** Memory of the controller's drive. */
  readonly driven: ControllerMemory;
  /** What a perception remembers; nothing where the controller sees the state itself. */
  readonly perceived: Perceived;
};

/** What goes from one step to the next. */
export type Carried = Kept & { readonly costs: Named };

/** What a step of physics reads besides: when it begins, s since the start and since its period; its row of the drive's plan; what disturbs it. */
export type StepItem = {
  readonly time: PopulationTensor;
  readonly within?: PopulationTensor;
  readonly driven?: Tree;
  readonly noise: Noise;
};

/** What a step leaves. */
type StepOutput = {
  readonly states: State;
  readonly tau: PopulationTensor;
  readonly costs: Named;
  readonly readings: Named;
  readonly links: Named;
};

/** A loop before its first step, and how it goes on. */
export interface ClosedLoop {
  readonly begin: Carried;
  /** What the controller decides for its period, and what is carried on with it. */
  readonly decide: (
    before: Carried,
    planned: Tree,
    time: PopulationTensor,
    sensed: Tree,
  ) => {
    readonly held: Carried;
    readonly command: PopulationTensor;
    readonly watched: Tree;
    readonly perceived: Tree;
  };
  /** One step of physics under a command. */
  readonly move: (
    now: Carried,
    command: PopulationTensor,
    item: StepItem,
  ) => { readonly carry: Carried; readonly output: StepOutput };
  /** A period's end, of the forces [hold, nv] that the drives gave over its steps. */
  readonly reckon: (carry: Carried, tau: () => PopulationTensor) => Carried;
}

/** What goes on from what is carried. */
export const keptOf = ({ state, memory, commands, driven, perceived }: Carried): Kept => ({
  state,
  memory,
  commands,
  driven,
  perceived,
});

export const byName = <T>(
  items: readonly T[],
  valueOf: (item: T) => PopulationTensor,
  nameOf: (item: T) => string,
): Named => Object.fromEntries(items.map((item) => [nameOf(item), valueOf(item)]));

export const ofTerms = (terms: readonly Term[], valueOf: (term: Term) => PopulationTensor): Named =>
  byName(terms, valueOf, ({ name }) => name);

/** Named tensors of one number as plain numbers. */
export const singleNumbers = (named: Named): Record<string, number> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, value.item()]));

const timesOf = ({ dt, hold = 1 }: RolloutSettings): Times => ({ dt, period: hold * dt });

/** Seconds since the beginning of its period of each step, [steps]. */
const withinPeriods = ({ steps, dt, hold = 1 }: RolloutSettings): PopulationTensor =>
  tensor(Float64Array.from({ length: steps }, (_, i) => (i % hold) * dt));

/** What the steps read, [steps, …]; their times since a rollout's start, or since `elapsed` s []. */
export const itemsOf = (settings: RolloutSettings, { noise }: Scenario, elapsed?: PopulationTensor): StepItem => {
  const { steps, dt, mostDelay } = settings;
  const times = tensor(Float64Array.from({ length: steps }, (_, i) => i * dt));
  return {
    time: elapsed ? add(elapsed, times) : times,
    noise: noise ?? {},
    ...(mostDelay ? { within: withinPeriods(settings) } : {}),
  };
};

/** The loop of a rollout: what it is made of, as functions of what is carried. */
export function loopOf(
  settings: RolloutSettings,
  parameters: ControllerParameters,
  scenario: Scenario,
  robot: RobotParameters,
): ClosedLoop {
  const { model, controller, task, dt } = settings;
  const { goals, weights, delay } = scenario;
  const loop: Loop = { model, controller, plant: settings.plant ?? articulatedPlant(settings) };
  const perception = settings.perception?.(scenario, robot);
  const running = task.terms.filter(isRunning);
  const inForce = ({ last }: Carried['commands'], command: PopulationTensor, within?: PopulationTensor) =>
    last && within && delay
      ? commandInForce(last, sharesInForce(delay, within, last.shape[0], timesOf(settings)))
      : command;
  return {
    begin: { ...startOf(settings, parameters, scenario, perception), costs: noCosts(settings) },
    decide: (before, planned, time, sensed) => {
      const aims = goalsAt(goals, time);
      const {
        seen,
        memory: perceived,
        watched: sight,
      } = seenThrough(perception, before, { time, goals: aims }, sensed);
      const state = { q: seen.q, v: seen.v };
      const moment = { state, memory: before.memory, time, goals: seen.goals, planned };
      const { command, memory } = decide(loop, parameters, moment);
      const { last } = before.commands;
      const watched = settings.watch?.(parameters, before.memory, { ...state, time, goals: seen.goals }) ?? {};
      return {
        held: { ...before, memory, perceived, commands: last ? { last: withCommand(last, command) } : {} },
        command,
        watched,
        perceived: sight,
      };
    },
    reckon: (carry, tau) => (perception ? { ...carry, perceived: perception.reckon(carry.perceived, tau()) } : carry),
    move: (now, command, { time, within, driven = {}, noise }) => {
      const given = inForce(now.commands, command, within);
      const push = noise.tau && { push: noise.tau };
      const drive = { planned: driven, memory: now.driven };
      const aims = perception ? perception.goals(now.perceived) : goals;
      const moved = move(loop, given, { state: now.state, time, goals: aims, drive, ...push }, robot);
      const state = disturbed(model, moved.state, noise);
      const seen = seenOf(model, state, moved.tau, add(time, dt), robot);
      const costs = ofTerms(running, (term) => costOf(term, weights[term.name], seen, goals));
      const readings = readingsOf(task, seen, goals);
      const links = byName(
        linksOf(task),
        (link) => seen.link(link).translation,
        (link) => link,
      );
      return {
        carry: {
          ...now,
          state,
          driven: moved.memory,
          costs: ofTerms(running, ({ name }) => add(now.costs[name], costs[name])),
        },
        output: { states: state, tau: moved.tau, costs, readings, links },
      };
    },
  };
}

/** What the controller sees as a period begins. */
function seenThrough(
  perception: Perception | undefined,
  { state, perceived }: Carried,
  { time, goals }: Omit<Truth, 'state'>,
  row: Tree,
): ReturnType<Perception['perceive']> {
  return (
    perception?.perceive(perceived, { state, time, goals }, row) ?? {
      seen: { ...state, goals },
      memory: perceived,
      watched: {},
    }
  );
}

/** What a rollout begins from. Before the first command those are in force that hold the arm. */
export function startOf(
  settings: RolloutSettings,
  parameters: ControllerParameters,
  scenario: Scenario,
  perception = settings.perception?.(scenario, completeParameters(settings.model, scenario.robot)),
): Kept {
  const { model, controller, mostDelay = 0 } = settings;
  const { initial, goals } = scenario;
  const count = 1 + rememberedCommands(mostDelay, timesOf(settings));
  const seen = { ...(perception?.first ?? { ...initial, goals }), time: tensor(0) };
  const neutral = (): PopulationTensor =>
    controller.drive
      ? zeros([count, controller.drive.size])
      : broadcastTo(gravityForces(model, initial.q), [count, model.nv]);
  return {
    state: initial,
    memory: memoryAtStart(controller, parameters, seen, model),
    commands: mostDelay > 0 ? { last: neutral() } : {},
    driven: controller.drive?.begin?.(seen) ?? {},
    perceived: perception?.begin() ?? {},
  };
}

/** Costs before the first step. */
export const noCosts = ({ task }: RolloutSettings): Named => ofTerms(task.terms.filter(isRunning), () => tensor(0));

/** A state moved by what disturbs it after a step. */
const disturbed = (model: RobotModel, { q, v }: State, noise: Noise): State => ({
  q: noise.q ? movedConfiguration(model, q, noise.q) : q,
  v: noise.v ? add(v, noise.v) : v,
});

/** How a loop is walked: steps of a period, rows of the plan, what the steps read [steps, …], what the perception reads [periods, …]. */
interface Walk {
  readonly hold: number;
  readonly planned: Tree;
  readonly items: StepItem;
  readonly sensed: Tree;
}

/** What a period of several steps reads. */
type PeriodItem = {
  readonly row: Tree;
  readonly start: PopulationTensor;
  readonly steps: StepItem;
  readonly sensed: Tree;
};

/** Rows [steps, …] as [periods, hold, …]. */
const grouped = <T extends TreeOf<T>>(rows: T, hold: number): T =>
  mapTree(rows, (row) => reshape(row, [row.shape[0] / hold, hold, ...row.shape.slice(1)]));

/** What a loop leaves. */
interface Walked {
  /** What is carried out of the last step. */
  readonly carry: Carried;
  /** Of each step, [steps, …]. */
  readonly outputs: StepOutput;
  /** Of each period, [periods, …]: what is watched, and what the perception made of it. */
  readonly watched: Tree;
  readonly perceived: Tree;
}

/** The loop from its beginning to the last step. */
export function inPeriods(loop: ClosedLoop, { hold, planned, items, sensed }: Walk): Walked {
  if (hold === 1) {
    const { carry, outputs } = scan(
      (before: Carried, { row, item, sensed: sight }: { row: Tree; item: StepItem; sensed: Tree }) => {
        const { held, command, watched, perceived } = loop.decide(before, row, item.time, sight);
        const moved = loop.move(held, command, item);
        const tau = (): PopulationTensor => reshape(moved.output.tau, [1, ...moved.output.tau.shape]);
        return { carry: loop.reckon(moved.carry, tau), output: { steps: moved.output, watched, perceived } };
      },
      loop.begin,
      { row: planned, item: items, sensed },
    );
    return { carry, outputs: outputs.steps, watched: outputs.watched, perceived: outputs.perceived };
  }
  const starts = at(transpose(grouped(items.time, hold)), 0);
  const { carry, outputs } = scan(
    (before: Carried, { row, start, steps, sensed: sight }: PeriodItem) => {
      const { held, command, watched, perceived } = loop.decide(before, row, start, sight);
      const moved = scan((now: Carried, item: StepItem) => loop.move(now, command, item), held, steps);
      const after = loop.reckon(moved.carry, () => moved.outputs.tau);
      return { carry: after, output: { steps: moved.outputs, watched, perceived } };
    },
    loop.begin,
    { row: planned, start: starts, steps: grouped(items, hold), sensed },
  );
  const flat = mapTree(outputs.steps, (rows) => reshape(rows, [rows.shape[0] * hold, ...rows.shape.slice(2)]));
  return { carry, outputs: flat, watched: outputs.watched, perceived: outputs.perceived };
}
