/** @file Partial derivatives of forward dynamics with respect to state and forces. */
import { jacobian as jacobianOf } from '../core/derivative/functions.ts';
import { concat, slice } from '../core/ops/indexing.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { RobotModel } from '../robot/model.ts';
import { forwardDynamics } from './forward-dynamics.ts';

/** da/dq [nv, nq], da/dv [nv, nv] and da/dtau [nv, nv] (the inverse of the mass matrix). */
export interface ForwardDynamicsDerivatives {
  readonly dq: PopulationTensor;
  readonly dv: PopulationTensor;
  readonly dtau: PopulationTensor;
}

export function forwardDynamicsDerivatives(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  tau: PopulationTensor,
): ForwardDynamicsDerivatives {
  const { nq, nv } = model;
  const cut = [0, nq, nq + nv, nq + 2 * nv];
  const part = (x: PopulationTensor, k: number): PopulationTensor => slice(x, [cut[k]], [cut[k + 1]]);
  const all = jacobianOf((x: PopulationTensor) => forwardDynamics(model, part(x, 0), part(x, 1), part(x, 2)))(
    concat([q, v, tau]),
  );
  const columns = (k: number): PopulationTensor => slice(all, [0, cut[k]], [nv, cut[k + 1]]);
  return { dq: columns(0), dv: columns(1), dtau: columns(2) };
}
