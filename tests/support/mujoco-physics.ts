/** @file MuJoCo as another physics to try controllers in: float64, joint coordinates, semi-implicit Euler. */
import { robotParameters } from '../../src/robot/parameters.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import type { SecondPhysics } from '../../src/sim2sim/second-physics.ts';
import { mujoco, urdfForMujoco } from './mujoco.ts';

/** How it is run; `substeps` of MuJoCo in a step of dt (s). */
export interface MujocoSettings {
  readonly dt: number;
  readonly members?: number;
  readonly substeps?: number;
}

/** A robot of this URDF, with the damping and the armature of the model; no limits, no Coulomb friction. */
export async function mujocoPhysics(
  urdf: string,
  robot: RobotModel,
  { dt, members = 1, substeps = 1 }: MujocoSettings,
): Promise<SecondPhysics> {
  const mj = await mujoco();
  const model = mj.MjModel.from_xml_string(urdfForMujoco(urdf))!;
  model.opt.timestep = dt / substeps;
  model.opt.disableflags = mj.mjtDisableBit.mjDSBL_CONSTRAINT.value | mj.mjtDisableBit.mjDSBL_CONTACT.value;
  const ids = robot.joints.map(({ name }) => mj.mj_name2id(model, mj.mjtObj.mjOBJ_JOINT.value, name));
  const places = ids.map((id) => ({
    q: model.jnt_qposadr[id] as number,
    v: model.jnt_dofadr[id] as number,
  }));
  robotParameters(robot).joints.forEach(({ damping, armature }, i) => {
    model.dof_damping[places[i].v] = damping.item();
    model.dof_armature[places[i].v] = armature.item();
  });
  const all = Array.from({ length: members }, () => new mj.MjData(model));
  const [q, v] = [new Float64Array(robot.nq * members), new Float64Array(robot.nv * members)];
  return {
    name: 'MuJoCo',
    members,
    dt,
    differences: ['damping is implicit, Coulomb friction and limits are left out'],
    q,
    v,
    reset: (from, velocity) => {
      q.set(from);
      v.set(velocity);
      all.forEach((data, member) => {
        mj.mj_resetData(model, data);
        places.forEach((place, i) => {
          data.qpos[place.q] = q[i * members + member];
          data.qvel[place.v] = v[i * members + member];
        });
      });
    },
    step: (tau) => {
      all.forEach((data, member) => {
        places.forEach((place, i) => (data.qfrc_applied[place.v] = tau[i * members + member]));
        for (let i = 0; i < substeps; i++) mj.mj_step(model, data);
        places.forEach((place, i) => {
          q[i * members + member] = data.qpos[place.q] as number;
          v[i * members + member] = data.qvel[place.v] as number;
        });
      });
    },
    close: () => {
      for (const data of all) data.delete();
      model.delete();
    },
  };
}
