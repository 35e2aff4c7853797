/** @file Forward dynamics: one function, two algorithms, one derivative rule. */
import { withAdjoint } from '../core/derivative/with-adjoint.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { requireModel } from '../robot/require-model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { requireOptions, requireWord } from '../core/arguments.ts';
import { isKnownZero } from '../core/known-zero.ts';
import { ArgumentError } from '../errors.ts';
import { described } from '../text/described.ts';
import { requireInertia, requireJointVectors, requireParameters } from './arguments.ts';
import { articulatedFactors } from './articulated-bodies.ts';
import { hasDependentJoints } from './dependent-joints.ts';
import { jointFrames } from './joint-frames.ts';
import type { Factorize } from './mass-factors.ts';
import { newtonEuler } from './newton-euler.ts';
import { compositeFactors } from './composite-bodies.ts';
import { type ForwardDynamicsInputs, forwardDynamicsRule } from './forward-dynamics-rule.ts';

const factorizations = {
  'articulated bodies': articulatedFactors,
  'composite bodies': compositeFactors,
} as const satisfies Record<string, Factorize>;

/** ABA (Featherstone 2008, table 7.1), or the mass matrix (table 6.2) and its factors. Both have one derivative rule. */
export type ForwardDynamicsAlgorithm = keyof typeof factorizations;

/** Mean number of joints between a joint and the base from which on articulated bodies need fewer operations. */
const longPath = 5;

/**
 * The algorithm of fewer operations. Composite bodies carry forces along each joint's path to the base, articulated ones
 * do a fixed work for each joint that has a parent: so what counts is the paths' mean length.
 */
export function preferredAlgorithm(model: RobotModel): ForwardDynamicsAlgorithm {
  requireModel(model);
  const { joints } = model;
  if (hasDependentJoints(model)) return 'composite bodies';
  const above: number[] = [];
  joints.forEach(({ parent }, i) => (above[i] = parent < 0 ? 0 : above[parent] + 1));
  const total = above.reduce((sum, count) => sum + count, 0);
  const hanging = above.filter((count) => count > 0).length;
  return total < longPath * hanging || hanging === 0 ? 'composite bodies' : 'articulated bodies';
}

type ForwardDynamics = (x: ForwardDynamicsInputs) => PopulationTensor;

/** What is kept with a model, so that it is recorded once. */
interface OfModel {
  /** Nothing to add to the mass matrix: one tensor, by which a trace is known again. */
  readonly noDiagonal: PopulationTensor;
  readonly algorithms: Map<ForwardDynamicsAlgorithm, ForwardDynamics>;
}

const known = new WeakMap<RobotModel, OfModel>();

function ofModel(model: RobotModel): OfModel {
  let found = known.get(model);
  if (!found) known.set(model, (found = { noDiagonal: zeros([model.nv]), algorithms: new Map() }));
  return found;
}

/** The algorithm with its derivative rule. */
function algorithmOf(model: RobotModel, name: ForwardDynamicsAlgorithm): ForwardDynamics {
  const { algorithms } = ofModel(model);
  let algorithm = algorithms.get(name);
  if (!algorithm) {
    const factorize = factorizations[name];
    const plain: ForwardDynamics = ({ q, v, tau, diagonal, parameters }) => {
      const factors = factorize(model, jointFrames(model, q, parameters), parameters, diagonal);
      return factors.solve(sub(tau, newtonEuler(model, q, v, zeros([model.nv]), parameters)));
    };
    algorithm = withAdjoint('forward dynamics', plain, {
      ...forwardDynamicsRule(model, factorize),
      isClosed: true,
      isRegular: true,
    });
    algorithms.set(name, algorithm);
  }
  return algorithm;
}

/** How forward dynamics is computed, and of what. */
export interface ForwardDynamicsOptions {
  /** Default: the one of fewer operations. Robots with joints that follow others have composite bodies only. */
  readonly algorithm?: ForwardDynamicsAlgorithm;
  /**
   * E [nv] (kg m^2, kg), added to the diagonal of the mass matrix: (M + E) a = tau - bias. Friction of the velocity that a step leads
   * to is of this form (`resistedDynamics`).
   */
  readonly diagonal?: PopulationTensor;
}

/** Refuses an algorithm that is none, or not one for this robot. */
function requireAlgorithm(model: RobotModel, algorithm: ForwardDynamicsAlgorithm): void {
  requireWord('algorithm', algorithm, Object.keys(factorizations));
  if (algorithm !== 'articulated bodies' || !hasDependentJoints(model)) return;
  throw new ArgumentError(
    'algorithm',
    described(algorithm),
    `"composite bodies" for robot "${model.name}"`,
    'leave it out: articulated bodies know no joints that follow others',
  );
}

/**
 * Acceleration a [nv] (rad/s^2, m/s^2) under generalized forces tau [nv] (N m, N) in the state q [nq], v [nv].
 * Rotors of the drives are included, joint friction and damping are not (`resistedDynamics`).
 */
export function forwardDynamics(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  tau: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
  options: ForwardDynamicsOptions = {},
): PopulationTensor {
  requireOptions('forwardDynamics', options, ['algorithm', 'diagonal']);
  const { algorithm, diagonal } = options;
  requireJointVectors(model, { q, v, tau, ...(diagonal && { diagonal }) });
  requireParameters(model, parameters);
  requireInertia(model);
  if (algorithm !== undefined) requireAlgorithm(model, algorithm);
  if (model.nv === 0) return zeros([0]);
  const { noDiagonal } = ofModel(model);
  const added = diagonal && !isKnownZero(diagonal) ? diagonal : noDiagonal;
  return algorithmOf(model, algorithm ?? preferredAlgorithm(model))({ q, v, tau, diagonal: added, parameters });
}
