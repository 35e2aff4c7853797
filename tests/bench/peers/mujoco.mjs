/** @file MuJoCo's WASM build as a peer: the same arm, damping, step and torques; `mj_step` and `mjd_transitionFD`. */
import load from '@mujoco/mujoco';

/** The file without what is only seen, and with links that are fixed to each other as one body: MuJoCo's fastest form. */
function prepare(urdf) {
  const options =
    '<mujoco><compiler fusestatic="true" discardvisual="true" balanceinertia="false" strippath="true"/></mujoco>';
  return urdf
    .replace(/<visual>[\s\S]*?<\/visual>|<collision>[\s\S]*?<\/collision>/g, '')
    .replace(/(<robot[^>]*>)/, `$1${options}`);
}

export class MujocoPeer {
  #mj;
  #model;
  #data;
  #q;
  #tau;
  #jacobians;

  /**
   * `motors`: torques are controls, with respect to which there are derivatives; else applied forces, which is faster.
   * `asLoaded`: with the joint limits that the file has, and damping in the integrator, as `mj_step` is without options.
   * `damped`: damping in the integrator, joint limits left out. `integrator`: 'euler' or 'rk4'.
   */
  static async load(urdf, { joints, q, dt, motors = false, asLoaded = false, damped = false, integrator = 'euler' }) {
    return new MujocoPeer(await load(), prepare(urdf), { joints, q, dt, motors, asLoaded, damped, integrator });
  }

  constructor(mj, urdf, { joints, q, dt, motors, asLoaded, damped, integrator }) {
    const spec = mj.parseXMLString(urdf);
    for (const name of motors ? joints : []) {
      const motor = mj.mjs_addActuator(spec, mj.mjs_getSpecDefault(spec));
      mj.mjs_setToMotor(motor);
      motor.trntype = mj.mjtTrn.mjTRN_JOINT.value;
      motor.target = name;
    }
    const model = mj.mj_compile(spec);
    const { mjDSBL_CONSTRAINT, mjDSBL_CONTACT, mjDSBL_EULERDAMP } = mj.mjtDisableBit;
    // joint limits and contacts are not simulated here, and damping is explicit, as in the work that is measured
    const explicit = damped ? 0 : mjDSBL_EULERDAMP.value;
    if (!asLoaded) model.opt.disableflags = mjDSBL_CONSTRAINT.value | mjDSBL_CONTACT.value | explicit;
    model.opt.integrator = mj.mjtIntegrator[integrator === 'rk4' ? 'mjINT_RK4' : 'mjINT_EULER'].value;
    model.opt.timestep = dt;
    this.#mj = mj;
    this.#model = model;
    this.#data = new mj.MjData(model);
    this.#q = q;
    this.#tau = motors ? this.#data.ctrl : this.#data.qfrc_applied;
  }

  #reset() {
    this.#mj.mj_resetData(this.#model, this.#data);
    this.#q.forEach((value, i) => (this.#data.qpos[i] = value));
  }

  /** One rollout of torques [steps * joints]; returns the last configuration. */
  rollout(torques) {
    const [mj, model, data, tau, n] = [this.#mj, this.#model, this.#data, this.#tau, this.#q.length];
    this.#reset();
    for (let k = 0; k < torques.length; k += n) {
      for (let i = 0; i < n; i++) tau[i] = torques[k + i];
      mj.mj_step(model, data);
    }
    return Array.from(data.qpos);
  }

  /** For `measure`: the centred finite-difference Jacobians of `steps` steps, in the state that the last rollout left. */
  transitions(steps) {
    const [mj, model, data, n] = [this.#mj, this.#model, this.#data, this.#q.length];
    const A = new mj.DoubleBuffer(4 * n * n);
    const B = model.nu > 0 ? new mj.DoubleBuffer(2 * n * model.nu) : undefined;
    return () => {
      for (let k = 0; k < steps; k++) mj.mjd_transitionFD(model, data, 1e-6, true, A, B, undefined, undefined);
    };
  }

  /** The next state of one (q, v) under torques, and its Jacobians by state and torques, row by row. */
  linearize(state, torques) {
    const [mj, model, data, tau, n] = [this.#mj, this.#model, this.#data, this.#tau, this.#q.length];
    this.#jacobians ??= { A: new mj.DoubleBuffer(4 * n * n), B: new mj.DoubleBuffer(2 * n * n) };
    const { A, B } = this.#jacobians;
    const [q, v] = [data.qpos, data.qvel];
    for (let i = 0; i < n; i++) {
      q[i] = state[i];
      v[i] = state[n + i];
      tau[i] = torques[i];
    }
    mj.mjd_transitionFD(model, data, 1e-6, true, A, B, undefined, undefined);
    mj.mj_step(model, data);
    return {
      next: [...data.qpos, ...data.qvel],
      A: Array.from(A.GetView()),
      B: Array.from(B.GetView()),
    };
  }
}
