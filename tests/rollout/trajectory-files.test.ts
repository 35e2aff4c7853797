/** @file Trajectories as CSV and npz: every number of them, by the names of the joints, with units. */
import { describe, expect, it } from 'vitest';
import { decodeCsv } from '../../src/formats/csv.ts';
import { decodeNpz } from '../../src/formats/npz.ts';
import type { SavedTrajectory } from '../../src/rollout/trajectory.ts';
import { trajectoryCsv, trajectoryNpz } from '../../src/rollout/trajectory-files.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { expectEqual } from '../support/check.ts';
import { experimentWith, optimizers } from '../support/two-link.ts';

const experiment = experimentWith(optimizers[0]);
const trajectory = experiment.simulate(experiment.initialParameters);
const { model } = experiment;
const { steps, dt, q, v, tau, links } = trajectory;

describe('a trajectory as CSV', () => {
  const { columns } = decodeCsv(trajectoryCsv(trajectory, model));
  const column = (name: string) => columns.find((one) => one.name === name)!.values;
  const every = (rows: Float64Array, width: number, from: number) =>
    Array.from({ length: rows.length / width }, (_, i) => rows[width * i + from]);

  it('names what each column is, and in which unit', () => {
    expect(columns.map(({ name }) => name)).toEqual([
      'time [s]',
      ...['q shoulder [rad]', 'q elbow [rad]', 'v shoulder [rad/s]', 'v elbow [rad/s]'],
      ...['tau shoulder [N m]', 'tau elbow [N m]', 'x tip [m]', 'y tip [m]', 'z tip [m]'],
    ]);
  });

  it('has every bit, and nothing where there is nothing', () => {
    expect(column('time [s]')).toEqual(Array.from({ length: steps + 1 }, (_, i) => i * dt));
    expect(column('q elbow [rad]')).toEqual(every(q, 2, 1));
    expect(column('v shoulder [rad/s]')).toEqual(every(v, 2, 0));
    expect(column('tau elbow [N m]')).toEqual([...every(tau, 2, 1), null]);
    expect(column('z tip [m]')).toEqual([null, ...every(links.tip, 3, 2)]);
  });
});

describe('a trajectory as npz', () => {
  const arrays = decodeNpz(trajectoryNpz(trajectory, model));

  it('has every bit, with the names of the axes', () => {
    expect(Object.fromEntries([...arrays].map(([name, { shape }]) => [name, shape]))).toEqual({
      time: [steps + 1],
      q: [steps + 1, 2],
      v: [steps + 1, 2],
      tau: [steps, 2],
      links: [steps, 1, 3],
      joint_names: [2],
      link_names: [1],
      q_units: [2],
      v_units: [2],
      tau_units: [2],
    });
    for (const [name, rows] of Object.entries({ q, v, tau, links: links.tip }))
      expectEqual(arrays.get(name)!.data as Float64Array, rows);
    expect(arrays.get('joint_names')!.data).toEqual(['shoulder', 'elbow']);
    expect(arrays.get('link_names')!.data).toEqual(['tip']);
    expect(arrays.get('tau_units')!.data).toEqual(['N m', 'N m']);
  });
});

const slide = (name: string): string => `<robot name="r">
<link name="base"/><link name="a"><inertial><mass value="1"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial></link>
<joint name="${name}" type="prismatic"><parent link="base"/><child link="a"/><axis xyz="1 0 0"/><limit lower="0" upper="1" effort="1" velocity="1"/></joint>
</robot>`;

const oneStep = (paths: Record<string, Float64Array>): SavedTrajectory => ({
  dt: 0.1,
  steps: 1,
  nq: 1,
  nv: 1,
  q: Float64Array.of(1, NaN),
  v: Float64Array.of(3, -0),
  tau: Float64Array.of(5),
  links: paths,
});

it('slides are in m, and names of any kind stand in one line', () => {
  const { model: sliding } = loadRobot(slide('=a,&quot;b&#10;c'));
  const text = trajectoryCsv(oneStep({ '=1+1': Float64Array.of(7, 8, 9), 'k"l': Float64Array.of(1, 2, 3) }), sliding);
  expect(text).toBe(
    'time [s],"q =a,""b\\u000ac [m]","v =a,""b\\u000ac [m/s]","tau =a,""b\\u000ac [N]",x =1+1 [m],y =1+1 [m],z =1+1 [m],"x k""l [m]","y k""l [m]","z k""l [m]"\r\n' + // prettier-ignore
      '0,1,3,5,,,,,,\r\n0.1,nan,-0,,7,8,9,1,2,3\r\n',
  );
  const arrays = decodeNpz(trajectoryNpz(oneStep({ a: Float64Array.of(7, 8, 9), b: Float64Array.of(1, 2, 3) }), sliding)); // prettier-ignore
  expect(arrays.get('links')).toEqual({ shape: [1, 2, 3], data: Float64Array.of(7, 8, 9, 1, 2, 3) });
  expect(arrays.get('v_units')!.data).toEqual(['m/s']);
});

it.each<[string, Partial<SavedTrajectory>, string]>([
  ['of another robot', { q: new Float64Array(3) }, 'trajectory.q: found 3 numbers'],
  ['of too few forces', { tau: new Float64Array(1) }, 'trajectory.tau: found 1 numbers'],
  ['of no path', { links: { tip: [1, 2, 3] as never } }, 'trajectory.links.tip: found a list of 3'],
  ['of no time', { dt: NaN }, 'trajectory.dt: found NaN'],
])('a trajectory %s is refused', (_, change, says) => {
  for (const write of [trajectoryCsv, trajectoryNpz])
    expect(() => write({ ...trajectory, ...change }, model)).toThrow(says);
});
