/** @file How far the target is within reach, and where the loss would fall if it moved. */
import { findLink } from '../../../dynamics/forward-kinematics.ts';
import { chainTo, distanceFrom } from '../../../robot/link-range.ts';
import type { Store } from '../../studio/store/store.ts';
import { targetOf } from './target.ts';

/** Length of the arrow at the target, m. */
const arrowLength = 0.12;

/** What is less is rounding, m. */
const leastGap = 5e-4;

/** m by which the target lies beyond what the link can reach; 0 where it may be within, or where there is none. */
export function beyondReach({ experiment }: Store): number {
  const [scene, loaded, place] = [experiment.scene.value, experiment.loaded.value, experiment.target.value];
  const target = scene && targetOf(scene);
  if (!target || !loaded || !place) return 0;
  const { gap } = distanceFrom(chainTo(loaded.model, findLink(loaded.model, target.link)), place);
  return gap > leastGap ? gap : 0;
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
