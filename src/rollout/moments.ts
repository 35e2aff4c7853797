/** @file A controller seen from outside: what it saw at moments of a rollout and what it did, and what it does where it sees that again. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { sizeOf } from '../core/shape.ts';
import { mapTree, tensorsOf } from '../core/tree.ts';
import { ArgumentError } from '../errors.ts';
import { limitEffort } from '../simulation/plant.ts';
import type { Goals } from '../robot/goal.ts';
import { goalsAt } from '../robot/goal-paths.ts';
import { type Decisions, planOf } from './rollout.ts';
import type { SavedTrajectory } from './trajectory.ts';

/** Rows one after another, a row a moment: configuration, velocity and time (s) [nq + nv + 1], and the forces that were given [nv]. */
export interface Moments {
  readonly observation: Float64Array;
  readonly action: Float64Array;
}

/**
 * At most so many moments of a trajectory, the first among them, evenly apart: those at which the controller decides, every `hold`
 * steps. What it gives within a period is of what it saw before.
 */
export function momentsOf({ dt, steps, nq, nv, q, v, tau }: SavedTrajectory, most: number, hold = 1): Moments {
  const periods = steps / hold;
  const count = Math.min(periods, most);
  const width = nq + nv + 1;
  const observation = new Float64Array(count * width);
  const action = new Float64Array(count * nv);
  for (let row = 0; row < count; row++) {
    const step = hold * Math.floor((row * periods) / count);
    observation.set(q.subarray(step * nq, (step + 1) * nq), row * width);
    observation.set(v.subarray(step * nv, (step + 1) * nv), row * width + nq);
    observation[row * width + nq + nv] = step * dt;
    action.set(tau.subarray(step * nv, (step + 1) * nv), row * nv);
  }
  return { observation, action };
}

/** Refuses a controller that cannot be judged by single moments. */
function requireForgetful({ controller, model }: Decisions): void {
  if (controller.begin || (controller.memory && tensorsOf(controller.memory(model)).length > 0))
    throw new ArgumentError(
      'controller',
      `"${controller.name}", which remembers`,
      'one that acts on what it sees alone',
    );
}

/**
 * The forces, within the drives' limits, that a controller gives where it sees these rows: all moments at once, as members of a
 * population.
 */
export function actionsOf(
  settings: Decisions,
  parameters: ControllerParameters,
  goals: Goals,
  observation: Float64Array,
): Float64Array {
  const { model, controller, dt, steps, hold = 1 } = settings;
  requireForgetful(settings);
  const { nq, nv } = model;
  const width = nq + nv + 1;
  const count = observation.length / width;
  const column = (from: number, shape: readonly number[]): PopulationTensor =>
    ofMembers(shape, count, (member, entry) => observation[member * width + from + entry]);
  const time = column(nq + nv, []);
  const rows = Array.from(time.data, (moment) => periodAt(moment, hold * dt, steps / hold));
  const planned = mapTree(planOf(settings, parameters), ({ shape: [, ...shape], data }) =>
    ofMembers(shape, count, (member, entry, size) => data[rows[member] * size + entry]),
  );
  const seen = { q: column(0, [nq]), v: column(nq, [nv]), time, goals: goalsAt(goals, time) };
  const tau = limitEffort(model, controller.act(parameters, {}, seen, planned, model).tau);
  const { data, population } = tau;
  return Float64Array.from({ length: count * nv }, (_, i) =>
    population === 1 ? data[i % nv] : data[(i % nv) * count + Math.floor(i / nv)],
  );
}

/** The period of the controller that a time is the beginning of, s. */
function periodAt(time: number, length: number, count: number): number {
  const period = Math.round(time / length);
  if (period >= 0 && period < count) return period;
  throw new ArgumentError('time of an observation', `${time} s`, `a time from 0 s to ${(count - 1) * length} s`);
}

/** A tensor with a value for each member, by the number of each entry in it. */
function ofMembers(
  shape: readonly number[],
  population: number,
  valueOf: (member: number, entry: number, size: number) => number,
): PopulationTensor {
  const size = sizeOf(shape);
  const data = new Float64Array(size * population);
  for (let entry = 0; entry < size; entry++)
    for (let member = 0; member < population; member++)
      data[entry * population + member] = valueOf(member, entry, size);
  return new PopulationTensor({ shape, population }, data);
}
