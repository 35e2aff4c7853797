/** @file What Rapier does that makes a wrong simulation look right: each is shown to be so, and that it does not come through. */
import type { RigidBody, World } from '@dimforge/rapier3d-compat';
import { describe, expect, it } from 'vitest';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { addBody } from '../../../src/sim2sim/rapier/joint.ts';
import { loadRapier, type Rapier } from '../../../src/sim2sim/rapier/load.ts';
import { rapierPhysics } from '../../../src/sim2sim/rapier/rapier-physics.ts';
import { assetModel } from '../../support/robots.ts';
import { pandaHome } from '../../support/second-physics.ts';

/** A wheel of 1 kg m^2 about a vertical axis. */
const { model: wheel } = loadRobot(
  '<robot name="w"><link name="base"/><link name="rim"><inertial><mass value="1"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial></link><joint name="axle" type="continuous"><parent link="base"/><child link="rim"/><axis xyz="0 0 1"/></joint></robot>',
);

const dt = 0.01;

const worldWith = (rapier: Rapier, canSleep: boolean): { readonly world: World; readonly body: RigidBody } => {
  const world = new rapier.World({ x: 0, y: 0, z: 0 });
  world.timestep = dt;
  const body = canSleep
    ? world.createRigidBody(
        rapier.RigidBodyDesc.dynamic().setAdditionalMassProperties(
          1,
          { x: 0, y: 0, z: 0 },
          { x: 1, y: 1, z: 1 },
          { x: 0, y: 0, z: 0, w: 1 },
        ),
      )
    : addBody(rapier, world, { mass: 1, centerOfMass: [0, 0, 0], inertia: [1, 0, 0, 0, 1, 0, 0, 0, 1] });
  return { world, body };
};

describe('a torque', () => {
  it('stays on a body of Rapier until it is taken back', async () => {
    const { world, body } = worldWith(await loadRapier(), false);
    body.addTorque({ x: 0, y: 0, z: 1 }, true);
    for (let i = 0; i < 10; i++) world.step();
    expect(body.angvel().z).toBeCloseTo(0.1, 5);
    world.free();
  });

  it('acts in a step and no longer', async () => {
    const physics = await rapierPhysics(wheel, { dt, rate: 1000 });
    physics.step(Float64Array.of(1));
    for (let i = 0; i < 10; i++) physics.step(Float64Array.of(0));
    expect(physics.v[0]).toBeCloseTo(0.01, 5);
    physics.step(Float64Array.of(1));
    physics.reset(new Float64Array(1), new Float64Array(1));
    physics.step(Float64Array.of(0));
    expect(physics.v[0]).toBe(0);
    physics.close();
  });
});

describe('what hardly moves', () => {
  const slow = 1e-3;

  it('falls asleep in Rapier, and then stands', async () => {
    const { world, body } = worldWith(await loadRapier(), true);
    body.setAngvel({ x: 0, y: 0, z: slow }, true);
    for (let i = 0; i < 500; i++) world.step();
    expect(body.isSleeping()).toBe(true);
    expect(2 * body.rotation().z).toBeLessThan(4 * slow);
    world.free();
  });

  it('moves on', async () => {
    const physics = await rapierPhysics(wheel, { dt, rate: 100 });
    physics.reset(Float64Array.of(0), Float64Array.of(slow));
    for (let i = 0; i < 500; i++) physics.step(Float64Array.of(0));
    expect(physics.q[0]).toBeCloseTo(5 * slow, 5);
    physics.close();
  });
});

describe('a body whose numbers stop being finite', () => {
  it('stands still in Rapier, as if it were at rest', async () => {
    const { world, body } = worldWith(await loadRapier(), false);
    body.addTorque({ x: 1e38, y: 0, z: 0 }, true);
    world.step();
    expect([body.angvel().x, body.isEnabled()]).toEqual([0, false]);
    world.free();
  });

  it('is lost, alone, and found again by a reset, with the same bits', async () => {
    const model = assetModel('panda');
    const members = 2;
    const physics = await rapierPhysics(model, { dt, members });
    const [start, rest] = [Float64Array.from(pandaHome.flatMap((x) => [x, x])), new Float64Array(model.nv * members)];
    const fall = (q: Float64Array, tau: Float64Array): number[] => {
      physics.reset(q, rest);
      for (let i = 0; i < 3; i++) physics.step(tau);
      return [...physics.q, ...physics.v];
    };
    const of = (member: number, values: readonly number[]): number[] => values.filter((_, i) => i % members === member);
    const whole = fall(start, rest);
    expect(of(0, whole)).toEqual(of(1, whole));
    for (const size of [1e30, NaN]) {
      const broken = fall(
        start,
        rest.map((_, i) => (i % members === 0 ? size : 0)),
      );
      expect(of(0, broken).every(Number.isNaN)).toBe(true);
      expect(of(1, broken)).toEqual(of(1, whole));
      expect(fall(start, rest)).toEqual(whole);
    }
    const nowhere = fall(
      start.map((x, i) => (i % members === 1 ? Infinity : x)),
      rest,
    );
    expect(of(1, nowhere).every(Number.isNaN)).toBe(true);
    expect(of(0, nowhere)).toEqual(of(0, whole));
    physics.close();
  });
});
