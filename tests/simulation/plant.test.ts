import { describe, expect, it } from 'vitest';
import { grad } from '../../src/core/derivative/functions.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { resistedDynamics } from '../../src/dynamics/resisted-dynamics.ts';
import { ArgumentError } from '../../src/errors.ts';
import { type RobotParameters, robotParameters } from '../../src/robot/parameters.ts';
import { integratorKinds } from '../../src/simulation/integrators/kinds.ts';
import { rk4 } from '../../src/simulation/integrators/rk4.ts';
import { semiImplicitEuler } from '../../src/simulation/integrators/semi-implicit-euler.ts';
import { articulatedPlant, integrateConfiguration, integratorOf, limitEffort } from '../../src/simulation/plant.ts';
import { stepJacobian } from '../../src/simulation/step-jacobian.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { randomModel } from '../support/moments.ts';
import { Random, testCases } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';

const dt = 0.01;
const integrators = ['semi-implicit-euler', 'rk4'] as const;

describe('integrators as kinds', () => {
  const model = assetModel('planar-2link');

  it('are chosen by name or as an object', () => {
    expect(integratorOf({ model, integrator: 'rk4', dt })).toBe(rk4);
    expect(integratorOf({ model, integrator: { type: 'semi-implicit-euler' }, dt })).toBe(semiImplicitEuler);
    expect(integratorKinds.all.map(({ type }) => type)).toEqual([...integrators]);
  });

  it.each(['euler', 'constructor', ''])('refuse "%s"', (integrator) => {
    expect(() => integratorOf({ model, integrator, dt })).toThrow(ArgumentError);
    expect(() => integratorOf({ model, integrator, dt })).toThrow(
      /^integrator: found ".*"; expected semi-implicit-euler, rk4/,
    );
  });

  it.each([NaN, Infinity])('refuse a time of %s', (wrong) => {
    expect(() => integratorOf({ model, integrator: 'rk4', dt: wrong })).toThrow(/^dt: found /);
  });
});

describe.each(integrators)('the articulated plant under %s', (integrator) => {
  const random = new Random();

  it('moves by forward dynamics under torques and joint friction, held over the step', () => {
    for (let i = 0; i < testCases(4); i++) {
      const model = randomModel(random, 4);
      const [q, v, tau] = [0, 1, 2].map(() => tensor(random.list(model.nv)));
      const robot = robotParameters(model);
      const { step } = articulatedPlant({ model, integrator, dt });
      const expected = integratorOf({ model, integrator, dt })(
        (state, ahead) => resistedDynamics(model, state.q, state.v, tau, robot, ahead),
        integrateConfiguration(model),
        { q, v },
        dt,
      );
      const found = step({ q, v }, tau, robot);
      expectEqual(found.q, expected.q);
      expectEqual(found.v, expected.v);
    }
  });

  it('is that of the robot it is given: twice all masses and inertias halve what torques do without gravity', () => {
    const model = randomModel(random, 3);
    const own = robotParameters(model);
    const weightless = { ...own, gravity: zeros([3]) };
    const twice = (x: PopulationTensor): PopulationTensor => mul(2, x);
    const heavy = {
      ...weightless,
      bodies: weightless.bodies.map((body) => ({ ...body, mass: twice(body.mass), inertia: twice(body.inertia) })),
    };
    const [q, tau] = [0, 1].map(() => tensor(random.list(model.nv)));
    const at = { q, v: zeros([model.nv]) };
    const { step } = articulatedPlant({ model, integrator: 'semi-implicit-euler', dt });
    expectClose(mul(2, step(at, tau, heavy).v), step(at, tau, weightless).v, 1e-12);
  });

  it('has a gradient by a mass, as differences have it', () => {
    const model = assetModel('planar-2link');
    const own = robotParameters(model);
    const [q, v, tau] = [0, 1, 2].map(() => tensor(random.list(2)));
    const withMass = (mass: PopulationTensor): RobotParameters => ({
      ...own,
      bodies: [own.bodies[0], { ...own.bodies[1], mass }],
    });
    const { step } = articulatedPlant({ model, integrator, dt });
    const after = (mass: PopulationTensor): PopulationTensor => sum(step({ q, v }, tau, withMass(mass)).v);
    const mass = own.bodies[1].mass.item();
    const h = 1e-5;
    const slope = (after(tensor(mass + h)).item() - after(tensor(mass - h)).item()) / (2 * h);
    expectClose(grad(after)(tensor(mass)), slope, 1e-8);
    // and the Jacobians of the step are those of that robot
    const lighter = withMass(tensor(0.5 * mass));
    const found = stepJacobian({ model, integrator, dt }, { q, v }, tau, lighter);
    expectClose(found.next.v, step({ q, v }, tau, lighter).v, 1e-13);
    expect(found.A.toArray()).not.toEqual(stepJacobian({ model, integrator, dt }, { q, v }, tau).A.toArray());
  });
});

describe('limits of the drives', () => {
  it('hold torques where a joint has one, and leave the others', () => {
    const model = assetModel('planar-2link');
    const limits = model.joints.map(({ limits: { effort } }) => effort);
    expectEqual(limitEffort(model, tensor([1e6, -1e6])), [limits[0], -limits[1]]);
    expectEqual(limitEffort(model, tensor([0.5, -0.25])), [0.5, -0.25]);
    const free = {
      ...model,
      joints: model.joints.map((joint) => ({ ...joint, limits: { ...joint.limits, effort: Infinity } })),
    };
    expectEqual(limitEffort(free, tensor([1e6, -1e6])), [1e6, -1e6]);
    const half = { ...model, joints: [model.joints[0], free.joints[1]] };
    expectEqual(limitEffort(half, tensor([1e6, -1e6])), [limits[0], -1e6]);
  });
});
