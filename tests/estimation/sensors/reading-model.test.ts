import { describe, expect, it } from 'vitest';
import { population, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { robotStart, robotStateLayout } from '../../../src/estimation/robot-state.ts';
import { sensorOf } from '../../../src/estimation/sensors/kinds.ts';
import { believedDeviation, censored, readingModelOf } from '../../../src/estimation/sensors/reading-model.ts';
import type { Sensor } from '../../../src/estimation/sensors/sensor.ts';
import { complexStepJacobian } from '../../support/complex-step.ts';
import { countOperations } from '../../support/count-operations.ts';
import { Random } from '../../support/random.ts';
import { assetModel } from '../../support/robots.ts';
import { joined, mixedArm, momentOf } from '../../support/sensors.ts';

const goals = { cup: { position: tensor([0.4, 0.1, 0.5]) } };
const lens = { type: 'pinhole-camera', name: 'eye', position: [3, 0, 0.5], lookAt: [0, 0, 0.5] };
const eye = (link: string, model: typeof mixedArm): Sensor =>
  sensorOf({ ...lens, landmarks: [{ link }, { goal: 'cup' }] }, { model, goals });

describe('what a filter expects of a sensor', () => {
  const random = new Random();
  const sensors = [
    eye('tip', mixedArm),
    ...['imu', 'gyroscope', 'accelerometer'].map((type) =>
      sensorOf({ type, name: type, link: 'tip', position: [0.1, 0, 0] }, { model: mixedArm }),
    ),
    ...['joint-encoder', 'joint-velocity', 'joint-torque'].map((type) =>
      sensorOf({ type, name: type }, { model: mixedArm }),
    ),
    sensorOf({ type: 'link-tracker', name: 'tracker', link: 'tip' }, { model: mixedArm }),
  ];

  it.each(sensors.map((sensor) => [sensor.name, sensor] as const))(
    'the %s is linear in the whole state as the complex step says',
    (_, sensor) => {
      const layout = robotStateLayout(mixedArm, [
        { part: 'goal', goal: 'cup', spread: 0.1 },
        { part: 'forces', spread: 1 },
        { part: 'bias', sensor, spread: 0.01 },
      ]);
      const model = readingModelOf(sensor, layout, { goals, bias: tensor(0.01) });
      const x = tensor(random.list(layout.space.size, -0.4, 0.4));
      const input = { tau: tensor(random.list(3, -1, 1)) };
      const { value, byState } = model.linearize(x, input);
      const read = (y: PopulationTensor) => model.read(y, input);
      const exact = complexStepJacobian(read, x).flat();
      const largest = Math.max(...exact.map(Math.abs));
      byState.toArray().forEach((y, i) => expect(Math.abs(y - exact[i]) / largest).toBeLessThan(1e-9));
      expect(value.toArray()).toEqual(read(x).toArray());
      // in the state's own place for it, its bias is added to what it reads
      const columns = layout.space.dimension;
      const p = sensor.space.dimension;
      const ofBias = Array.from(
        { length: p * p },
        (__, k) => byState.data[Math.floor(k / p) * columns + columns - p + (k % p)],
      );
      ofBias.forEach((y, k) => expect(y).toBeCloseTo(k % (p + 1) === 0 ? 1 : 0, 14));
    },
  );

  it('reads goals and forces as the state says, not as they are', () => {
    const sensor = eye('tip', mixedArm);
    const layout = robotStateLayout(mixedArm, [{ part: 'goal', goal: 'cup', spread: 0.1 }]);
    const elsewhere = [0.2, -0.3, 0.7];
    const x = joined([0.1, 0.2, 0.3], [0, 0, 0], elsewhere);
    const told = readingModelOf(sensor, layout, { goals }).read(x, { tau: tensor([0, 0, 0]) });
    const there = momentOf(mixedArm, joined([0.1, 0.2, 0.3], [0, 0, 0], [0, 0, 0]), {
      cup: { position: tensor(elsewhere) },
    });
    expect(told.toArray()).toEqual(sensor.read(there).toArray());
    const torque = sensorOf({ type: 'joint-torque', name: 'torque' }, { model: mixedArm });
    const pushed = robotStateLayout(mixedArm, [{ part: 'forces', spread: 1 }]);
    const forces = readingModelOf(torque, pushed).read(joined([0, 0, 0], [0, 0, 0], [1, 2, 3]), {
      tau: tensor([10, 20, 30]),
    });
    expect(forces.toArray()).toEqual([11, 22, 33]);
  });

  it('costs a Panda about four readings of a camera, and no more of an inertial unit than a linear step of the simulation', () => {
    const model = assetModel('panda');
    const layout = robotStateLayout(model, [{ part: 'goal', goal: 'cup', spread: 0.1 }]);
    const x = tensor(Array.from({ length: 17 }, () => 0));
    const tau = tensor([0, 0, 0, 0, 0, 0, 0]);
    const count = (sensor: Sensor): number => {
      const { linearize } = readingModelOf(sensor, layout, { goals });
      return countOperations((y: PopulationTensor) => linearize(y, { tau }).byState, x);
    };
    expect(count(sensorOf({ type: 'imu', name: 'imu', link: 'panda_hand' }, { model }))).toBeLessThan(5500);
    expect(count(eye('panda_hand_tcp', model))).toBeLessThan(600);
  });
});

describe('what a filter believes of noise', () => {
  const encoder = (settings: object) =>
    sensorOf({ type: 'joint-encoder', name: 'encoders', ...settings }, { model: mixedArm });

  it("is the sensor's own and a twelfth of its step's square", () => {
    const found = believedDeviation(encoder({ noise: [0.3, 0.1, 0], resolution: [0, 0.2, 0.5] })).toArray();
    [0.3, Math.sqrt(0.01 + 0.04 / 12), 0.5 / Math.sqrt(12)].forEach((y, i) => expect(found[i]).toBeCloseTo(y, 15));
    const other = believedDeviation(encoder({ resolution: 0.6 }), tensor(0.1)).toArray();
    other.forEach((y) => expect(y).toBeCloseTo(Math.sqrt(0.01 + 0.03), 15));
  });

  it('is the standard deviation of what rounding really does', () => {
    const random = new Random();
    const errors = Array.from({ length: 20000 }, () => {
      const x = random.uniform(-10, 10);
      return x - 0.5 * Math.round(x / 0.5);
    });
    const found = Math.sqrt(errors.reduce((total, y) => total + y * y, 0) / errors.length);
    expect(believedDeviation(encoder({ noise: 0, resolution: 0.5 })).toArray()[0] / found).toBeCloseTo(1, 2);
  });

  it('is not that it errs not at all', () => {
    expect(() => readingModelOf(encoder({ noise: [0.1, 0, 0.1] }), robotStateLayout(mixedArm))).toThrow(
      /noise of encoders.*0 of slide/,
    );
  });
});

describe('a reading at an end of the range', () => {
  const encoder = sensorOf(
    { type: 'joint-encoder', name: 'encoders', range: [-1, 2] },
    { model: assetModel('pendulum') },
  );
  const kept = (expected: number, value: number): number =>
    censored(encoder, tensor([expected]), { value: tensor([value]), present: tensor([1]) }).present.item();

  it('says nothing where what is expected lies there or beyond it too', () => {
    expect(kept(2.5, 2)).toBe(0);
    expect(kept(2, 2)).toBe(0);
    expect(kept(-1.1, -1)).toBe(0);
  });

  it('is taken as it stands where less was expected, as is any other', () => {
    expect(kept(1.9, 2)).toBe(1);
    expect(kept(-0.9, -1)).toBe(1);
    expect(kept(2.5, -1)).toBe(1);
    expect(kept(2.5, 1.99)).toBe(1);
  });

  it('does not bring back what is absent, and differs from member to member', () => {
    const reading = { value: population([[2], [2], [2]]), present: population([[0], [1], [1]]) };
    expect([...censored(encoder, population([[0], [0], [3]]), reading).present.data]).toEqual([0, 1, 0]);
  });
});

describe('the state of a robot', () => {
  const model = mixedArm;
  const sensor = sensorOf({ type: 'gyroscope', name: 'gyro', link: 'tip' }, { model });

  it('says what each of its numbers is', () => {
    const layout = robotStateLayout(model, [
      { part: 'goal', goal: 'cup', spread: 0.1 },
      { part: 'bias', sensor, spread: [1, 2, 3], walk: 0.1 },
      { part: 'forces', spread: 4 },
    ]);
    expect(layout.parts.map(({ name, start, size }) => [name, start, size])).toEqual([
      ['joint positions', 0, 3],
      ['joint velocities', 3, 3],
      ['goal cup', 6, 3],
      ['bias of gyro', 9, 3],
      ['forces', 12, 3],
    ]);
    expect(layout.coordinates.filter((_, i) => i % 4 === 1)).toEqual([
      { label: 'slide', unit: 'm' },
      { label: 'speed of spin', unit: 'rad/s' },
      { label: 'bias of gyro: x', unit: 'rad/s' },
      { label: 'force on slide', unit: 'N' },
    ]);
    const start = robotStart(layout, {
      q: tensor([1, 2, 3]),
      v: tensor([0, 0, 0]),
      spread: { q: 0.5, v: [0.1, 0.2, 0.3] },
      goals,
    });
    expect(start.mean.toArray()).toEqual([1, 2, 3, 0, 0, 0, 0.4, 0.1, 0.5, 0, 0, 0, 0, 0, 0]);
    expect(Array.from({ length: 15 }, (_, i) => start.factor.data[16 * i])).toEqual([
      0.5, 0.5, 0.5, 0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 1, 2, 3, 4, 4, 4,
    ]);
  });

  it('refuses parts that are none, are there twice, or have a negative spread', () => {
    const goal = { part: 'goal', goal: 'cup', spread: 0.1 } as const;
    expect(() => robotStateLayout(model, [goal, goal])).toThrow(/"goal cup" again/);
    expect(() => robotStateLayout(model, [{ ...goal, spread: -1 }])).toThrow(/spread of goal cup/);
    expect(() => robotStateLayout(model, [{ ...goal, walk: [1, 2] }])).toThrow(/walk of goal cup.*2 numbers/);
    expect(() => robotStateLayout(model, [{ ...goal, part: 'gaol' as 'goal' }])).toThrow(/part/);
  });

  it('measures angles of joints without end by the shorter way round', () => {
    const { space } = robotStateLayout(model);
    const [a, b] = [joined([0, 0, 3.1], [0, 0, 0]), joined([0, 0, -3.1], [0, 0, 0])];
    expect(space.difference(a, b).toArray()[2]).toBeCloseTo(2 * Math.PI - 6.2, 12);
  });
});
