/** @file Partial derivatives of forward dynamics with respect to state and forces: those of inverse dynamics, solved with the mass matrix. */
import { sub } from '../core/ops/arithmetic.ts';
import { mul } from '../core/ops/elementwise.ts';
import { concat, slice } from '../core/ops/indexing.ts';
import { eye, type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { requireModel } from '../robot/require-model.ts';
import { requireFunction, requireOptions } from '../core/arguments.ts';
import { described } from '../text/described.ts';
import { ArgumentError } from '../errors.ts';
import { requireInertia, requireJointVector, requireJointVectors, requireParameters } from './arguments.ts';
import { forMassMatrixRow } from './composite-bodies.ts';
import { forwardDynamics } from './forward-dynamics.ts';
import { sparseInverseDynamicsDerivatives } from './inverse-dynamics-derivatives.ts';

/** The acceleration a [nv], and da/dq [nv, nq], da/dv [nv, nv] and da/dtau [nv, nv] (the inverse of the mass matrix). */
export interface ForwardDynamicsDerivatives {
  readonly a: PopulationTensor;
  readonly dq: PopulationTensor;
  readonly dv: PopulationTensor;
  readonly dtau: PopulationTensor;
}

/** What a step of an integrator adds: forces that depend on the joints' velocities, a diagonal, and a factor of all results. */
export interface DerivativeOptions {
  /** Derivative of each joint's force by its own velocity at the acceleration a, [nv]. */
  readonly forceByVelocity?: (a: PopulationTensor) => PopulationTensor;
  /** E [nv], added to the diagonal of the mass matrix, as in `forwardDynamics`. */
  readonly diagonal?: PopulationTensor;
  /** Every derivative is multiplied by it, at no cost. */
  readonly factor?: number;
}

function slopesOf(model: RobotModel, slopes: PopulationTensor): PopulationTensor {
  requireJointVector(model, 'forceByVelocity', slopes);
  return slopes;
}

/** At forces tau [nv]; those that depend on the velocity are in tau, and their slope in the options. */
export function forwardDynamicsDerivatives(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  tau: PopulationTensor,
  parameters: RobotParameters = robotParameters(model),
  options: DerivativeOptions = {},
): ForwardDynamicsDerivatives {
  requireOptions('forwardDynamicsDerivatives', options, ['forceByVelocity', 'diagonal', 'factor']);
  requireModel(model);
  const n = model.nv;
  const { forceByVelocity, diagonal = zeros([n]), factor = 1 } = options;
  if (forceByVelocity !== undefined) requireFunction('forceByVelocity', forceByVelocity);
  requireJointVectors(model, { q, v, tau, diagonal });
  requireParameters(model, parameters);
  requireInertia(model);
  if (!Number.isFinite(factor)) throw new ArgumentError('factor', described(factor), 'a finite number');
  if (n === 0) return { a: zeros([0]), dq: zeros([0, 0]), dv: zeros([0, 0]), dtau: zeros([0, 0]) };
  const a = forwardDynamics(model, q, v, tau, parameters, { algorithm: 'composite bodies', diagonal });
  const { dq, dv, M } = sparseInverseDynamicsDerivatives(model, q, v, a, parameters);
  const factors = M.plusDiagonal(diagonal).factorize(forMassMatrixRow(model));
  const slopes = forceByVelocity ? sub(dv, mul(eye(n), slopesOf(model, forceByVelocity(a)))) : dv;
  const solved = factors.divided(-factor).solve(concat([dq, slopes], 1));
  return {
    a,
    dq: slice(solved, [0, 0], [n, n]),
    dv: slice(solved, [0, n], [n, 2 * n]),
    dtau: (factor === 1 ? factors : factors.divided(factor)).inverse(),
  };
}
