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

/** Moves the moment as time passes, once from the start to the end. */
function playBack(lab: Lab): () => void {
  let frame = 0;
  const end = effect(() => {
    if (!lab.isPlaying.value) return;
    let before = performance.now();
    const go = (now: number): void => {
      const t = lab.t.peek() + Math.max(now - before, 0) / 1000;
      before = now;
      lab.t.value = Math.min(t, lab.duration.peek());
      if (lab.t.peek() >= lab.duration.peek()) lab.isPlaying.value = false;
      else frame = requestAnimationFrame(go);
    };
    frame = requestAnimationFrame(go);
    return () => cancelAnimationFrame(frame);
  });
  return end;
}

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
    playBack(lab),
    ...linkJoints(world, store, () => lab.played.value?.model ?? null),
  ];
  return () => {
    for (const end of ends) end();
  };
}

const progressOf = ({ t, duration }: Lab): number => (duration.value > 0 ? t.value / duration.value : 1);

/** Frame of a motion at the moment that is shown. */
const frameOf = ({ frames, dt }: Motion, { t }: Lab): number =>
  Math.min(Math.max(Math.round(t.value / dt), 0), frames - 1);

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
