/** @file The line of a terminal that estimates what the room shows, with the same bits. */
import { nameOfScene, settingsOfScene } from '../../studio/address/linked-scene.ts';
import { canonicalSetting } from '../../studio/address/settings-codec.ts';
import { type CommandLine, sceneFileName, shellQuoted } from '../../studio/command-line.ts';
import type { Store } from '../../studio/store/store.ts';
import { switchText } from './address.ts';
import { ownScene } from './scenes.ts';
import type { Senses } from './senses.ts';

/** The scene as the terminal finds it, and the file that has to be saved before; null where nothing is open. */
function sceneWords(
  { experiment }: Store,
  name: string,
): { readonly path: string; readonly settings: readonly string[]; readonly saved: string | null } | null {
  if (name !== ownScene) return { path: `scenes/${name}.json`, settings: [], saved: null };
  const [scene, file] = [experiment.scene.value, experiment.sceneFile.value];
  if (!scene) return null;
  if (file === '') return { path: sceneFileName(scene), settings: [], saved: `the scene as ${sceneFileName(scene)}` };
  return { path: `scenes/${file}`, settings: settingsOfScene(nameOfScene(file), scene), saved: null };
}

/** Null before anything is estimated. Reads signals. */
export function sensesCommand(store: Store, senses: Senses): CommandLine | null {
  const scene = sceneWords(store, senses.scene.value);
  if (!scene || !senses.estimated.value) return null;
  const switches = senses.switches.value;
  const of = (isBlind: boolean): string[] =>
    switches.filter(({ blind }) => (blind === true) === isBlind).map(switchText);
  const option = (flag: string, values: readonly string[]): string[] => values.flatMap((value) => [flag, value]);
  const words = [
    ...['adjoint', 'estimate', scene.path],
    ...option('--filter', senses.filter.value === null ? [] : [senses.filter.value]),
    ...[...scene.settings, ...senses.settings.value].flatMap((setting) => ['--set', canonicalSetting(setting)]),
    ...option('--blind', of(true)),
    ...option('--bias', of(false)),
    ...option('--seed', senses.draw.value === null ? [] : [String(senses.draw.value)]),
    ...option('--runs', senses.runs.value === null ? [] : [String(senses.runs.value)]),
  ];
  return {
    text: words.map(shellQuoted).join(' '),
    needs: scene.saved === null ? null : `Save ${scene.saved} first.`,
  };
}
