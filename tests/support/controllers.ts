/** @file The controllers for tests, each with the least that it has to be told. */
import type { Controller } from '../../controllers/controller.ts';
import { controllerKinds } from '../../controllers/kinds.ts';
import type { Goals } from '../../src/robot/goal.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { controllerContext } from './policies.ts';
import { assetModel } from './robots.ts';
import { lastLink } from './rollouts.ts';

/** A controller of each kind, towards the goal "point" with the robot's last link where it minds that. */
export function controllerOf(
  type: string,
  { model, goals }: { readonly model: RobotModel; readonly goals: Goals },
  given: object = {},
): Controller {
  const usual = { kp: 30, kd: 6, knots: 4, link: lastLink(model), to: 'point', hidden: [8, 4], ...given };
  const { settings } = controllerKinds.of(type);
  const own = Object.entries(usual).filter(([setting]) => Object.hasOwn(settings, setting));
  return controllerKinds.make({ type, ...Object.fromEntries(own) }, controllerContext(model, goals));
}

/** A robot whose drives give whatever is asked for, at their limits they would hide what a controller does; without friction where that is said. */
export function idealRobot(name: string, friction: 'as given' | 'none' = 'none'): RobotModel {
  const model = assetModel(name);
  const still = friction === 'none' ? { damping: 0, friction: 0 } : {};
  const joints = model.joints.map((joint) => ({ ...joint, ...still, limits: { ...joint.limits, effort: Infinity } }));
  return { ...model, joints };
}
