/** @file The scene that an experiment of the Lab is about. */
import { requireObject } from '../core/arguments.ts';
import { ArgumentError, SceneError } from '../errors.ts';
import { readScene } from '../scene/parse.ts';
import type { Scene } from '../scene/schema.ts';
import { withSettings } from '../scene/with-settings.ts';
import type { LabFile } from './schema.ts';

/** The scene in the text of its file, as an experiment changes it. Throws a SceneError, by the experiment's path where a setting does not fit. */
export function sceneOfLab(file: LabFile, sceneText: string): Scene {
  requireObject('file', file, 'an experiment of the Lab');
  return (file.set ?? []).reduce((scene, setting, i) => {
    try {
      return withSettings(scene, [setting]);
    } catch (error) {
      if (error instanceof ArgumentError || error instanceof SceneError)
        throw new SceneError(`$.set[${i}]`, `"${setting}"`, `a setting of the scene (${error.message})`);
      throw error;
    }
  }, readScene(sceneText));
}
