import { describe, expect, it } from 'vitest';
import { concat, slice } from '../../src/core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { type RobotParameters, robotParameters } from '../../src/robot/parameters.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { articulatedPlant, type StepSettings } from '../../src/simulation/plant.ts';
import { stepJacobian } from '../../src/simulation/step-jacobian.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { countOperations } from '../support/count-operations.ts';
import { Random, testCases } from '../support/random.ts';
import { assetModel, assetNames, randomMimicRobot, randomRobot } from '../support/robots.ts';

const norm = (values: readonly number[]): number => Math.hypot(...values);
const dt = 0.005;

/** The model's own parameters with other damping, friction and rotors; explicit integrators bear less of them. */
function withResistance(random: Random, model: RobotModel): RobotParameters {
  const own = robotParameters(model);
  const upTo = (most: number): PopulationTensor => tensor(random.uniform(0, most));
  return {
    ...own,
    joints: own.joints.map((joint) => ({ ...joint, damping: upTo(2), friction: upTo(0.1), armature: upTo(0.5) })),
  };
}

describe.each(['semi-implicit-euler', 'rk4'] as const)('the Jacobian of a step of %s', (integrator) => {
  it('is that of the complex step through the simulation, and the state after it the same', () => {
    const random = new Random();
    const models = [
      ...assetNames.map(assetModel),
      ...Array.from(
        { length: testCases(integrator === 'rk4' ? 2 : 10) },
        () => loadRobot(randomRobot(random, 6)).model,
      ),
      ...Array.from({ length: testCases(2) }, () => loadRobot(randomMimicRobot(random, 6)).model),
    ];
    for (const model of models) {
      const n = model.nv;
      const settings: StepSettings = { model, integrator, dt };
      const [q, v, tau] = [0, 1, 2].map(() => tensor(random.list(n, -1, 1)));
      const robot = withResistance(random, model);
      const after = (x: PopulationTensor): PopulationTensor => {
        const part = (k: number): PopulationTensor => slice(x, [k * n], [(k + 1) * n]);
        const state = articulatedPlant(settings).step({ q: part(0), v: part(1) }, part(2), robot);
        return concat([state.q, state.v]);
      };
      const at = concat([q, v, tau]);
      const { next, A, B } = stepJacobian(settings, { q, v }, tau, robot);
      const found = concat([A, B], 1).toArray();
      const exact = complexStepJacobian(after, at).flat();
      expect(norm(found.map((value, i) => value - exact[i])) / norm(exact)).toBeLessThan(1e-12);
      const state = after(at).toArray();
      const ours = concat([next.q, next.v]).toArray();
      expect(norm(ours.map((value, i) => value - state[i])) / norm(state)).toBeLessThan(1e-13);
    }
  });
});

it('of semi-implicit Euler costs a quarter of 21 tangents of a Panda', () => {
  const model = assetModel('panda');
  const z = tensor(new Array<number>(7).fill(0));
  const jacobian = (q: PopulationTensor, v: PopulationTensor, tau: PopulationTensor) => {
    const { next, A, B } = stepJacobian({ model, integrator: 'semi-implicit-euler', dt }, { q, v }, tau);
    return { next, A, B };
  };
  expect(countOperations(jacobian, z, z, z)).toBeLessThan(5500);
});
