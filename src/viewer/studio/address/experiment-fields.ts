/** @file Fields of the address that say which experiment is open, and which parameters of it are shown. */
import type { ReadonlySignal } from '@preact/signals';
import { integer, word } from './codec.ts';
import type { AddressField, Codec } from './field.ts';
import { nameOfScene, ownScene, sceneNames, settingsOfScene, usualScene } from './linked-scene.ts';
import { fitsInLink, parametersCodec } from './parameters-codec.ts';
import { haveSameBits } from '../same-bits.ts';
import { settingsCodec } from './settings-codec.ts';
import type { AddressParts } from './parts.ts';
import type { WantedExperiment, WantedIteration } from './wanted.ts';

/** Runs side by side that a link may ask for. */
const mostRestarts = 1024;

/** What is known of the experiment besides the store. */
export interface Known {
  /** First digits of the checksum of the robot's file, where it is the user's own. */
  readonly robot: ReadonlySignal<string | null>;
  /** Parameters that the experiment begins with when it is opened: they need no saying. */
  readonly start: ReadonlySignal<Float64Array | null>;
  /** The moment that it is shown at when it is opened, s. */
  readonly instant: ReadonlySignal<number | null>;
}

const fingerprintCodec: Codec<string> = {
  expected: 'sha256: and eight hexadecimal digits',
  format: (digits) => `sha256:${digits}`,
  parse: (text) => {
    const found = /^sha256:([0-9a-f]{8})$/.exec(text);
    if (!found) throw new RangeError('no checksum');
    return found[1];
  },
};

const otherThan = <T>(value: T, usual: T): T | null => (value === usual ? null : value);

/** Which experiment: read from what is open, taken on together. */
export function experimentFields({ store }: AddressParts, known: Known, wanted: WantedExperiment): AddressField[] {
  const { experiment } = store;
  const scene: AddressField<string> = {
    key: 'scene',
    codec: word([...sceneNames, ownScene]),
    stage: 'opens',
    read: () => (experiment.scene.value ? otherThan(nameOfScene(experiment.sceneFile.value), usualScene) : null),
    apply: (value) => (wanted.scene = value),
    isPage: true,
  };
  const robot: AddressField<string> = {
    key: 'robot',
    codec: fingerprintCodec,
    stage: 'opens',
    read: () => known.robot.value,
    apply: (value) => (wanted.robot = value),
    isPage: true,
  };
  const set: AddressField<readonly string[]> = {
    key: 'set',
    codec: settingsCodec,
    stage: 'opens',
    read: () => {
      const { value } = experiment.scene;
      const settings = value ? settingsOfScene(nameOfScene(experiment.sceneFile.value), value) : [];
      return settings.length > 0 ? settings : null;
    },
    apply: (value) => (wanted.set = value),
  };
  const restarts: AddressField<number> = {
    key: 'restarts',
    codec: integer(1, mostRestarts),
    stage: 'opens',
    read: () => otherThan(experiment.restarts.value, 1),
    apply: (value) => (wanted.restarts = value),
  };
  return [scene, robot, set, restarts];
}

/** Parameters of the iteration that is shown, where they are not those that the experiment begins with. */
export function shownParameters({ store: { run, cursor } }: AddressParts, { start }: Known): Float64Array | null {
  void run.revision.value;
  const found = run.recording.value.nearest(cursor.k.value);
  return found && !haveSameBits(found.parameters, start.value) ? found.parameters : null;
}

/** They are left out where a link has no room for them. */
export function parametersField(
  parts: AddressParts,
  known: Known,
  wanted: WantedIteration,
): AddressField<Float64Array> {
  const { run, cursor } = parts.store;
  return {
    key: 'p',
    codec: parametersCodec,
    stage: 'opened',
    read: () => {
      const parameters = shownParameters(parts, known);
      return parameters && fitsInLink(parameters) ? parameters : null;
    },
    apply: (value) => (wanted.p = value),
    isMoving: () => run.isRunning.value || cursor.isReplaying.value,
  };
}
