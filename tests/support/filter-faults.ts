/** @file Filters that believe something wrong, on purpose: what is true instead, and what a doctor ought to say. */
import { concat, slice } from '../../src/core/ops/indexing.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { zeros } from '../../src/core/population-tensor.ts';
import type { FilterCause } from '../../src/estimation/doctor/finding.ts';
import { type FilterDiagnosis, diagnoseFilter } from '../../src/estimation/doctor/diagnose-filter.ts';
import { rerunOf } from '../../src/estimation/doctor/rerun.ts';
import type { Gaussian } from '../../src/estimation/gaussian.ts';
import { monteCarlo } from '../../src/estimation/monte-carlo.ts';
import type { Reading, StateModel } from '../../src/estimation/state-model.ts';
import { plainKalman } from './plain-kalman.ts';

/** What is true: factors of covariances that are believed, what readings are off by, ticks by which they come late. */
export interface Fault {
  readonly cause: FilterCause;
  /** Of which sensor, by its place. */
  readonly sensor?: number;
  readonly size: number;
}

/** A population of runs, told otherwise than the filter believes; and what a doctor says of it. */
export function examined(
  believed: StateModel,
  start: Gaussian,
  faults: readonly Fault[],
  { ticks = 100, runs = 100, seed = 1 } = {},
): FilterDiagnosis {
  /** What a deviation is to be multiplied by. */
  const root = (cause: FilterCause, sensor?: number): number =>
    Math.sqrt(faults.find((fault) => fault.cause === cause && fault.sensor === sensor)?.size ?? 1);
  const { process, sensors } = believed;
  const model: StateModel = {
    process: { ...process, noise: (x, input) => mul(root('process-noise'), process.noise(x, input)) },
    sensors: sensors.map((own, i) => ({ ...own, deviation: mul(root('sensor-noise', i), own.deviation) })),
  };
  const begun = { ...start, factor: mul(root('start'), start.factor) };
  const filter = plainKalman(believed);
  const { states, readings } = monteCarlo({ filter, start, ticks, runs, seed, truth: { model, start: begun } });
  const told = readings.map((reading, i) =>
    faults.filter(({ sensor }) => sensor === i).reduce((sofar, fault) => disturbed(sofar, fault), reading),
  );
  const recording = { readings: told, sensed: [], acting: [] };
  const rerun = rerunOf({ model: believed, filter: plainKalman, start, recording });
  return diagnoseFilter({ model: believed, rerun, states });
}

function disturbed({ value, present }: Reading, { cause, size }: Fault): Reading {
  if (cause === 'bias') return { value: add(value, size), present };
  if (cause !== 'delay') return { value, present };
  const { population } = value;
  const [ticks, channels] = present.shape;
  const late = (x: typeof value): typeof value =>
    concat([zeros([size, channels], population), slice(x, [0], [ticks - size])]);
  return { value: late(value), present: late(present) };
}
