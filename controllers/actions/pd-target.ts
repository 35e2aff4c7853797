/** @file Action: set points of joint springs, which are followed at every step of physics. */
import * as z from 'zod/mini';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import { gravityForces } from '../../src/dynamics/inverse-dynamics.ts';
import { independentJoints } from '../../src/robot/independent-joints.ts';
import { configurationDifference } from '../../src/robot/joints/configuration-difference.ts';
import { field, positive } from '../../src/settings/fields.ts';
import { kind } from '../../src/settings/kinds.ts';
import { forgetful } from '../drive.ts';
import { type Action, type ActionContext, inertiasAt } from './action.ts';

/** Reach of a set point where a joint has no limits, rad (m). */
const halfWithout = Math.PI;

export const pdTargetKind = kind({
  type: 'pd-target',
  title: 'Set point of springs',
  settings: {
    frequency: field(z._default(positive, 8), {
      title: 'Frequency',
      description:
        'angular frequency of the springs, of what each joint moves at the start; they are damped critically',
      unit: 'rad/s',
      touches: 'structure',
      startsAgain: true,
      isAdvanced: true,
    }),
    range: field(z._default(positive.check(z.maximum(1)), 0.5), {
      title: 'Range',
      description: "part of half of each joint's range that a command of 1 moves its set point from the start",
      touches: 'structure',
      startsAgain: true,
      isAdvanced: true,
    }),
  },
  /** tau = kp (start + range a - q) - kd v + gravity(q), kp = m w^2, kd = 2 m w, m what the joint moves at the start; N m (N). */
  make({ frequency, range }, context: ActionContext): Action {
    const { model, start } = context;
    const inertias = inertiasAt(context);
    const stiffness = tensor(inertias.map((inertia) => inertia * frequency ** 2));
    const damping = tensor(inertias.map((inertia) => 2 * inertia * frequency));
    const center = tensor(Float64Array.from(start));
    const scale = independentJoints(model).map(({ limits: { lower, upper } }) =>
      Number.isFinite(upper - lower) ? (range * (upper - lower)) / 2 : range * halfWithout,
    );
    return {
      name: 'pd-target',
      size: model.nv,
      scale,
      unit: 'rad',
      force: forgetful((command, { q, v }) => {
        const displacement = add(configurationDifference(model, q, center), mul(tensor(scale), command));
        return add(sub(mul(stiffness, displacement), mul(damping, v)), gravityForces(model, q));
      }),
    };
  },
});
