/** @file The knots of a motion as members of a population, and back: each is computed in a lane of its own. */
import { requireInstance } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { countOfKnots, type Motion, type PlanningSettings } from './planning.ts';

/** Rows [knots, size] as a tensor [size] with a knot a member. */
export function asMembers(rows: Float64Array, size: number): PopulationTensor {
  requireInstance('rows', rows, Float64Array);
  const knots = rows.length / size;
  const data = rows.map((_, at) => rows[(at % knots) * size + Math.floor(at / knots)]);
  return new PopulationTensor({ shape: [size], population: knots }, data);
}

/** And back: rows [knots, size], all the same where the members share one value. */
export function asRows({ data, size, population }: PopulationTensor, knots: number): Float64Array {
  return Float64Array.from({ length: knots * size }, (_, at) => {
    const knot = Math.floor(at / size);
    return data[(at % size) * population + (population === 1 ? 0 : knot)];
  });
}

/** Where each knot departs from: its state and forces, and when, s since the start. */
export function knotsAsMembers(
  { model, dt, steps, hold = 1 }: PlanningSettings,
  { q, v, tau }: Motion,
): State & { readonly tau: PopulationTensor; readonly time: PopulationTensor } {
  const { nq, nv } = model;
  const knots = countOfKnots({ steps, hold });
  return {
    q: asMembers(q.subarray(0, knots * nq), nq),
    v: asMembers(v.subarray(0, knots * nv), nv),
    tau: asMembers(tau, nv),
    time: new PopulationTensor(
      { shape: [], population: knots },
      Float64Array.from({ length: knots }, (_, knot) => knot * hold * dt),
    ),
  };
}
