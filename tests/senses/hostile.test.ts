/** @file Estimated rollouts of hostile scenes: records are numbers, and what is lost is said in words. */
import { describe, expect, it } from 'vitest';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { readScene } from '../../src/scene/parse.ts';
import type { Scene } from '../../src/scene/schema.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { estimateOnce } from '../../src/senses/estimate.ts';
import type { EstimateRecord } from '../../src/senses/records.ts';
import { assetText, sceneText } from '../support/robots.ts';
import { assembled, sceneErrorOf, sceneFor } from '../support/scenes.ts';

const scene = (name: string, ...settings: string[]): Scene => withSettings(readScene(sceneText(name)), settings);
const pendulum = (...settings: string[]): Scene => scene('pendulum-encoder', 'time.horizon=0.2', ...settings);

/** The record of a scene, of a robot's own text where one is given. */
function recordOf(of: Scene, text?: string): EstimateRecord {
  const experiment = text === undefined ? assembled(of) : assemble(of, text);
  return estimateOnce(experiment, experiment.initialParameters);
}

const isWhole = ({ mean, deviation, arm: { q } }: EstimateRecord): boolean =>
  [mean, deviation, q].every((numbers) => numbers.every(Number.isFinite));
const told = ({ sensors }: EstimateRecord): number[] =>
  sensors.map((sensor) => sensor.told.reduce((sum, channels) => sum + channels, 0));

/** Deviations of the first coordinate. */
const doubts = ({ deviation, coordinates: { length } }: EstimateRecord): number[] =>
  [...deviation].filter((_, i) => i % length === 0);

const filters = [
  'extended-kalman',
  'unscented-kalman',
  '{"type":"particle","particles":100}',
  '{"type":"fixed-lag-smoother","lag":3}',
  'population-code',
];

describe('a camera that loses its landmark', () => {
  it.each([filters[0], filters[2]])('and finds it again leaves a belief that grows meanwhile (%s)', (filter) => {
    const camera = {
      type: 'pinhole-camera',
      name: 'camera',
      position: [0.13, -2, 0.4],
      lookAt: [0.13, 0, 0.4],
      noise: 1,
      size: [110, 960],
      landmarks: [{ link: 'rod', at: [0, 0, -0.5] }],
    };
    const record = recordOf(
      scene(
        'pendulum-encoder',
        'time.horizon=2.4',
        'controller.kd=[0.02]',
        `sensors=${JSON.stringify([camera])}`,
        `estimator.filter=${filter}`,
      ),
    );
    expect(isWhole(record)).toBe(true);
    const seen = [...record.sensors[0].present].filter((_, i) => i % 2 === 0);
    const lost = seen.indexOf(0);
    const found = seen.indexOf(1, lost);
    expect(lost).toBeGreaterThan(5);
    expect(found).toBeGreaterThan(lost + 10);
    const doubt = doubts(record);
    for (let k = lost + 1; k < found; k++) expect(doubt[k]).toBeGreaterThan(0);
    expect(doubt[found - 1]).toBeGreaterThan(3 * doubt[lost - 1]);
    expect(doubt[found + 3]).toBeLessThan(doubt[found - 1] / 3);
  });
});

