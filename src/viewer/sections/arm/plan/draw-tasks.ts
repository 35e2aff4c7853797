/** @file Draws the arm's room by what the arm does: a run of it, or the arm under control. */
import { computed, effect, untracked } from '@preact/signals';
import type { Studio } from '../../../studio/studio.ts';
import type { World } from '../../../world/world.ts';
import { drawArm } from '../draw.ts';
import { drawPlan } from './draw.ts';

export function drawTasks(world: World, studio: Studio): () => void {
  const isLive = computed(() => studio.store.view.isLive.value);
  return effect(() => {
    const draw = isLive.value ? drawPlan : drawArm;
    return untracked(() => draw(world, studio));
  });
}
