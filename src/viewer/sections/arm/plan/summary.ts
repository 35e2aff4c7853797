/** @file What stands on the sheet of a small screen while Arm plans. */
import type { Studio } from '../../../studio/studio.ts';
import { isDistanceOf } from '../main-measure.ts';
import { planOf } from './live-plan.ts';
import { lineOf } from './readouts.ts';

/** Null while it does something else. Reads signals. */
export function planSummary({ store }: Studio): string | null {
  if (!store.view.isLive.value) return null;
  const { facts, news, failure, isOpening } = planOf(store);
  if (failure.value !== null) return 'No plan';
  const { value: scene } = store.experiment.scene;
  if (!facts.value || !news.value || !scene)
    return isOpening.value ? 'Compiling the planner …' : 'Nothing is planned yet';
  return lineOf(facts.value, news.value, isDistanceOf(scene, facts.value.measure));
}
