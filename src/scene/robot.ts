/** @file The robot of a scene: its file, and what the file cannot say itself, whole or in the fewest words. */
import type { RobotOffer } from '../errors.ts';
import { type RobotSettings, unusual, usualSettings } from '../robot/robot-fields.ts';
import { type Change, changeOf } from '../settings/touches.ts';
import { type Scene, sceneJsonSchema } from './schema.ts';

/** The whole setting of a scene's robot. */
export type SceneRobot = RobotSettings & { readonly file: string };

/** The robot's file, and what the scene says of it besides. */
export const robotOf = ({ robot }: Scene): SceneRobot =>
  typeof robot === 'string' ? { file: robot, ...usualSettings } : robot;

/** Some of a robot's setting, or what a finding offers. */
type Said = RobotOffer | Partial<RobotSettings>;

/** What is said of a robot, and more of it. */
export const saidMore = <T extends Partial<RobotSettings>>(said: T, more: Said) => ({
  ...said,
  ...more,
  weld: [...new Set([...(said.weld ?? []), ...(more.weld ?? [])])],
  armature: { ...said.armature, ...more.armature },
});

/** The scene with this said of its robot, and nothing else: by its file alone where nothing is. */
export const withRobotAs = (scene: Scene, robot: SceneRobot): Scene => ({
  ...scene,
  robot: Object.keys(unusual(robot)).length > 0 ? robot : robot.file,
});

/** The scene with more said of its robot. */
export const withRobot = (scene: Scene, more: Said): Scene => withRobotAs(scene, saidMore(robotOf(scene), more));

/** The scene with the whole setting of its robot, so that every part of it has a place. */
export const withWholeRobot = (scene: Scene): Scene => ({ ...scene, robot: robotOf(scene) });

/** What scales and offsets of a policy's senses and action are made of: its programs have them as constants. */
const seenByPolicy = /^(start\.q|goals|obstacles)\b/;

/** What differs between two scenes, however much either says of its robot. */
export function changeOfScenes(before: Scene, after: Scene): Change {
  const change = changeOf(sceneJsonSchema(), withWholeRobot(before), withWholeRobot(after));
  const isOther = after.observe !== undefined && change.paths.some((path) => seenByPolicy.test(path));
  return isOther ? { ...change, touches: 'structure' } : change;
}

/** Whether the robots of two scenes differ in no more than numbers of their drives that both name. */
export function haveSameRobot(before: Scene, after: Scene): boolean {
  const [known, found] = [before, after].map(robotOf);
  const { touches } = changeOfScenes(before, { ...before, robot: found });
  return touches !== 'structure' && (known.frictionVelocity === undefined) === (found.frictionVelocity === undefined);
}
