/** @file Draws the arm under control into the 3-D view: where it is, where its plan leads, what pulls at it; hands there move target and arm. */
import { effect, untracked } from '@preact/signals';
import type { RobotModel } from '../../../../robot/model.ts';
import type { Studio } from '../../../studio/studio.ts';
import type { World } from '../../../world/world.ts';
import { jointColours } from '../joint-colours.ts';
import { linkJoints } from '../joint-selection.ts';
import { gapTo } from '../reach-of-target.ts';
import { targetOf } from '../target.ts';
import { planOf } from './live-plan.ts';
import { takeTarget } from './take-target.ts';

export function drawPlan(world: World, studio: Studio): () => void {
  const { store } = studio;
  const { view, experiment } = store;
  const plan = planOf(store);
  let drawn: RobotModel | null = null;
  world.setCrowd(null);
  world.clearGhosts();
  world.setGhostPoses([]);
  world.setSecondPoses(null);
  world.setMemberPaths(new Float32Array(), 0);
  world.setPath([]);
  world.setTargetArrow(null);
  world.setRings(null);
  const model = (): RobotModel | null => plan.facts.value?.model ?? experiment.loaded.value?.model ?? null;
  const ends = [
    effect(() => {
      const { value: news } = plan.news;
      const { value: facts } = plan.facts;
      if (!facts || !news) return;
      const isOther = facts.model !== drawn;
      if (isOther) untracked(() => turnTo(facts.model));
      world.setPoses(news.poses);
      if (isOther && !view.camera.peek()) world.frameRobot();
      world.setTube(view.layers.value.includes('path') ? news.path : []);
      world.setPull(news.pull);
    }),
    effect(() => {
      const { value: place } = plan.place;
      world.setTarget(place);
      const target = experiment.scene.value && targetOf(experiment.scene.value);
      const robot = model();
      world.setTargetReach(!place || !target || !robot || gapTo(robot, target.link, place) === 0);
    }),
    effect(() => world.setAxes(view.layers.value.includes('axes'))),
    effect(() => world.setPulling(plan.pulls.value)),
    ...linkJoints(world, store, model),
    world.onTargetDragged((position, done) => takeTarget(studio, position, done)),
    world.onHold((hold) => plan.pull(hold)),
  ];
  function turnTo(robot: RobotModel): void {
    drawn = robot;
    world.setRobot(robot);
    world.setJointColours(jointColours(robot));
    world.setTarget(plan.place.value);
    if (view.camera.value) world.setCamera(view.camera.value);
  }
  return () => {
    for (const end of ends) end();
    world.setPulling(false);
    world.setTube([]);
    world.setPull(null);
    world.setTargetReach(true);
  };
}
