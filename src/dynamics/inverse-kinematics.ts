/**
 * @file Inverse kinematics by damped least squares within joint limits: Levenberg-Marquardt steps whose damping follows the error
 * (Fan and Yuan 2005; Sugihara 2011), on the joints that no limit holds, with what is free drawn to a posture (Siciliano 2009, sec. 3.5, 3.7).
 */
import { requireFiniteNumber, requireInteger, requireObject, requireOptions, requireText } from '../core/arguments.ts';
import { div, sub } from '../core/ops/arithmetic.ts';
import { clamp, greater, greaterEqual, less, lessEqual, maximum } from '../core/ops/comparison.ts';
import { add, choose, mul } from '../core/ops/elementwise.ts';
import { solve } from '../core/ops/factorization.ts';
import { concat, reshape, slice, transpose } from '../core/ops/indexing.ts';
import { matmul, norm } from '../core/ops/linear-algebra.ts';
import { eye, type PopulationTensor, tensor, type TensorLike } from '../core/population-tensor.ts';
import { uniform } from '../core/random.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { scan } from '../core/scan.ts';
import { ArgumentError } from '../errors.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import { configurationDifference, movedConfiguration } from '../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../robot/model.ts';
import { logarithmMap } from '../spatial/rotation-maps.ts';
import { requireJointVectors } from './arguments.ts';
import { findLink, linkPose } from './forward-kinematics.ts';
import { jacobian } from './jacobian.ts';

/** Where a link's frame shall be. */
export interface LinkTarget {
  /** Its origin in the world [3], m. */
  readonly position: PopulationTensor;
  /** Its axes in the world [3, 3]; however it turns where this is absent. */
  readonly rotation?: PopulationTensor;
}

/** How a configuration is searched for. */
export interface InverseKinematicsOptions {
  /** Configuration [nq] to start from; the middle of the ranges where it is absent. */
  readonly start?: PopulationTensor;
  /** Steps of a search, all of which are made; default 60. */
  readonly iterations?: number;
  /** Searches: the first from `start`, the others from seeded postures for members that have not come there. Default 1. */
  readonly attempts?: number;
  /** Least damping, m: a joint motion that moves the link by less per rad is left out. Default 1e-4. */
  readonly damping?: number;
  /** Posture [nq] to which the motions that leave the link where it is are drawn; the middle of the ranges where it is absent. */
  readonly posture?: PopulationTensor;
  /** Share of the way to the posture that a step makes, from 0 (none, the default) to 1. */
  readonly pull?: number;
}

/** What has been found, of each member. */
export type InverseKinematics = {
  /** The configuration [nq], within the limits. */
  readonly q: PopulationTensor;
  /** How far the link is from its target, [], m. */
  readonly distance: PopulationTensor;
  /** How far it is turned away, [], rad; 0 for a target without a rotation. */
  readonly angle: PopulationTensor;
};

/** A configuration on its way, and what is missing there: position, and rotation in metres, [3] or [6]. */
type Found = { readonly q: PopulationTensor; readonly error: PopulationTensor };

/** A search on its way: what was missed one step before, m, and the square of the damping per length of the error, m. */
type Searching = { readonly [part in 'q' | 'missed' | 'factor']: PopulationTensor };

/** What an angle of 1 rad counts beside distances, m: about the length of a hand and a forearm. */
const lengthOfRadian = 0.3;
/** Square of the damping per length of the error, m: at first, its bounds, and what a step that comes nearer or does not makes of it. */
const dampingFactor = { first: 0.05, least: 0.01, most: 1, nearer: 0.9, farther: 4 };
/** Longest step, rad (m): the way is straight no further. */
const longestStep = 1;
/** Error from which on a search counts as successful, m. */
const exact = 1e-9;

const limitsOf = (model: RobotModel): { readonly lower: PopulationTensor; readonly upper: PopulationTensor } => {
  const ranges = independentJoints(model).map(({ limits }) => limits);
  return { lower: tensor(ranges.map(({ lower }) => lower)), upper: tensor(ranges.map(({ upper }) => upper)) };
};

/** Configurations [count, nq] within the limits; of a joint without any, within half a turn. */
function drawn(model: RobotModel, count: number): PopulationTensor {
  const ranges = independentJoints(model).map(({ limits: { lower, upper } }) =>
    Number.isFinite(upper - lower) ? [lower, upper] : [Math.max(lower, -Math.PI), Math.min(upper, Math.PI)],
  );
  const shares = uniform({ seed: 0 }, count * ranges.length);
  return tensor(
    Array.from({ length: count }, (_, row) =>
      ranges.map(([lower, upper], i) => lower + (upper - lower) * shares[row * ranges.length + i]),
    ),
  );
}

/** The middle of the joints' ranges [nq]; 0 of a joint without limits. */
export const middleOf = (model: RobotModel): PopulationTensor =>
  tensor(
    independentJoints(model).map(({ limits: { lower, upper } }) =>
      Number.isFinite(upper - lower) ? (lower + upper) / 2 : Math.min(Math.max(0, lower), upper),
    ),
  );

/**
 * What a link misses of its target at a configuration, and how it moves: rows [3] of its position (m), and [6] with its rotation
 * (rad) where the target has one, all in world axes; J [rows, nv] is minus the derivative of the error by q, of small turns.
 */
export function linkError(
  model: RobotModel,
  link: string,
  { position, rotation }: LinkTarget,
  q: PopulationTensor,
): { readonly error: PopulationTensor; readonly J: PopulationTensor } {
  const pose = linkPose(model, q, link);
  const J = jacobian(model, q, link);
  const apart = sub(position, pose.translation);
  const linear = slice(J, [3], [6]);
  if (!rotation) return { error: apart, J: linear };
  const turn = logarithmMap(matmul(rotation, transpose(pose.rotation)));
  return { error: concat([apart, turn]), J: concat([linear, slice(J, [0], [3])]) };
}

