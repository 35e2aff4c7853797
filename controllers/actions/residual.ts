/** @file Action: forces besides those of another controller, which goes on as if it were alone. */
import * as z from 'zod/mini';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import { field, positive } from '../../src/settings/fields.ts';
import { kind } from '../../src/settings/kinds.ts';
import { memoryAtStart } from '../controller.ts';
import { classicalKinds } from '../kinds.ts';
import { type Action, type ActionContext, effortsOf } from './action.ts';

export const residualKind = kind({
  type: 'residual',
  title: 'Besides another controller',
  settings: {
    base: field(classicalKinds.schema, {
      title: 'Controller',
      description: 'what acts as if it were alone; its parameters stay as they are given',
      touches: 'structure',
      startsAgain: true,
      isAdvanced: true,
    }),
    share: field(z._default(positive.check(z.maximum(1)), 0.3), {
      title: 'Share',
      description: 'part of the effort limits that a command of 1 adds',
      touches: 'structure',
      startsAgain: true,
      isAdvanced: true,
    }),
  },
  /** tau = (what the other controller gives) + share effort a, N m (N). */
  make({ base, share }, context: ActionContext): Action {
    const { model, start, goals } = context;
    const controller = classicalKinds.make(base, { model, goals });
    const parameters = controller.parameters(model, start);
    const scale = effortsOf(context).map((effort) => share * effort);
    return {
      name: 'residual',
      size: model.nv,
      scale,
      unit: 'N m',
      ...(controller.plan && { plan: (progress, duration) => controller.plan!(parameters, progress, model, duration) }),
      begin: (seen) => memoryAtStart(controller, parameters, seen, model),
      force: (command, seen, { planned, memory }) => {
        const acted = controller.act(parameters, memory, seen, planned, model);
        return { tau: add(acted.tau, mul(tensor(scale), command)), memory: acted.memory };
      },
    };
  },
});
