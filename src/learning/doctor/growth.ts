/** @file How much a moved start grows along a rollout, whatever the unit of time: finite-time Lyapunov exponent, and the horizon it leaves. */
import type { ControllerParameters } from '../../../controllers/controller.ts';
import { TracedFunction } from '../../core/compile.ts';
import { jvp } from '../../core/derivative/functions.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { log } from '../../core/scalar/logarithm.ts';
import { requireFiniteNumber, requireInstance, requireInteger } from '../../core/arguments.ts';
import { ArgumentError } from '../../errors.ts';
import { type Problem, rolledOut } from '../../rollout/problem.ts';
import type { State } from '../../simulation/integrators/integrator.ts';
import type { Pace } from '../pace.ts';

/** Growth of a moved start. */
export interface Growth {
  /** Over the whole horizon. */
  readonly total: number;
  /** Of the first steps, after each. */
  readonly bySteps: Float64Array;
  /** Finite-time Lyapunov exponent ln(total) / T, 1/s. */
  readonly exponent: number;
}

/**
 * Size of a matrix [2 n, 2 n], row by row, of q and v by q and v, in that unit of time that makes it least: with the blocks
 * [[A, B], [C, D]], sqrt(|A|^2 + |D|^2 + 2 |B| |C|). Scaling time by s makes B / s and C s of B and C, and so changes nothing. Throws an
 * ArgumentError where there are not so many numbers.
 */
export function balancedSize(matrix: Float64Array, n: number): number {
  requireInteger('n', n, 1);
  requireInstance('matrix', matrix, Float64Array);
  const width = 2 * n;
  if (matrix.length !== width * width)
    throw new ArgumentError('matrix', `${matrix.length} numbers`, `${width * width} numbers`);
  const squares = [0, 0, 0, 0];
  matrix.forEach((entry, k) => {
    const [row, column] = [Math.floor(k / width), k % width];
    squares[(row < n ? 0 : 2) + (column < n ? 0 : 1)] += entry * entry;
  });
  const [a, b, c, d] = squares;
  return Math.sqrt(a + d + 2 * Math.sqrt(b) * Math.sqrt(c));
}

/**
 * The horizon over which what grows at a rate (1/s) stays below a factor: ln(factor) / rate, s; Infinity where nothing grows. Throws an
 * ArgumentError where the factor is not above 1.
 */
export function horizonWithin(rate: number, factor: number): number {
  requireFiniteNumber('rate', rate, ' of 1/s');
  requireFiniteNumber('factor', factor);
  if (!(factor > 1)) throw new ArgumentError('factor', String(factor), 'a number above 1');
  return rate > 0 ? log.value(factor, 0, 0) / rate : Infinity;
}

/** The states of a problem's rollout by its start, column by column; null where a number is not finite. */
export async function growthOf(
  problem: Problem<ControllerParameters>,
  parameters: ControllerParameters,
  pace: Pace,
): Promise<Growth | null> {
  const { scenario, steps, dt, model } = problem;
  const { nv } = model;
  if (model.nq !== nv) return null;
  const { initial } = scenario;
  const program = new TracedFunction(
    (point: State, by: State) =>
      jvp((start: State) => rolledOut(problem, parameters, { ...scenario, initial: start }).states, point, by).tangent,
    [initial, initial],
    { checkFinite: false },
  );
  const matrices = Array.from({ length: steps }, () => new Float64Array(4 * nv * nv));
  const write = (rows: PopulationTensor, from: number, column: number): void =>
    rows.data.forEach((entry, k) => {
      matrices[Math.floor(k / nv)][(from + (k % nv)) * 2 * nv + column] = entry;
    });
  for (let column = 0; column < 2 * nv; column++) {
    await pace.step();
    const unit = (from: number): PopulationTensor =>
      tensor(Float64Array.from({ length: nv }, (_, i) => (from + i === column ? 1 : 0)));
    const { q, v } = program.call({ q: initial.q, v: initial.v }, { q: unit(0), v: unit(nv) });
    write(q, 0, column);
    write(v, nv, column);
  }
  const bySteps = Float64Array.from(matrices, (matrix) => balancedSize(matrix, nv));
  const total = bySteps[steps - 1];
  if (!Number.isFinite(total)) return null;
  // that of no move at all is sqrt(2 nv): growth begins at 1
  const scale = Math.sqrt(2 * nv);
  return {
    total: total / scale,
    bySteps: bySteps.map((size) => size / scale),
    exponent: log.value(total / scale, 0, 0) / (steps * dt),
  };
}
