/** @file Robots in Rapier: what they are made of, what is refused, and what is said of the differences. */
import { describe, expect, it } from 'vitest';
import { population, PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { gravityForces } from '../../../src/dynamics/inverse-dynamics.ts';
import { robotParameters } from '../../../src/robot/parameters.ts';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { adjointPhysics } from '../../../src/sim2sim/adjoint-physics.ts';
import { rapierPhysics } from '../../../src/sim2sim/rapier/rapier-physics.ts';
import { Random } from '../../support/random.ts';
import { assetModel, randomMimicRobot } from '../../support/robots.ts';
import { endOf, farthest, type Motion, pandaHome, trueEnd } from '../../support/second-physics.ts';

const dt = 0.005;
const panda = assetModel('panda');
const zero = panda.joints.map(() => 0);

describe('a Panda in Rapier', () => {
  it('is held by the forces of gravity, for a second', async () => {
    const physics = await rapierPhysics(panda, { dt });
    const tau = gravityForces(panda, tensor(pandaHome)).toArray();
    const end = endOf(physics, { q: pandaHome, v: zero, tau, steps: 200 });
    expect(farthest(end.slice(0, panda.nq), pandaHome)).toBeLessThan(2e-3);
    const { gap, tilt } = physics.drift();
    expect(gap).toBeLessThan(2e-6);
    expect(tilt).toBeLessThan(2e-5);
    physics.close();
  });

  it('falls as ours does, damped', async () => {
    const motion = { q: pandaHome, v: [0.3, 0, -0.3, 0.2, 1, 0, 2], tau: zero, steps: 50 };
    const physics = await rapierPhysics(panda, { dt, stops: false });
    expect(farthest(endOf(physics, motion), trueEnd(panda, dt, motion))).toBeLessThan(1e-2);
    physics.close();
  });

  it('stops at the limits of its joints, where these are asked to', async () => {
    const motion: Motion = { q: pandaHome, v: zero, tau: [60, 0, 0, 0, 0, 0, 0], steps: 300 };
    const { upper } = panda.joints[0].limits;
    for (const stops of [true, false]) {
      const physics = await rapierPhysics(panda, { dt, stops });
      const [q] = endOf(physics, motion);
      if (stops) expect(Math.abs(q - upper)).toBeLessThan(0.01);
      else expect(q).toBeGreaterThan(upper + 1);
      expect(physics.differences.some((text) => text.includes('stop at their limits'))).toBe(stops);
      physics.close();
    }
  });
});

describe('what joints resist with', () => {
  const slider = (dynamics: string): string =>
    `<robot name="s"><link name="base"/><link name="box"><inertial><mass value="2"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial></link><joint name="rail" type="prismatic"><parent link="base"/><child link="box"/><axis xyz="1 0 0"/><limit lower="-99" upper="99" effort="99" velocity="99"/><dynamics ${dynamics}/></joint></robot>`;

  it('takes speed away as it does in closed form', async () => {
    const { model } = loadRobot(slider('damping="3"'));
    const physics = await rapierPhysics(model, { dt });
    const [, v] = endOf(physics, { q: [0], v: [1], tau: [0], steps: 200 });
    expect(v).toBeCloseTo(Math.exp(-3 / 2), 3);
    physics.close();
  });

  it('is never too stiff for a step', async () => {
    // explicit, a resistance above 2 m / h = 4000 N s/m grows without end
    for (const dynamics of ['damping="1e6"', 'friction="100"']) {
      const { model } = loadRobot(slider(dynamics));
      const motion = { q: [0], v: [2], tau: [20], steps: 100 };
      const physics = await rapierPhysics(model, { dt });
      const ours = endOf(adjointPhysics(model, { dt, integrator: 'semi-implicit-euler', substeps: 5 }), motion);
      expect(farthest(endOf(physics, motion), ours)).toBeLessThan(2e-3);
      physics.close();
    }
  });
});

describe('members in Rapier', () => {
  it('have robots of their own, and move as alone', async () => {
    const own = robotParameters(panda);
    const factors = [0.8, 1, 1.3];
    const scaled = ({ data, shape }: PopulationTensor): PopulationTensor =>
      new PopulationTensor(
        { shape, population: factors.length },
        Float64Array.from(data).reduce(
          (all, x, i) => (factors.forEach((factor, m) => (all[i * factors.length + m] = x * factor)), all),
          new Float64Array(data.length * factors.length),
        ),
      );
    const robot = {
      bodies: own.bodies.map(({ mass, inertia }) => ({ mass: scaled(mass), inertia: scaled(inertia) })),
      joints: own.joints.map(({ damping }) => ({ damping: scaled(damping) })),
      gravity: population([
        [0, 0, -9.81],
        [0, 0, -9.81],
        [0, 0, -1.62],
      ]),
    };
    const spread = (values: readonly number[]): number[] => values.flatMap((x) => factors.map(() => x));
    const motion = { q: pandaHome, v: zero, tau: [5, -10, 5, 10, 1, 1, 0.5], steps: 40 };
    const all = await rapierPhysics(panda, { dt, members: 3, robot });
    const spreadMotion = { ...motion, q: spread(motion.q), v: spread(motion.v), tau: spread(motion.tau) };
    const together = endOf(all, spreadMotion);
    const ends = factors.map((_, m) => together.filter((__, i) => i % 3 === m));
    // the same bits as one of its kind alone
    const alone = await rapierPhysics(panda, { dt });
    expect(ends[1]).toEqual(endOf(alone, motion));
    expect(farthest(ends[0], ends[1])).toBeGreaterThan(1e-2);
    const ours = adjointPhysics(panda, { dt, members: 3, robot, integrator: 'rk4' });
    expect(farthest(together, endOf(ours, spreadMotion))).toBeLessThan(1e-2);
    all.close();
    alone.close();
  });
});

describe('rapierPhysics', () => {
  it('says what it does otherwise', async () => {
    const joints = panda.joints.map((joint, i) => ({ ...joint, armature: i === 2 ? 0.1 : 0 }));
    const physics = await rapierPhysics({ ...panda, joints }, { dt, stops: false });
    const said = physics.differences.join('\n');
    expect(said).toContain('float32');
    expect(said).toContain(`armature of "${panda.joints[2].name}" is left out`);
    expect(said).toContain('damping and friction of all joints');
    expect(said).toContain('1000 steps a second of 16 iterations');
    physics.close();
  });

  it('refuses joints that follow others, by name, with what to do', async () => {
    const random = new Random();
    let model = loadRobot(randomMimicRobot(random)).model;
    while (!model.joints.some(({ mimic }) => mimic)) model = loadRobot(randomMimicRobot(random)).model;
    await expect(rapierPhysics(model, { dt })).rejects.toThrow(/joint "joint\d+", which follows "joint\d+".*weld/);
  });

  it('refuses what does not fit', async () => {
    await expect(rapierPhysics(panda, { dt: 0 })).rejects.toThrow('dt: found 0');
    await expect(rapierPhysics(panda, { dt, rate: -1 })).rejects.toThrow('rate: found -1');
    await expect(rapierPhysics(panda, { dt, members: 0 })).rejects.toThrow('members: found 0');
    const robot = {
      gravity: population([
        [0, 0, -9.81],
        [0, 0, -1.62],
      ]),
    };
    await expect(rapierPhysics(panda, { dt, members: 3, robot })).rejects.toThrow(
      'robot.gravity: found numbers of 2 members',
    );
    const physics = await rapierPhysics(panda, { dt });
    expect(() => {
      physics.step(new Float64Array(3));
    }).toThrow('tau: found 3 numbers');
    physics.close();
    expect(() => {
      physics.step(new Float64Array(7));
    }).toThrow('a physics that was closed');
    physics.close();
  });
});
