/** @file Joins the store and the 3-D world: what the store says is drawn, what a hand does there is told to the session. */
import { effect, untracked } from '@preact/signals';
import type { RobotFile } from './sections/arm/calls.ts';
import { armGhosts } from './sections/arm/ghosts.ts';
import type { Session } from './studio/session.ts';
import * as store from './studio/store.ts';
import { isDark } from './studio/theme.ts';
import type { MemberPaths } from './worker/member-paths.ts';
import { createWorld, type World } from './world/world.ts';

/** Numbers of one body's pose. */
const poseSize = 12;

const noPaths: MemberPaths = { points: 0, positions: new Float32Array() };

const progress = (): number => (store.duration.value > 0 ? store.time.value / store.duration.value : 1);

/** Draws what the store holds, and goes on doing so. */
function draw(world: World): void {
  let drawn: RobotFile | null = null;
  effect(() => world.setTheme(isDark.value ? 'dark' : 'light'));
  effect(() => {
    const { value: robot } = store.robot;
    const { value: loaded } = store.loaded;
    if (!loaded || robot === drawn) return;
    // the view stays where it is on the same arm with other joints
    const isOther = drawn?.content !== robot?.content;
    drawn = robot;
    untracked(() => {
      world.setRobot(loaded.model);
      world.setTarget(store.target.value);
      drawPath(world);
      drawPoses(world);
      if (isOther) world.frameRobot();
    });
  });
  effect(() => {
    world.clearGhosts();
    if (store.showsGhosts.value) for (const { motion } of store.ghosts.value) world.addGhost(store.pathOf(motion));
  });
  effect(() => drawGhostArms(world));
  effect(() => drawMemberPaths(world));
  effect(() => world.setTarget(store.target.value));
  effect(() => drawPath(world));
  effect(() => drawPoses(world));
  effect(() => world.setProgress(progress()));
}

function drawPath(world: World): void {
  const { value: motion } = store.motion;
  world.setPath(store.showsPath.value && motion ? store.pathOf(motion) : [], untracked(progress));
}

function drawMemberPaths(world: World): void {
  const { positions, points } = (store.showsRestarts.value && store.memberPaths.value) || noPaths;
  world.setMemberPaths(positions, points);
}

/** Where earlier rollouts had the arm at the moment that is shown. */
function drawGhostArms(world: World): void {
  const arms = store.showsGhosts.value ? armGhosts(store.ghosts.value) : [];
  const { value: frame } = store.frame;
  world.setGhostPoses(
    arms.map(({ motion: { poses, bodies } }) => {
      const last = poses.length / (bodies * poseSize) - 1;
      return { poses, offset: Math.min(frame, last) * bodies * poseSize };
    }),
  );
}

function drawPoses(world: World): void {
  const { value: motion } = store.motion;
  if (motion) world.setPoses(motion.poses, store.frame.value * motion.bodies * poseSize);
}

const hasWebGl2 = (): boolean => document.createElement('canvas').getContext('webgl2') !== null;

/** Puts a world into the element; null, with the reason in the store, where the browser cannot draw it. */
export function mountWorld(element: HTMLElement, session: Session): World | null {
  if (!hasWebGl2()) {
    store.worldFailure.value =
      'This browser offers no WebGL 2. Switch on hardware acceleration, or use another browser.';
    return null;
  }
  const canvas = document.createElement('canvas');
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', 'The robot, its path and its target in three dimensions');
  element.append(canvas);
  try {
    const world = createWorld(canvas, { theme: isDark.value ? 'dark' : 'light', ghostLimit: store.ghostLimit });
    draw(world);
    world.onTargetDragged((position) => session.run.moveTarget(position));
    return world;
  } catch (error) {
    canvas.remove();
    store.worldFailure.value = error instanceof Error ? error.message : String(error);
    return null;
  }
}
