/** @file Joint-space PD control towards a set point, with gravity compensation as an option. */
import { add, mul } from '../src/core/ops/elementwise.ts';
import { sub } from '../src/core/ops/arithmetic.ts';
import { exp } from '../src/core/ops/exponential.ts';
import { at, stack } from '../src/core/ops/indexing.ts';
import { broadcastTo } from '../src/core/ops/structural.ts';
import { log } from '../src/core/scalar/logarithm.ts';
import { type PopulationTensor, tensor } from '../src/core/population-tensor.ts';
import { requireShapeOf } from '../src/core/shape.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { gravityForces } from '../src/dynamics/inverse-dynamics.ts';
import { ArgumentError } from '../src/errors.ts';
import { jointTypes } from '../src/robot/joints/joint-types.ts';
import type { RobotModel } from '../src/robot/model.ts';
import type { Controller } from './controller.ts';

export interface PdSettings {
  /** Proportional gains [nv] to start from, N m/rad (N/m), more than 0; one number for all joints, or one each. */
  readonly kp: number | readonly number[];
  /** Derivative gains [nv] to start from, N m s/rad (N s/m), more than 0. */
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

/** Gains have logarithms: what is not more than 0 is refused. */
function requireGains(name: string, gains: number | readonly number[]): void {
  const isGain = (gain: number): boolean => typeof gain === 'number' && gain > 0 && gain < Infinity;
  const wrong = (Array.isArray(gains) ? gains : [gains]).findIndex((gain: number) => !isGain(gain));
  if (wrong < 0) return;
  const [where, found] = Array.isArray(gains) ? [`${name}[${wrong}]`, gains[wrong] as number] : [name, gains];
  throw new ArgumentError(where, String(found), 'a finite gain of more than 0', 'use a small one, e.g. 1e-3, for none');
}

/** A list with one number a joint, refused where it has another length. */
function requireEach(name: string, list: readonly number[], count: number): readonly number[] {
  if (list.length !== count) throw new ArgumentError(name, `${list.length} numbers`, `${count} numbers, one a joint`);
  const wrong = list.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new ArgumentError(`${name}[${wrong}]`, String(list[wrong]), 'a finite number');
  return list;
}

const logarithms = (name: string, gains: number | readonly number[], count: number): PopulationTensor =>
  tensor(
    Float64Array.from(
      requireEach(name, typeof gains === 'number' ? new Array<number>(count).fill(gains) : gains, count),
      (gain) => log.value(gain, 0, 0),
    ),
  );

/**
 * tau = kp (reference - q) - kd v [+ gravity(q)]. Parameters: `reference` [nq], and the gains as logarithms `logKp`,
 * `logKd` [nv], so that they stay positive and a step changes them by a ratio.
 */
export function pd({ kp, kd, reference, gravityCompensation = true }: PdSettings): Controller {
  requireGains('kp', kp);
  requireGains('kd', kd);
  return {
    name: 'pd',
    initialParameters: (model, initialConfiguration) => ({
      reference: tensor(
        Float64Array.from(reference ? requireEach('reference', reference, model.nq) : initialConfiguration),
      ),
      logKp: logarithms('kp', kp, model.nv),
      logKd: logarithms('kd', kd, model.nv),
    }),
    plan: ({ reference: setPoint }, progress, model) => {
      requireShapeOf('reference', setPoint.shape, [model.nq], 'a configuration');
      return broadcastTo(setPoint, [progress.length, model.nq]);
    },
    torque: (parameters, planned, { q, v }, model) => {
      requireShapeOf('set point', planned.shape, [model.nq], 'a configuration');
      requireJointVectors(model, { q, v, logKp: parameters.logKp, logKd: parameters.logKd });
      const spring = mul(exp(parameters.logKp), configurationError(model, planned, q));
      const feedback = sub(spring, mul(exp(parameters.logKd), v));
      return gravityCompensation ? add(feedback, gravityForces(model, q)) : feedback;
    },
  };
}
