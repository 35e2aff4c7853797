/** @file An experiment of the Lab with settings changed by `path=value`, and the settings in which two of them differ. */
import { requireList, requireObject } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import { settingsBetween, withSetting } from '../settings/set.ts';
import { printable } from '../text/printable.ts';
import { parseLab } from './parse.ts';
import { type LabFile, labJsonSchema } from './schema.ts';

/** What begins a setting of the scene that an experiment is about. */
const ofScene = 'scene.';

/** The settings of the experiment itself, and those of its scene, without what they begin with. */
export function partedSettings(settings: readonly string[]): {
  readonly own: readonly string[];
  readonly scene: readonly string[];
} {
  const isOfScene = (setting: string): boolean => setting.startsWith(ofScene);
  return {
    own: settings.filter((setting) => !isOfScene(setting)),
    scene: settings.filter(isOfScene).map((setting) => setting.slice(ofScene.length)),
  };
}

/**
 * The experiment with one setting after another; `scene.PATH=VALUE` is one of its scene. Throws an ArgumentError where there is no such
 * setting, a SceneError where a value does not fit; whether those of the scene fit, `sceneOfLab` says.
 */
export function withLabSettings(file: LabFile, settings: readonly string[]): LabFile {
  requireObject('file', file, 'an experiment of the Lab');
  requireList('settings', settings, 'a list of texts path=value');
  const { own, scene } = partedSettings(settings);
  const changed = own.reduce((value, setting) => withSetting(labJsonSchema(), value, setting), file);
  if (scene.length === 0) return parseLab(changed);
  if (changed.scene === undefined)
    throw new ArgumentError('setting', `"${ofScene}${printable(scene[0])}"`, 'one of a landscape: there is no scene');
  return parseLab({ ...changed, set: [...(changed.set ?? []), ...scene] });
}

/** What has to be said to come from one experiment to the other, as `path=value`; what only an editor reads is not. */
export const labSettingsFrom = (before: LabFile, after: LabFile): string[] =>
  settingsBetween(labJsonSchema(), before, after).filter((setting) => !setting.startsWith('$schema='));
