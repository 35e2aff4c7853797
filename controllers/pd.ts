/** @file Joint-space PD control towards a set point, with gravity compensation as an option. */
import { add, mul } from '../src/core/ops/elementwise.ts';
import { sub } from '../src/core/ops/arithmetic.ts';
import { exp } from '../src/core/ops/exponential.ts';
import { at, stack } from '../src/core/ops/indexing.ts';
import { broadcastTo } from '../src/core/ops/structural.ts';
import { log } from '../src/core/scalar/logarithm.ts';
import { type PopulationTensor, tensor } from '../src/core/population-tensor.ts';
import { gravityForces } from '../src/dynamics/inverse-dynamics.ts';
import { jointTypes } from '../src/robot/joints/joint-types.ts';
import type { RobotModel } from '../src/robot/model.ts';
import type { Controller } from './controller.ts';

export interface PdSettings {
  /** Proportional gains [nv] to start from, N m/rad (N/m); one number for all joints, or one each. */
  readonly kp: number | readonly number[];
  /** Derivative gains [nv] to start from, N m s/rad (N s/m). */
  readonly kd: number | readonly number[];
  /** Set point [nq] to start from; the initial configuration where it is absent. */
  readonly reference?: readonly number[];
  /** Adds the torque that holds the arm against gravity. Default true. */
  readonly gravityCompensation?: boolean;
}

/** Shortest way from q to the set point, joint by joint: continuous joints turn by less than half a turn. */
function configurationError(model: RobotModel, reference: PopulationTensor, q: PopulationTensor): PopulationTensor {
  return stack(
    model.joints.map(({ type, qIndex }) => jointTypes[type].difference(at(q, qIndex), at(reference, qIndex))),
  );
}

const logarithms = (gains: number | readonly number[], count: number): PopulationTensor =>
  tensor(Array.from({ length: count }, (_, i) => log.value(typeof gains === 'number' ? gains : gains[i], 0, 0)));

/**
 * tau = kp (reference - q) - kd v [+ gravity(q)]. Parameters: `reference` [nq], and the gains as logarithms `logKp`,
 * `logKd` [nv], so that they stay positive and a step changes them by a ratio.
 */
export function pd({ kp, kd, reference, gravityCompensation = true }: PdSettings): Controller {
  return {
    name: 'pd',
    initialParameters: (model, initialConfiguration) => ({
      reference: tensor([...(reference ?? initialConfiguration)]),
      logKp: logarithms(kp, model.nv),
      logKd: logarithms(kd, model.nv),
    }),
    plan: (parameters, progress, model) => broadcastTo(parameters.reference, [progress.length, model.nq]),
    torque: (parameters, planned, { q, v }, model) => {
      const spring = mul(exp(parameters.logKp), configurationError(model, planned, q));
      const feedback = sub(spring, mul(exp(parameters.logKd), v));
      return gravityCompensation ? add(feedback, gravityForces(model, q)) : feedback;
    },
  };
}
