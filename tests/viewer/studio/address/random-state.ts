/** @file Random states of the page's address, as values by the keys of its fields. */
import { signal } from '@preact/signals';
import fc from 'fast-check';
import { armAddress } from '../../../../src/viewer/sections/arm/address.ts';
import { labAddress } from '../../../../src/viewer/sections/lab/address.ts';
import { experimentNames } from '../../../../src/viewer/sections/lab/experiments.ts';
import { flowNames } from '../../../../src/viewer/sections/lab/flows.ts';
import { figureTabs, methodWords, sides } from '../../../../src/viewer/sections/lab/words.ts';
import { filterKinds } from '../../../../src/estimation/filters/kinds.ts';
import { sensesAddress } from '../../../../src/viewer/sections/senses/address.ts';
import { sensedNames } from '../../../../src/viewer/sections/senses/scenes.ts';
import type { AddressField } from '../../../../src/viewer/studio/address/field.ts';
import { addressFields } from '../../../../src/viewer/studio/address/fields.ts';
import { ownScene, sceneNames } from '../../../../src/viewer/studio/address/linked-scene.ts';
import { canonicalSetting } from '../../../../src/viewer/studio/address/settings-codec.ts';
import { wantedNothing } from '../../../../src/viewer/studio/address/wanted.ts';
import type { Panel } from '../../../../src/viewer/studio/section.ts';
import { speeds } from '../../../../src/viewer/studio/store/cursor.ts';
import { selectableKinds } from '../../../../src/viewer/studio/store/selection.ts';
import { costateKinds } from '../../../../src/viewer/studio/store/shown.ts';
import { createStore } from '../../../../src/viewer/studio/store/store.ts';
import { hideable, layers } from '../../../../src/viewer/studio/store/view.ts';
import type { Section } from '../../../../src/viewer/studio/studio.ts';

const panel = (id: string, area: Panel['area']): Panel => ({ id, title: id, area, view: () => null });

const stripIds = ['terms', 'push', 'loss'];
const inspectorIds = ['settings', 'learned', 'robot', 'files'];

const room = (name: string, panels: readonly Panel[]): Section => ({
  name,
  title: name,
  panels,
  draws: null,
  jobs: {},
  address: { arm: armAddress, lab: labAddress, senses: sensesAddress }[name] ?? (() => []),
  commands: () => [],
  primary: () => ({ label: '', isStop: false, isDisabled: true, run: () => undefined }),
  hasStage: () => true,
  hasClocks: () => true,
});

/** Rooms as the page has them, without what is drawn in them. */
export const rooms: readonly Section[] = [
  room('arm', [...stripIds.map((id) => panel(id, 'strip')), ...inspectorIds.map((id) => panel(id, 'inspector'))]),
  room('lab', []),
  room('senses', []),
  room('notes', []),
];

/** Fields of a state of its own. */
export function fieldsOfNothing(): readonly AddressField[] {
  const parts = { store: createStore(), sections: rooms, world: signal(null) };
  return addressFields(parts, { robot: signal(null), start: signal(null), instant: signal(null) }, wantedNothing());
}

const ofMillis = (limit: number): fc.Arbitrary<number> =>
  fc.integer({ min: -limit, max: limit }).map((thousandths) => Number((thousandths / 1000).toFixed(3)));

const someOf = <T>(all: readonly T[]) => fc.subarray([...all]).map((some) => all.filter((each) => some.includes(each)));

const text = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.constantFrom('joint 1', 'a:b,c=d&e', '%', '#'),
);

const setting = fc
  .tuple(fc.stringMatching(/^[a-z][a-zA-Z.]{0,12}$/), fc.oneof(fc.jsonValue({ maxDepth: 2 }), text))
  .map(([path, value]) => canonicalSetting(`${path}=${JSON.stringify(value)}`));

const real = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => (Math.abs(value) < 1e-9 ? 0 : value));
const positive = fc.double({ min: 1e-5, max: 1e3, noNaN: true });

/** JSON as it is written by those who have read it. */
const compact = (json: unknown): string => JSON.stringify(JSON.parse(JSON.stringify(json)));

/** A switch of a sensor, without what it does. */
const switched = fc
  .record({
    sensor: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,9}$/),
    channel: fc.option(fc.nat(9)),
    from: fc.nat(5000),
    lasts: fc.option(fc.integer({ min: 1, max: 5000 })),
  })
  .map(({ sensor, channel, from, lasts }) => ({
    sensor,
    ...(channel !== null && { channel }),
    from: from / 1000,
    ...(lasts !== null && { until: (from + lasts) / 1000 }),
  }));

