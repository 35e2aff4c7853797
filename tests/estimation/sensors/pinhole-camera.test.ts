import { describe, expect, it } from 'vitest';
import { jvp } from '../../../src/core/derivative/functions.ts';
import { ones, population, tensor } from '../../../src/core/population-tensor.ts';
import { linkPose } from '../../../src/dynamics/forward-kinematics.ts';
import { sensorOf } from '../../../src/estimation/sensors/kinds.ts';
import { measure } from '../../../src/estimation/sensors/measure.ts';
import type { Sensor } from '../../../src/estimation/sensors/sensor.ts';
import { gradientError } from '../../support/gradient-error.ts';
import { Random } from '../../support/random.ts';
import { assetModel } from '../../support/robots.ts';
import { joined, mixedArm, momentOf, undisturbed } from '../../support/sensors.ts';

const panda = assetModel('panda');
const goals = { cup: { position: tensor([0.4, 0.1, 0.5]) } };
const camera = (settings: object, model = panda): Sensor =>
  sensorOf({ type: 'pinhole-camera', name: 'eye', ...settings }, { model, goals });
const zeros7 = [0, 0, 0, 0, 0, 0, 0];

describe('a camera in the world', () => {
  it('has x to the right, y down and z forward: seen by hand', () => {
    // from 2 m along +x, looking back at the base: right is +y of the world, down is -z
    const eye = camera({ position: [2, 0, 0.5], lookAt: [0, 0, 0.5], focalLength: 500, landmarks: [{ goal: 'cup' }] });
    const depth = 2 - 0.4;
    const [x, y] = eye.read(momentOf(panda, joined(zeros7, zeros7, zeros7), goals)).toArray();
    expect(x).toBeCloseTo(320 + (500 * 0.1) / depth, 10);
    expect(y).toBeCloseTo(240, 10);
    const high = { cup: { position: tensor([0.4, 0, 0.7]) } };
    expect(eye.read(momentOf(panda, joined(zeros7, zeros7, zeros7), high)).toArray()[1]).toBeCloseTo(
      240 - (500 * 0.2) / depth,
      10,
    );
  });

  it('with the identity as its orientation looks up, with x of the world to the right', () => {
    const eye = camera({ position: [0.4, 0, 0], focalLength: 500, landmarks: [{ goal: 'cup' }] });
    const [x, y] = eye.read(momentOf(panda, joined(zeros7, zeros7, zeros7), goals)).toArray();
    expect(x).toBeCloseTo(320, 10);
    expect(y).toBeCloseTo(240 + (500 * 0.1) / 0.5, 10);
  });

  it('sees what lies in front of it and within its picture, both channels at once', () => {
    const eye = camera({
      position: [2, 0, 0.5],
      lookAt: [0, 0, 0.5],
      landmarks: [{ link: 'panda_link0', at: [0, 0, 0.5] }, { link: 'panda_link0', at: [3, 0, 0.5] }, { goal: 'cup' }],
    });
    const sees = (cup: readonly number[]) =>
      eye.sees!(momentOf(panda, joined(zeros7, zeros7, zeros7), { cup: { position: tensor([...cup]) } })).toArray();
    expect(sees([0.4, 0.1, 0.5])).toEqual([1, 1, 0, 0, 1, 1]);
    expect(sees([1.9, 0.4, 0.5]).slice(4)).toEqual([0, 0]);
    expect(sees([2.0, 0, 0.5]).slice(4)).toEqual([0, 0]);
  });

  it('reads finite numbers with finite derivatives of what is behind it or in its own place', () => {
    const eye = camera({ position: [2, 0, 0.5], lookAt: [0, 0, 0.5], landmarks: [{ goal: 'cup' }] });
    for (const cup of [
      [2, 0, 0.5],
      [3, 0.5, 1],
      [2, 1, 0.5],
    ]) {
      const read = (position: typeof goals.cup.position) =>
        eye.read(momentOf(panda, joined(zeros7, zeros7, zeros7), { cup: { position } }));
      const { value, tangent } = jvp(read, tensor(cup), ones([3]));
      expect([...value.toArray(), ...tangent.toArray()].every(Number.isFinite)).toBe(true);
    }
  });
});

it('what a camera does not see is absent from its reading, member by member, with a number in its place', () => {
  const eye = camera({ position: [2, 0, 0.5], lookAt: [0, 0, 0.5], landmarks: [{ goal: 'cup' }] });
  const position = population([
    [0.4, 0.1, 0.5],
    [2.5, 0.1, 0.5],
    [1.9, 0, 0.8],
  ]);
  const moment = momentOf(panda, joined(zeros7, zeros7, zeros7), { cup: { position } });
  const { value, present } = measure(eye, moment, undisturbed(eye));
  expect([...present.data]).toEqual([1, 0, 0, 1, 0, 0]);
  expect([...value.data].every(Number.isFinite)).toBe(true);
});

it('a camera on a link moves with it, and its derivative is that of the complex step', () => {
  const random = new Random();
  const held = { link: 'spin', position: [0.1, 0.2, -0.1], orientation: [0.1, -0.4, 0.3, 0.8] };
  const eye = camera({ ...held, landmarks: [{ link: 'base', at: [3, 1, 2] }, { goal: 'cup' }] }, mixedArm);
  const x = joined(random.list(3, -1, 1), [0, 0, 0], [0, 0, 0]);
  // the whole world moved with the link: what the camera sees of its own link never changes
  const own = camera({ ...held, landmarks: [{ link: 'tip' }] }, mixedArm);
  const seen = own.read(momentOf(mixedArm, x)).toArray();
  const again = own.read(momentOf(mixedArm, joined([0, 0, 0], [0, 0, 0], [0, 0, 0]))).toArray();
  seen.forEach((y, i) => expect(y).toBeCloseTo(again[i], 9));
  expect(gradientError(random, (y: typeof x) => eye.read(momentOf(mixedArm, y, goals)), x)).toBeLessThan(1e-9);
});

describe('a camera refuses', () => {
  const landmarks = [{ goal: 'cup' }];
  it.each([
    ['a link that is not there', { link: 'panda_lnk7', landmarks }, /did you mean "panda_link7"/],
    ['a landmark of no link', { landmarks: [{ link: 'panda_lnk7' }] }, /did you mean "panda_link7"/],
    ['a landmark of no goal', { landmarks: [{ goal: 'cap' }] }, /did you mean "cup"/],
    [
      'to look straight down without an orientation',
      { position: [0, 0, 2], lookAt: [0, 0, 0], landmarks },
      /orientation/,
    ],
    ['two ways to be held', { orientation: [0, 0, 0, 1], lookAt: [1, 0, 0], landmarks }, /leave one out/],
  ])('%s', (_, settings, message) => {
    expect(() => camera(settings)).toThrow(message);
  });
});

it('a tracker tells where the point of a link is', () => {
  const tracker = sensorOf({ type: 'link-tracker', name: 't', link: 'tip', at: [0.1, 0.2, 0.3] }, { model: mixedArm });
  const q = [0.3, -0.2, 1];
  const expected = linkPose(mixedArm, tensor(q), 'tip').applyToPoint(tensor([0.1, 0.2, 0.3]));
  expect(tracker.read(momentOf(mixedArm, joined(q, [0, 0, 0], [0, 0, 0]))).toArray()).toEqual(expected.toArray());
});