/** What the rows of a target's error count, so that all are in m: [3], or [6] with a rotation. */
export const weightsOf = ({ rotation }: LinkTarget): PopulationTensor =>
  tensor(rotation ? [1, 1, 1, lengthOfRadian, lengthOfRadian, lengthOfRadian] : [1, 1, 1]);

/**
 * The configuration of the robot whose link is where it shall be, of all members at once; where none within the limits is, one
 * nearby at which no small motion comes nearer. Singular postures are harmless. It has derivatives by target and start. Throws an
 * ArgumentError or a ShapeError that names what does not fit.
 */
export function inverseKinematics(
  model: RobotModel,
  link: string,
  target: LinkTarget,
  options: InverseKinematicsOptions = {},
): InverseKinematics {
  requireSearch(model, link, target, options);
  const { iterations = 60, attempts = 1, damping = 1e-4, pull = 0 } = options;
  const middle = middleOf(model);
  const { start = middle, posture = middle } = options;
  const { lower, upper } = limitsOf(model);
  const within = (q: PopulationTensor): PopulationTensor => clamp(q, lower, upper);

  const weights = weightsOf(target);
  const missing = (q: PopulationTensor): PopulationTensor => mul(weights, linkError(model, link, target, q).error);
  const stepFrom = ({ q, missed: before, factor: last }: Searching): Searching => {
    const error = missing(q);
    const missed = norm(error);
    const { least, most, nearer, farther } = dampingFactor;
    const factor = clamp(mul(last, choose(less(missed, before), nearer, farther)), least, most);
    const weighted = mul(reshape(weights, [weights.size, 1]), linkError(model, link, target, q).J);
    const uphill = matmul(error, weighted);
    // a joint at its end that had to go on takes no part, so that the others make the whole way
    const held = add(mul(lessEqual(q, lower), less(uphill, 0)), mul(greaterEqual(q, upper), greater(uphill, 0)));
    const free = sub(1, held);
    const drawnBy = mul(mul(pull, free), configurationDifference(model, q, posture));
    const usable = mul(weighted, free);
    // what is nearest to the posture among the steps that mend the error
    const mending = dampedStep(
      sub(error, matmul(usable, drawnBy)),
      usable,
      add(damping * damping, mul(factor, missed)),
    );
    const step = add(drawnBy, mending);
    const bounded = mul(step, div(longestStep, maximum(longestStep, norm(step))));
    return { q: within(movedConfiguration(model, q, bounded)), missed, factor };
  };
  const search = (from: PopulationTensor): Found => {
    const first = { q: within(from), missed: tensor(Infinity), factor: tensor(dampingFactor.first) };
    const { carry } = scan((now: Searching) => ({ carry: stepFrom(now), output: [] }), first, [], {
      length: iterations,
    });
    return { q: carry.q, error: missing(carry.q) };
  };
  const { q, error } = attempts === 1 ? search(start) : bestOf(search, start, drawn(model, attempts - 1));
  const distance = norm(slice(error, [0], [3]));
  const angle = target.rotation ? div(norm(slice(error, [3], [6])), lengthOfRadian) : tensor(0);
  return { q, distance, angle };
}

/** J' (J J' + square)^-1 error [nv]: the step of the joints that mends an error [rows], by damped least squares. */
export function dampedStep(error: PopulationTensor, J: PopulationTensor, square: TensorLike): PopulationTensor {
  const damped = add(matmul(J, transpose(J)), mul(square, eye(error.shape[0])));
  return matmul(solve(damped, error), J);
}

/** The best of several searches; that from `start` wherever it has come there. */
function bestOf(search: (from: PopulationTensor) => Found, start: PopulationTensor, others: PopulationTensor): Found {
  const { carry } = scan(
    (best: Found, from: PopulationTensor) => {
      const found = search(from);
      const missed = norm(best.error);
      const isBetter = mul(greater(missed, exact), less(norm(found.error), missed));
      const pick = (part: keyof Found): PopulationTensor => choose(isBetter, found[part], best[part]);
      return { carry: { q: pick('q'), error: pick('error') }, output: [] };
    },
    search(start),
    others,
  );
  return carry;
}

function requireSearch(model: RobotModel, link: string, target: LinkTarget, options: InverseKinematicsOptions): void {
  requireText('link', link);
  if (findLink(model, link).body < 0)
    throw new ArgumentError('link', `"${link}", which nothing moves`, 'a link that a joint moves');
  requireObject('target', target, 'an object of position, and rotation or none');
  requireTensorOf('target.position', target.position, [3], 'a position');
  if (target.rotation !== undefined) requireTensorOf('target.rotation', target.rotation, [3, 3], 'a rotation matrix');
  requireOptions('inverseKinematics', options, ['start', 'iterations', 'attempts', 'damping', 'posture', 'pull']);
  const { start, posture, iterations = 1, attempts = 1, damping = 1, pull = 0 } = options;
  for (const q of [start, posture]) if (q !== undefined) requireJointVectors(model, { q });
  requireInteger('iterations', iterations, 1, 10_000);
  requireInteger('attempts', attempts, 1, 1000);
  requireFiniteNumber('damping', damping);
  requireFiniteNumber('pull', pull);
  if (damping <= 0) throw new ArgumentError('damping', String(damping), 'more than 0');
  if (pull < 0 || pull > 1) throw new ArgumentError('pull', String(pull), 'from 0 to 1');
}
