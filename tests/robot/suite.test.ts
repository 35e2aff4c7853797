/** @file The swinging robots, against MuJoCo's models of the figures that the DeepMind Control Suite and Crocoddyl's example publish. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import { kineticEnergy, potentialEnergy } from '../../src/dynamics/energy.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { articulatedPlant } from '../../src/simulation/plant.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { expectClose } from '../support/check.ts';
import { mujoco } from '../support/mujoco.ts';
import { Random, testSeed } from '../support/random.ts';
import { assetModel, assetText } from '../support/robots.ts';

interface Reference {
  readonly name: string;
  /** Bodies of the model in MuJoCo's format. */
  readonly bodies: string;
  readonly integrator: string;
  readonly dt: number;
  /** Forces of the drives, N m or N, at full action; 0 has none. */
  readonly efforts: readonly number[];
}

const hinge = (name: string, damping: number): string =>
  `<joint name="${name}" type="hinge" axis="0 1 0" damping="${damping}"/>`;

const bar = (radius: number, mass: number): string =>
  `<geom type="capsule" fromto="0 0 0 0 0 1" size="${radius}" mass="${mass}"/>`;

const references: readonly Reference[] = [
  {
    name: 'suite-pendulum',
    bodies: `<body name="pole" pos="0 0 0.6">${hinge('hinge', 0.1)}<geom type="sphere" pos="0 0 0.5" size="0.05" mass="1"/></body>`,
    integrator: 'Euler',
    dt: 0.02,
    efforts: [1],
  },
  {
    name: 'cart-pole',
    bodies: `<body name="cart" pos="0 0 1"><joint name="slider" type="slide" axis="1 0 0" damping="5e-4"/><geom type="box" size="0.2 0.15 0.1" mass="1"/>
      <body name="pole">${hinge('hinge', 2e-6)}${bar(0.045, 0.1)}</body></body>`,
    integrator: 'RK4',
    dt: 0.01,
    efforts: [10, 0],
  },
  {
    name: 'acrobot',
    bodies: `<body name="upper" pos="0 0 2">${hinge('shoulder', 0.05)}${bar(0.05, 1)}
      <body name="lower" pos="0 0 1">${hinge('elbow', 0.05)}${bar(0.049, 1)}</body></body>`,
    integrator: 'RK4',
    dt: 0.01,
    efforts: [0, 2],
  },
  {
    name: 'double-pendulum',
    bodies: `<body name="upper" pos="0 0 0.4">${hinge('shoulder', 0.05)}<geom type="box" pos="0 0 0.05" size="0.0125 0.0125 0.05" mass="0.2"/>
      <body name="lower" pos="0 0 0.1">${hinge('elbow', 0.05)}<geom type="box" pos="0 0 0.1" size="0.0125 0.0125 0.1" mass="0.3"/></body></body>`,
    integrator: 'RK4',
    dt: 0.01,
    efforts: [1, 0],
  },
];

const tops = { 'suite-pendulum': 1.1, 'cart-pole': 2, acrobot: 4, 'double-pendulum': 0.7 } as const;
const integrators = { Euler: 'semi-implicit-euler', RK4: 'rk4' } as const;

async function inMujoco({ bodies, integrator, dt }: Reference) {
  const mj = await mujoco();
  const model = mj.MjModel.from_xml_string(
    `<mujoco><option timestep="${dt}" integrator="${integrator}"><flag contact="disable" constraint="disable" energy="enable"/></option><worldbody>${bodies}</worldbody></mujoco>`,
  )!;
  return { mj, model, data: new mj.MjData(model) };
}

const list = (view: unknown): number[] => Array.from(view as Float64Array);

describe.each(references)(`$name (seed ${testSeed})`, (reference) => {
  const robot = assetModel(reference.name);
  const n = robot.nv;
  const random = new Random();
  const moments = Array.from({ length: 20 }, () => ({
    q: random.list(n, -3, 3),
    v: random.list(n, -6, 6),
    tau: random.list(n, -5, 5),
  }));

  it('is read without a finding but that of a joint without a drive, and stands up at 0', () => {
    const passive = reference.efforts.filter((effort) => effort === 0);
    expect(loadRobot(assetText(reference.name)).findings.map(({ code }) => code)).toEqual(passive.map(() => 'U040'));
    const [x, y, z] = linkPose(robot, tensor(new Array<number>(n).fill(0)), 'tip').translation.toArray();
    expectClose([x, y, z], [0, 0, tops[reference.name as keyof typeof tops]], 1e-12);
  });

  it('has the accelerations and the energies that MuJoCo has', async () => {
    const { mj, model, data } = await inMujoco(reference);
    for (const { q, v, tau } of moments) {
      for (let i = 0; i < n; i++) [data.qpos[i], data.qvel[i], data.qfrc_applied[i]] = [q[i], v[i], tau[i]];
      mj.mj_forward(model, data);
      const damped = tau.map((force, i) => force - robot.joints[i].damping * v[i]);
      expectClose(forwardDynamics(robot, tensor(q), tensor(v), tensor(damped)), list(data.qacc), 1e-9);
      const [potential, kinetic] = list(data.energy);
      expectClose(kineticEnergy(robot, tensor(q), tensor(v)).item(), kinetic, 1e-9);
      expectClose(potentialEnergy(robot, tensor(q)).item(), potential, 1e-9);
    }
    data.delete();
    model.delete();
  });

  it('makes the step that MuJoCo makes, within the efforts of its drives', async () => {
    const { mj, model, data } = await inMujoco(reference);
    const { dt } = reference;
    const integrator = integrators[reference.integrator as keyof typeof integrators];
    const plant = articulatedPlant({ model: robot, integrator, dt });
    expect(robot.joints.map(({ limits }) => limits.effort)).toEqual(reference.efforts);
    for (const { q, v } of moments) {
      for (let i = 0; i < n; i++)
        [data.qpos[i], data.qvel[i], data.qfrc_applied[i]] = [q[i], v[i], reference.efforts[i]];
      mj.mj_step(model, data);
      const next = plant.step({ q: tensor(q), v: tensor(v) }, tensor([...reference.efforts]), robotParameters(robot));
      expectClose(next.q, list(data.qpos), 1e-9);
      expectClose(next.v, list(data.qvel), 1e-9);
    }
    data.delete();
    model.delete();
  });
});

it("the cart's rail ends at 1.8 m to both sides", () => {
  expect(assetModel('cart-pole').joints[0].limits).toMatchObject({ lower: -1.8, upper: 1.8, effort: 10 });
});
