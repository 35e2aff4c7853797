import { describe, expect, it } from 'vitest';
import { solve } from '../../src/core/ops/factorization.ts';
import { concat } from '../../src/core/ops/indexing.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { dot, matmul } from '../../src/core/ops/linear-algebra.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { coordinateParents } from '../../src/dynamics/dependent-joints.ts';
import { kineticEnergy, potentialEnergy } from '../../src/dynamics/energy.ts';
import { forwardDynamics, preferredAlgorithm } from '../../src/dynamics/forward-dynamics.ts';
import { forwardDynamicsDerivatives } from '../../src/dynamics/forward-dynamics-derivatives.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { bias, gravityForces, inverseDynamics } from '../../src/dynamics/inverse-dynamics.ts';
import { inverseDynamicsDerivatives } from '../../src/dynamics/inverse-dynamics-derivatives.ts';
import { jacobian } from '../../src/dynamics/jacobian.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { ArgumentError } from '../../src/errors.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { type RobotParameters, robotParameters } from '../../src/robot/parameters.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { expectClose } from '../support/check.ts';
import { gradientError } from '../support/gradient-error.ts';
import { MujocoRobot } from '../support/mujoco.ts';
import { Random, testCases } from '../support/random.ts';
import { randomMimicRobot } from '../support/robots.ts';

/** A robot with followers, and the same one with every joint free. */
interface Pair {
  readonly text: string;
  readonly model: RobotModel;
  readonly free: RobotModel;
}

function drawPairs(random: Random, count: number, most = 8): Pair[] {
  const pairs: Pair[] = [];
  while (pairs.length < testCases(count)) {
    const coupled = randomMimicRobot(random, most);
    const text = coupled.replace(/<mimic[^>]*\/>/g, '');
    const pair = { text, model: loadRobot(coupled).model, free: loadRobot(text).model };
    if (pair.model.nv < pair.free.nv) pairs.push(pair);
  }
  return pairs;
}

const multipliers = ({ joints }: RobotModel): number[] => joints.map(({ mimic }) => mimic?.multiplier ?? 1);

/** Of every joint of the tree. */
const onTree = (model: RobotModel, x: readonly number[], isConfiguration = false): number[] =>
  model.joints.map(
    ({ vIndex, mimic }, i) => multipliers(model)[i] * x[vIndex] + (isConfiguration ? (mimic?.offset ?? 0) : 0),
  );

/** G' x. */
function reduced(model: RobotModel, x: readonly number[]): number[] {
  const sum = new Array<number>(model.nv).fill(0);
  model.joints.forEach(({ vIndex }, i) => (sum[vIndex] += multipliers(model)[i] * x[i]));
  return sum;
}

/** G' A G, row-major. */
function reducedMatrix(model: RobotModel, A: readonly number[]): number[] {
  const n = model.joints.length;
  const rows = model.joints.map((_, i) => reduced(model, A.slice(i * n, (i + 1) * n)));
  const columns = Array.from({ length: model.nv }, (_, c) =>
    reduced(
      model,
      rows.map((row) => row[c]),
    ),
  );
  return Array.from({ length: model.nv ** 2 }, (_, k) => columns[k % model.nv][Math.floor(k / model.nv)]);
}

/** Derivative of a vector by each coordinate, to sixth order in the step: rows of outputs. */
function differences(f: (x: readonly number[]) => readonly number[], x: readonly number[]): number[] {
  const h = 0.01;
  const weights = [45, -9, 1].map((weight) => weight / 60);
  const columns = x.map((_, c) => {
    const at = (by: number): readonly number[] => f(x.map((value, i) => (i === c ? value + by : value)));
    const steps = weights.map((weight, k) => ({ weight, ahead: at((k + 1) * h), behind: at(-(k + 1) * h) }));
    return f(x).map((_value, row) =>
      steps.reduce((sum, { weight, ahead, behind }) => sum + (weight * (ahead[row] - behind[row])) / h, 0),
    );
  });
  return f(x).flatMap((_, row) => columns.map((column) => column[row]));
}

