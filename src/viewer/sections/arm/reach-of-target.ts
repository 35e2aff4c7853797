/** @file How far the target is within reach, and where the loss would fall if it moved. */
import { findLink } from '../../../dynamics/forward-kinematics.ts';
import { chainTo, distanceFrom } from '../../../robot/link-range.ts';
import type { Store } from '../../studio/store/store.ts';
import type { RobotModel } from '../../../robot/model.ts';
import { targetOf } from './target.ts';

/** Length of the arrow at the target, m. */
const arrowLength = 0.12;

/** What is less is rounding, m. */
const leastGap = 5e-4;

/** A place in the world, m. */
type Place = readonly [number, number, number];

/** m by which a place lies beyond what the link can come to; 0 where it may be within. */
export function gapTo(model: RobotModel, link: string, place: Place): number {
  const { gap } = distanceFrom(chainTo(model, findLink(model, link)), place);
  return gap > leastGap ? gap : 0;
}

/** m by which the target lies beyond what the link can reach; 0 where it may be within, or where there is none. */
export function beyondReach({ experiment }: Store): number {
  const [scene, loaded, place] = [experiment.scene.value, experiment.loaded.value, experiment.target.value];
  const target = scene && targetOf(scene);
  return target && loaded && place ? gapTo(loaded.model, target.link, place) : 0;
}

/** How much nearer than necessary a target is brought, m: a stretched arm is hard to move. */
const spare = 0.05;

/** A place on the way to the base that is within reach, or as near to that as a few attempts come. */
export function withinReach(model: RobotModel, link: string, place: Place): Place {
  let found = place;
  for (let attempt = 0; attempt < 5; attempt++) {
    const gap = gapTo(model, link, found);
    const distance = Math.hypot(found[0], found[1], found[2]);
    if (gap === 0 || distance === 0) break;
    const factor = Math.max(0, 1 - (gap + spare) / distance);
    found = [factor * found[0], factor * found[1], factor * found[2]];
  }
  return found;
}

export const isWithinReach = (store: Store): boolean => beyondReach(store) === 0;

/** The direction in which the target would lower the loss, as an arrow of one length, m; null where there is none. */
export function goalGradient({ shown, experiment }: Store): readonly [number, number, number] | null {
  const { value: look } = shown.look;
  const scene = experiment.scene.value;
  const target = scene && targetOf(scene);
  const gradient = target && look?.costates.goals[target.goal];
  if (!gradient) return null;
  const size = Math.hypot(gradient[0], gradient[1], gradient[2]);
  if (!(size > 0) || !Number.isFinite(size)) return null;
  const factor = -arrowLength / size;
  return [factor * gradient[0], factor * gradient[1], factor * gradient[2]];
}
