import { describe, expect, it } from 'vitest';
import { torqueSpline } from '../../controllers/torque-spline.ts';
import { eye, population, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { BranchFactors, BranchMatrix } from '../../src/dynamics/branch-matrix.ts';
import { kineticEnergy, potentialEnergy } from '../../src/dynamics/energy.ts';
import { forwardDynamicsDerivatives } from '../../src/dynamics/forward-dynamics-derivatives.ts';
import { forwardDynamics, type ForwardDynamicsAlgorithm } from '../../src/dynamics/forward-dynamics.ts';
import { forwardKinematics, linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { inverseDynamicsDerivatives } from '../../src/dynamics/inverse-dynamics-derivatives.ts';
import { bias, gravityForces, inverseDynamics } from '../../src/dynamics/inverse-dynamics.ts';
import { jacobian } from '../../src/dynamics/jacobian.ts';
import { jointFriction, jointResistance } from '../../src/dynamics/joint-friction.ts';
import { resistedDynamics } from '../../src/dynamics/resisted-dynamics.ts';
import { stiffJoints } from '../../src/simulation/explicit-stability.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { AdjointError } from '../../src/errors.ts';
import { continuous } from '../../src/robot/joints/continuous.ts';
import { prismatic } from '../../src/robot/joints/prismatic.ts';
import { revolute, rotationAbout } from '../../src/robot/joints/revolute.ts';
import { type RobotParameters, robotParameters } from '../../src/robot/parameters.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { step } from '../../src/rollout/step.ts';
import { rk4 } from '../../src/simulation/integrators/rk4.ts';
import { semiImplicitEuler } from '../../src/simulation/integrators/semi-implicit-euler.ts';
import { stepJacobian } from '../../src/simulation/step-jacobian.ts';
import { articulatedPlant, integrateConfiguration } from '../../src/simulation/plant.ts';
import { FactoredRotation, MatrixRotation } from '../../src/spatial/factored-rotation.ts';
import { Force } from '../../src/spatial/force.ts';
import { ArticulatedInertia, Inertia } from '../../src/spatial/inertia.ts';
import { MassMoments } from '../../src/spatial/mass-moments.ts';
import { Motion } from '../../src/spatial/motion.ts';
import { PlanarRotation } from '../../src/spatial/planar-rotation.ts';
import { Transform } from '../../src/spatial/transform.ts';
import { oneSided } from '../../src/task/norms/one-sided.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import { jointLimits } from '../../src/task/residuals/joint-limits.ts';
import { linkPosition } from '../../src/task/residuals/link-position.ts';
import { oneMinusCosBetween } from '../../src/task/residuals/link-orientation.ts';
import { assetModel } from '../support/robots.ts';

const model = assetModel('planar-2link');
const root = model.links.find(({ body }) => body < 0)!.name;
const tip = model.links.at(-1)!.name;
const good = zeros([2]);
const controller = torqueSpline({ knots: 4 });
const simulation = { model, integrator: 'rk4', dt: 0.01 } as const;
const loop = { model, controller, plant: articulatedPlant(simulation) };

/** A step of the closed loop, of which one part may be wrong. */
const stepOf = (q: PopulationTensor, v: PopulationTensor, planned: PopulationTensor): unknown =>
  step(loop, {}, { state: { q, v }, memory: {}, time: tensor(0), goals: {}, planned });

/** A function of one vector of the robot; the others fit. */
type OfVector = (x: PopulationTensor) => unknown;

const vectors: readonly (readonly [string, OfVector])[] = [
  ['forwardDynamics, q', (x) => forwardDynamics(model, x, good, good)],
  ['forwardDynamics, v', (x) => forwardDynamics(model, good, x, good)],
  ['forwardDynamics, tau', (x) => forwardDynamics(model, good, good, x)],
  ['inverseDynamics, q', (x) => inverseDynamics(model, x, good, good)],
  ['inverseDynamics, v', (x) => inverseDynamics(model, good, x, good)],
  ['inverseDynamics, a', (x) => inverseDynamics(model, good, good, x)],
  ['bias, q', (x) => bias(model, x, good)],
  ['bias, v', (x) => bias(model, good, x)],
  ['gravityForces', (x) => gravityForces(model, x)],
  ['massMatrix', (x) => massMatrix(model, x)],
  ['jacobian', (x) => jacobian(model, x, tip)],
  ['jacobian of a fixed link', (x) => jacobian(model, x, root)],
  ['forwardKinematics', (x) => forwardKinematics(model, x)],
  ['linkPose', (x) => linkPose(model, x, tip)],
  ['linkPose of a fixed link', (x) => linkPose(model, x, root)],
  ['kineticEnergy, q', (x) => kineticEnergy(model, x, good)],
  ['kineticEnergy, v', (x) => kineticEnergy(model, good, x)],
  ['potentialEnergy', (x) => potentialEnergy(model, x)],
  ['jointFriction', (x) => jointFriction(model, x)],
  ['jointResistance', (x) => jointResistance(model, x)],
  ['resistedDynamics, q', (x) => resistedDynamics(model, x, good, good)],
  ['resistedDynamics, tau', (x) => resistedDynamics(model, good, good, x)],
  ['forwardDynamics, diagonal', (x) => forwardDynamics(model, good, good, good, undefined, { diagonal: x })],
  ['stiffJoints, q', (x) => stiffJoints({ model, dt: 0.01, integrator: 'rk4' }, x)],
  ['forwardDynamicsDerivatives, q', (x) => forwardDynamicsDerivatives(model, x, good, good)],
  ['forwardDynamicsDerivatives, tau', (x) => forwardDynamicsDerivatives(model, good, good, x)],
  [
    'forwardDynamicsDerivatives, slopes',
    (x) => forwardDynamicsDerivatives(model, good, good, good, undefined, { forceByVelocity: () => x }),
  ],
  ['inverseDynamicsDerivatives, a', (x) => inverseDynamicsDerivatives(model, good, good, x)],
  ['integrateConfiguration, q', (x) => integrateConfiguration(model)(x, good)],
  ['integrateConfiguration, tangent', (x) => integrateConfiguration(model)(good, x)],
  ['step, q', (x) => stepOf(x, good, good)],
  ['step, v', (x) => stepOf(good, x, good)],
  ['step, torque', (x) => stepOf(good, good, x)],
  ['stepJacobian, v', (x) => stepJacobian(simulation, { q: good, v: x }, good)],
  ['stepJacobian, tau', (x) => stepJacobian(simulation, { q: good, v: good }, x)],
];

describe('vectors of a robot have one number a joint, and are not broadcast to it', () => {
  const shapes = [[], [1], [3], [1, 2], [2, 1]];
  it.each(vectors)('%s', (_, f) => {
    for (const shape of shapes) expect(() => f(zeros(shape)), `shape [${shape.join()}]`).toThrow(AdjointError);
    expect(() => f([0, 0] as unknown as PopulationTensor)).toThrow(AdjointError);
    expect(() => f(good)).not.toThrow();
    expect(() => f(population([[0, 0], [1, 1]]))).not.toThrow(); // prettier-ignore
  });
});

it.each([semiImplicitEuler, rk4])('an acceleration is not broadcast to the velocity', (integrator) => {
  const state = { q: good, v: good };
  for (const shape of [[], [1], [1, 2]])
    expect(() => integrator(() => zeros(shape), integrateConfiguration(model), state, 0.01)).toThrow(/^acceleration: /);
  expect(integrator(() => good, integrateConfiguration(model), state, 0.01).v.toArray()).toEqual([0, 0]);
});

it('a robot without joints asks for vectors of nothing', () => {
  const still = { ...model, nq: 0, nv: 0, joints: [], bodies: [] };
  expect(forwardDynamics(still, zeros([0]), zeros([0]), zeros([0])).shape).toEqual([0]);
  expect(() => forwardDynamics(still, good, good, good)).toThrow(/needs 0 numbers/);
});

describe('parameters are those of the robot, by their paths', () => {
  const own = robotParameters(model);
  const wrong: readonly (readonly [string, RobotParameters, RegExp])[] = [
    ['gravity in a plane', { ...own, gravity: zeros([2]) }, /^parameters.gravity: .*found shapes \[2\] and \[3\]/],
    ['a body too few', { ...own, bodies: own.bodies.slice(1) }, /^parameters.bodies\[1\].mass: found nothing/],
    ['a body too many', { ...own, bodies: [...own.bodies, own.bodies[0]] }, /^parameters.bodies\[2\].mass: .*leave it/],
    [
      'a mass an axis',
      { ...own, bodies: own.bodies.map((body) => ({ ...body, mass: zeros([3]) })) },
      /^parameters.bodies\[0\].mass: not a parameter of robot/,
    ],
  ];
  it.each(wrong)('%s', (_, parameters, message) => {
    for (const f of [
      () => forwardDynamics(model, good, good, good, parameters),
      () => inverseDynamics(model, good, good, good, parameters),
      () => massMatrix(model, good, parameters),
      () => forwardKinematics(model, good, parameters),
      () => jacobian(model, good, tip, parameters),
      () => kineticEnergy(model, good, good, parameters),
      () => potentialEnergy(model, good, parameters),
      () => jointFriction(model, good, parameters),
      () => forwardDynamicsDerivatives(model, good, good, good, parameters),
      () => inverseDynamicsDerivatives(model, good, good, good, parameters),
      () => stepJacobian(simulation, { q: good, v: good }, good, parameters),
    ])
      expect(f).toThrow(message);
  });
});

it('parameters that fitted one robot are not those of another', () => {
  const own = robotParameters(model);
  massMatrix(model, good, own);
  expect(() => massMatrix(assetModel('pendulum'), zeros([1]), own)).toThrow(/^parameters.joints\[1\].* "pendulum"/);
  expect(() => massMatrix(assetModel('panda'), zeros([7]), own)).toThrow(/^parameters.joints\[2\].*found nothing/);
});

const settings: readonly (readonly [string, () => unknown, RegExp])[] = [
  [
    'an algorithm',
    () =>
      forwardDynamics(model, good, good, good, undefined, {
        algorithm: 'toString' as ForwardDynamicsAlgorithm,
      }),
    /^algorithm: found "toString"; expected "articulated bodies" or "composite bodies"/,
  ],
  [
    'an integrator',
    () => stepJacobian({ ...simulation, integrator: 'euler' }, { q: good, v: good }, good),
    /^integrator: found "euler"; expected semi-implicit-euler, rk4/,
  ],
  ['a step of no time', () => articulatedPlant({ ...simulation, dt: NaN }), /^dt: found NaN/],
  [
    'a factor',
    () => forwardDynamicsDerivatives(model, good, good, good, undefined, { factor: NaN }),
    /^factor: found NaN/,
  ],
  ['a rotation', () => oneMinusCosBetween(eye(3), zeros([3])), /^oneMinusCosBetween: not a rotation matrix/],
  ['an axis', () => rotationAbout(zeros([2]), tensor(0)), /^rotationAbout: axis: not an axis/],
  ['angles', () => rotationAbout(zeros([3]), zeros([3])), /^rotationAbout: angle: not an angle/],
  ['revolute, integrate', () => revolute.integrate(tensor(0), zeros([2])), /^joint coordinate: not one number/],
  ['revolute, difference', () => revolute.difference(zeros([2]), tensor(0)), /^joint coordinate: not one number/],
  ['continuous, difference', () => continuous.difference(tensor(0), zeros([2])), /^joint coordinate: not one/],
  ['prismatic, integrate', () => prismatic.integrate(zeros([3]), tensor(0)), /^joint coordinate: not one number/],
  ['prismatic, transform', () => prismatic.transform(zeros([3]), zeros([3])), /^joint coordinate: not one number/],
  ['a motion in a plane', () => new Motion(zeros([2]), zeros([2])), /^Motion: parts that are no 3-vectors/],
  ['a force of another size', () => new Force(zeros([3]), zeros([1, 3])), /^Force: parts that are no 3-vectors/],
  ['a transform', () => new Transform(zeros([9]), zeros([3])), /^Transform: rotation: not a rotation matrix/],
  ['a translation', () => new Transform(eye(3), zeros([2])), /^Transform: translation: not a point/],
  ['an inertia', () => new Inertia(tensor(1), zeros([3]), zeros([3])), /^Inertia: second moments: not a 3 x 3/],
  ['a mass', () => new MassMoments(zeros([3]), zeros([3]), eye(3)), /^MassMoments: mass: not one number/],
  ['blocks', () => new ArticulatedInertia(eye(3), eye(3), eye(2)), /^ArticulatedInertia: not a 3 x 3 block/],
  ['a coordinate axis', () => new PlanarRotation(3 as 2, 1, 0), /^PlanarRotation: axis: found 3; expected 0, 1 or 2/],
  ['cosines', () => new PlanarRotation(2, [1, 1], 0), /^PlanarRotation: cosine: not one number/],
  ['factors', () => FactoredRotation.beforeTurnAboutZ(eye(2), () => ({ cosine: tensor(1), sine: tensor(0) })), /^Fact/],
  ['a rotation of rows', () => new MatrixRotation(zeros([9])), /^MatrixRotation: not a rotation matrix/],
  ['entries', () => new BranchMatrix([-1, 0], zeros([2])), /^BranchMatrix: not an entry for each joint on a path/],
  ['parents', () => new BranchMatrix([-1, 1], zeros([3])), /^parents\[1\]: found 1; expected -1, or the index of an/],
  ['a right side', () => new BranchFactors([[0]], [zeros([0])], [tensor(1)]).solve(zeros([2])), /^BranchFactors.solve/],
];

it.each(settings)('%s that is no such thing is refused', (_, run, message) => {
  expect(run).toThrow(message);
  expect(run).toThrow(AdjointError);
});

describe('a rollout', () => {
  const terms = [
    { name: 'near', residual: linkPosition(tip, 'goal'), norm: quadratic, weight: 1, when: 'running' },
    { name: 'limits', residual: jointLimits(model), norm: oneSided, weight: 1, when: 'running' },
  ] as const;
  const settings = { ...simulation, controller, task: { terms, measures: {} } };
  const roll = (steps: number, position: PopulationTensor) =>
    rollout({ ...settings, steps }, controller.parameters(model, [0, 0]), {
      initial: { q: good, v: good },
      goals: { goal: { position } },
      weights: { near: tensor(1), limits: tensor(1) },
    });

  it.each([2.5, 0, -1, NaN])('of %d steps is refused', (steps) => {
    expect(() => roll(steps, zeros([3]))).toThrow(/^steps: found .*; expected an integer from 1 to \d+/);
  });

  it('to a goal that is no point is refused', () => {
    expect(() => roll(2, zeros([1, 3]))).toThrow(/^goals.goal.position: not a position/);
    expect(() => roll(2, tensor(0))).toThrow(/^goals.goal.position: not a position/);
    expect(roll(2, zeros([3])).loss.shape).toEqual([]);
  });
});
