import { describe, expect, it } from 'vitest';
import { jacobian as jacobianOf, vjp } from '../../src/core/derivative/functions.ts';
import { solve } from '../../src/core/ops/factorization.ts';
import { mul, neg } from '../../src/core/ops/elementwise.ts';
import { reshape } from '../../src/core/ops/indexing.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { forwardDynamicsDerivatives } from '../../src/dynamics/forward-dynamics-derivatives.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import { inverseDynamicsDerivatives } from '../../src/dynamics/inverse-dynamics-derivatives.ts';
import { inverseDynamics } from '../../src/dynamics/inverse-dynamics.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { countOperations } from '../support/count-operations.ts';
import { Random, testCases } from '../support/random.ts';
import { assetModel, assetNames, randomRobot } from '../support/robots.ts';

const norm = (values: readonly number[]): number => Math.hypot(...values);

/** Distance of two matrices relative to the second, or to a floor. */
function error(found: PopulationTensor, expected: readonly number[], floor = 1e-6): number {
  return norm(found.toArray().map((value, i) => value - expected[i])) / Math.max(norm(expected), floor);
}

const random = new Random();
const models: readonly RobotModel[] = [
  ...assetNames.map(assetModel),
  ...Array.from({ length: testCases(16) }, () => loadRobot(randomRobot(random)).model),
];
const states = models.map((model) => {
  const list = (size: number): PopulationTensor => tensor(random.list(size, -2, 2));
  return { model, q: list(model.nq), v: list(model.nv), a: list(model.nv), tau: list(model.nv) };
});

describe('derivatives of inverse dynamics on the robots of assets and on random trees', () => {
  it('are those of the complex step to 1e-13', () => {
    for (const { model, q, v, a } of states) {
      const { dq, dv, da } = inverseDynamicsDerivatives(model, q, v, a);
      const size = norm(inverseDynamics(model, q, v, a).toArray());
      const exact = (f: (x: PopulationTensor) => PopulationTensor, x: PopulationTensor): number[] =>
        complexStepJacobian(f, x).flat();
      expect(
        error(
          dq,
          exact((x) => inverseDynamics(model, x, v, a), q),
          size,
        ),
      ).toBeLessThan(1e-13);
      expect(
        error(
          dv,
          exact((x) => inverseDynamics(model, q, x, a), v),
          size,
        ),
      ).toBeLessThan(1e-13);
      expect(
        error(
          da,
          exact((x) => inverseDynamics(model, q, v, x), a),
          size,
        ),
      ).toBeLessThan(1e-13);
    }
  });

  it('reach the rows of its vjp, and parameters those of the complex step', () => {
    for (const { model, q, v, a, tau } of states.slice(0, 24)) {
      const parameters = robotParameters(model);
      type Inputs = { q: PopulationTensor; v: PopulationTensor; a: PopulationTensor; mass: PopulationTensor };
      const forces = (x: Inputs): PopulationTensor => {
        const bodies = parameters.bodies.with(0, { ...parameters.bodies[0], mass: x.mass });
        return inverseDynamics(model, x.q, x.v, x.a, {
          ...parameters,
          bodies,
          gravity: mul(x.mass, parameters.gravity),
        });
      };
      const at = { q, v, a, mass: tensor(1.3) };
      const bars = vjp(forces, at).pullback(tau);
      const size = norm(forces(at).toArray()) * norm(tau.toArray());
      for (const name of Object.keys(at) as (keyof Inputs)[]) {
        const J = complexStepJacobian(
          (x) => reshape(forces({ ...at, [name]: reshape(x, at[name].shape) }), [model.nv]),
          reshape(at[name], [at[name].size]),
        );
        const weights = tau.toArray();
        const expected = J[0].map((_, k) => J.reduce((sum, row, i) => sum + row[k] * weights[i], 0));
        expect(error(bars[name], expected, size)).toBeLessThan(1e-13);
      }
    }
  });

  it('have the zeros of joints on different branches', () => {
    for (const { model, q, v, a } of states) {
      const { dq, dv, da } = inverseDynamicsDerivatives(model, q, v, a);
      const isAbove = (i: number, j: number): boolean => {
        for (let k = j; k >= 0; k = model.joints[k].parent) if (k === i) return true;
        return false;
      };
      const n = model.nv;
      for (const matrix of [dq, dv, da].map((x) => x.toArray()))
        matrix.forEach((value, p) => {
          const [i, j] = [Math.floor(p / n), p % n];
          if (!isAbove(i, j) && !isAbove(j, i)) expect(value).toBe(0);
        });
    }
  });
});

describe('derivatives of forward dynamics', () => {
  it('are those of inverse dynamics, solved: dFD/dx = -M^-1 dID/dx', () => {
    for (const { model, q, v, tau } of states) {
      const { a, dq, dv, dtau } = forwardDynamicsDerivatives(model, q, v, tau);
      const M = massMatrix(model, q);
      const inverse = solve(M, eye(model.nv));
      const kappa = norm(M.toArray()) * norm(inverse.toArray());
      const tolerance = 1e-15 * kappa * Math.max(4, model.nv);
      expect(error(a, forwardDynamics(model, q, v, tau).toArray())).toBeLessThan(tolerance);
      expect(error(dtau, inverse.toArray())).toBeLessThan(tolerance);
      const byState = (f: (x: PopulationTensor) => PopulationTensor, x: PopulationTensor): number[] =>
        neg(solve(M, jacobianOf(f)(x))).toArray();
      const size = norm(inverse.toArray()) * norm(tau.toArray());
      expect(
        error(
          dq,
          byState((x) => inverseDynamics(model, x, v, a), q),
          size,
        ),
      ).toBeLessThan(tolerance);
      expect(
        error(
          dv,
          byState((x) => inverseDynamics(model, q, x, a), v),
          size,
        ),
      ).toBeLessThan(tolerance);
    }
  });

  it('take a quarter of the operations of one tangent a column', () => {
    const model = assetModel('panda');
    const z = zeros([7]);
    const closed = countOperations(
      (q: PopulationTensor, v: PopulationTensor, tau: PopulationTensor) => {
        const { dq, dv, dtau } = forwardDynamicsDerivatives(model, q, v, tau);
        return [dq, dv, dtau];
      },
      z,
      z,
      z,
    );
    expect(closed).toBeLessThan(5500);
  });

  it('of a robot without joints are empty', () => {
    const { model } = loadRobot('<robot name="stone"><link name="base"/></robot>');
    const none = zeros([0]);
    expect(forwardDynamicsDerivatives(model, none, none, none).dq.shape).toEqual([0, 0]);
    expect(inverseDynamicsDerivatives(model, none, none, none).da.shape).toEqual([0, 0]);
    expect(forwardDynamics(model, none, none, none).shape).toEqual([0]);
  });
});
