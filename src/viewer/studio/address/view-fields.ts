/** @file Fields of the address that say what is seen: rooms, panels, camera, selection. */
import type { Area } from '../section.ts';
import { selectableKinds, type Selected } from '../store/selection.ts';
import { type CameraView, hideable, type Hideable, themeChoices } from '../store/view.ts';
import { mapped, mark, name, named, numbers, sequence, word, words } from './codec.ts';
import type { AddressField, Codec } from './field.ts';
import type { AddressParts } from './parts.ts';

/** A signal, or what behaves like one. */
interface Place<T> {
  value: T;
}

/** A field that is as usual at one value of a signal. */
export function fieldOf<T>(key: string, codec: Codec<T>, place: Place<T>, usual: T): AddressField<T> {
  return {
    key,
    codec,
    stage: 'view',
    read: () => (place.value === usual ? null : place.value),
    apply: (value) => (place.value = value ?? usual),
  };
}

/** A field that is there where its signal has a value. */
export function optionalField<T>(key: string, codec: Codec<T>, place: Place<T | null>): AddressField<T> {
  return { key, codec, stage: 'view', read: () => place.value, apply: (value) => (place.value = value) };
}

/** A field that is there where something is not as usual, or is so where it usually is not. */
export function switchOf(key: string, text: string, place: Place<boolean>, usual: boolean): AddressField<true> {
  return {
    key,
    codec: mark(text),
    stage: 'view',
    read: () => (place.value === usual ? null : true),
    apply: (value) => (place.value = value ? !usual : usual),
  };
}

const cameraCodec: Codec<CameraView> = mapped(
  numbers(6, 3),
  ([azimuth, elevation, distance, x, y, z]) => ({ azimuth, elevation, distance, target: [x, y, z] }),
  ({ azimuth, elevation, distance, target }) => [azimuth, elevation, distance, ...target],
);

/** Notes are named without the ending of their files. */
const noteCodec: Codec<string> = mapped(
  name,
  (path) => `${path}.md`,
  (path) => path.replace(/\.md$/, ''),
);

function cameraField({ store: { view }, world }: AddressParts): AddressField<CameraView> {
  return {
    key: 'cam',
    codec: cameraCodec,
    stage: 'view',
    read: () => view.camera.value,
    apply: (camera) => {
      view.camera.value = camera;
      const { value: seen } = world;
      if (camera) seen?.setCamera(camera);
      else seen?.frameRobot();
    },
  };
}

const panelsIn = ({ sections }: AddressParts, area: Area): string[] =>
  sections.flatMap(({ panels }) => panels.filter((panel) => panel.area === area).map(({ id }) => id));

function cardsField(parts: AddressParts): AddressField<readonly string[]> {
  const { cards } = parts.store.view;
  return {
    key: 'cards',
    codec: sequence(panelsIn(parts, 'strip')),
    stage: 'view',
    read: () => (cards.value.length > 0 ? cards.value : null),
    apply: (value) => (cards.value = value ?? []),
  };
}

function hideField({ store: { view } }: AddressParts): AddressField<readonly Hideable[]> {
  return {
    key: 'hide',
    codec: words(hideable),
    stage: 'view',
    read: () => (view.hidden.value.length > 0 ? view.hidden.value : null),
    apply: (value) => (view.hidden.value = value ?? []),
  };
}

/** What is pinned, but for a unit of the Senses, which has a field of its own. */
const pinField = ({ pin }: AddressParts['store']['selection']): AddressField<Selected> => ({
  ...optionalField('pin', named(selectableKinds.filter((kind) => kind !== 'unit')), {
    get value() {
      return pin.value?.kind === 'unit' ? null : pin.value;
    },
    set value(value) {
      if (value || pin.value?.kind !== 'unit') pin.value = value;
    },
  } as { value: Selected | null }),
  stage: 'opened',
});

export function viewFields(parts: AddressParts): AddressField[] {
  const { view, selection } = parts.store;
  const rooms = parts.sections.map((section) => section.name);
  return [
    { ...fieldOf('room', word(rooms), view.room, rooms[0]), isPage: true },
    { ...optionalField('note', noteCodec, view.note), isPage: true },
    optionalField('eq', name, view.equation),
    cameraField(parts),
    cardsField(parts),
    fieldOf('inspector', word(panelsIn(parts, 'inspector')), view.inspector, 'settings'),
    { ...switchOf('aside', 'off', view.isInspectorOpen, true), isPreference: true },
    switchOf('story', 'off', view.isStoryOpen, true),
    hideField(parts),
    { ...fieldOf('theme', word(themeChoices), view.theme, 'system'), isPreference: true },
    switchOf('embed', '1', view.isEmbedded, false),
    pinField(selection),
  ];
}
