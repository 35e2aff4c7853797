/** @file Dynamics of the planar two-link arm against its equations of motion in closed form (Siciliano et al. 2009, sec. 7.3.2). */
import { expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import { bias } from '../../src/dynamics/inverse-dynamics.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { expectClose } from '../support/check.ts';
import { Random, testSeed } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';

const [m1, m2] = [1, 0.7];
const [l1, c1, c2] = [0.5, 0.25, 0.2];
const [I1, I2] = [0.0212333333, 0.00961333333];

it(`the planar arm has the mass matrix, bias and acceleration of its closed form (seed ${testSeed})`, () => {
  const model = assetModel('planar-2link');
  const g = -model.gravity[2];
  const random = new Random();
  for (let k = 0; k < 50; k++) {
    const [q1, q2] = random.list(2, -3, 3);
    const [v1, v2] = random.list(2, -5, 5);
    const [t1, t2] = random.list(2, -20, 20);
    const m22 = I2 + m2 * c2 ** 2;
    const m12 = m22 + m2 * l1 * c2 * Math.cos(q2);
    const m11 = I1 + m1 * c1 ** 2 + I2 + m2 * (l1 ** 2 + c2 ** 2 + 2 * l1 * c2 * Math.cos(q2));
    const h = m2 * l1 * c2 * Math.sin(q2);
    const g2 = m2 * g * c2 * Math.cos(q1 + q2);
    const b1 = -h * (2 * v1 * v2 + v2 ** 2) + (m1 * c1 + m2 * l1) * g * Math.cos(q1) + g2;
    const b2 = h * v1 ** 2 + g2;
    const determinant = m11 * m22 - m12 ** 2;
    const a1 = (m22 * (t1 - b1) - m12 * (t2 - b2)) / determinant;
    const a2 = (m11 * (t2 - b2) - m12 * (t1 - b1)) / determinant;
    const [q, v, tau] = [tensor([q1, q2]), tensor([v1, v2]), tensor([t1, t2])];
    expectClose(massMatrix(model, q).toArray(), [m11, m12, m12, m22], 1e-13, 1);
    expectClose(bias(model, q, v).toArray(), [b1, b2], 1e-13, 10);
    expectClose(forwardDynamics(model, q, v, tau).toArray(), [a1, a2], 1e-12, 100);
  }
  expect(model.nv).toBe(2);
});
