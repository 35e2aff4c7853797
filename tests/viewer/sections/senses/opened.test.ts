/** @file The Senses show what is open on the page, where it is seen by sensors, until another scene is chosen there. */
import { batch, signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundledRobot, baseScene } from '../../../../src/viewer/studio/address/linked-scene.ts';
import { sensesAddress } from '../../../../src/viewer/sections/senses/address.ts';
import { lanesWords, populationWords } from '../../../../src/viewer/sections/senses/explanations.ts';
import { Senses } from '../../../../src/viewer/sections/senses/senses.ts';
import { createStore, type Store } from '../../../../src/viewer/studio/store/store.ts';
import { parseHash } from '../../../../src/viewer/studio/address/hash.ts';
import { notePaths } from '../../../support/extract-notes.mjs';

class NoWorker {
  postMessage = (): void => undefined;
  terminate = (): void => undefined;
}

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: true })));
let end: () => void = () => undefined;
afterEach(() => {
  end();
  vi.unstubAllGlobals();
});

/** As a session does it. */
function open({ experiment }: Store, name: string): void {
  const scene = baseScene(name);
  experiment.robot.value = bundledRobot(scene);
  experiment.scene.value = scene;
  experiment.opened.value = { scene, restarts: 1 };
}

function openSenses() {
  const store = createStore();
  const senses = new Senses(store, () => new NoWorker() as unknown as Worker);
  end = senses.follow();
  return { store, senses };
}

const blinded = [{ sensor: 'camera', from: 1, blind: true as const }];

describe('the scene of the Senses', () => {
  it('is the open one where it has sensors, and else one that comes with the page', () => {
    const { store, senses } = openSenses();
    expect(senses.own.value).toBeNull();
    open(store, 'two-link-reach');
    expect(senses.scene.value).toBe('two-link-senses');
    open(store, 'panda-camera');
    expect(senses.scene.value).toBe('own');
    expect(senses.own.value?.scene.name).toBe('panda-camera');
  });

  it('is known, and stays the same object, while what is open is still compiled', () => {
    const { store, senses } = openSenses();
    const scene = baseScene('panda-camera');
    const robot = bundledRobot(scene)!;
    store.experiment.coming.value = { scene, robot };
    const before = senses.own.value;
    expect(before?.scene).toBe(scene);
    const { experiment } = store;
    batch(() => {
      experiment.coming.value = null;
      experiment.robot.value = robot;
      experiment.scene.value = structuredClone(scene);
    });
    expect(senses.own.value).toBe(before);
  });

  it('stays the one that was chosen there', () => {
    const { store, senses } = openSenses();
    open(store, 'panda-camera');
    senses.open('pendulum-encoder');
    open(store, 'two-link-conflict');
    expect(senses.scene.value).toBe('pendulum-encoder');
    senses.open('own');
    expect([senses.scene.value, senses.chosen.value]).toEqual(['own', null]);
  });

  it('keeps what a link says of the first one, and forgets what was done to another', () => {
    const { store, senses } = openSenses();
    senses.switches.value = blinded;
    open(store, 'panda-camera');
    expect(senses.switches.value).toEqual(blinded);
    open(store, 'two-link-conflict');
    expect(senses.switches.value).toEqual([]);
  });

  it('keeps what was done to a chosen one while another is opened elsewhere', () => {
    const { store, senses } = openSenses();
    open(store, 'panda-camera');
    senses.open('two-link-senses');
    senses.switches.value = blinded;
    open(store, 'two-link-conflict');
    expect(senses.switches.value).toEqual(blinded);
  });

  it('is a file that is opened in the Senses; one without sensors is said to be elsewhere', () => {
    const { store, senses } = openSenses();
    open(store, 'two-link-reach');
    store.view.room.value = 'senses';
    senses.open('pendulum-encoder');
    open(store, 'panda-camera');
    expect(senses.scene.value).toBe('own');
    expect(store.messages.notice.value).toBeNull();
    senses.open('pendulum-encoder');
    open(store, 'panda-reach');
    expect(senses.scene.value).toBe('pendulum-encoder');
    expect(store.messages.notice.value).toMatch(/has no sensors.*room of the arm/);
    expect(store.view.room.value).toBe('senses');
  });
});

describe('the filter in the address', () => {
  it.each([
    ['ekf', 'extended-kalman'],
    ['ukf', 'unscented-kalman'],
    ['pf', 'particle'],
    ['pop', 'population-code'],
    ['smoother', 'fixed-lag-smoother'],
    ['particle', 'particle'],
  ])('%s is %s, and is written whole', (short, whole) => {
    const field = sensesAddress({ store: createStore(), sections: [], world: signal(null) }).find(
      ({ key }) => key === 'filter',
    )!;
    expect(parseHash([field], `v=1&filter=${short}`).values.get('filter')).toBe(whole);
    expect(field.codec.format(whole)).toBe(whole);
  });

  it('is no other word', () => {
    const fields = sensesAddress({ store: createStore(), sections: [], world: signal(null) });
    for (const word of ['EKF', 'toString', 'constructor', ''])
      expect(parseHash(fields, `v=1&filter=${word}`).faults).toHaveLength(1);
  });
});

describe('what is said of the figures', () => {
  it('is short, and leads to notes that are there', () => {
    for (const { name, text, source } of [...populationWords, ...lanesWords]) {
      expect(name.length).toBeLessThan(24);
      expect(text.length).toBeLessThan(220);
      expect(notePaths()).toContain(source.replace('src/', '').replace('.ts', '.md'));
    }
  });
});
