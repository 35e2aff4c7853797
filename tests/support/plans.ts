/** @file Plans for tests that need one and no solver: a way that inverse kinematics and computed torque find, with the gains of a regulator. */
import { inverse, Matrix } from 'ml-matrix';
import type { Controller } from '../../controllers/controller.ts';
import { ikComputedTorque } from '../../controllers/ik-computed-torque.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import type { Plan } from '../../src/plan/planning.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { stepJacobian } from '../../src/simulation/step-jacobian.ts';

/** A reach of `link` from a configuration to a place [3] in m, of `knots` steps of `period` s. */
export interface Reach {
  readonly link: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly knots: number;
  readonly period: number;
}

/** Of a velocity's square and of a force's, beside a configuration's. */
const [weightOfVelocities, weightOfForces] = [0.01, 1e-4];

/** The gain [nv, 2 nv] of the regulator about a state at rest, u = u* + K (x - x*), by going back until nothing changes. */
function regulator(model: RobotModel, q: readonly number[], tau: readonly number[], period: number): Float64Array {
  const settings = { model, integrator: 'semi-implicit-euler', dt: period } as const;
  const state = { q: tensor([...q]), v: tensor(new Float64Array(model.nv)) };
  const found = stepJacobian(settings, state, tensor([...tau]));
  const matrixOf = (rows: number, data: Float64Array): Matrix => Matrix.from1DArray(rows, data.length / rows, data);
  const [A, B] = [matrixOf(2 * model.nv, found.A.data), matrixOf(2 * model.nv, found.B.data)];
  const Q = Matrix.diag(Array.from({ length: 2 * model.nv }, (_, i) => (i < model.nv ? 1 : weightOfVelocities)));
  const R = Matrix.eye(model.nv, model.nv).mul(weightOfForces);
  let P = Q.clone();
  let K = new Matrix(model.nv, 2 * model.nv);
  for (let i = 0; i < 300; i++) {
    const BP = B.transpose().mmul(P);
    K = inverse(Matrix.add(R, BP.mmul(B)))
      .mmul(BP.mmul(A))
      .mul(-1);
    P = Matrix.add(
      Q,
      A.transpose()
        .mmul(P)
        .mmul(Matrix.add(A, B.mmul(K))),
    );
  }
  return Float64Array.from(K.to1DArray());
}

/** A plan of a reach: the rollout of `ikComputedTorque`, its forces, and at all knots the gains of where it ends. */
export function reachPlan(model: RobotModel, { link, from, to, knots, period }: Reach): Plan {
  const controller = ikComputedTorque({ link, to: 'goal', kp: 400, kd: 40 });
  const initial = { q: tensor([...from]), v: tensor(new Float64Array(model.nv)) };
  const found = rollout(
    {
      model,
      controller: controller as unknown as Controller,
      task: { terms: [], measures: {} },
      integrator: 'semi-implicit-euler',
      dt: period,
      steps: knots,
    },
    controller.parameters(model, from),
    { initial, goals: { goal: { position: tensor([...to]) } }, weights: {} },
  );
  const [q, v, tau] = [found.states.q, found.states.v, found.tau].map(({ data }) => data);
  const end = Array.from(q.subarray((knots - 1) * model.nq));
  const K = regulator(model, end, Array.from(tau.subarray((knots - 1) * model.nv)), period);
  const gains = new Float64Array(knots * K.length);
  for (let k = 0; k < knots; k++) gains.set(K, k * K.length);
  return {
    period,
    motion: {
      q: Float64Array.of(...from, ...q),
      v: Float64Array.of(...initial.v.data, ...v),
      tau: tau.slice(),
    },
    gains,
    loss: 0,
    terms: {},
    gap: 0,
  };
}
