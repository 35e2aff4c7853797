/** @file A scene with settings changed by `path=value`, and the settings in which two scenes differ. */
import { settingsBetween, withSetting } from '../settings/set.ts';
import { parseScene } from './parse.ts';
import { robotOf, withRobotAs, withWholeRobot } from './robot.ts';
import { type Scene, sceneJsonSchema } from './schema.ts';

/** The scene with one setting after another. Throws an ArgumentError where there is no such one, a SceneError where a value does not fit. */
export function withSettings(scene: Scene, settings: readonly string[]): Scene {
  const schema = sceneJsonSchema();
  // a robot that is only a file has no parts to set
  const changed = settings.reduce((value, assignment) => withSetting(schema, value, assignment), withWholeRobot(scene));
  const parsed = parseScene(changed);
  return withRobotAs(parsed, robotOf(parsed));
}

/** What has to be said to come from one scene to the other, as `path=value`; what only an editor reads is not. */
export const settingsFrom = (before: Scene, after: Scene): string[] =>
  settingsBetween(sceneJsonSchema(), withWholeRobot(before), withWholeRobot(after)).filter(
    (setting) => !setting.startsWith('$schema='),
  );
