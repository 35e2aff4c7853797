/** @file The knots of a motion as members of a population, and back: each is computed in a lane of its own. */
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { type Motion, type PlanningSettings, requirePlanning } from './planning.ts';
import { membersOfRows, writeRows } from './rows.ts';

/** Knots N of a plan, between which forces are held. Throws an ArgumentError where the horizon cannot be cut so. */
export function countOfKnots(settings: PlanningSettings): number {
  requirePlanning(settings);
  const { steps, hold = 1 } = settings;
  return steps / hold;
}

/** Rows [knots, size] of the members of a tensor [size]; all the same where they share one value. */
export function asRows(members: PopulationTensor, knots: number): Float64Array {
  const rows = new Float64Array(knots * members.size);
  writeRows(members, rows);
  return rows;
}

/** Where each knot departs from: its state and forces, and when, s since the start. */
export function knotsAsMembers(
  settings: PlanningSettings,
  { q, v, tau }: Motion,
): State & { readonly tau: PopulationTensor; readonly time: PopulationTensor } {
  const { model, dt, hold = 1 } = settings;
  const { nq, nv } = model;
  const knots = countOfKnots(settings);
  return {
    q: membersOfRows([q.subarray(0, knots * nq)], [nq]),
    v: membersOfRows([v.subarray(0, knots * nv)], [nv]),
    tau: membersOfRows([tau], [nv]),
    time: membersOfRows([Float64Array.from({ length: knots }, (_, knot) => knot * hold * dt)], []),
  };
}
