/** @file Thirty public arms rebuilt in small, each with what its published file is known for: they load as they are, and are right. */
import { describe, expect, it } from 'vitest';
import type { RobotModel } from '../../src/robot/model.ts';
import type { LoadedRobot, LoadOptions } from '../../src/robot/urdf/load.ts';
import { expectClose } from '../support/check.ts';
import { accelerationAt, loadFile, massAt, placeOf, refusalOf, robotFiles, saidOf } from '../support/robot-files.ts';

const load = (name: string, options: LoadOptions = {}): LoadedRobot => loadFile(`public/${name}`, options);

/** Entry (i, i) of the mass matrix at zero. */
const M =
  (i: number) =>
  (model: RobotModel): number[] => [massAt(model)[i * model.nv + i]];

const place =
  (link: string) =>
  (model: RobotModel): number[] =>
    placeOf(model, link);

/** What turns about an axis: its inertia about it, and its mass off it. */
const about = (inertia: number, mass: number, ...offset: number[]): number =>
  inertia + mass * offset.reduce((sum, x) => sum + x * x, 0);

/** What a mimic joint turns back, so that it moves without turning. */
const carried = (mass: number, ...arm: number[]): number => about(0, mass, ...arm);

type Arm = readonly [
  name: string,
  coordinates: number,
  warnings: readonly RegExp[],
  computes: (model: RobotModel) => number[],
  expected: readonly number[],
];

const arms: readonly Arm[] = [
  ['01-kuka-lbr-iiwa14', 3, [], M(2), [0.001]],
  ['02-universal-ur5e', 3, [], place('tool0'), [0.425 + 0.3922, 0, 0.1625]],
  [
    '03-ufactory-xarm7-gripper',
    2,
    [],
    M(1),
    [
      2 * about(1.9111e-5, 0.033618, 0.021559, 0.015181) +
        2 * carried(0.048304, 0.035465, 0.042039) +
        2 * about(6.1e-6, 0.023013, 0.02, 0.015),
    ],
  ],
  [
    '04-franka-fr3-hand',
    2,
    [/attribute D/, /attribute K/, /attribute mu_coulomb/, /attribute mu_viscous/],
    M(1),
    [0.015 + 0.015],
  ],
  ['05-fetch', 3, [/harmless inside its body/], M(0), [10.7796 + 2.5587 + 0.1354 + 1.5175 + 0.0798]],
  ['06-trossen-widowx-250', 3, [], M(2), [0.034796 + 0.034796]],
  ['07-trossen-viperx-300s', 2, [], M(1), [about(0.00307592, 0.110084, 0, -0.01)]],
  [
    '08-kinova-gen3-2f85',
    2,
    [],
    M(1),
    [
      2 * about(2.89328e-6, 0.00853198, 0.0155, -0.0002) +
        2 * about(6.1e-6, 0.022614, 0.0315 + 0.0048, -0.0041 + 0.0215) +
        2 * carried(0.0104003, 0.0315 + 0.0061, -0.0041 + 0.0471) +
        2 * about(2.6e-5, 0.0271177, 0.02, 0.0233),
    ],
  ],
  [
    '09-kinova-jaco-j2n6s300',
    2,
    [/mimic/],
    M(1),
    [about(8e-8, 0.01, 0.022) + about(8e-8, 0.01, 0.044 + 0.022, -0.003)],
  ],
  [
    '10-rethink-sawyer',
    3,
    [/limit/, /harmless inside its body/],
    M(2),
    [about(0.00044, 0.45414, -8.0726e-6, 0.0085838) + about(1e-8, 1e-8, 1e-8, 1e-8)],
  ],
  ['11-rethink-baxter', 2, [/capsule/], M(1), [about(0.0003, 0.35093, 0.0009, 0.0046)]],
  [
    '12-willow-garage-pr2-gripper',
    2,
    [],
    M(1),
    [
      about(0.000181, 0.17126, 0.03598, 0.0173) +
        about(0.000181, 0.17389, 0.03576, -0.01736) +
        2 * carried(0.04419, 0.09137, 0.00495),
    ],
  ],
  ['13-pal-tiago', 4, [], M(0), [14.94 + 0.089 + 0.653 + 2 * 0.107]],
  ['14-yaskawa-motoman-sia10d', 7, [/inertial/, /lower and upper/], place('tool0'), [0, 0, 3 * 0.36 + 0.155]],
  ['15-staubli-rx160', 2, [/ISO-8859-1/i], M(1), [about(5.536809, 51.266495, -0.000002, 0.347704)]],
  ['16-abb-irb120', 3, [/effort/], M(2), [about(0.0160354, 2.944, 0.02281, 0.05791)]],
  ['17-abb-irb5400', 3, [/radius/], M(2), [about(0.002, 1.2, 0.004, 0.003)]],
  ['18-fanuc-lrmate200ib', 2, [/comment/, /effort/], M(1), [about(0.08, 7, 0.12)]],
  ['19-denso-vs087', 2, [/limit/], M(1), [about(0.2, 8, 0.01, 0.2)]],
  [
    '20-doosan-m1013',
    2,
    [/declaration/, /material/],
    M(1),
    [about(0.325568929092439, 7.8, 0.228739648524612, 0.0430494897610616)],
  ],
  ['21-flexiv-rizon4', 2, [/mesh/], M(1), [about(0.001, 0.9, 0, 0.02)]],
  ['22-dobot-cr5', 2, [/effort 0, velocity 0/], M(1), [about(0.07, 3.1, 0.21, 0.1)]],
  [
    '23-so-arm100',
    3,
    [/rgba|colour|color/],
    place('Moving Jaw'),
    [0, -0.0452 + 0.1025 + 0.11257, 0.0165 + 0.0306 + 0.028],
  ],
  ['24-niryo-ned2', 2, [/version/, /xacro/], M(1), [0.03 + 0.03]],
  ['25-robotis-open-manipulator-x', 3, [/mesh/], M(2), [0.001 + 0.001]],
  ['26-elephant-mycobot-280', 2, [/velocity/, /scale/], M(1), [about(0.0003, 0.16, -0.05)]],
  ['27-techman-tm5-on-rails', 4, [/limit/], M(0), [4.032 + 8.567]],
  [
    '28-barrett-hand',
    3,
    [/effort 0, velocity 0/, /mass of 56143/, /mass of 31321/],
    M(2),
    [about(17.7656644395659, 31321.1214212939, -0.030918176135544, 0.0019693024932544)],
  ],
];

