/** @file Forward dynamics: one function, two algorithms, one derivative rule. */
import { withAdjoint } from '../core/derivative/with-adjoint.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { requireModel } from '../robot/require-model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { requireWord } from '../core/arguments.ts';
import { requireJointVectors, requireParameters } from './arguments.ts';
import { articulatedFactors } from './articulated-bodies.ts';
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
  const above: number[] = [];
  joints.forEach(({ parent }, i) => (above[i] = parent < 0 ? 0 : above[parent] + 1));
  const total = above.reduce((sum, count) => sum + count, 0);
  const hanging = above.filter((count) => count > 0).length;
  return total < longPath * hanging || hanging === 0 ? 'composite bodies' : 'articulated bodies';
}

type ForwardDynamics = (x: ForwardDynamicsInputs) => PopulationTensor;

const known = new WeakMap<RobotModel, Map<ForwardDynamicsAlgorithm, ForwardDynamics>>();

/** The algorithm with its derivative rule, kept with the model so that it is recorded once. */
function algorithmOf(model: RobotModel, name: ForwardDynamicsAlgorithm): ForwardDynamics {
  const ofModel = known.get(model) ?? new Map<ForwardDynamicsAlgorithm, ForwardDynamics>();
  known.set(model, ofModel);
  let algorithm = ofModel.get(name);
  if (!algorithm) {
    const factorize = factorizations[name];
    const plain: ForwardDynamics = ({ q, v, tau, parameters }) => {
      const factors = factorize(model, jointFrames(model, q, parameters), parameters);
      return factors.solve(sub(tau, newtonEuler(model, q, v, zeros([model.nv]), parameters)));
    };
    algorithm = withAdjoint('forward dynamics', plain, {
      ...forwardDynamicsRule(model, factorize),
      isClosed: true,
      isRegular: true,
    });
    ofModel.set(name, algorithm);
  }
  return algorithm;
}

/**
 * Acceleration a [nv] (rad/s^2, m/s^2) under generalized forces tau [nv] (N m, N) in the state q [nq], v [nv].
 * Joint friction and damping are not included (`jointFriction`).
 */
export function forwardDynamics(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  tau: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
  algorithm: ForwardDynamicsAlgorithm = preferredAlgorithm(model),
): PopulationTensor {
  requireJointVectors(model, { q, v, tau });
  requireParameters(model, parameters);
  requireWord('algorithm', algorithm, Object.keys(factorizations));
  if (model.nv === 0) return zeros([0]);
  return algorithmOf(model, algorithm)({ q, v, tau, parameters });
}
