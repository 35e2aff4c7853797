/** @file How much a motion would tell of what is unknown: the information of its forces, and how far it is beyond what the robot can do. */
import { requireParts } from '../../core/arguments.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { abs, div, square } from '../../core/ops/arithmetic.ts';
import { relu } from '../../core/ops/comparison.ts';
import { add, mul, neg } from '../../core/ops/elementwise.ts';
import { log } from '../../core/ops/exponential.ts';
import { cholesky } from '../../core/ops/factorization.ts';
import { at, reshape, transpose } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import { populationSum } from '../../core/ops/structural.ts';
import { eye, type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { requireTensor } from '../../core/require-tensor.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { RobotModel } from '../../robot/model.ts';
import { columnsOf, neededForces, numbersAt, type OutputModel, tangentsOf } from '../sensitivities.ts';
import type { MotionBasis } from './fourier.ts';

/** A motion, a member a time. */
export type ExcitingMotion = { readonly [name in 'q' | 'v' | 'a']: PopulationTensor };

/** q0 + C f(t) and its derivatives, of coefficients C [nv, functions] of the basis and a place q0 [nv]. */
export function motionOf(
  coefficients: PopulationTensor,
  { value, rate, second }: MotionBasis,
  q0: PopulationTensor,
): ExcitingMotion {
  requireTensor('coefficients', coefficients);
  requireTensor('q0', q0);
  const [nv, size] = coefficients.shape;
  const times = (f: PopulationTensor): PopulationTensor => reshape(matmul(coefficients, reshape(f, [size, 1])), [nv]);
  return { q: add(q0, times(value)), v: times(rate), a: times(second) };
}

/** Forces [nv] of the drives along a motion, of the robot as it is taken for at coordinates x. */
export const forcesAlong = (output: OutputModel, x: PopulationTensor, { q, v, a }: ExcitingMotion): PopulationTensor =>
  neededForces(output.model, { q, v, a, resisted: v }, numbersAt(output, x));

/** 1 of what has no limit: forces are weighed by what the drives can give. */
const finiteOr = (limit: number, otherwise: number): number =>
  Number.isFinite(limit) && limit > 0 ? limit : otherwise;

/** Y'Y [size, size], the sum over times, of the forces' slopes Y by the coordinates, in parts of the drives' limits. */
export function informationOf(output: OutputModel, x: PopulationTensor, motion: ExcitingMotion): PopulationTensor {
  requireParts('motion', motion, { q: 'an object', v: 'an object', a: 'an object' });
  const { q, v, a } = motion;
  const slopes = columnsOf(
    (moved) => neededForces(output.model, { q, v, a, resisted: v }, moved),
    numbersAt(output, x),
    tangentsOf(output, x),
  );
  const parts = tensor(independentJoints(output.model).map(({ limits }) => 1 / finiteOr(limits.effort, 1)));
  const Y = mul(reshape(parts, [output.model.nv, 1]), slopes);
  return populationSum(matmul(transpose(Y), Y));
}

/** -log det(M + delta E), []: what D-optimal designs make small; `delta` holds what no motion shows. */
export function lackOfInformation(M: PopulationTensor, delta: number): PopulationTensor {
  const [size] = M.shape;
  const factor = cholesky(add(M, mul(delta, eye(size))));
  return mul(
    -2,
    Array.from({ length: size }, (_, i) => log(at(factor, i, i))).reduce((sum, entry) => add(sum, entry)),
  );
}

/** Limits with a part kept clear, [nv] each: middle and half range of q, and what 1 is of v and tau; far where there is none. */
function limitsOf(model: RobotModel, margin: number) {
  const joints = independentJoints(model).map(({ limits }) => limits);
  const far = 1e6;
  const lower = joints.map((limits) => Math.max(limits.lower, -far));
  const upper = joints.map((limits) => Math.min(limits.upper, far));
  const clear = (values: readonly number[]): PopulationTensor => tensor(values.map((value) => (1 - margin) * value));
  return {
    middle: tensor(lower.map((value, i) => (value + upper[i]) / 2)),
    half: clear(lower.map((value, i) => (upper[i] - value) / 2)),
    speed: clear(joints.map(({ velocity }) => finiteOr(velocity, far))),
    effort: clear(joints.map(({ effort }) => finiteOr(effort, far))),
  };
}

/** Parts [nv, 3] of the limits of q, v and tau that a motion takes, each less `margin`: above 1 is beyond. */
export function partsOfLimits(
  model: RobotModel,
  { q, v }: ExcitingMotion,
  tau: PopulationTensor,
  margin: number,
): readonly PopulationTensor[] {
  const { middle, half, speed, effort } = limitsOf(model, margin);
  return [div(abs(sub(q, middle)), half), div(abs(v), speed), div(abs(tau), effort)];
}

/** Mean over times of squares of what is beyond the limits, []: smooth, and 0 within. */
export function excessOf(
  model: RobotModel,
  motion: ExcitingMotion,
  tau: PopulationTensor,
  margin: number,
): PopulationTensor {
  const parts = partsOfLimits(model, motion, tau, margin);
  const beyond = parts.map((part) => sum(square(relu(add(part, neg(1))))));
  return mul(1 / motion.q.population, populationSum(beyond.reduce((a, b) => add(a, b))));
}
