/** @file Draws many arms in the place of the one, where that is wanted; the one that is pressed is looked at. */
import { computed, effect, untracked } from '@preact/signals';
import type { Situations } from '../../../studio/situations.ts';
import type { ShownCrowd } from '../../../studio/store/shown.ts';
import type { Store } from '../../../studio/store/store.ts';
import type { World } from '../../../world/world.ts';

/** Many arms, where they are to be drawn; null where the one is. Reads signals. */
export function crowdOf({ shown, view, experiment }: Store): ShownCrowd | null {
  const { value: crowd } = shown.crowd;
  const isWanted = view.layers.value.includes('crowd') && experiment.training.value !== null;
  // those of another robot are not drawn with the bodies of this one
  return isWanted && crowd?.bodies === experiment.loaded.value?.model.bodies.length ? crowd : null;
}

/** From many arms to the one that was pressed: its start and its goal are those of the arm that is looked at. */
export function lookAtMember({ shown, view }: Store, situations: Situations, member: number): void {
  const situation = shown.crowd.value?.situations.at(member);
  if (!situation) return;
  view.layers.value = view.layers.value.filter((layer) => layer !== 'crowd');
  situations.take(situation);
}

function drawFrame(world: World, { cursor }: Store, { dt, frames }: ShownCrowd): void {
  world.setCrowdFrame(Math.min(Math.max(Math.round(cursor.t.value / dt), 0), frames - 1));
}

export function drawCrowd(world: World, store: Store, situations: Situations): (() => void)[] {
  const isDrawn = computed(() => crowdOf(store) !== null);
  let isFirst = true;
  return [
    effect(() => {
      const crowd = crowdOf(store);
      if (!crowd) return world.setCrowd(null);
      const goals = crowd.situations.flatMap(({ goal }) => (goal ? [goal] : []));
      world.setCrowd({ ...crowd, goals: goals.length === crowd.count ? goals : [] });
      untracked(() => drawFrame(world, store, crowd));
    }),
    effect(() => {
      const crowd = crowdOf(store);
      if (crowd) drawFrame(world, store, crowd);
    }),
    // seen from where all of them fit the view, and then from where the one does
    effect(() => {
      void isDrawn.value;
      if (!isFirst) untracked(() => world.frameRobot());
      isFirst = false;
    }),
    world.onMember((member) => lookAtMember(store, situations, member)),
  ];
}
