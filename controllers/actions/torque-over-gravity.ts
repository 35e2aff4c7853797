/** @file Action: forces besides those that hold the robot against gravity. */
import * as z from 'zod/mini';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import { gravityForces } from '../../src/dynamics/inverse-dynamics.ts';
import { field, nonNegative, positive } from '../../src/settings/fields.ts';
import { kind } from '../../src/settings/kinds.ts';
import { forgetful } from '../drive.ts';
import { type Action, type ActionContext, effortsOf, inertiasAt } from './action.ts';

export const torqueOverGravityKind = kind({
  type: 'torque-over-gravity',
  title: 'Torque over gravity',
  settings: {
    share: field(z._default(positive.check(z.maximum(1)), 0.7), {
      title: 'Share',
      description: 'part of the effort limits that a command of 1 gives; the rest holds against gravity',
      touches: 'structure',
      startsAgain: true,
      isAdvanced: true,
    }),
    acceleration: field(z._default(positive, 60), {
      title: 'Acceleration',
      description:
        'largest acceleration that a command of 1 gives what a joint moves at the start; light joints have less of their limits',
      unit: 'rad/s^2',
      touches: 'structure',
      startsAgain: true,
      isAdvanced: true,
    }),
    damping: field(z._default(nonNegative, 4), {
      title: 'Damping',
      description: 'rate at which a joint slows down by itself, which makes learning easier',
      unit: '1/s',
      touches: 'structure',
      startsAgain: true,
      isAdvanced: true,
    }),
  },
  /** tau = min(share effort, acceleration m) a + gravity(q) - damping m v, m what the joint moves at the start, N m (N). */
  make({ share, acceleration, damping }, context: ActionContext): Action {
    const { model } = context;
    const inertias = inertiasAt(context);
    const scale = effortsOf(context).map((effort, i) => Math.min(share * effort, acceleration * inertias[i]));
    const resistance = tensor(inertias.map((inertia) => damping * inertia));
    return {
      name: 'torque-over-gravity',
      size: model.nv,
      scale,
      unit: 'N m',
      force: forgetful((command, { q, v }) =>
        sub(add(mul(tensor(scale), command), gravityForces(model, q)), mul(resistance, v)),
      ),
    };
  },
});
