import { describe, expect, it } from 'vitest';
import { grad, jacobian as jacobianOf, jvp } from '../../src/core/derivative/functions.ts';
import { solve } from '../../src/core/ops/factorization.ts';
import { stack } from '../../src/core/ops/indexing.ts';
import { matmul } from '../../src/core/ops/linear-algebra.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { kineticEnergy, potentialEnergy } from '../../src/dynamics/energy.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import { forwardDynamicsDerivatives } from '../../src/dynamics/forward-dynamics-derivatives.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { bias, gravityForces, inverseDynamics } from '../../src/dynamics/inverse-dynamics.ts';
import { jacobian } from '../../src/dynamics/jacobian.ts';
import { jointFriction } from '../../src/dynamics/joint-friction.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { Random, testCases } from '../support/random.ts';
import { assetModel, assetNames, randomRobot } from '../support/robots.ts';

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, value, i) => total + value * b[i], 0);
const norm = (a: readonly number[]): number => Math.hypot(...a);
const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value - b[i]);
const rows = (values: readonly number[], n: number): number[][] =>
  Array.from({ length: values.length / n }, (_, i) => values.slice(i * n, (i + 1) * n));
const times = (A: readonly (readonly number[])[], x: readonly number[]): number[] => A.map((row) => dot(row, x));

/** Cholesky pivots of a plain matrix: all positive where it is positive definite. */
function pivots(A: readonly (readonly number[])[]): number[] {
  const L: number[][] = [];
  return A.map((row, i) => {
    L.push([]);
    for (let j = 0; j < i; j++) L[i].push((row[j] - dot(L[i], L[j].slice(0, j))) / L[j][j]);
    const pivot = row[i] - dot(L[i], L[i]);
    L[i].push(Math.sqrt(pivot));
    return pivot;
  });
}

/** Condition of a positive definite matrix, from above: Frobenius norms of it and its inverse. */
const condition = (M: readonly number[], inverse: readonly number[]): number => norm(M) * norm(inverse);

interface Case {
  readonly model: RobotModel;
  readonly q: number[];
  readonly v: number[];
  readonly a: number[];
  readonly tau: number[];
}

/** States of the robots of assets and of random trees. */
function cases(trees: number, states: number): Case[] {
  const random = new Random();
  const models = [
    ...assetNames.map(assetModel),
    ...Array.from({ length: testCases(trees) }, () => loadRobot(randomRobot(random)).model),
  ];
  return models.flatMap((model) =>
    Array.from({ length: states }, () => ({
      model,
      q: random.list(model.nq, -3, 3),
      v: random.list(model.nv, -2, 2),
      a: random.list(model.nv, -5, 5),
      tau: random.list(model.nv, -10, 10),
    })),
  );
}

