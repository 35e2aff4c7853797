/** @file Jacobians of every step along a rollout: of the closed loop, whatever its controller remembers, and of the arm alone. */
import type { ControllerParameters } from '../../../controllers/controller.ts';
import { TracedFunction } from '../../core/compile.ts';
import { jvp } from '../../core/derivative/functions.ts';
import { add } from '../../core/ops/elementwise.ts';
import { concat, reshape, slice } from '../../core/ops/indexing.ts';
import { ParameterLayout, type ParameterSlot } from '../../core/parameters.ts';
import { PopulationTensor, zeros } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import { mapTree, matchTensors, tensorsOf, type Tree, type TreeOf, unflatten } from '../../core/tree.ts';
import { ArgumentError } from '../../errors.ts';
import { configurationDifference, movedConfiguration } from '../../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../../robot/model.ts';
import { completeParameters } from '../../robot/partial-parameters.ts';
import { inPeriods, itemsOf, type Kept, keptOf, loopOf, noCosts, type StepItem } from '../../rollout/closed-loop.ts';
import { drivenPlan, planOf, rollout } from '../../rollout/rollout.ts';
import { requireScenario, type Scenario } from '../../rollout/scenario.ts';
import { requireRolloutSettings, type RolloutSettings } from '../../rollout/settings.ts';
import type { State } from '../../simulation/integrators/integrator.ts';
import { articulatedPlant } from '../../simulation/plant.ts';
import type { Pace } from '../pace.ts';

/** Jacobians of the steps of something, the first step's first. */
export interface StepJacobians {
  /** Of each step, [size, size] row by row. */
  readonly matrices: readonly Float64Array[];
  readonly size: number;
  /** s that a step takes. */
  readonly time: number;
  /** Which numbers of the state are which: q in its tangent space, v, and what is remembered. */
  readonly slots: readonly ParameterSlot[];
}

/** What a step starts from and leads to: the arm's state, and what is remembered besides. */
type Point = { readonly state: State; readonly remembered: Tree };

/** What is moved of it: q in its tangent space. */
type Tangent = { readonly q: PopulationTensor; readonly v: PopulationTensor; readonly remembered: Tree };

/** A row of each leaf as a member: [steps, …] of one to […] of `steps`. */
const asMembers = <T extends TreeOf<T>>(rows: T): T =>
  mapTree(rows, ({ shape, data }) => {
    const [members, ...own] = shape;
    const size = data.length / members;
    const turned = new Float64Array(data.length);
    for (let member = 0; member < members; member++)
      for (let i = 0; i < size; i++) turned[i * members + member] = data[member * size + i];
    return new PopulationTensor({ shape: own, population: members }, turned);
  });

/** Sum of two trees, leaf by leaf. */
const added = <T extends TreeOf<T>>(tree: T, change: T): T => {
  const changes = matchTensors('tangent', change, tree);
  return unflatten(
    tree,
    tensorsOf(tree).map((leaf, i) => add(leaf, changes[i])),
  );
};

const largerThanOne = (trees: readonly Tree[]): boolean =>
  tensorsOf(trees as Tree).some(({ population }) => population > 1);

/** Jacobians of `move` at the points before each step, all steps as members of one population: a tangent a number of the state. */
async function jacobiansAlong<I extends TreeOf<I>>(
  model: RobotModel,
  move: (before: Point, item: I) => Point,
  { before, after, items }: { readonly before: Point; readonly after: PopulationTensor; readonly items: I },
  time: number,
  pace: Pace,
): Promise<StepJacobians> {
  const still = mapTree(before.remembered, ({ shape }) => zeros(shape.slice(1)));
  const layout = new ParameterLayout<Tangent>({ q: zeros([model.nv]), v: zeros([model.nv]), remembered: still });
  const { size, slots } = layout;
  const steps = after.shape[0];
  const rest = layout.fromVector(new Float64Array(size));
  type At = { readonly before: Point; readonly after: PopulationTensor; readonly items: I };
  const moved = ({ before: { state, remembered }, after: q, items: item }: At, by: Tangent): Tangent => {
    const start = { q: movedConfiguration(model, state.q, by.q), v: add(state.v, by.v) };
    const next = move({ state: start, remembered: added(remembered, by.remembered) }, item);
    return { q: configurationDifference(model, q, next.state.q), v: next.state.v, remembered: next.remembered };
  };
  const at: At = asMembers({ before, after, items } as unknown as Tree) as unknown as At;
  const tangents = new TracedFunction(
    (where: Tree, by: Tangent) => jvp((x: Tangent) => moved(where as unknown as At, x), rest, by).tangent,
    [at as unknown as Tree, rest],
    { checkFinite: false },
  );
  const matrices = Array.from({ length: steps }, () => new Float64Array(size * size));
  for (let j = 0; j < size; j++) {
    await pace.step();
    const unit = new Float64Array(size);
    unit[j] = 1;
    const { data } = layout.toTensor(tangents.call(at as unknown as Tree, layout.fromVector(unit)), steps);
    for (let k = 0; k < steps; k++) for (let i = 0; i < size; i++) matrices[k][i * size + j] = data[i * steps + k];
  }
  return { matrices, size, time, slots };
}

