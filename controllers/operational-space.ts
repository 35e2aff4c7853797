/** @file Impedance of a link in the operational space, with a posture in what that leaves free (Khatib 1987; Siciliano 2009, sec. 8.6). */
import * as z from 'zod/mini';
import { jvp } from '../src/core/derivative/functions.ts';
import { sub } from '../src/core/ops/arithmetic.ts';
import { add, mul } from '../src/core/ops/elementwise.ts';
import { exp } from '../src/core/ops/exponential.ts';
import { solve } from '../src/core/ops/factorization.ts';
import { transpose } from '../src/core/ops/indexing.ts';
import { matmul } from '../src/core/ops/linear-algebra.ts';
import { spread } from '../src/core/ops/structural.ts';
import { eye, type PopulationTensor, zeros } from '../src/core/population-tensor.ts';
import { requireTensorOf } from '../src/core/require-tensor.ts';
import { requireJointVectors } from '../src/dynamics/arguments.ts';
import { linkError } from '../src/dynamics/inverse-kinematics.ts';
import { massMatrix } from '../src/dynamics/mass-matrix.ts';
import { configurationDifference, movedConfiguration } from '../src/robot/joints/configuration-difference.ts';
import type { RobotModel } from '../src/robot/model.ts';
import { checked } from '../src/settings/checked.ts';
import { field, type GivenOf, positive } from '../src/settings/fields.ts';
import { kind } from '../src/settings/kinds.ts';
import { torqueFor } from './computed-torque.ts';
import {
  type Controller,
  type ClassicalContext,
  type NoMemory,
  type ParameterMeta,
  requireActing,
} from './controller.ts';
import type { Observation } from './observation.ts';
import { logarithm } from './gains.ts';
import { type LinkGoal, linkGoalSettings, requireLinkGoal, targetOf } from './link-goal.ts';
import { describedReference, initialReference, plannedReference, referenceField } from './set-point.ts';
import { frictionCompensationField } from './settings.ts';

const gainField = (title: string, description: string, unit: string, usual: number) =>
  field(z._default(positive, usual), {
    title,
    description: `${description}, to start from; use a small one, e.g. 1e-3, for none`,
    unit,
    touches: 'start',
    step: 0.1,
  });

const settings = {
  ...linkGoalSettings,
  kp: gainField('Initial stiffness kp', 'acceleration of the link for an error', '1/s^2', 100),
  kd: gainField('Initial damping kd', 'deceleration of the link for a velocity', '1/s', 20),
  reference: referenceField,
  kpPosture: gainField('Initial stiffness of the posture', 'acceleration of joints for an error', '1/s^2', 25),
  kdPosture: gainField('Initial damping of the posture', 'deceleration of joints for a velocity', '1/s', 10),
  singularity: field(z._default(positive, 0.03), {
    title: 'Singular damping',
    description:
      'root of the mobility of the link that counts as none, so that forces stay bounded at singular postures',
    unit: '1/kg^(1/2)',
    touches: 'structure',
    isAdvanced: true,
  }),
  frictionCompensation: frictionCompensationField,
};

/** Settings of `operationalSpace`. */
export type OperationalSpaceSettings = GivenOf<typeof settings>;

/** The posture `reference` [nq], and logarithms [] of the gains of link and posture, in 1/s^2 and 1/s. */
export type OperationalSpaceParameters = {
  readonly [part in 'reference' | 'logKp' | 'logKd' | 'logKpPosture' | 'logKdPosture']: PopulationTensor;
};

const gain = (label: string, unit: string): ParameterMeta => ({
  label,
  unit: { turning: unit, sliding: unit },
  scale: 'log',
});

const described = {
  reference: { ...describedReference, label: 'posture' },
  logKp: gain('stiffness of the link', '1/s^2'),
  logKd: gain('damping of the link', '1/s'),
  logKpPosture: gain('stiffness of the posture', '1/s^2'),
  logKdPosture: gain('damping of the posture', '1/s'),
};

/** Forces [rows] at a link that give it an acceleration there: by the inertia (J M^-1 J' + singularity^2)^-1 that it shows. */
export function linkForces(
  model: RobotModel,
  q: PopulationTensor,
  J: PopulationTensor,
  acceleration: PopulationTensor,
  singularity: number,
): PopulationTensor {
  const mobility = matmul(J, solve(massMatrix(model, q), transpose(J)));
  // symmetric but for rounding, which near a singular posture is all that there is
  const symmetric = mul(0.5, add(mobility, transpose(mobility)));
  return solve(add(symmetric, mul(singularity * singularity, eye(J.shape[0]))), acceleration);
}

/** The acceleration [rows] of a link by its velocity alone, (dJ/dt) v: rows in the order of `linkError`. */
export function linkDrift(
  model: RobotModel,
  { q, v, goals }: Pick<Observation, 'q' | 'v' | 'goals'>,
  goal: LinkGoal,
): PopulationTensor {
  const velocity = (tangent: PopulationTensor): PopulationTensor =>
    matmul(linkError(model, goal.link, targetOf(goals, goal), movedConfiguration(model, q, tangent)).J, v);
  return jvp(velocity, spread(zeros([model.nv]), v.population), v).tangent;
}

/**
 * tau = M(q) x + J' L (kp (x* - x) - kd J v - (dJ/dt) v - J x) + bias(q, v) [+ friction(v)], [nv], N m (N), with the inertia L that
 * the link shows and x = kpPosture (reference - q) - kdPosture v: the link goes to its goal as if it were a point on a spring, and only
 * what that leaves free goes to the posture. Throws an ArgumentError where a setting does not fit, its parameters where a posture
 * has not a number for each joint.
 */
export function operationalSpace(
  given: OperationalSpaceSettings,
): Controller<OperationalSpaceParameters, NoMemory, PopulationTensor> {
  const { kp, kd, reference, kpPosture, kdPosture, ...own } = checked('operationalSpace', settings, given);
  return {
    name: 'operational-space',
    described,
    parameters: (model, initialConfiguration) => ({
      reference: initialReference(model, reference, initialConfiguration),
      logKp: logarithm(kp),
      logKd: logarithm(kd),
      logKpPosture: logarithm(kpPosture),
      logKdPosture: logarithm(kdPosture),
    }),
    plan: plannedReference,
    act: (parameters, memory, seen, planned, model) => {
      requireActing(parameters, seen, model);
      const { logKp, logKd, logKpPosture, logKdPosture } = parameters;
      const { q, v } = seen;
      requireJointVectors(model, { q, v });
      requireTensorOf('posture', planned, [model.nq], 'a configuration');
      for (const [name, gain] of Object.entries({ logKp, logKd, logKpPosture, logKdPosture }))
        requireTensorOf(name, gain, [], 'the logarithm of a gain');
      const { error, J } = linkError(model, own.link, targetOf(seen.goals, own), q);
      const spring = mul(exp(logKpPosture), configurationDifference(model, q, planned));
      const free = sub(spring, mul(exp(logKdPosture), v));
      const wanted = sub(mul(exp(logKp), error), mul(exp(logKd), matmul(J, v)));
      const missing = sub(wanted, add(linkDrift(model, seen, own), matmul(J, free)));
      const forces = linkForces(model, q, J, missing, own.singularity);
      return { tau: add(torqueFor(model, seen, free, own.frictionCompensation), matmul(forces, J)), memory };
    },
  };
}

export const operationalSpaceKind = kind({
  type: 'operational-space',
  title: 'Operational space',
  settings,
  make(given, context: ClassicalContext) {
    requireLinkGoal(given, context);
    return operationalSpace(given);
  },
});