describe('public arms', () => {
  it.each(arms)('%s', (name, coordinates, warnings, computes, expected) => {
    const loaded = load(name);
    expect([loaded.model.nq, loaded.model.nv]).toEqual([coordinates, coordinates]);
    const said = saidOf(loaded);
    expect(said.length, said.join('\n')).toBe(warnings.length);
    for (const text of warnings) expect(said.join('\n')).toMatch(text);
    expectClose(computes(loaded.model), [...expected], 1e-9, 1e-3);
    if (loaded.model.hasInertia) expect(accelerationAt(loaded.model).every(Number.isFinite)).toBe(true);
  });

  // what is refused loads by the remedy that the message names
  it.each([
    ['29-lynxmotion-al5d', /joint "?j2/, 2],
    ['30-robotiq-3-finger', /0\.0008/, 3],
  ])('%s, refused as it is, loads repaired', (name, says, coordinates) => {
    const message = refusalOf(`public/${name}`);
    expect(message).toMatch(says);
    expect(message).toContain('--repair');
    const { model, repairs } = load(name, { repair: true });
    expect(model.nv).toBe(coordinates);
    expect(repairs.length).toBeGreaterThan(0);
    expect(accelerationAt(model).every(Number.isFinite)).toBe(true);
  });

  it('are thirty, of which at most two are refused as they are', () => {
    expect(robotFiles('public')).toHaveLength(30);
    expect(arms.map(([name]) => name)).toEqual(robotFiles('public').slice(0, 28));
  });
});