function requireOne(settings: RolloutSettings, parameters: ControllerParameters, scenario: Scenario): void {
  requireRolloutSettings(settings);
  requireScenario(settings, scenario);
  if (largerThanOne([parameters, scenario]))
    throw new ArgumentError('scenario', 'several members', 'one rollout', 'take the numbers of one member');
}

/** Rows [steps, …] as [periods, hold, …]. */
const grouped = <T extends TreeOf<T>>(rows: T, hold: number): T =>
  mapTree(rows, (row) => reshape(row, [row.shape[0] / hold, hold, ...row.shape.slice(1)]));

/** What a period reads: a row of the plan [1, …], and its steps' items [hold, …]. */
type PeriodItem = { readonly planned: Tree; readonly items: StepItem; readonly sensed: Tree };

/**
 * Jacobians of the closed loop over each period of its controller (each step, where it decides at every step): of the state and of
 * all that is remembered, which are memory, commands under way and the drive's memory. Throws an ArgumentError or a ShapeError where
 * the arguments do not fit, or are of several members.
 */
export async function closedLoopJacobians(
  settings: RolloutSettings,
  parameters: ControllerParameters,
  scenario: Scenario,
  pace: Pace,
): Promise<StepJacobians> {
  requireOne(settings, parameters, scenario);
  const { model, hold = 1, dt } = settings;
  const loop = loopOf(settings, parameters, scenario, completeParameters(model, scenario.robot));
  const period = (before: Kept, { planned, items, sensed }: PeriodItem): Kept => {
    const begin = { ...before, costs: noCosts(settings) };
    return keptOf(inPeriods({ ...loop, begin }, { hold, planned, items, sensed }).carry);
  };
  const items: PeriodItem = {
    planned: grouped(planOf(settings, parameters), 1),
    sensed: grouped(scenario.sensing?.rows ?? {}, 1),
    items: grouped({ ...itemsOf(settings, scenario), ...drivenPlan(settings) } as unknown as Tree, hold) as never,
  };
  const { carry, outputs } = scan(
    (before: Kept, item: PeriodItem) => ({ carry: period(before, item), output: before }),
    keptOf(loop.begin),
    items,
  );
  const { state, ...remembered } = outputs;
  const after = ends(state.q, carry.state.q);
  return jacobiansAlong(
    model,
    (before, item: Tree) => {
      const kept = { ...(before.remembered as unknown as Omit<Kept, 'state'>), state: before.state };
      const { state: next, ...rest } = period(kept, item as unknown as PeriodItem);
      return { state: next, remembered: rest as unknown as Tree };
    },
    { before: { state, remembered: remembered as unknown as Tree }, after, items: items as unknown as Tree },
    hold * dt,
    pace,
  );
}

/** Rows from the second on, and one more. */
const ends = (rows: PopulationTensor, last: PopulationTensor): PopulationTensor =>
  concat([slice(rows, [1], [rows.shape[0]]), reshape(last, [1, ...last.shape])]);

/**
 * Jacobians of the arm alone over each step, under the forces that the rollout gave it: as if nothing reacted. Throws like
 * `closedLoopJacobians`.
 */
export async function openLoopJacobians(
  settings: RolloutSettings,
  parameters: ControllerParameters,
  scenario: Scenario,
  pace: Pace,
): Promise<StepJacobians> {
  requireOne(settings, parameters, scenario);
  const { model, steps, dt } = settings;
  const plant = settings.plant ?? articulatedPlant(settings);
  const robot = completeParameters(model, scenario.robot);
  const { states, tau } = rollout(settings, parameters, scenario);
  const { initial, noise } = scenario;
  const from = (rows: PopulationTensor, first: PopulationTensor): PopulationTensor =>
    concat([reshape(first, [1, ...first.shape]), slice(rows, [0], [steps - 1])]);
  return jacobiansAlong(
    model,
    ({ state }, item: { readonly tau: PopulationTensor }) => ({
      state: plant.step(state, item.tau, robot),
      remembered: {},
    }),
    {
      before: { state: { q: from(states.q, initial.q), v: from(states.v, initial.v) }, remembered: {} },
      after: states.q,
      items: { tau: noise?.tau ? add(tau, noise.tau) : tau },
    },
    dt,
    pace,
  );
}
