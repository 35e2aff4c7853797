/** @file An experiment of the user's own: what it needs of other files, how it is opened, and how a link says it. */
import { batch } from '@preact/signals';
import { bundledScenes } from '../../../platform/web/bundled-files.ts';
import { readScene } from '../../../scene/parse.ts';
import { bundledRobot, isOwnRobot } from '../../studio/address/linked-scene.ts';
import type { Codec } from '../../studio/address/field.ts';
import { packed, packedLimit, unpacked } from '../../studio/address/packed.ts';
import type { GivenExperiment } from '../../studio/store/given.ts';
import type { Store } from '../../studio/store/store.ts';
import type { FileSource } from './calls.ts';

/** What an experiment of the user's own is called in the address. */
export const givenExperiment = 'given';

/** What its file says, as far as the page reads it; the worker checks the whole. */
export interface ExperimentWords {
  readonly title?: unknown;
  readonly scene?: unknown;
  readonly topic?: unknown;
}

/** Nothing where the text is none. */
export function wordsOf(text: string): ExperimentWords {
  try {
    return Object(JSON.parse(text)) as ExperimentWords;
  } catch {
    return {};
  }
}

export function givenOf(file: string, source: FileSource, fingerprint: string | null): GivenExperiment {
  const { title } = wordsOf(source.text);
  return { file, title: typeof title === 'string' ? title : file, source, fingerprint };
}

/** Files of the user's own that an experiment needs besides its own: the names that they are asked for by. */
export function filesBeside({ source }: GivenExperiment): readonly { readonly is: string; readonly name: string }[] {
  const { text, arm } = source;
  const scene = String(wordsOf(text).scene);
  if (!arm) return [];
  return [
    ...(bundledScenes.get(scene) === arm.scene ? [] : [{ is: 'the scene', name: scene }]),
    ...(isOwnRobot(arm.robot) ? [{ is: 'the robot', name: arm.robot.name }] : []),
  ];
}

/** What opens experiments. */
interface Opener {
  readonly experiment: { readonly value: string };
  readonly open: (name: string) => void;
}

/** Shows it in the Lab; a link that waited for it keeps what it says besides. */
export function openGiven(store: Store, lab: Opener, given: GivenExperiment): void {
  batch(() => {
    const { experiment, wanted } = store.given;
    const isAwaited = lab.experiment.value === givenExperiment && experiment.value === null;
    const isWanted = isAwaited && given.fingerprint !== null && wanted.value === given.fingerprint;
    experiment.value = given;
    wanted.value = null;
    if (!isWanted) lab.open(givenExperiment);
    store.view.room.value = 'lab';
  });
}

/** How a link says an experiment: whole, or by what tells its file from others. */
export type LinkedFile = { readonly text: string } | { readonly fingerprint: string };

/** Most bytes that an experiment of a link is unpacked to. */
const mostBytes = 65_536;

/** The text with nothing between its parts. Throws a SyntaxError where it is none. */
const compact = (text: string): string => JSON.stringify(JSON.parse(text));

export const fileCodec: Codec<LinkedFile> = {
  expected: `an experiment, deflated, in at most ${packedLimit} characters of base64url, or sha256: and eight hexadecimal digits`,
  format: (value) => ('text' in value ? packed(new TextEncoder().encode(value.text)) : `sha256:${value.fingerprint}`),
  parse: (text) => {
    const [, fingerprint] = /^sha256:([0-9a-f]{8})$/.exec(text) ?? [];
    if (fingerprint !== undefined) return { fingerprint };
    return { text: compact(new TextDecoder('utf-8', { fatal: true }).decode(unpacked(text, mostBytes))) };
  },
};

/** As a link says it; null where it can say nothing. */
export function linkedFile(given: GivenExperiment): LinkedFile | null {
  const text = compact(given.source.text);
  const isWhole = filesBeside(given).length === 0 && fileCodec.format({ text }).length <= packedLimit;
  if (isWhole) return { text };
  return given.fingerprint === null ? null : { fingerprint: given.fingerprint };
}

/** What a link to what is studied cannot say; null where it says all. */
export function needsOfLink({ given }: Store, { experiment }: Pick<Opener, 'experiment'>): string | null {
  const { value: present } = given.experiment;
  if (experiment.value !== givenExperiment || !present) return null;
  const file = linkedFile(present);
  if (file && 'text' in file) return null;
  const names = [present.file, ...filesBeside(present).map(({ name }) => name)];
  return `Whoever opens it is asked for ${inList(names)}.`;
}

const inList = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** What the file of a link is called. */
const nameOfLinked = 'experiment.json';

/** What a link says in the place of a file; null where its scene is none that comes with the page. */
export function givenOfLink(text: string): GivenExperiment | null {
  const { scene } = wordsOf(text);
  if (scene === undefined) return givenOf(nameOfLinked, { kind: 'file', text, arm: null }, null);
  const sceneText = bundledScenes.get(String(scene));
  const robot = sceneText === undefined ? null : bundledRobot(readScene(sceneText));
  return robot && givenOf(nameOfLinked, { kind: 'file', text, arm: { scene: sceneText!, robot } }, null);
}

/** Takes on what a link says; what is there already stays. */
export function takeLinkedFile({ given: { experiment, wanted } }: Store, file: LinkedFile): void {
  const { value: present } = experiment;
  wanted.value = null;
  if (present && 'text' in file && compact(present.source.text) === file.text) return;
  if (present && 'fingerprint' in file && present.fingerprint === file.fingerprint) return;
  experiment.value = 'text' in file ? givenOfLink(file.text) : null;
  if ('fingerprint' in file) wanted.value = file.fingerprint;
}
