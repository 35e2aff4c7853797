/** @file Draws the Lab's arm into the 3-D view: the point of the surface that is played. */
import { effect, untracked } from '@preact/signals';
import type { Studio } from '../../studio/studio.ts';
import type { Motion } from '../../worker/motion.ts';
import { poseSize } from '../../world/poses.ts';
import type { World } from '../../world/world.ts';
import { jointColours } from '../arm/joint-colours.ts';
import { linkJoints } from '../arm/joint-selection.ts';
import { ringsAt } from '../arm/push.ts';
import { type Lab, labOf, labRoom } from './lab.ts';

/** Whether the room shows an arm of its own. */
export const showsArm = ({ store }: Studio): boolean =>
  store.view.room.value === labRoom && labOf(store).played.value !== null;

export function drawLab(world: World, { store }: Studio): () => void {
  const lab = labOf(store);
  let robot: number | null = null;
  world.setCrowd(null);
  world.clearGhosts();
  world.setMemberPaths(new Float32Array(), 0);
  world.setTargetArrow(null);
  world.setSecondPoses(null);
  const ends = [
    effect(() => {
      const { value: played } = lab.played;
      if (!played) return;
      const isOther = played.robot !== robot;
      robot = played.robot;
      if (isOther) {
        world.setRobot(played.model);
        world.setJointColours(jointColours(played.model));
      }
      world.setTarget(played.target);
      world.setPath(
        played.path,
        untracked(() => progressOf(lab)),
      );
      untracked(() => {
        drawPoses(world, lab);
        drawPushes(world, lab);
      });
      if (isOther) world.frameRobot();
    }),
    effect(() => drawPoses(world, lab)),
    effect(() => drawPushes(world, lab)),
    effect(() => world.setProgress(progressOf(lab))),
    ...linkJoints(world, store, () => lab.played.value?.model ?? null),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function progressOf({ clocks: { cursor, timeline } }: Lab): number {
  const duration = timeline.duration();
  return duration > 0 ? cursor.t.value / duration : 1;
}

/** Frame of a motion at the moment that is shown. */
const frameOf = ({ frames, dt }: Motion, { clocks }: Lab): number =>
  Math.min(Math.max(Math.round(clocks.cursor.t.value / dt), 0), frames - 1);

/** The costates of the moment as arrows at the joints. */
function drawPushes(world: World, lab: Lab): void {
  const { value: shown } = lab.played;
  if (!shown || !lab.showsPushes.value) return world.setRings(null);
  world.setRings(ringsAt(shown, lab.costate.value, shown.model.nv, frameOf(shown.motion, lab)));
}

function drawPoses(world: World, lab: Lab): void {
  const { value: shown } = lab.played;
  if (!shown) return;
  const { poses, bodies } = shown.motion;
  world.setPoses(poses, frameOf(shown.motion, lab) * bodies * poseSize);
}