describe('on the robots of assets and on random trees', () => {
  const all = cases(50, 1);

  it('the mass matrix is symmetric, positive definite, and gives the kinetic energy', () => {
    for (const { model, q, v } of all) {
      const values = massMatrix(model, tensor(q)).toArray();
      const M = rows(values, model.nv);
      for (let i = 0; i < model.nv; i++) for (let j = 0; j < i; j++) expect(M[i][j]).toBe(M[j][i]);
      expect(Math.min(...pivots(M))).toBeGreaterThan(0);
      const energy = kineticEnergy(model, tensor(q), tensor(v)).item();
      expect(Math.abs(0.5 * dot(v, times(M, v)) - energy)).toBeLessThan(
        1e-13 * Math.max(energy, norm(v) ** 2 * norm(values) * 0.1),
      );
    }
  });

  it('the mass matrix has the columns of inverse dynamics', () => {
    for (const { model, q } of all) {
      const M = rows(massMatrix(model, tensor(q)).toArray(), model.nv);
      const scale = norm(M.flat());
      const still = gravityForces(model, tensor(q)).toArray();
      M.forEach((row, i) => {
        const unit = zeros([model.nv]).toArray().with(i, 1);
        const column = minus(inverseDynamics(model, tensor(q), zeros([model.nv]), tensor(unit)).toArray(), still);
        expect(norm(minus(column, row)) / (scale + norm(still))).toBeLessThan(1e-14);
      });
    }
  });

  it.each(['articulated bodies', 'composite bodies'] as const)(
    '%s give the acceleration of the mass matrix, within 2 kappa eps n',
    (algorithm) => {
      for (const { model, q, v, tau } of all) {
        const [Q, V, T] = [tensor(q), tensor(v), tensor(tau)];
        const a = forwardDynamics(model, Q, V, T, robotParameters(model), { algorithm });
        const M = massMatrix(model, Q);
        const inverse = solve(M, eye(model.nv)).toArray();
        const kappa = condition(M.toArray(), inverse);
        const force = minus(tau, bias(model, Q, V).toArray());
        const expected = times(rows(inverse, model.nv), force);
        expect(norm(minus(a.toArray(), expected)) / norm(expected)).toBeLessThan(
          2 * kappa * 2.3e-16 * Math.max(model.nv, 4) * 4,
        );
        expect(norm(minus(matmul(M, a).toArray(), force))).toBeLessThan(
          1e-13 * norm(M.toArray()) * norm(a.toArray()) * model.nv,
        );
      }
    },
  );

  it('inverse dynamics recovers the forces of forward dynamics, and the converse', () => {
    for (const { model, q, v, a, tau } of all) {
      const [Q, V] = [tensor(q), tensor(v)];
      const there = forwardDynamics(model, Q, V, tensor(tau));
      const size =
        norm(tau) + norm(bias(model, Q, V).toArray()) + norm(massMatrix(model, Q).toArray()) * norm(there.toArray());
      expect(norm(minus(inverseDynamics(model, Q, V, there).toArray(), tau)) / size).toBeLessThan(1e-13);
      const forces = inverseDynamics(model, Q, V, tensor(a));
      const back = forwardDynamics(model, Q, V, forces).toArray();
      const inverse = norm(solve(massMatrix(model, Q), eye(model.nv)).toArray());
      expect(norm(minus(back, a))).toBeLessThan(
        1e-13 *
          (norm(a) + inverse * norm(forces.toArray())) *
          Math.max(1, norm(massMatrix(model, Q).toArray()) * inverse),
      );
    }
  });

  it('gravity forces are the gradient of the potential energy', () => {
    for (const { model, q } of all) {
      const gradient = grad((x: PopulationTensor) => potentialEnergy(model, x))(tensor(q)).toArray();
      const forces = gravityForces(model, tensor(q)).toArray();
      expect(norm(minus(forces, gradient))).toBeLessThan(
        1e-13 * Math.max(norm(gradient), 9.81 * model.bodies.reduce((m, { inertia }) => m + inertia.mass, 0)),
      );
    }
  });

  it('gravity acts as a base that accelerates upwards', () => {
    for (const { model, q } of all.slice(0, 40)) {
      const none = { ...robotParameters(model), gravity: tensor([0, 0, 0]) };
      const turned = { ...none, gravity: tensor([1.5, -2, 3]) };
      const forces = gravityForces(model, tensor(q), turned).toArray();
      const expected = model.joints.reduce<number[]>(
        (total, _, body) => {
          const { mass, centerOfMass } = model.bodies[body].inertia;
          const point = {
            ...model,
            links: [
              {
                ...model.links[0],
                name: 'com',
                body,
                poseInBody: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1] as const, translation: centerOfMass },
              },
            ],
          };
          const J = rows(jacobian(point, tensor(q), 'com').toArray(), model.nv).slice(3);
          return total.map((value, j) => value - mass * (1.5 * J[0][j] - 2 * J[1][j] + 3 * J[2][j]));
        },
        model.joints.map(() => 0),
      );
      expect(norm(minus(forces, expected))).toBeLessThan(1e-12 * Math.max(1, norm(expected)));
    }
  });

  it('power balances: d(T + V)/dt = v . (tau + friction)', () => {
    for (const { model, q, v, tau } of all) {
      const [Q, V] = [tensor(q), tensor(v)];
      const friction = jointFriction(model, V).toArray();
      const total = tau.map((value, i) => value + friction[i]);
      const a = forwardDynamics(model, Q, V, tensor(total));
      const energy = ({ q: x, v: y }: { q: PopulationTensor; v: PopulationTensor }): PopulationTensor => {
        const [T, U] = [kineticEnergy(model, x, y), potentialEnergy(model, x)];
        return matmul(tensor([1, 1]), stack([T, U]));
      };
      const rate = jvp(energy, { q: Q, v: V }, { q: V, v: a }).tangent.item();
      const scale =
        norm(v) *
        (norm(total) + norm(massMatrix(model, Q).toArray()) * norm(a.toArray()) + norm(bias(model, Q, V).toArray()));
      expect(Math.abs(rate - dot(v, total))).toBeLessThan(1e-12 * scale);
    }
  });

  it('the Jacobian is the derivative of the pose, and its columns those of the complex step', () => {
    for (const { model, q, v } of all.slice(0, 80)) {
      const link = model.links.findLast(({ body }) => body >= 0)!.name;
      const J = rows(jacobian(model, tensor(q), link).toArray(), model.nv);
      const position = (x: PopulationTensor): PopulationTensor => linkPose(model, x, link).translation;
      const exact = complexStepJacobian(position, tensor(q));
      const scale = 1 + norm(J.flat());
      J.slice(3).forEach((row, i) => expect(norm(minus(row, exact[i])) / scale).toBeLessThan(1e-14));
      // R' R_dot is the skew matrix of the angular velocity, in world axes
      const { value, tangent } = jvp((x: PopulationTensor) => linkPose(model, x, link).rotation, tensor(q), tensor(v));
      const [R, dR] = [rows(value.toArray(), 3), rows(tangent.toArray(), 3)];
      const spin = R.map((_, i) => R.map((__, j) => dot(dR[i], R[j])));
      const omega = times(J.slice(0, 3), v);
      expect(norm(minus(omega, [spin[2][1], spin[0][2], spin[1][0]]))).toBeLessThan(1e-13 * (1 + norm(v)) * scale);
    }
  });

  it('J-dot v is the acceleration of the link where the joints do not accelerate', () => {
    for (const { model, q, v } of all.slice(0, 60)) {
      const link = model.links.findLast(({ body }) => body >= 0)!.name;
      const [Q, V] = [tensor(q), tensor(v)];
      const turning = jvp((x: PopulationTensor) => matmul(jacobian(model, x, link), V), Q, V).tangent.toArray();
      const velocity = (x: PopulationTensor): PopulationTensor =>
        jvp((y: PopulationTensor) => linkPose(model, y, link).translation, x, V).tangent;
      const exact = jvp(velocity, Q, V).tangent.toArray();
      expect(norm(minus(turning.slice(3), exact)) / (1 + norm(exact))).toBeLessThan(1e-13);
    }
  });

  it('M-dot - 2 C is skew for the Christoffel C', () => {
    for (const { model, q, v } of all.filter(({ model: { nv } }) => nv <= 6).slice(0, 20)) {
      const n = model.nv;
      const dM = jacobianOf((x: PopulationTensor) => massMatrix(model, x))(tensor(q)).toArray();
      const d = (i: number, j: number, k: number): number => dM[(i * n + j) * n + k];
      const index = Array.from({ length: n }, (_, i) => i);
      const C = index.map((i) =>
        index.map((j) => index.reduce((sum, k) => sum + 0.5 * (d(i, j, k) + d(i, k, j) - d(j, k, i)) * v[k], 0)),
      );
      const coriolis = minus(bias(model, tensor(q), tensor(v)).toArray(), gravityForces(model, tensor(q)).toArray());
      const size = norm(massMatrix(model, tensor(q)).toArray()) * (1 + norm(v) ** 2) * 10;
      expect(norm(minus(times(C, v), coriolis))).toBeLessThan(1e-12 * size);
      for (const i of index)
        for (const j of index) {
          const dot = (r: number, c: number): number => index.reduce((sum, k) => sum + d(r, c, k) * v[k], 0);
          expect(Math.abs(dot(i, j) - 2 * C[i][j] + dot(j, i) - 2 * C[j][i])).toBeLessThan(1e-12 * size);
        }
    }
  });

  it('da/dq, da/dv and da/dtau are those of the complex step to 1e-13, and within kappa eps n', () => {
    for (const { model, q, v, tau } of [...all.slice(0, 4), ...all.slice(4).filter((_, i) => i % 10 === 0)]) {
      const [Q, V, T] = [tensor(q), tensor(v), tensor(tau)];
      const { dq, dv, dtau } = forwardDynamicsDerivatives(model, Q, V, T);
      const M = massMatrix(model, Q);
      const kappa = condition(M.toArray(), solve(M, eye(model.nv)).toArray());
      const expectSame = (ours: PopulationTensor, exact: readonly (readonly number[])[]): void => {
        const values = exact.flat();
        expect(norm(minus(ours.toArray(), values)) / Math.max(norm(values), 1e-6)).toBeLessThan(
          Math.max(1e-13, 2.3e-16 * kappa * Math.max(model.nv, 4)),
        );
      };
      expectSame(
        dq,
        complexStepJacobian((x) => forwardDynamics(model, x, V, T), Q),
      );
      expectSame(
        dv,
        complexStepJacobian((x) => forwardDynamics(model, Q, x, T), V),
      );
      expectSame(
        dtau,
        complexStepJacobian((x) => forwardDynamics(model, Q, V, x), T),
      );
    }
  });
});
