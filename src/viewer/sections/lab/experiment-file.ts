/** @file The experiment with all that was changed of it, as a file that the terminal draws alike. */
import type { Scene } from '../../../scene/schema.ts';
import { nameOfScene, settingsOfScene } from '../../studio/address/linked-scene.ts';
import { canonicalSetting } from '../../studio/address/settings-codec.ts';
import { sceneFileName } from '../../studio/command-line.ts';
import type { Store } from '../../studio/store/store.ts';
import { ownExperiment } from './experiments.ts';
import type { Lab } from './lab.ts';
import { without } from './without.ts';

export interface ExperimentFile {
  /** Without the end of the file's name. */
  readonly name: string;
  readonly text: string;
}

/** Null before it was looked at. */
export function experimentFile({ scene, sceneFile }: Store['experiment'], lab: Lab): ExperimentFile | null {
  const file = lab.facts.value?.file;
  if (!file) return null;
  const said = without(file, '$schema');
  const own = lab.experiment.value === ownExperiment ? scene.value : null;
  const name = own ? `${said.name}-lab` : said.name;
  const about = own ? sceneOf(own, sceneFile.value) : {};
  const drawn = { ...said.lab, ...dimensionsOf(lab.seen) };
  return { name, text: `${JSON.stringify({ ...said, name, ...about, lab: drawn }, null, 2)}\n` };
}

/** How the surface is drawn, where somebody chose it. */
function dimensionsOf({ dim, view }: Lab['seen']): object {
  return {
    ...(dim.value !== null && { dim: dim.value }),
    ...(view.value && { view: [view.value.azimuth, view.value.elevation] }),
  };
}

/** A bundled scene with what differs from it; a scene of the user's own by its file. */
function sceneOf(scene: Scene, sceneFile: string): object {
  if (sceneFile === '') return { scene: sceneFileName(scene) };
  const set = settingsOfScene(nameOfScene(sceneFile), scene).map(canonicalSetting);
  return { scene: sceneFile, ...(set.length > 0 && { set }) };
}
