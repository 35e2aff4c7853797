/** @file The robot of a scene: its file, and what the file cannot say itself, whole or in the fewest words. */
import { type RobotSettings, unusual, usualSettings } from '../robot/robot-fields.ts';
import type { Scene } from './schema.ts';

/** The whole setting of a scene's robot. */
export type SceneRobot = RobotSettings & { readonly file: string };

/** The robot's file, and what the scene says of it besides. */
export const robotOf = ({ robot }: Scene): SceneRobot =>
  typeof robot === 'string' ? { file: robot, ...usualSettings } : robot;

/** The scene with more said of its robot: by its file alone where nothing is. */
export function withRobot(scene: Scene, more: Partial<RobotSettings>): Scene {
  const own = robotOf(scene);
  const robot: SceneRobot = {
    ...own,
    ...more,
    weld: [...new Set([...own.weld, ...(more.weld ?? [])])],
    armature: { ...own.armature, ...more.armature },
  };
  return { ...scene, robot: Object.keys(unusual(robot)).length > 0 ? robot : robot.file };
}

/** The scene with the whole setting of its robot, so that every part of it has a place. */
export const withWholeRobot = (scene: Scene): Scene => ({ ...scene, robot: robotOf(scene) });
