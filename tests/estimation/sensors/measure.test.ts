import { describe, expect, it } from 'vitest';
import { jvp } from '../../../src/core/derivative/functions.ts';
import { concat, slice } from '../../../src/core/ops/indexing.ts';
import { ones, population, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { sensorOf } from '../../../src/estimation/sensors/kinds.ts';
import { type Mistakes, measure } from '../../../src/estimation/sensors/measure.ts';
import type { Sensor } from '../../../src/estimation/sensors/sensor.ts';
import { gradientError } from '../../support/gradient-error.ts';
import { Random } from '../../support/random.ts';
import { assetModel } from '../../support/robots.ts';
import { joined, mixedArm, momentOf, undisturbed } from '../../support/sensors.ts';

const pendulum = assetModel('pendulum');
const encoder = (settings: object = {}, model = pendulum): Sensor =>
  sensorOf({ type: 'joint-encoder', name: 'encoders', ...settings }, { model });
const told = (sensor: Sensor, x: PopulationTensor, mistakes?: Partial<Mistakes>, model = pendulum) =>
  measure(sensor, momentOf(model, x), { ...undisturbed(sensor), ...mistakes });
const sliding = joined([0.5, 0.123, 7], [0, 0, 0], [0, 0, 0]);

describe('encoders', () => {
  it('tell where joints are; of one that turns without end, where it points', () => {
    const [turn, slide, spin] = told(encoder({}, mixedArm), sliding, {}, mixedArm).value.toArray();
    expect([turn, slide]).toEqual([0.5, 0.123]);
    expect(spin).toBeCloseTo(7 - 2 * Math.PI, 14);
  });

  it('differ by the shorter way round where a joint turns without end, and there only', () => {
    const { space, channels } = encoder({}, mixedArm);
    const [a, b] = [tensor([-2.9, -2.9, -3.1]), tensor([2.9, 2.9, 3.1])];
    const [turn, slide, spin] = space.difference(a, b).toArray();
    expect([turn, slide]).toEqual([5.8, 5.8]);
    expect(spin).toBeCloseTo(6.2 - 2 * Math.PI, 12);
    expect(channels).toEqual([
      { label: 'turn', unit: 'rad' },
      { label: 'slide', unit: 'm' },
      { label: 'spin', unit: 'rad' },
    ]);
  });

  it('can be on some joints', () => {
    expect(told(encoder({ joints: ['slide'] }, mixedArm), sliding, {}, mixedArm).value.toArray()).toEqual([0.123]);
    expect(() => encoder({ joints: ['slid'] }, mixedArm)).toThrow(/did you mean "slide"/);
    expect(() => encoder({ joints: ['slide', 'slide'] }, mixedArm)).toThrow(/each joint once/);
  });
});

describe('velocities and torques', () => {
  it('are told of the chosen joints, in their units', () => {
    const x = joined([0, 0, 0], [1, 2, 3], [4, 5, 6]);
    const of = (type: string) => sensorOf({ type, name: 's', joints: ['spin', 'slide'] }, { model: mixedArm });
    expect(told(of('joint-velocity'), x, {}, mixedArm).value.toArray()).toEqual([3, 2]);
    expect(told(of('joint-torque'), x, {}, mixedArm).value.toArray()).toEqual([6, 5]);
    expect(of('joint-torque').channels.map(({ unit }) => unit)).toEqual(['N m', 'N']);
  });
});

describe('a reading', () => {
  const at = joined([0.3], [0], [0]);

  it('is moved by bias and noise, of the sensor or of the experiment', () => {
    const normal = tensor([2]);
    const own = encoder({ noise: 0.01, bias: 0.1 });
    expect(told(own, at, { normal }).value.item()).toBeCloseTo(0.42, 14);
    const given = { normal, deviation: tensor(0.05), bias: tensor([-0.2]) };
    expect(told(own, at, given).value.item()).toBeCloseTo(0.2, 14);
  });

  it("is told to the sensor's resolution, and no finer", () => {
    const own = encoder({ resolution: 0.04 });
    for (const [q, expected] of [
      [0.3, 0.32],
      [0.29, 0.28],
      [-0.3, -0.32],
      [0.01, 0],
    ])
      expect(told(own, joined([q], [0], [0])).value.item()).toBeCloseTo(expected, 14);
  });

  it('is held at the ends of the range, with no derivative beyond', () => {
    const own = encoder({ range: [-0.2, 0.25] });
    const read = (x: PopulationTensor) => told(own, x).value;
    const { value, tangent } = jvp(read, at, ones([3]));
    expect([value.item(), tangent.item()]).toEqual([0.25, 0]);
    expect(told(own, joined([-1], [0], [0])).value.item()).toBe(-0.2);
    expect(jvp(read, joined([0.1], [0], [0]), ones([3])).tangent.item()).toBeCloseTo(1, 14);
  });

  it("is lost with the drop-outs' probability, blinded by hand, member by member", () => {
    const own = encoder({ dropout: 0.25 });
    const uniform = population([0, 0.2499, 0.25, 0.9]);
    const there = (more: Partial<Mistakes>) => [...told(own, at, { uniform, ...more }).present.data];
    expect(there({})).toEqual([0, 0, 1, 1]);
    expect(there({ dropout: tensor(0.5) })).toEqual([0, 0, 0, 1]);
    expect(there({ blind: tensor(1) })).toEqual([0, 0, 0, 0]);
  });

  it('has derivatives of the complex step by the moment, the deviation and the bias; a quantizer passes them through', () => {
    const random = new Random();
    const normal = tensor(random.list(3, -1, 1));
    for (const settings of [{}, { resolution: [0, 0.1, 0.02], range: [-5, 5] }]) {
      const own = encoder(settings, mixedArm);
      const f = (x: PopulationTensor) => {
        const [deviation, bias] = [slice(x, [9], [12]), slice(x, [12])];
        return told(own, slice(x, [0], [9]), { normal, deviation, bias }, mixedArm).value;
      };
      const x = concat([sliding, tensor(random.list(6, 0.01, 0.1))]);
      expect(gradientError(random, f, x)).toBeLessThan(1e-9);
      const slope = jvp(f, x, ones([15])).tangent.toArray();
      slope.forEach((y, i) => expect(y).toBeCloseTo(2 + normal.toArray()[i], 12));
    }
  });
});

describe('settings', () => {
  it.each([
    [{ noise: -1 }, /noise/],
    [{ noise: [0.1, -0.1, 0.1] }, /noise/],
    [{ noise: [0.1, 0.1] }, /noise.*2 numbers.*3 numbers: turn, slide, spin/],
    [{ dropout: 1.5 }, /dropout/],
    [{ period: -1 }, /period/],
    [{ delay: -0.1 }, /delay/],
    [{ range: [1, -1] }, /range/],
    [{ resolution: -0.1 }, /resolution/],
    [{ niose: 1 }, /did you mean "noise"/],
  ])('%j are refused by name', (settings, message) => {
    expect(() => encoder(settings, mixedArm)).toThrow(message);
  });

  it('say one number for all channels or one each', () => {
    const { errors } = encoder({ noise: 0.1, bias: [1, 2, 3], range: [-3, [1, 2, 3]] }, mixedArm);
    expect(errors).toEqual({
      deviation: [0.1, 0.1, 0.1],
      bias: [1, 2, 3],
      resolution: [0, 0, 0],
      range: [
        [-3, -3, -3],
        [1, 2, 3],
      ],
      dropout: 0,
      period: 0,
      delay: 0,
    });
  });
});