describe('a robot of other joints', () => {
  const link = (name: string): string =>
    `<link name="${name}"><inertial><origin xyz="0.1 0.05 -0.02"/><mass value="1.5"/><inertia ixx="0.02" iyy="0.03" izz="0.025"/></inertial></link>`;
  const joint = (type: string, parent: string, child: string, axis: string, more = ''): string =>
    `<joint name="${child}" type="${type}"><origin xyz="0.3 -0.1 0.2" rpy="0.4 -1 2"/><parent link="${parent}"/><child link="${child}"/><axis xyz="${axis}"/><limit lower="-3" upper="3" effort="50" velocity="9"/><dynamics damping="0.4" friction="0.1"/>${more}</joint>`;
  const text = `<robot name="own-arm"><link name="base"/>${['turn', 'slide', 'spin', 'follow'].map(link).join('')}${joint('revolute', 'base', 'turn', '0 0 1')}${joint('prismatic', 'turn', 'slide', '0 1 0')}${joint('continuous', 'slide', 'spin', '1 0 0')}${joint('revolute', 'spin', 'follow', '0 1 0', '<mimic joint="spin" multiplier="-0.5" offset="0.1"/>')}</robot>`;
  const sensors = [{ type: 'joint-encoder', name: 'encoders', noise: 0.01 }];

  const usual = sceneFor(loadRobot(text).model).scene;

  it.each([filters[0], filters[2], filters[3]])('slides, turns and follows, and is known (%s)', (filter) => {
    const own = withSettings(usual, [
      'time.horizon=0.03',
      'disturbance.force=0.1',
      `sensors=${JSON.stringify(sensors)}`,
      'estimator={}',
      `estimator.filter=${filter}`,
    ]);
    const record = recordOf(own, text);
    expect(record.coordinates.map(({ unit }) => unit)).toEqual(['rad', 'm', 'rad', 'rad/s', 'm/s', 'rad/s']);
    expect(isWhole(record)).toBe(true);
    expect(doubts(record).at(-1)!).toBeLessThan(0.03);
  });

  it('a UR5e with encoders and a camera', () => {
    const given = [
      { type: 'joint-encoder', name: 'encoders', noise: 0.01 },
      {
        type: 'pinhole-camera',
        name: 'camera',
        position: [-2, -2, 1],
        lookAt: [0, 0, 0.5],
        landmarks: [{ link: 'tool0' }, { goal: 'point' }],
      },
    ];
    const record = recordOf(
      scene('ur5e-reach', 'time.horizon=0.05', `sensors=${JSON.stringify(given)}`, 'estimator={}'),
    );
    expect(isWhole(record)).toBe(true);
    expect(told(record)).toEqual([60, 40]);
    expect(record.findings).toEqual([]);
  });
});

describe('a record', () => {
  it.each([filters[0], filters[3]])('says where the arm diverges, and breaks nothing (%s)', (filter) => {
    // damping that a step of this length cannot follow
    const text = assetText('pendulum').replace('damping="0.05"', 'damping="1e6"');
    const record = recordOf(pendulum('time.horizon=0.5', `estimator.filter=${filter}`), text);
    expect(record.arm.q.every(Number.isFinite)).toBe(false);
    expect(record.findings.join()).toMatch(/is no number/);
  });

  it('says where a belief leaves no doubt in some direction, and so has no normalized square', () => {
    const record = recordOf(pendulum('estimator.filter={"type":"particle","particles":1}'));
    expect(isWhole(record)).toBe(true);
    expect(record.findings.join()).toContain('no doubt');
  });

  it('of one tick is whole, and so is one that ends before the first reading comes', () => {
    const always = 'sensors[0].dropout=0';
    expect(told(recordOf(pendulum('time.horizon=0.02', always)))).toEqual([1]);
    const late = recordOf(pendulum('sensors[0].delay=1', always));
    expect([isWhole(late), told(late)]).toEqual([true, [0]]);
    const once = recordOf(pendulum('sensors[0].period=1', always));
    expect([isWhole(once), told(once)]).toEqual([true, [1]]);
  });

  it('of twenty sensors, each with a rhythm and a delay of its own, is whole', () => {
    const sensors = Array.from({ length: 20 }, (_, i) => ({
      type: i % 2 === 0 ? 'joint-encoder' : 'joint-velocity',
      name: `sensor-${i}`,
      noise: 0.1 + i,
      period: 0.02 * (1 + (i % 3)),
      delay: 0.02 * (i % 4),
    }));
    const record = recordOf(pendulum(`sensors=${JSON.stringify(sensors)}`));
    expect(isWhole(record)).toBe(true);
    // what the last three ticks tell is known after the end where any sensor is so late
    expect(told(record).slice(0, 4)).toEqual([7, 4, 3, 7]);
  });
});

describe('a sensor that is said not to err', () => {
  const noise = (value: string, ...more: string[]): string =>
    sceneErrorOf(() => assembled(pendulum(`sensors[0].noise=${value}`, ...more))).message;

  it('is refused where a filter would take its reading for the truth', () => {
    expect(noise('0', 'sensors[0].resolution=0')).toContain('$.sensors[0].noise');
    expect(noise('-1')).toContain('$.sensors[0].noise');
    expect(isWhole(recordOf(pendulum('sensors[0].noise=0')))).toBe(true);
  });
});
