/** @file The experiments that the Lab can open: those that come with the page, and the one that is open in the room of the arm. */
import { untracked } from '@preact/signals';
import { bundledExperiments, bundledScenes } from '../../../platform/web/bundled-files.ts';
import { readScene } from '../../../scene/parse.ts';
import { bundledRobot } from '../../studio/address/linked-scene.ts';
import { haveSameBits } from '../../studio/same-bits.ts';
import type { Store } from '../../studio/store/store.ts';
import type { LabSource } from './calls.ts';
import { type ExperimentWords, givenExperiment, wordsOf } from './given.ts';

const ending = '.json';

/** What is open in the room of the arm, in the address. */
export const ownExperiment = 'own';

/** What the room begins with: a surface whose every point an arm plays. */
export const usualExperiment = 'two-link-gains';

/** Sorts of experiments: an arm's loss, that of a network or a fit to data, a function of a textbook. */
export type ExperimentSort = 'arm' | 'data' | 'function';

const sortOf = ({ scene, topic }: ExperimentWords): ExperimentSort => {
  if (scene !== undefined) return 'arm';
  return topic === 'function' ? 'function' : 'data';
};

interface Listed {
  readonly name: string;
  readonly title: string;
  readonly sort: ExperimentSort;
}

/** The experiments that come with the page. */
export const experimentList: readonly Listed[] = [...bundledExperiments].map(([file, text]) => {
  const words = wordsOf(text);
  return { name: file.slice(0, -ending.length), title: String(words.title), sort: sortOf(words) };
});

/** Names in the address. */
export const experimentNames: readonly string[] = [
  ...experimentList.map(({ name }) => name),
  ownExperiment,
  givenExperiment,
];

export const textOfExperiment = (name: string): string => bundledExperiments.get(`${name}${ending}`)!;

/** The best that a run has come to, of what is open, as its file has it; the newest where that is not kept; null before it has made an iteration. */
function foundOf({ run, experiment }: Store): Float64Array | null {
  if (!(run.newest.value > 0)) return null;
  const { value: recording } = run.recording;
  const best = recording.nearest(run.best.value);
  const found = best?.k === run.best.value ? best : recording.nearest(run.newest.value);
  return found && found.parameters.length === experiment.parameters.value.length ? found.parameters : null;
}

const made = new Map<string, LabSource>();

/** What is studied under a name, the same object as long as it is the same; null where nothing is open in the room of the arm, or no file is here. */
export function sourceOf(store: Store, name: string): LabSource | null {
  if (name === givenExperiment) return store.given.experiment.value?.source ?? null;
  const known = made.get(name);
  const source = name === ownExperiment ? ownSource(store, known) : (known ?? bundledSource(name));
  if (source) made.set(name, source);
  return source;
}

/** The same, again where another scene or another file is open. Reads signals, but not those of a run. */
export function watchedSource(store: Store, name: string): LabSource | null {
  void [
    name === ownExperiment && store.experiment.scene.value,
    name === givenExperiment && store.given.experiment.value,
  ];
  return untracked(() => sourceOf(store, name));
}

function ownSource(store: Store, known: LabSource | undefined): LabSource | null {
  const [scene, robot, found] = [store.experiment.scene.value, store.experiment.robot.value, foundOf(store)];
  const isKnown = known?.kind === 'scene' && known.scene === scene && known.robot === robot;
  if (isKnown && (known.found ? haveSameBits(known.found, found) : found === null)) return known;
  return scene && robot && { kind: 'scene', scene, robot, found };
}

function bundledSource(name: string): LabSource {
  const text = textOfExperiment(name);
  const { scene } = wordsOf(text);
  if (scene === undefined) return { kind: 'file', text, arm: null };
  const sceneText = bundledScenes.get(String(scene))!;
  return { kind: 'file', text, arm: { scene: sceneText, robot: bundledRobot(readScene(sceneText))! } };
}
