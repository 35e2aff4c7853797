/** @file The Senses without a page: a scene is estimated when the room is opened, a switch estimates it again, the address says it all. */
import { setTimeout as wait } from 'node:timers/promises';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseHash } from '../../../../src/viewer/studio/address/hash.ts';
import { sensesAddress } from '../../../../src/viewer/sections/senses/address.ts';
import { sensesCommand } from '../../../../src/viewer/sections/senses/command-line.ts';
import { inconsistentSensors } from '../../../../src/viewer/sections/senses/news.ts';
import { noiseOf, withBelieved, withNoise } from '../../../../src/viewer/sections/senses/noise.ts';
import { sensedNames } from '../../../../src/viewer/sections/senses/scenes.ts';
import { Senses } from '../../../../src/viewer/sections/senses/senses.ts';
import { createStore } from '../../../../src/viewer/studio/store/store.ts';
import { SensesWorker } from './senses-worker.ts';

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: true })));
let end: () => void = () => undefined;
afterEach(() => {
  end();
  vi.unstubAllGlobals();
});

function openSenses() {
  const store = createStore();
  const workers: SensesWorker[] = [];
  const senses = new Senses(store, () => {
    const worker = new SensesWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  senses.open('pendulum-encoder');
  end = senses.follow();
  store.view.room.value = 'senses';
  return { store, senses, workers };
}

async function settled(senses: Senses): Promise<void> {
  do await wait(2);
  while (senses.isWorking.value);
}

describe('the Senses', () => {
  it('list the scenes that say an estimator, and the one of the room of the arm', () => {
    expect(sensedNames).toEqual(expect.arrayContaining(['panda-camera', 'pendulum-encoder', 'two-link-senses', 'own']));
    expect(sensedNames).not.toContain('panda-reach');
  });

  it('estimate a scene when the room is opened, and again from where a sensor is blinded', async () => {
    const { senses, workers } = openSenses();
    await settled(senses);
    const before = senses.estimated.value!.record;
    expect(before.sensors.map(({ name }) => name)).toEqual(['encoder']);
    expect(before.sensors[0].present.includes(1)).toBe(true);
    senses.clocks.pointAt(1);
    senses.throwSwitch('encoder', 'blind', 0);
    senses.clocks.pointAt(2);
    senses.throwSwitch('encoder', 'on', 0);
    expect(senses.switches.value).toEqual([{ sensor: 'encoder', from: 1, until: 2, blind: true }]);
    await settled(senses);
    const { record } = senses.estimated.value!;
    const [from, until] = [1, 2].map((t) => Math.round(t / record.tick));
    expect(record.sensors[0].present.subarray(from, until).includes(1)).toBe(false);
    expect(record.sensors[0].present.subarray(until).includes(1)).toBe(true);
    expect(record.deviation[2 * (until - 1)]).toBeGreaterThan(2 * before.deviation[2 * (until - 1)]);
    expect([...record.mean.subarray(0, 2 * from)]).toEqual([...before.mean.subarray(0, 2 * from)]);
    expect(workers[0].count('estimate')).toBeLessThanOrEqual(3);
  });

  it('are told of a filter that believes too little noise, and say the setting', async () => {
    const { store, senses } = openSenses();
    await settled(senses);
    senses.edit((scene) => withBelieved(scene, 'encoder', 0.005));
    await settled(senses);
    expect(inconsistentSensors(senses.estimated.value!.record)).toEqual(['encoder']);
    expect(senses.isChanged.value).toBe(true);
    senses.switches.value = [{ sensor: 'encoder', channel: 0, from: 0.5, bias: 0.1 }];
    expect(sensesCommand(store, senses)!.text).toMatch(
      /^adjoint estimate scenes\/pendulum-encoder\.json --set .*estimator\.believes.*0\.25.* --bias encoder\.0:0\.1@0\.5$/,
    );
    senses.reset();
    await settled(senses);
    expect(inconsistentSensors(senses.estimated.value!.record)).toEqual([]);
  });

  it('stand in the address, and come back from it', () => {
    const store = createStore();
    const fields = sensesAddress({ store, sections: [], world: signal(null) });
    const { values, faults } = parseHash(
      fields,
      'v=1&sense=two-link-senses&blind=camera@0.5&bias=imu.0:0.05&unit=17&mc=20',
    );
    expect(faults).toEqual([]);
    for (const field of fields) field.apply(values.get(field.key) ?? null);
    const read = Object.fromEntries(
      fields.map((field) => [field.key, field.read()]).filter(([, value]) => value !== null),
    );
    expect(read).toEqual({
      sense: 'two-link-senses',
      blind: [{ sensor: 'camera', from: 0.5, blind: true }],
      bias: [{ sensor: 'imu', channel: 0, from: 0, bias: 0.05 }],
      unit: 17,
      mc: 20,
    });
    expect(store.selection.pin.value).toEqual({ kind: 'unit', id: '17' });
  });

  it('say why a scene of the room of the arm cannot be estimated, and estimate nothing', async () => {
    const { senses, workers } = openSenses();
    await settled(senses);
    senses.open('own');
    await settled(senses);
    expect(senses.estimated.value).toBeNull();
    expect(workers[0].count('estimate')).toBe(1);
  });

  it('go on with another worker where one is lost, once they are asked', async () => {
    const { senses, workers } = openSenses();
    await settled(senses);
    workers[0].die();
    expect(senses.failure.value).toContain('out of memory');
    senses.estimate();
    await settled(senses);
    expect(senses.failure.value).toBeNull();
    expect(workers).toHaveLength(2);
  });

  it('make many rollouts and examine the filter beside the estimate', async () => {
    const { senses } = openSenses();
    await settled(senses);
    senses.judging.run(8);
    while (senses.judging.underWay.value) await wait(2);
    expect(senses.judging.failure.value).toBeNull();
    expect(senses.judging.judged.value).toMatchObject({ isOutdated: false, value: { report: { runs: 8 } } });
    senses.edit((scene) => withBelieved(scene, 'encoder', 0.005));
    expect(senses.judging.judged.value?.isOutdated).toBe(true);
    senses.judging.use(['estimator.believes.sensors.encoder=1'], 'noise');
    senses.judging.takeBack();
    expect(senses.judging.before.value).toBeNull();
  });
});

describe('the noise of a sensor', () => {
  it('is set without changing what the filter believes, and the other way round', async () => {
    const { senses } = openSenses();
    await settled(senses);
    const { scene } = senses.changed.value!;
    const louder = withNoise(scene, 'encoder', 0.04);
    expect(noiseOf(louder, 'encoder')).toEqual({ true: 0.04, believed: 0.02, isList: false });
    expect(noiseOf(withBelieved(louder, 'encoder', 0.04), 'encoder')).toEqual({
      true: 0.04,
      believed: 0.04,
      isList: false,
    });
    expect(withBelieved(louder, 'encoder', 0.04).estimator!.believes).toBeUndefined();
  });
});
