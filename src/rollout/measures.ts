/** @file Measures of a rollout, and whether it has succeeded. */
import { abs } from '../core/ops/arithmetic.ts';
import { less } from '../core/ops/comparison.ts';
import { mul } from '../core/ops/elementwise.ts';
import { slice } from '../core/ops/indexing.ts';
import { amax, mean } from '../core/ops/reduction.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import type { Goals } from '../robot/goal.ts';
import type { Seen } from '../task/residual.ts';
import { type Measure, readingOf, type Task } from '../task/task.ts';

/** What measures are read from. */
export interface Readings {
  /** Each measure's number at every moment, [steps]: only those are computed that something reads. */
  readonly all: { readonly [measure: string]: PopulationTensor };
  /** The last moment. */
  readonly end: Seen;
  readonly goals: Goals;
  /** Velocities [steps, nv]. */
  readonly v: PopulationTensor;
}

function valueOf(name: string, measure: Measure, { all, end, goals }: Readings): PopulationTensor {
  switch (measure.when) {
    case 'end':
      return readingOf(measure, end, goals);
    case 'largest':
      return amax(all[name]);
    case 'mean':
      return mean(all[name]);
  }
}

/** The task's measures, [] each. */
export const measuresOf = ({ measures }: Task, readings: Readings): Readings['all'] =>
  Object.fromEntries(Object.entries(measures).map(([name, measure]) => [name, valueOf(name, measure, readings)]));

/** Whether success has to hold for longer than a rollout of so many seconds: nothing does. */
export const outlasts = ({ success }: Task, horizon: number): boolean => (success?.hold ?? 0) > horizon * (1 + 1e-6);

/**
 * 1 where the task has succeeded, else 0: by a measure of the end, at the end and all through the last `hold` seconds; by another
 * one, where the measure itself is below. So for each measure that it asks for.
 */
export function reachedIn(task: Task, readings: Readings, dt: number): PopulationTensor {
  if (!task.success) return tensor(0);
  const { measure, below, speed, hold = 0, also = [] } = task.success;
  const steps = readings.v.shape[0];
  // a hold that is a whole number of steps, but for rounding, is that number
  const held = dt > 0 ? Math.floor(hold / dt + 1e-6) : 0;
  if (outlasts(task, steps * dt)) return tensor(0);
  const first = Math.max(0, steps - 1 - held);
  const isAlone = first === steps - 1;
  const isMet = (name: string, limit: number, path: string): PopulationTensor => {
    const own = measureNamed(task, name, path);
    const isOfEnd = own.when === 'end' && !isAlone;
    return less(isOfEnd ? amax(slice(readings.all[name], [first])) : valueOf(name, own, readings), limit);
  };
  const isNear = also.reduce(
    (all, one, i) => mul(all, isMet(one.measure, one.below, `success.also[${i}].measure`)),
    isMet(measure, below, 'success.measure'),
  );
  if (speed === undefined) return isNear;
  const v = isAlone ? readings.end.v : slice(readings.v, [first]);
  return mul(isNear, less(amax(abs(v)), speed));
}

function measureNamed({ measures }: Task, name: string, path: string): Measure {
  if (Object.hasOwn(measures, name)) return measures[name];
  throw new ArgumentError(path, `"${name}"`, Object.keys(measures).join(', '));
}