const scaleOf = (values: readonly number[]): number => Math.max(1, Math.hypot(...values));

describe('joints that follow others', () => {
  it('have the M, bias, acceleration, pose, Jacobian and derivatives of MuJoCo in reduced form', async () => {
    const random = new Random();
    for (const { text, model, free } of drawPairs(random, 12)) {
      const robot = await MujocoRobot.load(text, free);
      const link = free.links.at(-1)!.name;
      const [y, v, a, tau] = [0, 1, 2, 3].map(() => random.list(model.nv, -1.5, 1.5));
      const at = (q: readonly number[], rates: readonly number[]) =>
        robot.evaluate(onTree(model, q, true), onTree(model, rates), onTree(free, new Array(free.nv).fill(0)), link);
      const forces = (q: readonly number[], rates: readonly number[], accelerations: readonly number[]): number[] => {
        const found = at(q, rates);
        const full = onTree(model, accelerations);
        const needed = found.bias.map((value, i) =>
          full.reduce((sum, x, j) => sum + found.M[i * free.nv + j] * x, value),
        );
        return reduced(model, needed);
      };
      const [Q, V, A, T] = [y, v, a, tau].map((x) => tensor(x));
      const state = at(y, v);
      const M = reducedMatrix(model, state.M);
      expectClose(massMatrix(model, Q), M, 1e-9, scaleOf(M));
      expectClose(bias(model, Q, V), reduced(model, state.bias), 1e-9, scaleOf(state.bias));
      const needed = forces(y, v, a);
      expectClose(inverseDynamics(model, Q, V, A), needed, 1e-9, scaleOf(needed));
      const solved = solve(
        tensor(Float64Array.from(M), [model.nv, model.nv]),
        sub(T, tensor(reduced(model, state.bias))),
      );
      expectClose(forwardDynamics(model, Q, V, T), solved, 1e-9, scaleOf(solved.toArray()));
      const pose = linkPose(model, Q, link);
      expectClose(concat([pose.translation]), state.position, 1e-9);
      const J = [0, 1, 2, 3, 4, 5].flatMap((row) =>
        reduced(model, state.jacobian.slice(row * free.nv, (row + 1) * free.nv)),
      );
      expectClose(jacobian(model, Q, link), J, 1e-9);
      const byQ = differences((q) => forces(q, v, a), y);
      const byV = differences((rates) => forces(y, rates, a), v);
      const found = inverseDynamicsDerivatives(model, Q, V, A);
      expectClose(found.dq, byQ, 1e-9, scaleOf(byQ));
      expectClose(found.dv, byV, 1e-9, scaleOf(byV));
      expectClose(found.da, M, 1e-9, scaleOf(M));
      robot.delete();
    }
  });

  it('have a gradient by state, forces and every parameter, that of the complex step', () => {
    const random = new Random();
    for (const { model } of drawPairs(random, 8, 5)) {
      const own = robotParameters(model);
      const [q, v, tau] = [0, 1, 2].map(() => tensor(random.list(model.nv, -1.5, 1.5)));
      const moving = {
        translations: own.joints.map(({ translation }) => translation),
        armatures: own.joints.map(() => tensor(random.uniform(0.01, 0.2))),
        masses: own.bodies.map(({ mass }) => mass),
        centers: own.bodies.map(({ centerOfMass }) => centerOfMass),
        gravity: own.gravity,
      };
      type Moving = typeof moving;
      type Inputs = { q: PopulationTensor; v: PopulationTensor; tau: PopulationTensor; robot: Moving };
      const parametersOf = ({ translations, armatures, masses, centers, gravity }: Moving): RobotParameters => ({
        ...own,
        gravity,
        joints: own.joints.map((joint, i) => ({ ...joint, translation: translations[i], armature: armatures[i] })),
        bodies: own.bodies.map((body, i) => ({ ...body, mass: masses[i], centerOfMass: centers[i] })),
      });
      const armed = parametersOf(moving);
      const forward = (x: Inputs): PopulationTensor => forwardDynamics(model, x.q, x.v, x.tau, parametersOf(x.robot));
      const inverse = (x: Inputs): PopulationTensor => inverseDynamics(model, x.q, x.v, x.tau, parametersOf(x.robot));
      const place = (x: Inputs): PopulationTensor =>
        linkPose(model, x.q, model.links.at(-1)!.name, parametersOf(x.robot)).translation;
      for (const f of [forward, inverse, place])
        expect(gradientError(random, f, { q, v, tau, robot: moving })).toBeLessThan(1e-10);
      const { dq, dv, dtau } = forwardDynamicsDerivatives(model, q, v, tau, armed);
      const bar = tensor(random.list(model.nv, -1, 1));
      const rows = [dq, dv, dtau].map((matrix) => matmul(bar, matrix));
      const gradient = grad((x: Omit<Inputs, 'robot'>) => dot(bar, forward({ ...x, robot: moving })));
      const all = gradient({ q, v, tau });
      expectClose(concat(rows), concat([all.q, all.v, all.tau]), 1e-9, scaleOf(concat(rows).toArray()));
    }
  });

  it('have the energies of the coordinates: T = y-dot M y-dot / 2, forces of gravity from V', () => {
    const random = new Random();
    for (const { model } of drawPairs(random, 10)) {
      const [q, v] = [0, 1].map(() => tensor(random.list(model.nv, -1.5, 1.5)));
      expectClose(kineticEnergy(model, q, v), mul(0.5, dot(v, matmul(massMatrix(model, q), v))), 1e-12);
      const slope = grad((x: PopulationTensor) => potentialEnergy(model, x))(q);
      expectClose(gravityForces(model, q), slope, 1e-11, scaleOf(slope.toArray()));
    }
  });

  it('keep the sparsity that there is: a gripper at the end of an arm costs a chain one longer', () => {
    const link = (name: string): string =>
      `<link name="${name}"><inertial><mass value="1"/><inertia ixx="0.1" iyy="0.1" izz="0.1"/></inertial></link>`;
    const joint = (parent: string, child: string, mimic = ''): string =>
      `<joint name="${child}" type="continuous"><origin xyz="0.3 0 0"/><parent link="${parent}"/><child link="${child}"/><axis xyz="0 1 0"/>${mimic}</joint>`;
    const follows = '<mimic joint="l" multiplier="-1"/>';
    const hand = `${link('base')}${['a', 'b', 'l', 'r', 'x'].map(link).join('')}`;
    const arms = `${joint('base', 'a')}${joint('a', 'b')}${joint('b', 'l')}${joint('b', 'r', follows)}${joint('base', 'x')}`;
    const { model } = loadRobot(`<robot name="two-arms">${hand}${arms}</robot>`);
    expect(model.joints.map(({ name }) => name)).toEqual(['a', 'b', 'l', 'r', 'x']);
    // the arm and its finger are a chain, the other arm stands alone
    expect(coordinateParents(model)).toEqual([-1, 0, 1, -1]);
    expect(preferredAlgorithm(model)).toBe('composite bodies');
    const at = tensor([0, 0, 0, 0]);
    expect(() => forwardDynamics(model, at, at, at, undefined, { algorithm: 'articulated bodies' })).toThrow(
      /^algorithm: found "articulated bodies"; expected "composite bodies" for robot "two-arms"/,
    );
  });
});

it('a robot without any mass has kinematics and no dynamics', () => {
  const { model } = loadRobot(
    '<robot name="frames"><link name="base"/><link name="tip"/><joint name="j" type="continuous"><parent link="base"/><child link="tip"/></joint></robot>',
  );
  const x = tensor([0.5]);
  expect(linkPose(model, x, 'tip').translation.toArray()).toEqual([0, 0, 0]);
  for (const f of [
    () => massMatrix(model, x),
    () => bias(model, x, x),
    () => forwardDynamics(model, x, x, x),
    () => forwardDynamicsDerivatives(model, x, x, x),
    () => kineticEnergy(model, x, x),
    () => potentialEnergy(model, x),
  ]) {
    expect(f).toThrow(ArgumentError);
    expect(f).toThrow(/estimate them \(--estimate-inertia, estimateInertia of loadRobot\)/);
  }
});
