/** @file The work that is measured: an arm under open-loop torques, its rollout, loss and gradient. */
import * as adjoint from '../library.mjs';

const { add, compile, forwardDynamics, jointFriction, linkPose, mul, scan, square, sub, sum, tensor, vjp, zeros } =
  adjoint;

/** Length of a step, s. */
export const dt = 0.005;

/** Torques [steps, joints] of each member: smooth, different, small enough that no arm whirls. */
export function torques(joints, steps, members) {
  const data = new Float64Array(steps * joints * members);
  for (let t = 0; t < steps; t++)
    for (let i = 0; i < joints; i++)
      for (let member = 0; member < members; member++)
        data[(t * joints + i) * members + member] =
          (2 / (i + 1)) * Math.sin(0.03 * t + 0.7 * i + (2 * Math.PI * member) / members);
  return new adjoint.PopulationTensor({ shape: [steps, joints], population: members }, data);
}

/** Problem of an arm: `urdf`, link whose end is scored, initial configuration, target. */
export class Arm {
  constructor({ urdf, link, q, target }) {
    this.model = adjoint.loadRobot(urdf).model;
    this.link = link;
    this.q = tensor(q);
    this.target = tensor(target);
    this.joints = q.length;
    this.dt = dt;
  }

  /** One step of semi-implicit Euler with the joints' damping. */
  step({ q, v }, tau) {
    const a = forwardDynamics(this.model, q, v, add(tau, jointFriction(this.model, v)));
    const next = add(v, mul(this.dt, a));
    return { q: add(q, mul(this.dt, next)), v: next };
  }

  /** Configuration and velocity after all torques. */
  rollout(tau) {
    const start = { q: this.q, v: zeros([this.joints]) };
    return scan((state, item) => ({ carry: this.step(state, item), output: {} }), start, tau).carry;
  }

  loss(tau) {
    const { q } = this.rollout(tau);
    const error = sub(linkPose(this.model, q, this.link).translation, this.target);
    return add(sum(square(error)), mul(1e-6, sum(square(tau))));
  }

  lossAndGradient(tau) {
    const { value, pullback } = vjp((x) => this.loss(x), tau);
    return { value, gradient: pullback(adjoint.ones([], tau.population)) };
  }

  /** Compiled for `members` torque sequences of `steps`, as an optimizer would: calls without arguments, for `measure`. */
  forward(steps, members) {
    const tau = torques(this.joints, steps, members);
    const run = compile((x) => this.rollout(x), [tau], { reuseResults: true });
    return () => run(tau);
  }

  gradient(steps, members) {
    const tau = torques(this.joints, steps, members);
    const run = compile((x) => this.lossAndGradient(x), [tau], { reuseResults: true });
    return () => run(tau);
  }
}

export const pandaStart = [0, -0.8, 0, -2.4, 0, 1.6, 0.8];

export const panda = () =>
  new Arm({
    urdf: adjoint.robotText('panda'),
    link: 'panda_hand_tcp',
    q: pandaStart,
    target: [0.4, 0.2, 0.5],
  });
