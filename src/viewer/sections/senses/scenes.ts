/** @file The scenes that the Senses can open: those that come with the page and say an estimator, and the one that is open in the room of the arm. */
import { untracked } from '@preact/signals';
import { bundledScenes } from '../../../platform/web/bundled-files.ts';
import type { Scene } from '../../../scene/schema.ts';
import { settingsFrom } from '../../../scene/with-settings.ts';
import { baseScene, bundledRobot, sceneNames } from '../../studio/address/linked-scene.ts';
import { haveSameBits } from '../../studio/same-bits.ts';
import type { Store } from '../../studio/store/store.ts';
import type { SensesSource } from './calls.ts';

/** What is open in the room of the arm, in the address. */
export const ownScene = 'own';

/** What the room begins with where what is open is not seen by sensors. */
const usualScene = 'two-link-senses';

interface Words {
  readonly title?: unknown;
  readonly estimator?: unknown;
}

const wordsOf = (name: string): Words => JSON.parse(bundledScenes.get(`${name}.json`)!) as Words;

/** Scenes that come with the page and are seen by sensors. */
export const sensedScenes: readonly { readonly name: string; readonly title: string }[] = sceneNames
  .map((name) => ({ name, words: wordsOf(name) }))
  .filter(({ words }) => words.estimator !== undefined)
  .map(({ name, words }) => ({ name, title: String(words.title) }));

/** Names in the address. */
export const sensedNames: readonly string[] = [...sensedScenes.map(({ name }) => name), ownScene];

/** Of the room of the arm: the best that a run has found, where it is known. */
function foundOf({ run, experiment }: Store): Float64Array | null {
  if (!(run.newest.value > 0)) return null;
  const found = run.recording.value.nearest(Math.max(run.best.value, 0));
  return found && found.parameters.length === experiment.parameters.value.length ? found.parameters : null;
}

/** What is shown where nothing was chosen: what is open, where it is seen by sensors. Reads signals. */
export function unchosenScene({ experiment }: Store): string {
  const scene = experiment.scene.value ?? experiment.coming.value?.scene;
  return scene && !isSensed(scene) ? usualScene : ownScene;
}

const nothing = { scene: null, robot: null };

let kept: SensesSource | null = null;

/** The same object as long as it is the same. */
function ownSource(store: Store): SensesSource | null {
  const { scene: present, robot: held, coming } = store.experiment;
  const { scene, robot } = present.value ? { scene: present.value, robot: held.value } : (coming.value ?? nothing);
  const parameters = foundOf(store);
  if (!scene || !robot) return null;
  // what comes is estimated before it has come
  const isKept = kept?.robot === robot && (kept.scene === scene || settingsFrom(kept.scene, scene).length === 0);
  const isSame = parameters ? kept?.parameters && haveSameBits(kept.parameters, parameters) : !kept?.parameters;
  if (!isKept || !isSame) kept = { scene, robot, parameters };
  return kept;
}

const made = new Map<string, SensesSource>();

/** What is estimated under a name; null where nothing is open. Reads signals, but not those of a run. */
export function sourceOf(store: Store, name: string): SensesSource | null {
  if (name === ownScene) {
    const { scene, robot, coming } = store.experiment;
    void [scene.value, robot.value, coming.value];
    return untracked(() => ownSource(store));
  }
  const scene = baseScene(name);
  const source = made.get(name) ?? { scene, robot: bundledRobot(scene)!, parameters: null };
  made.set(name, source);
  return source;
}

/** Whether a scene is seen by sensors. */
export const isSensed = ({ estimator }: Pick<Scene, 'estimator'>): boolean => estimator !== undefined;
