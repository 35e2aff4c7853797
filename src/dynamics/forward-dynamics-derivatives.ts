/** @file Partial derivatives of forward dynamics with respect to state and forces: those of inverse dynamics, solved with the mass matrix. */
import { sub } from '../core/ops/arithmetic.ts';
import { mul } from '../core/ops/elementwise.ts';
import { concat, slice } from '../core/ops/indexing.ts';
import { eye, type PopulationTensor, zeros } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { type RobotParameters, robotParameters } from '../robot/parameters.ts';
import { requireOptions } from '../core/arguments.ts';
import { described } from '../text/described.ts';
import { ArgumentError } from '../errors.ts';
import { requireJointVectors, requireParameters } from './arguments.ts';
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

/** Forces that depend on the joints' velocities, and a factor of all results: what a step of an integrator adds. */
export interface DerivativeOptions {
  /** Derivative of each joint's force by its own velocity, [nv]. */
  readonly forceByVelocity?: PopulationTensor;
  /** Every derivative is multiplied by it, at no cost. */
  readonly factor?: number;
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
  requireOptions('forwardDynamicsDerivatives', options, ['forceByVelocity', 'factor']);
  const { forceByVelocity, factor = 1 } = options;
  requireJointVectors(model, { q, v, tau, ...(forceByVelocity && { forceByVelocity }) });
  requireParameters(model, parameters);
  if (!Number.isFinite(factor)) throw new ArgumentError('factor', described(factor), 'a finite number');
  const n = model.nv;
  if (n === 0) return { a: zeros([0]), dq: zeros([0, 0]), dv: zeros([0, 0]), dtau: zeros([0, 0]) };
  const a = forwardDynamics(model, q, v, tau, parameters, 'composite bodies');
  const { dq, dv, M } = sparseInverseDynamicsDerivatives(model, q, v, a, parameters);
  const factors = M.factorize(forMassMatrixRow(model));
  const slopes = forceByVelocity ? sub(dv, mul(eye(n), forceByVelocity)) : dv;
  const solved = factors.divided(-factor).solve(concat([dq, slopes], 1));
  return {
    a,
    dq: slice(solved, [0, 0], [n, n]),
    dv: slice(solved, [0, n], [n, 2 * n]),
    dtau: (factor === 1 ? factors : factors.divided(factor)).inverse(),
  };
}
