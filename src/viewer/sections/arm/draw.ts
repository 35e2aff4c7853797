/** @file Draws the arm's room into the 3-D view: what the store says is drawn, what a hand does there is told to the session. */
import { effect, untracked } from '@preact/signals';
import type { Studio } from '../../studio/studio.ts';
import type { Store } from '../../studio/store/store.ts';
import type { Layer } from '../../studio/store/view.ts';
import type { MemberPaths } from '../../worker/member-paths.ts';
import type { Motion } from '../../worker/motion.ts';
import { type BodyPoses, poseSize } from '../../world/poses.ts';
import type { World } from '../../world/world.ts';
import type { RobotFile } from './calls.ts';
import { armGhosts } from './ghosts.ts';
import { crowdOf, drawCrowd } from './train/draw-crowd.ts';
import { jointColours } from './joint-colours.ts';
import { linkJoints } from './joint-selection.ts';
import { ringsAt } from './push.ts';
import { goalGradient, isWithinReach } from './reach-of-target.ts';

const noPaths: MemberPaths = { points: 0, positions: new Float32Array() };

/** Draws what the store holds, and goes on doing so until the returned function is called. */
export function drawArm(world: World, { store, session }: Studio): () => void {
  const ends = [
    ...drawRobot(world, store),
    ...drawMotion(world, store),
    ...drawGradient(world, store),
    ...linkJoints(world, store, () => store.experiment.loaded.value?.model ?? null),
    ...drawCrowd(world, store, session.run.situations),
    world.onTargetDragged((position) => session.run.moveTarget(position)),
  ];
  return () => {
    for (const end of ends) end();
  };
}

const shows = ({ view }: Store, layer: Layer): boolean => view.layers.value.includes(layer);

const progressOf = ({ cursor, shown }: Store): number =>
  shown.duration.value > 0 ? cursor.t.value / shown.duration.value : 1;

function drawRobot(world: World, store: Store): (() => void)[] {
  const { experiment, view } = store;
  let drawn: RobotFile | null = null;
  return [
    effect(() => {
      const { value: robot } = experiment.robot;
      const { value: loaded } = experiment.loaded;
      if (!loaded || robot === drawn) return;
      // the view stays where it is on the same arm with other joints
      const isOther = drawn?.content !== robot?.content;
      drawn = robot;
      untracked(() => {
        world.setRobot(loaded.model);
        world.setJointColours(jointColours(loaded.model));
        world.setTarget(experiment.target.value);
        drawPath(world, store);
        drawPoses(world, store);
        drawRings(world, store);
        const { value: camera } = view.camera;
        if (camera) world.setCamera(camera);
        else if (isOther) world.frameRobot();
      });
    }),
    effect(() => {
      world.setTarget(crowdOf(store) ? null : experiment.target.value);
      world.setTargetReach(isWithinReach(store));
    }),
    effect(() => world.setAxes(shows(store, 'axes'))),
  ];
}

function drawMotion(world: World, store: Store): (() => void)[] {
  const { shown, run } = store;
  return [
    effect(() => {
      world.clearGhosts();
      if (!shows(store, 'ghosts')) return;
      for (const { motion } of shown.ghosts.value) world.addGhost(shown.pathOf(motion));
    }),
    effect(() => drawGhostArms(world, store)),
    effect(() => drawSecond(world, store)),
    effect(() => {
      const { positions, points } = (shows(store, 'others') && run.memberPaths.value) || noPaths;
      world.setMemberPaths(positions, points);
    }),
    effect(() => drawPath(world, store)),
    effect(() => drawPoses(world, store)),
    effect(() => world.setProgress(progressOf(store))),
  ];
}

function drawPath(world: World, store: Store): void {
  const { value: motion } = store.shown.motion;
  world.setPath(
    shows(store, 'path') && motion ? store.shown.pathOf(motion) : [],
    untracked(() => progressOf(store)),
  );
}

/** Where earlier motions had the arm at the moment that is shown. */
function drawGhostArms(world: World, store: Store): void {
  const { ghosts, frame } = store.shown;
  const arms = shows(store, 'ghosts') ? armGhosts(ghosts.value) : [];
  world.setGhostPoses(arms.map(({ motion }) => posesAt(motion, frame.value)));
}

/** Poses of all bodies at a frame; at the last one where there are fewer. */
function posesAt({ poses, bodies }: Pick<Motion, 'poses' | 'bodies'>, frame: number): BodyPoses {
  const last = poses.length / (bodies * poseSize) - 1;
  return { poses, offset: Math.min(frame, last) * bodies * poseSize };
}

/** Where the second physics has the arm at the moment that is shown. */
function drawSecond(world: World, { shown }: Store): void {
  const [second, motion] = [shown.second.value, shown.motion.value];
  const isThere = second?.state === 'there' && motion !== null;
  world.setSecondPoses(isThere ? posesAt({ poses: second.poses, bodies: motion.bodies }, shown.frame.value) : null);
}

function drawPoses(world: World, { shown }: Store): void {
  const { value: motion } = shown.motion;
  if (motion) world.setPoses(motion.poses, shown.frame.value * motion.bodies * poseSize);
}

function drawRings(world: World, store: Store): void {
  const { shown } = store;
  const { value: look } = shown.look;
  if (!look || !shows(store, 'rings')) return world.setRings(null);
  world.setRings(ringsAt(look, 'tau', look.trajectory.nv, shown.frame.value));
}

/** Rings at the joints and the arrow at the target: the push that would lower the loss, at the instant under the cursor. */
function drawGradient(world: World, store: Store): (() => void)[] {
  return [
    effect(() => drawRings(world, store)),
    effect(() => world.setTargetArrow(shows(store, 'rings') ? goalGradient(store) : null)),
  ];
}
