import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { bias } from '../../src/dynamics/inverse-dynamics.ts';
import { jacobian } from '../../src/dynamics/jacobian.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { MujocoRobot } from '../support/mujoco.ts';
import { Random, testCases, testSeed } from '../support/random.ts';
import { assetModel, assetNames, assetText, randomRobot } from '../support/robots.ts';

/** Largest difference relative to the largest entry: MuJoCo and we round differently, entry by entry. */
function difference(ours: readonly number[], theirs: readonly number[]): number {
  const scale = Math.max(...theirs.map(Math.abs), 1e-12);
  return Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]))) / scale;
}

/** Worst differences of one state, by quantity. */
function compare(model: RobotModel, reference: MujocoRobot, random: Random): Record<string, number> {
  const link = random.pick(model.links.filter(({ body }) => body >= 0)).name;
  const [q, v, tau] = [random.list(model.nq, -2.5, 2.5), random.list(model.nv, -2, 2), random.list(model.nv, -20, 20)];
  const theirs = reference.evaluate(q, v, tau, link);
  const [Q, V, T] = [tensor(q), tensor(v), tensor(tau)];
  const pose = linkPose(model, Q, link);
  return {
    M: difference(massMatrix(model, Q).toArray(), theirs.M),
    bias: difference(bias(model, Q, V).toArray(), theirs.bias),
    ...Object.fromEntries(
      (['articulated bodies', 'composite bodies'] as const).map((algorithm) => [
        algorithm,
        difference(forwardDynamics(model, Q, V, T, robotParameters(model), { algorithm }).toArray(), theirs.a),
      ]),
    ),
    position: difference(pose.translation.toArray(), theirs.position),
    rotation: difference(pose.rotation.toArray(), theirs.rotation),
    jacobian: difference(jacobian(model, Q, link).toArray(), theirs.jacobian),
  };
}

function expectAgreement(worst: Record<string, number>, tolerance: number): void {
  if (process.env.TOL_SCALE === '0') console.log(worst);
  for (const [quantity, error] of Object.entries(worst)) expect(error, quantity).toBeLessThan(tolerance);
}

const merge = (a: Record<string, number>, b: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.keys(b).map((key) => [key, Math.max(a[key] ?? 0, b[key])]));

describe('agrees with MuJoCo in M, bias, a, pose and Jacobian', () => {
  it.each(assetNames)('to 1e-10 on 50 states of %s', async (name) => {
    const random = new Random();
    const model = assetModel(name);
    const reference = await MujocoRobot.load(assetText(name), model);
    let worst: Record<string, number> = {};
    for (let i = 0; i < 50; i++) worst = merge(worst, compare(model, reference, random));
    reference.delete();
    expectAgreement(worst, 1e-10);
  });

  const trees = testCases(45);
  it(`to 1e-9 on 5 states of each of ${trees} random trees of 1 to 12 joints (TEST_SEED=${testSeed})`, async () => {
    const random = new Random();
    let worst: Record<string, number> = {};
    for (let tree = 0; tree < trees; tree++) {
      const text = randomRobot(random);
      const { model } = loadRobot(text);
      const reference = await MujocoRobot.load(text, model);
      for (let i = 0; i < 5; i++) worst = merge(worst, compare(model, reference, random));
      reference.delete();
    }
    expectAgreement(worst, 1e-9);
  });

  it('without computing the same bits, so that it is no comparison with itself', async () => {
    const model = assetModel('panda');
    const reference = await MujocoRobot.load(assetText('panda'), model);
    const q = new Random().list(7);
    const theirs = reference.evaluate(q, q, q, 'panda_hand_tcp');
    expect(forwardDynamics(model, tensor(q), tensor(q), tensor(q)).toArray()).not.toEqual(theirs.a);
  });
});
