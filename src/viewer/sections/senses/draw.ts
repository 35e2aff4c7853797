/** @file Draws the estimated rollout into the 3-D view: the arm as it was and as it is believed to be, ellipsoids of belief, cameras. */
import { effect, untracked } from '@preact/signals';
import type { Studio } from '../../studio/studio.ts';
import { idOf } from '../../studio/store/selection.ts';
import { poseSize } from '../../world/poses.ts';
import type { Belief, CameraShown, World } from '../../world/world.ts';
import { jointColours } from '../arm/joint-colours.ts';
import { linkJoints } from '../arm/joint-selection.ts';
import type { Estimated, Poses } from './calls.ts';
import { magnificationOf } from './belief-sizes.ts';
import { type Senses, sensesOf, sensesRoom } from './senses.ts';
import { stateAt } from './switching.ts';

/** Whether the room shows an arm of its own. */
export const showsEstimate = ({ store }: Studio): boolean =>
  store.view.room.value === sensesRoom && sensesOf(store).estimated.value !== null;

/** Row of poses at a moment. */
const rowAt = ({ frames, dt }: Poses, t: number): number => Math.min(Math.max(Math.round(t / dt), 0), frames - 1);

/** Where what is not known is believed to be at a tick, as large as it is drawn. */
function beliefsAt({ record }: Estimated, tick: number): Belief[] {
  const { link, goal } = record;
  const deviations = 2 * magnificationOf(record);
  const at = (kind: Belief['kind'], { mean, covariance }: Pick<typeof link, 'mean' | 'covariance'>): Belief => ({
    kind,
    mean: mean.subarray(3 * tick, 3 * tick + 3),
    covariance: covariance.subarray(9 * tick, 9 * tick + 9),
    deviations,
  });
  return [at('link', link), ...(goal ? [at('goal', goal)] : [])];
}

export function drawSenses(world: World, { store }: Studio): () => void {
  const senses = sensesOf(store);
  const { t } = senses.clocks.cursor;
  let robot: number | null = null;
  world.setCrowd(null);
  world.clearGhosts();
  world.setGhostPoses([]);
  world.setMemberPaths(new Float32Array(), 0);
  world.setTargetArrow(null);
  world.setRings(null);
  const ends = [
    effect(() => {
      const { value: estimated } = senses.estimated;
      if (!estimated) return;
      const isOther = estimated.robot !== robot;
      robot = estimated.robot;
      if (isOther) {
        world.setRobot(estimated.model);
        world.setJointColours(jointColours(estimated.model));
      }
      const { goal, link } = estimated.record;
      const target = goal ? goal.truth : estimated.target;
      world.setTarget(target && [target[0], target[1], target[2]]);
      // a goal that has to be found is a ring, around what is believed of it
      world.setTargetReach(!goal);
      world.setPath(link.truth, progressOf(senses));
      untracked(() => drawMoment(world, senses, estimated, t.value));
      if (isOther) world.frameRobot();
    }),
    effect(() => {
      const { value: estimated } = senses.estimated;
      if (estimated) drawMoment(world, senses, estimated, t.value);
    }),
    effect(() => {
      const { value: estimated } = senses.estimated;
      const lit = idOf(store.selection.hover.value ?? store.selection.pin.value, 'sensor');
      if (estimated) world.setCameras(camerasAt(senses, estimated, t.value, lit));
    }),
    ...linkJoints(world, store, () => senses.estimated.value?.model ?? null),
  ];
  return () => {
    for (const end of ends) end();
    world.setSecondPoses(null);
    world.setBeliefs([]);
    world.setCameras([]);
    world.setTargetReach(true);
  };
}

function progressOf({ clocks: { cursor, timeline } }: Senses): number {
  const duration = timeline.duration();
  return duration > 0 ? cursor.t.value / duration : 1;
}

function drawMoment(world: World, senses: Senses, estimated: Estimated, t: number): void {
  const { arm, believed, record } = estimated;
  world.setPoses(arm.poses, rowAt(arm, t) * arm.bodies * poseSize);
  const tick = Math.min(rowAt(believed, t), record.ticks - 1);
  world.setSecondPoses({ poses: believed.poses, offset: tick * believed.bodies * poseSize });
  world.setBeliefs(beliefsAt(estimated, tick));
  world.setProgress(progressOf(senses));
}

const camerasAt = (senses: Senses, { cameras, arm }: Estimated, t: number, lit: string | null): CameraShown[] =>
  cameras.map(({ sensor, body, inBody, half }) => ({
    inBody,
    half,
    pose: body < 0 ? null : { poses: arm.poses, offset: (rowAt(arm, t) * arm.bodies + body) * poseSize },
    isLit: lit === sensor,
    isBlind: stateAt(senses.switches.value, sensor, t) === 'blind',
  }));
