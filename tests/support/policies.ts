/** @file What controllers are made with in tests: a policy that sees joints and a point and gives torques. */
import { actionKinds } from '../../controllers/actions/kinds.ts';
import type { ControllerContext } from '../../controllers/controller.ts';
import { senseKinds } from '../../controllers/observations/kinds.ts';
import type { Goals } from '../../src/robot/goal.ts';
import type { RobotModel } from '../../src/robot/model.ts';

/** A context for controllers of a robot; its policies see joints, and move by torques over gravity. */
export function controllerContext(model: RobotModel, goals: Goals = {}): ControllerContext {
  return {
    model,
    goals,
    policy: () => {
      const start = new Array<number>(model.nq).fill(0.1);
      const action = actionKinds.make('torque-over-gravity', { model, start, goals });
      const context = { model, goals, commands: action.size };
      const senses = ['joint-position', 'joint-velocity'].map((type) => senseKinds.make(type, context));
      return { senses, action, period: 0.01, seed: 1 };
    },
  };
}