/** A value for each key, or none. */
export const anyState = fc.record(
  {
    room: fc.constantFrom('lab', 'senses', 'notes'),
    note: text.map((path) => `${path}.md`),
    eq: text,
    cam: fc
      .tuple(ofMillis(3000), ofMillis(1500), ofMillis(9000), fc.tuple(ofMillis(2000), ofMillis(2000), ofMillis(2000)))
      .map(([azimuth, elevation, distance, target]) => ({ azimuth, elevation, distance, target })),
    cards: fc.uniqueArray(fc.constantFrom(...stripIds), { minLength: 1 }),
    inspector: fc.constantFrom(...inspectorIds),
    aside: fc.constant(true),
    story: fc.constant(true),
    hide: someOf(hideable),
    theme: fc.constantFrom('light', 'dark'),
    embed: fc.constant(true),
    pin: fc.record({ kind: fc.constantFrom(...selectableKinds.filter((kind) => kind !== 'unit')), id: text }),
    t: fc.nat(1e6).map((value) => value / 1e4),
    clock: fc.constantFrom('t', 'k'),
    rate: fc.constantFrom(...speeds),
    loop: fc.constant(true),
    play: fc.constant(true),
    scene: fc.constantFrom(...sceneNames, ownScene),
    robot: fc.stringMatching(/^[0-9a-f]{8}$/),
    set: fc.array(setting, { minLength: 1, maxLength: 4 }),
    restarts: fc.integer({ min: 1, max: 1024 }),
    k: fc.nat(1e6),
    p: fc.float64Array({ minLength: 1, maxLength: 32, noNaN: true, noDefaultInfinity: true }),
    layers: someOf(layers),
    task: fc.constant('plan'),
    costate: fc.constantFrom(...costateKinds),
    x: fc.constantFrom(...experimentNames),
    file: fc.oneof(
      fc.stringMatching(/^[0-9a-f]{8}$/).map((fingerprint) => ({ fingerprint })),
      fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }).map((json) => ({ text: compact(json) })),
    ),
    fig: fc.constantFrom(...figureTabs.map(({ name }) => name)),
    plane: fc.oneof(
      fc.constant({ type: 'path' }),
      fc.record({ type: fc.constant('random'), pair: fc.nat(1e6) }),
      fc.record({ type: fc.constant('parameters'), x: text, y: text }),
    ),
    box: fc.tuple(real, positive, real, positive).map(([x, width, y, height]) => [x, x + width, y, y + height]),
    n: fc.constantFrom(...sides),
    lev: fc.constantFrom('linear', 'logarithmic', 'asinh'),
    dim: fc.constantFrom(2, 3),
    view: fc
      .tuple(fc.integer({ min: -1800, max: 1800 }), fc.integer({ min: 50, max: 850 }))
      .map(([azimuth, elevation]) => ({ azimuth: azimuth / 10, elevation: elevation / 10 })),
    opt: fc.uniqueArray(fc.constantFrom(...methodWords.map(({ type }) => type)), { minLength: 1 }),
    eta: positive,
    beta: fc.double({ min: 0, max: 0.99, noNaN: true }).map((value) => value + 0),
    rates: fc.tuple(fc.array(fc.option(positive), { maxLength: 5 }), positive).map(([some, last]) => [...some, last]),
    flow: fc.constantFrom(...flowNames.map((each) => [each])),
    from: fc.tuple(real, real),
    sense: fc.constantFrom(...sensedNames),
    filter: fc.constantFrom(...filterKinds.all.map(({ type }) => type)),
    tune: fc.array(setting, { minLength: 1, maxLength: 4 }),
    blind: fc.array(
      switched.map((each) => ({ ...each, blind: true })),
      { minLength: 1, maxLength: 4 },
    ),
    bias: fc.array(
      fc.tuple(switched, real).map(([each, bias]) => ({ ...each, bias })),
      { minLength: 1, maxLength: 4 },
    ),
    draw: fc.nat(2 ** 31 - 1),
    coord: fc.nat(40),
    nis: text,
    unit: fc.nat(31),
    spikes: fc.constant(true),
    near: fc.constant(false),
    mc: fc.integer({ min: 1, max: 2000 }),
  },
  { requiredKeys: [] },
);
