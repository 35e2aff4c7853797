/** @file Switches of sensors as a hand throws them, and as links and commands write them. */
import { describe, expect, it } from 'vitest';
import type { SensorSwitch } from '../../../../src/senses/records.ts';
import { switchesCodec, switchText } from '../../../../src/viewer/sections/senses/address.ts';
import { stateAt, switchEvents, thrown, usualBias } from '../../../../src/viewer/sections/senses/switching.ts';

const camera = { sensor: 'camera', bias: 0.1 } as const;
const blind = (at: number, before: readonly SensorSwitch[] = []) => thrown(before, at, { ...camera, state: 'blind' });

describe('a switch', () => {
  it('acts from the moment that is shown on, and until it is thrown back', () => {
    const there = blind(1.2);
    expect(there).toEqual([{ sensor: 'camera', from: 1.2, blind: true }]);
    const back = thrown(there, 1.5, { ...camera, state: 'on' });
    expect(back).toEqual([{ sensor: 'camera', from: 1.2, until: 1.5, blind: true }]);
    expect([1.1, 1.2, 1.4999, 1.5].map((t) => stateAt(back, 'camera', t))).toEqual(['on', 'blind', 'on', 'on']);
    expect(stateAt(back, 'camera', 1.499)).toBe('blind');
  });

  it('decides anew what was for later, and leaves what was before', () => {
    const later = blind(2, thrown(blind(1), 1.5, { ...camera, state: 'on' }));
    expect(thrown(later, 1.2, { ...camera, state: 'biased' })).toEqual([
      { sensor: 'camera', from: 1, until: 1.2, blind: true },
      { sensor: 'camera', from: 1.2, bias: 0.1 },
    ]);
    expect(thrown(later, 0, { ...camera, state: 'on' })).toEqual([]);
  });

  it('stays one where it is thrown to what it is already', () => {
    expect(blind(2, blind(1))).toEqual([{ sensor: 'camera', from: 1, blind: true }]);
    const stronger = thrown(thrown([], 1, { ...camera, state: 'biased' }), 2, {
      ...camera,
      state: 'biased',
      bias: 0.2,
    });
    expect(stronger).toEqual([
      { sensor: 'camera', from: 1, until: 2, bias: 0.1 },
      { sensor: 'camera', from: 2, bias: 0.2 },
    ]);
  });

  it('is of one sensor, and of one channel where that is said', () => {
    const other = blind(1, [{ sensor: 'imu', from: 0, blind: true }]);
    expect(thrown(other, 0, { ...camera, state: 'on' })).toEqual([{ sensor: 'imu', from: 0, blind: true }]);
    const one = thrown([], 1, { ...camera, state: 'biased', channel: 2 });
    expect(one).toEqual([{ sensor: 'camera', channel: 2, from: 1, bias: 0.1 }]);
    expect(stateAt(one, 'camera', 1)).toBe('biased');
  });

  it('is marked on the clock where it acts and where it ends', () => {
    expect(switchEvents([{ sensor: 'camera', from: 1, until: 2, blind: true }])).toEqual([
      { t: 1, label: 'camera goes blind' },
      { t: 2, label: 'camera is as it was' },
    ]);
  });

  it('pushes by five deviations of the noise, where a hand says nothing', () => {
    expect(usualBias({ deviation: Float64Array.of(0.01, 0.2) })).toBe(0.05);
    expect(usualBias({ deviation: Float64Array.of(0.01, 0.2) }, 1)).toBe(1);
    expect(usualBias({ deviation: Float64Array.of(0) })).toBe(0.1);
  });
});

describe('the spelling of a switch', () => {
  it('is short where little is said, with channels by their places', () => {
    expect(switchText({ sensor: 'camera', from: 0, blind: true })).toBe('camera');
    expect(switchText({ sensor: 'encoder', channel: 1, from: 0, blind: true })).toBe('encoder.1');
    expect(switchText({ sensor: 'encoder', channel: 0, from: 1.2, until: 1.5, bias: 0.05 })).toBe(
      'encoder.0:0.05@1.2..1.5',
    );
  });

  it.each(['camera.', 'Camera', 'camera@2..1', 'camera@-1', 'camera:1', 'camera@1..', ''])(
    'refuses %j for a sensor that is blinded',
    (text) => {
      expect(() => switchesCodec('blind').parse(text)).toThrow();
    },
  );

  it('refuses a bias that says no number, and more switches than anybody throws', () => {
    for (const text of ['camera', 'camera:', 'camera:x', 'camera:1e999', new Array(70).fill('a:1').join()])
      expect(() => switchesCodec('bias').parse(text)).toThrow();
  });
});
