/** @file Robots of a thousand links: no sweep is deeper than the stack, and none is wrong because of the length. */
import { describe, expect, it } from 'vitest';
import { full, tensor } from '../../src/core/population-tensor.ts';
import { BranchMatrix } from '../../src/dynamics/branch-matrix.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import { forwardKinematics, linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { bias, inverseDynamics } from '../../src/dynamics/inverse-dynamics.ts';
import { jacobian } from '../../src/dynamics/jacobian.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { expectClose } from '../support/check.ts';
import { chainOf, spacing, starOf } from '../support/large-robots.ts';
import { Random } from '../support/random.ts';

/** Sum of e^(i k angle) for k from 0 to n - 1: a geometric series. */
function turns(n: number, angle: number): readonly [number, number] {
  const factor = Math.sin((n * angle) / 2) / Math.sin(angle / 2);
  return [factor * Math.cos(((n - 1) * angle) / 2), factor * Math.sin(((n - 1) * angle) / 2)];
}

describe.each([
  [999, {}],
  [1099, { maxLinks: 1100 }],
])('%i joints', (n, options) => {
  it('in a chain: each link stands where the geometric series says, and the tip moves as its arm does', () => {
    const { model } = loadRobot(chainOf(n), options);
    const angle = 0.003;
    const q = full([n], angle);
    const [x, y] = turns(n, angle);
    const tip = [spacing * x, spacing * y, 0];
    expectClose(linkPose(model, q, `l${n - 1}`).translation, tip, 1e-12);
    const poses = forwardKinematics(model, q);
    expect(poses.length).toBe(n);
    for (const i of [0, 1, n >> 1, n - 1]) {
      const [px, py] = turns(i + 1, angle);
      expectClose(poses[i].translation, [spacing * px, spacing * py, 0], 1e-12);
    }
    // the first axis goes through (spacing, 0, 0)
    const J = jacobian(model, q, `l${n - 1}`).toArray();
    expectClose([J[2 * n], J[3 * n], J[4 * n]], [1, -tip[1], tip[0] - spacing], 1e-12);
  });

  it('in a star: each pendulum is held by the torque of its own weight, and falls as if it were alone', () => {
    const { model } = loadRobot(starOf(n), options);
    const random = new Random();
    const q = random.list(n, -3, 3);
    const g = -model.gravity[2];
    const zero = full([n], 0);
    const torques = q.map((angle, i) => -(i + 1) * g * spacing * Math.cos(angle));
    expectClose(bias(model, tensor(q), zero), torques, 1e-12);
    const falls = torques.map((torque, i) => -torque / (1e-4 + (i + 1) * spacing ** 2));
    expectClose(forwardDynamics(model, tensor(q), zero, zero), falls, 1e-12);
  });
});

it('forces and accelerations of a chain of 300 joints belong together', () => {
  const { model } = loadRobot(chainOf(300, 'by turns'));
  const random = new Random();
  const [q, v, a] = [1, 0.1, 1].map((most) => tensor(random.list(300, -most, most)));
  expectClose(forwardDynamics(model, q, v, inverseDynamics(model, q, v, a)), a, 1e-7);
});

it('a matrix of a long path keeps its entries in their places, and its factors give them back', () => {
  const n = 150;
  const parents = Array.from({ length: n }, (_, i) => i - 1);
  const random = new Random();
  const columns = parents.map((_, j) => {
    const rows = Array.from({ length: n - j }, (__, k) => n - 1 - k);
    return { rows, entries: tensor(rows.map((i) => (i === j ? 2 * n : random.uniform(-1, 1)))) };
  });
  const matrix = BranchMatrix.fromColumns(parents, columns);
  const dense = matrix.dense().toArray();
  columns.forEach(({ rows, entries }, j) =>
    rows.forEach((i, k) => expect([dense[i * n + j], dense[j * n + i]]).toEqual([entries.data[k], entries.data[k]])),
  );
  const x = random.list(n);
  const b = parents.map((_, i) => x.reduce((sum, value, j) => sum + dense[i * n + j] * value, 0));
  expectClose(matrix.factorize().solve(tensor(b)), x, 1e-13);
});
