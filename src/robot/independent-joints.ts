/** @file The joints that have coordinates of their own: one entry each in q and v. */
import type { Joint, RobotModel } from './model.ts';
import { requireModel } from './require-model.ts';

const known = new WeakMap<RobotModel, readonly Joint[]>();

/** The joints that follow no other, in the order of q and v. */
export function independentJoints(model: RobotModel): readonly Joint[] {
  requireModel(model);
  let joints = known.get(model);
  if (!joints) {
    joints = model.joints.filter(({ mimic }) => !mimic).toSorted((a, b) => a.qIndex - b.qIndex);
    known.set(model, joints);
  }
  return joints;
}
