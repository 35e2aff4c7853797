/** @file Operational space: the inertia that a link shows against MuJoCo, its projections, singular postures, rotations. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkForces, operationalSpace } from '../../controllers/operational-space.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { solve } from '../../src/core/ops/factorization.ts';
import { transpose } from '../../src/core/ops/indexing.ts';
import { dot, matmul } from '../../src/core/ops/linear-algebra.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { jacobian } from '../../src/dynamics/jacobian.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { expectClose } from '../support/check.ts';
import { idealRobot } from '../support/controllers.ts';
import { MujocoRobot } from '../support/mujoco.ts';
import { Random } from '../support/random.ts';
import { assetModel, assetText } from '../support/robots.ts';

const random = new Random();
const arms = [
  ['panda', 'panda_hand_tcp'],
  ['ur5e', 'tool0'],
] as const;

describe.each(arms)('the inertia that the link of %s shows', (name, link) => {
  const model = assetModel(name);
  let reference: MujocoRobot;
  afterAll(() => reference.delete());
  beforeAll(async () => {
    reference = await MujocoRobot.load(assetText(name), model);
  });

  it('times the mobility of MuJoCo’s mass matrix and Jacobian is 1', () => {
    for (let round = 0; round < 5; round++) {
      const q = random.list(model.nq, -1.5, 1.5);
      const theirs = reference.evaluate(q, random.list(model.nv, -1, 1), zeros([model.nv]).toArray(), link);
      const J = tensor(theirs.jacobian, [6, model.nv]);
      const mobility = matmul(J, solve(tensor(theirs.M, [model.nv, model.nv]), transpose(J)));
      const inertia = linkForces(model, tensor(q), jacobian(model, tensor(q), link), eye(6), 1e-9);
      expectClose(matmul(mobility, inertia), eye(6), 1e-6);
    }
  });
});

describe('the posture', () => {
  const model = idealRobot('panda');
  const link = 'panda_hand_tcp';
  const q = tensor([0.2, -0.5, 0.1, -2, 0.1, 1.8, 0.5]);
  const v = tensor(random.list(7, -1, 1));
  const goals = { point: { position: tensor([0.4, 0.2, 0.5]) } };
  const controller = operationalSpace({ link, to: 'point', singularity: 1e-5 });
  const parameters = controller.parameters(model, new Array(7).fill(0));
  const tauOf = (posture: PopulationTensor) =>
    controller.act(parameters, {}, { q, v, time: tensor(0), goals }, posture, model).tau;

  it('is asked for by forces of Khatib’s projection, which do not accelerate the link', () => {
    const [one, other] = [1, 2].map(() => tensor(random.list(7, -1, 1)));
    const change = sub(tauOf(one), tauOf(other));
    const J = jacobian(model, q, link).toArray().slice(21);
    const linear = tensor(J, [3, 7]);
    const still = forwardDynamics(model, q, v, zeros([7]));
    const moved = matmul(linear, sub(forwardDynamics(model, q, v, change), still));
    expectClose(moved, [0, 0, 0], 1e-6);
    // (1 - J' Jbar') M 25 (one - other), 25 being the usual stiffness
    const M = massMatrix(model, q);
    const torque = matmul(M, sub(one, other)).toArray();
    const asked = tensor(torque.map((x) => 25 * x));
    const Jbar = transpose(linkForces(model, q, linear, matmul(linear, solve(M, eye(7))), 1e-5));
    expectClose(change, sub(asked, matmul(transpose(linear), matmul(transpose(Jbar), asked))), 1e-6, 10);
  });
});

describe('at singular postures', () => {
  it.each([
    ['planar-2link', 'tip', [0.4, 0.4]],
    ['ur5e', 'tool0', [0, 0, 0, 0, 0, 0]],
    ['panda', 'panda_hand_tcp', [0, 0, 0, 0, 0, 0, 0]],
  ] as const)('forces on %s stay within bounds, and so do their derivatives', (name, link, start) => {
    const model = assetModel(name);
    const goals = { point: { position: tensor([3, 2, 1]), rotation: eye(3) } };
    for (const orientation of [false, true]) {
      const controller = operationalSpace({ link, to: 'point', orientation });
      const parameters = controller.parameters(model, start);
      const tau = (q: PopulationTensor) =>
        controller.act(parameters, {}, { q, v: zeros([model.nv]), time: tensor(0), goals }, q, model).tau;
      const q = tensor([...start]);
      expect(Math.max(...tau(q).toArray().map(Math.abs))).toBeLessThan(1e5);
      const square = (x: PopulationTensor): PopulationTensor => dot(tau(x), tau(x));
      expect(grad(square)(q).data.every(Number.isFinite)).toBe(true);
    }
  });
});

it('a rotation’s error turns the link about the axis that is missing', () => {
  const model = idealRobot('ur5e');
  const q = tensor([0, -1.2, 1.4, -1.2, -1.5, 0]);
  const { translation: position } = linkPose(model, q, 'tool0');
  const rotation = linkPose(model, tensor([0.1, -1.1, 1.5, -1.3, -1.4, 0.2]), 'tool0').rotation;
  const controller = operationalSpace({ link: 'tool0', to: 'point', orientation: true, kp: 10, singularity: 1e-6 });
  const parameters = controller.parameters(model, q.toArray());
  const seen = { q, v: zeros([6]), time: tensor(0), goals: { point: { position, rotation } } };
  const { tau } = controller.act(parameters, {}, seen, q, model);
  const a = matmul(jacobian(model, q, 'tool0'), forwardDynamics(model, q, zeros([6]), tau)).toArray();
  // a turn by w changes R by [w] R, so to first order R* R' - 1 is [w]
  const turn = matmul(rotation, transpose(linkPose(model, q, 'tool0').rotation)).toArray();
  const axis = [turn[7] - turn[5], turn[2] - turn[6], turn[3] - turn[1]];
  const angle = Math.acos((turn[0] + turn[4] + turn[8] - 1) / 2);
  const length = Math.hypot(...axis);
  expectClose(a, [...axis.map((x) => (10 * angle * x) / length), 0, 0, 0], 1e-6);
});
