/** @file A plan some time later: what is left of it begins at the first knot again, and where it ends the robot is held. */
import { plannedState, planRowAt } from '../../../controllers/plan-following.ts';
import { requireFiniteNumber } from '../../core/arguments.ts';
import { compile } from '../../core/compile.ts';
import { add } from '../../core/ops/elementwise.ts';
import { at, concat } from '../../core/ops/indexing.ts';
import { PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import { gravityForces } from '../../dynamics/inverse-dynamics.ts';
import { ArgumentError } from '../../errors.ts';
import { limitEffort } from '../../simulation/plant.ts';
import type { Motion, PlanningSettings } from '../planning.ts';
import { writeRows } from '../rows.ts';

/** What is shifted: a motion, and the gains K [N, …] about it. */
export interface Shifted {
  readonly motion: Motion;
  readonly K: Float64Array;
}

/** Part of a knot's length that a time may be short of a knot and still be there. */
const rounding = 1e-9;

/**
 * Rows [N, width], later by `knots`: the mean, over each new knot, of what was held then. `beyond` [width] is held after the last one. Whole
 * knots move rows and change no bits.
 */
export function laterRows(rows: Float64Array, width: number, knots: number, beyond: Float64Array): Float64Array {
  const whole = Math.floor(knots + rounding);
  const share = knots - whole;
  const later = movedRows(rows, whole * width, beyond);
  if (share <= rounding) return later;
  const next = movedRows(rows, (whole + 1) * width, beyond);
  for (let i = 0; i < later.length; i++) later[i] += share * (next[i] - later[i]);
  return later;
}

/** Numbers from a place on, and rows of what is held beyond them. */
function movedRows(rows: Float64Array, from: number, beyond: Float64Array): Float64Array {
  const moved = new Float64Array(rows.length);
  const left = rows.subarray(Math.min(from, rows.length));
  moved.set(left);
  for (let at = left.length; at < rows.length; at += beyond.length) moved.set(beyond, at);
  return moved;
}

/** Where a motion is at its knots, later by a time []: (q, v) [nq + nv] a member each; and the forces [nv] that hold it where it ends. */
function laterStates({ model, dt, steps, hold = 1 }: PlanningSettings) {
  const { nq, nv } = model;
  const knots = steps / hold;
  const times = Float64Array.from({ length: knots + 1 }, (_, k) => k * hold * dt);
  const members = new PopulationTensor({ shape: [], population: knots + 1 }, times);
  const unread = { u: zeros([knots, nv]), K: zeros([knots, nv, 2 * nv]) };
  return compile(
    (q: PopulationTensor, v: PopulationTensor, elapsed: PopulationTensor) => {
      const plan = { x: concat([q, v], 1), time: tensor(times), ...unread };
      const state = plannedState(model, planRowAt(plan, add(elapsed, members)));
      return { ...state, held: limitEffort(model, gravityForces(model, at(q, knots))) };
    },
    [zeros([knots + 1, nq]), zeros([knots + 1, nv]), tensor(0)],
    { checkFinite: false, reuseResults: true },
  );
}

function rowsOf(value: PopulationTensor): Float64Array {
  const rows = new Float64Array(value.data.length);
  writeRows(value, rows);
  return rows;
}

/**
 * Shifts plans of one structure by `elapsed` s >= 0, knots or not: states as `planFollowing` has them between knots, forces and gains as means
 * over the new knots. Beyond the end the last state is held, at rest, by the forces of gravity and the last gains. Throws an ArgumentError
 * where the time is none.
 */
export function shiftOf(settings: PlanningSettings): (plan: Shifted, elapsed: number) => Shifted {
  const { model, dt, steps, hold = 1 } = settings;
  const { nq, nv } = model;
  const knots = steps / hold;
  const statesAt = laterStates(settings);
  return ({ motion, K }, elapsed) => {
    requireFiniteNumber('elapsed', elapsed, ' of seconds');
    if (elapsed < 0) throw new ArgumentError('elapsed', `${elapsed} s`, 'a time of at least 0 s');
    const { q, v, held } = statesAt(
      tensor(motion.q, [knots + 1, nq]),
      tensor(motion.v, [knots + 1, nv]),
      tensor(elapsed),
    );
    const later = elapsed / (hold * dt);
    const gains = K.length / knots;
    return {
      motion: { q: rowsOf(q), v: rowsOf(v), tau: laterRows(motion.tau, nv, later, held.data) },
      K: laterRows(K, gains, later, K.subarray(K.length - gains)),
    };
  };
}
