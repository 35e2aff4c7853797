/** @file The line of a terminal that draws the figures of the Lab again, with the same bits. */
import type { Scene } from '../../../scene/schema.ts';
import { nameOfScene, settingsOfScene } from '../../studio/address/linked-scene.ts';
import { canonicalSetting } from '../../studio/address/settings-codec.ts';
import { type CommandLine, sceneFileName, shellQuoted } from '../../studio/command-line.ts';
import type { Store } from '../../studio/store/store.ts';
import { ownExperiment } from './experiments.ts';
import { filesBeside, givenExperiment } from './given.ts';
import { isInSpace } from './in-space.ts';
import type { Lab } from './lab.ts';

/** What is drawn, as the terminal finds it. */
interface Drawn {
  readonly path: string;
  /** Of its scene, as `scene.PATH=VALUE`. */
  readonly settings: readonly string[];
  /** Files that have to be saved before. */
  readonly saved: readonly string[];
}

const asItIs = (path: string): Drawn => ({ path, settings: [], saved: [] });

/** Null where nothing is open. */
function drawnOf(store: Store, lab: Lab): Drawn | null {
  const { value: name } = lab.experiment;
  if (name === ownExperiment) return ownDrawn(store, lab);
  if (name !== givenExperiment) return asItIs(`scenes/lab/${name}.json`);
  const { value: given } = store.given.experiment;
  if (!given) return null;
  const beside = filesBeside(given).map(({ is, name: wanted }) => `${is} as ${wanted}`);
  return { ...asItIs(given.file), saved: [`the experiment as ${given.file}`, ...beside] };
}

/** What is open in the room of the arm: its run where it has one, else its scene. */
function ownDrawn({ experiment }: Store, lab: Lab): Drawn | null {
  const { value: scene } = experiment.scene;
  if (!scene) return null;
  const { value: source } = lab.source;
  if (source?.kind === 'scene' && source.found) {
    const path = `${scene.name}.run.json`;
    return { ...asItIs(path), saved: [`the run as ${path}`] };
  }
  const { value: file } = experiment.sceneFile;
  if (file === '') {
    const path = sceneFileName(scene);
    return { ...asItIs(path), saved: [`the scene as ${path}`] };
  }
  return { ...asItIs(`scenes/${file}`), settings: changesOf(file, scene) };
}

const changesOf = (file: string, scene: Scene): string[] =>
  settingsOfScene(nameOfScene(file), scene).map((setting) => `scene.${canonicalSetting(setting)}`);

/** Settings that have an option of their own. */
const optionNames = [
  ['lab.points=', '--points'],
  ['lab.from=', '--from'],
] as const;

/** A setting as words of the command. */
function wordsOf(setting: string): string[] {
  const [start, option] = optionNames.find(([begin]) => setting.startsWith(begin)) ?? ['', '--set'];
  const value = setting.slice(start.length);
  if (start === '' || value === 'null') return ['--set', setting];
  return [option, value.replace(/^\[|\]$/g, '')];
}

/** How the surface is drawn: in space, or as a map where the experiment says otherwise. */
function seen({ figure, seen: { dimension, view }, facts, drawings }: Lab): string[] {
  if (figure.value !== 'surface') return [];
  if (dimension.value === 2) return facts.value?.lab.dim === 3 ? ['--dim', '2'] : [];
  const data = drawings.value.get('surface')?.find(isInSpace)?.data;
  const from = view.value ?? (data && 'view' in data ? data.view : null);
  return ['--dim', '3', ...(from ? [`--view=${from.azimuth},${from.elevation}`] : [])];
}

/** The figure that is seen; null before there is one. */
export function labCommand(store: Store, lab: Lab): CommandLine | null {
  const drawn = drawnOf(store, lab);
  const { value: facts } = lab.facts;
  if (!drawn || !facts) return null;
  const { path, settings, saved } = drawn;
  const words = [
    ...['adjoint', 'lab', path],
    ...settings.flatMap((setting) => ['--set', setting]),
    ...facts.settings.flatMap(wordsOf),
    ...['--out', 'figures', '--figure', lab.figure.value],
    ...seen(lab),
    ...(lab.sort.value === 'size' ? ['--sort', 'size'] : []),
  ];
  return {
    text: words.map(shellQuoted).join(' '),
    needs: saved.length > 0 ? `Save ${saved.join(' and ')} in one folder first.` : null,
  };
}
