/** @file MuJoCo's WASM build as a physics to try plans in: joint coordinates, semi-implicit Euler, no limits, contacts or Coulomb friction. */
import load from '@mujoco/mujoco';

/** The file without what is only seen, and without the damping, which is set as the model has it. */
const prepare = (urdf) =>
  urdf
    .replace(/<dynamics[^>]*\/>|<visual>[\s\S]*?<\/visual>|<collision>[\s\S]*?<\/collision>/g, '')
    .replace(
      /(<robot[^>]*>)/,
      '$1<mujoco><compiler fusestatic="false" discardvisual="true" balanceinertia="false" strippath="true"/></mujoco>',
    );

/** A robot of this URDF, one at a time, as the library's trials ask for it. */
export async function mujocoPhysics(urdf, robot, dt) {
  const mj = await load();
  const model = mj.MjModel.from_xml_string(prepare(urdf));
  model.opt.timestep = dt;
  model.opt.disableflags = mj.mjtDisableBit.mjDSBL_CONSTRAINT.value | mj.mjtDisableBit.mjDSBL_CONTACT.value;
  const places = robot.joints.map(({ name, damping }) => {
    const id = mj.mj_name2id(model, mj.mjtObj.mjOBJ_JOINT.value, name);
    const place = { q: model.jnt_qposadr[id], v: model.jnt_dofadr[id] };
    model.dof_damping[place.v] = damping;
    return place;
  });
  const data = new mj.MjData(model);
  const [q, v] = [new Float64Array(robot.nq), new Float64Array(robot.nv)];
  return {
    name: 'MuJoCo',
    members: 1,
    dt,
    differences: ['limits and Coulomb friction are left out'],
    q,
    v,
    reset: (from, velocity) => {
      mj.mj_resetData(model, data);
      q.set(from);
      v.set(velocity);
      places.forEach((place, i) => {
        data.qpos[place.q] = from[i];
        data.qvel[place.v] = velocity[i];
      });
    },
    step: (tau) => {
      places.forEach((place, i) => (data.qfrc_applied[place.v] = tau[i]));
      mj.mj_step(model, data);
      places.forEach((place, i) => {
        q[i] = data.qpos[place.q];
        v[i] = data.qvel[place.v];
      });
    },
    close: () => {
      data.delete();
      model.delete();
    },
  };
}
