import { describe, expect, it } from 'vitest';
import { grad, hvp, jvp, vjp } from '../../src/core/derivative/functions.ts';
import { trace } from '../../src/core/graph.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { solve } from '../../src/core/ops/factorization.ts';
import { matmul } from '../../src/core/ops/linear-algebra.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { eye, population, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { leavesOf, tensorsOf } from '../../src/core/tree.ts';
import { articulatedFactors } from '../../src/dynamics/articulated-bodies.ts';
import { compositeFactors } from '../../src/dynamics/composite-bodies.ts';
import {
  forwardDynamics,
  type ForwardDynamicsAlgorithm,
  preferredAlgorithm,
} from '../../src/dynamics/forward-dynamics.ts';
import { jointFrames } from '../../src/dynamics/joint-frames.ts';
import type { Factorize } from '../../src/dynamics/mass-factors.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { newtonEuler } from '../../src/dynamics/newton-euler.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { type RobotParameters, robotParameters } from '../../src/robot/parameters.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { skew } from '../../src/spatial/skew.ts';
import { complexTangent } from '../support/complex-step.ts';
import { countOperations } from '../support/count-operations.ts';
import { Random, testCases } from '../support/random.ts';
import { assetModel, assetNames, randomRobot } from '../support/robots.ts';

type Inputs = { readonly q: PopulationTensor; readonly v: PopulationTensor; readonly tau: PopulationTensor };

const factorizations: Readonly<Record<ForwardDynamicsAlgorithm, Factorize>> = {
  'articulated bodies': articulatedFactors,
  'composite bodies': compositeFactors,
};
const algorithms = Object.keys(factorizations) as ForwardDynamicsAlgorithm[];

/** The algorithm's text without the rule: its derivatives are those of the traced operations. */
const traced =
  (model: RobotModel, algorithm: ForwardDynamicsAlgorithm) =>
  ({ q, v, tau }: Inputs): PopulationTensor => {
    const parameters = robotParameters(model);
    const factors = factorizations[algorithm](model, jointFrames(model, q, parameters), parameters, zeros([model.nv]));
    return factors.solve(sub(tau, newtonEuler(model, q, v, zeros([model.nv]), parameters)));
  };
const ruled =
  (model: RobotModel, algorithm: ForwardDynamicsAlgorithm, parameters = robotParameters(model)) =>
  ({ q, v, tau }: Inputs): PopulationTensor =>
    forwardDynamics(model, q, v, tau, parameters, { algorithm });

const norm = (values: readonly number[]): number => Math.hypot(...values);
const distance = (a: readonly number[], b: readonly number[]): number => norm(a.map((value, i) => value - b[i]));
const flat = (tree: Inputs | PopulationTensor): number[] => tensorsOf(tree).flatMap((leaf) => leaf.toArray());
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((total, x, i) => total + x * b[i], 0);

interface Case {
  readonly model: RobotModel;
  readonly at: Inputs;
  readonly towards: Inputs;
  readonly aBar: PopulationTensor;
  /** Condition of the mass matrix, from above. */
  readonly kappa: number;
}

function cases(trees: number, seed?: number): Case[] {
  const random = new Random(seed);
  const models = [
    ...assetNames.map(assetModel),
    ...Array.from({ length: testCases(trees) }, () => loadRobot(randomRobot(random)).model),
  ];
  return models.map((model) => {
    const list = (size: number): PopulationTensor => tensor(random.list(size, -2, 2));
    const inputs = (): Inputs => ({ q: list(model.nq), v: list(model.nv), tau: list(model.nv) });
    const at = inputs();
    const M = massMatrix(model, at.q);
    const kappa = norm(M.toArray()) * norm(solve(M, eye(model.nv)).toArray());
    return { model, at, towards: inputs(), aBar: list(model.nv), kappa };
  });
}

/** Rounding that an ill-conditioned mass matrix amplifies; at least some digits are always asked for. */
const tolerance = ({ kappa, model }: Case): number => Math.min(1e-6, 1e-15 * kappa * Math.max(4, model.nv));

describe('the two algorithms', () => {
  it('agree on robots of assets and on random trees', () => {
    for (const one of cases(25)) {
      const [a, b] = algorithms.map((algorithm) => ruled(one.model, algorithm)(one.at).toArray());
      expect(distance(a, b) / norm(a)).toBeLessThan(tolerance(one));
    }
  });

  it('are chosen between by the path lengths: never 10 % more operations than the other takes', () => {
    const random = new Random(3);
    const models = [
      ...assetNames.map(assetModel),
      ...Array.from({ length: 30 }, () => loadRobot(randomRobot(random, 16)).model),
    ];
    const chosen = models.map((model) => {
      const example = { q: zeros([model.nq]), v: zeros([model.nv]), tau: zeros([model.nv]) };
      const [articulated, composite] = algorithms.map((algorithm) =>
        countOperations(traced(model, algorithm), example),
      );
      const preferred = preferredAlgorithm(model);
      expect(preferred === 'articulated bodies' ? articulated : composite).toBeLessThanOrEqual(
        1.1 * Math.min(articulated, composite),
      );
      return preferred;
    });
    expect(new Set(chosen).size).toBe(2);
  });

  it('take fewer operations than the spatial algebra of articulated bodies did', () => {
    const model = assetModel('panda');
    const example = { q: zeros([7]), v: zeros([7]), tau: zeros([7]) };
    const step = (x: Inputs): PopulationTensor => add(x.v, mul(0.005, ruled(model, preferredAlgorithm(model))(x)));
    expect(countOperations(step, example)).toBeLessThan(1300);
    const both = (x: Inputs, bar: PopulationTensor): Inputs => vjp(step, x).pullback(bar);
    expect(countOperations(both, example, zeros([7]))).toBeLessThan(2600);
  });
});

describe.each(algorithms)('the rule of forward dynamics with %s', (algorithm) => {
  const all = cases(8, 7);

  it('has the vjp and the jvp of the plain text', () => {
    for (const one of all) {
      const { model, at, towards, aBar } = one;
      const expected = vjp(traced(model, algorithm), at).pullback(aBar);
      const found = vjp(ruled(model, algorithm), at).pullback(aBar);
      expect(distance(flat(found), flat(expected)) / norm(flat(expected))).toBeLessThan(tolerance(one));
      const plain = jvp(traced(model, algorithm), at, towards).tangent.toArray();
      const tangent = jvp(ruled(model, algorithm), at, towards).tangent.toArray();
      expect(distance(tangent, plain) / norm(plain)).toBeLessThan(tolerance(one));
    }
  });

  it('passes the dot-product test to 1e-13', () => {
    for (const { model, at, towards, aBar } of all) {
      const bars = vjp(ruled(model, algorithm), at).pullback(aBar);
      const tangent = jvp(ruled(model, algorithm), at, towards).tangent.toArray();
      const size = norm(flat(bars)) * norm(flat(towards)) + norm(tangent) * norm(aBar.toArray());
      expect(Math.abs(dot(tangent, aBar.toArray()) - dot(flat(bars), flat(towards))) / size).toBeLessThan(1e-13);
    }
  });

  it('nests: the derivative of the vjp is that of the complex step', () => {
    for (const one of all.slice(0, 20)) {
      const { model, at, towards, aBar } = one;
      const gradient = (x: Inputs): Inputs => vjp(ruled(model, algorithm), x).pullback(aBar);
      const found = flat(jvp(gradient, at, towards).tangent);
      const directions = tensorsOf(towards).map((leaf) => leaf.toArray());
      const exact = complexTangent(trace(gradient, at), tensorsOf(at), (leaf, element) => directions[leaf][element]);
      expect(
        distance(
          found,
          exact.flatMap(([member]) => member),
        ) / norm(found),
      ).toBeLessThan(10 * tolerance(one));
    }
  });

  it('gives Hessian-vector products that are symmetric', () => {
    for (const one of all.slice(0, 10)) {
      const { model, at, towards, aBar } = one;
      const loss = (x: Inputs): PopulationTensor => {
        const a = ruled(model, algorithm)(x);
        return sum(mul(aBar, mul(a, a)));
      };
      const other = { q: mul(0.5, towards.v), v: towards.tau, tau: towards.q };
      const [left, right] = [hvp(loss)(at, towards), hvp(loss)(at, other)].map(flat);
      const size = norm(left) * norm(flat(other)) + norm(right) * norm(flat(towards));
      expect(Math.abs(dot(left, flat(other)) - dot(right, flat(towards))) / size).toBeLessThan(tolerance(one));
    }
  });
});

describe('parameters that are inputs', () => {
  /** Random moves; rotations stay rotations, which is where their derivatives mean anything. */
  const directions = (parameters: RobotParameters, random: Random): number[][] =>
    leavesOf(parameters).map(({ path, value }) =>
      path.endsWith('rotation') ? matmul(value, skew(random.list(3))).toArray() : random.list(value.size),
    );

  it.each(algorithms)(
    'have the gradients of the complex step: masses, inertias, placements, gravity (%s)',
    (algorithm) => {
      const random = new Random(11);
      for (const one of cases(4, 11)) {
        const { model, at, aBar } = one;
        const parameters = robotParameters(model);
        const loss = (x: RobotParameters): PopulationTensor => sum(mul(aBar, ruled(model, algorithm, x)(at)));
        const bars = tensorsOf(grad(loss)(parameters)).map((leaf) => leaf.toArray());
        const moves = directions(parameters, random);
        const exact = complexTangent(
          trace(loss, parameters),
          tensorsOf(parameters),
          (leaf, element) => moves[leaf][element],
        )[0][0][0];
        const terms = bars.map((bar, i) => dot(bar, moves[i]));
        expect(Math.abs(terms.reduce((a, b) => a + b) - exact) / norm(terms)).toBeLessThan(10 * tolerance(one));
      }
    },
  );

  it('are told from those that stay numbers, which cost nothing', () => {
    const model = assetModel('panda');
    const parameters = robotParameters(model);
    const at = { q: zeros([7]), v: zeros([7]), tau: zeros([7]) };
    const bar = zeros([7]);
    const byMass = (mass: PopulationTensor, x: Inputs, aBar: PopulationTensor): PopulationTensor => {
      const bodies = parameters.bodies.with(6, { ...parameters.bodies[6], mass });
      return vjp(
        (m: PopulationTensor) =>
          ruled(model, 'composite bodies', { ...parameters, bodies: bodies.with(6, { ...bodies[6], mass: m }) })(x),
        mass,
      ).pullback(aBar);
    };
    const byAll = (all: RobotParameters, x: Inputs, aBar: PopulationTensor): RobotParameters =>
      vjp((p: RobotParameters) => ruled(model, 'composite bodies', p)(x), all).pullback(aBar);
    expect(countOperations(byMass, tensor(1), at, bar)).toBeLessThan(0.4 * countOperations(byAll, parameters, at, bar));
  });

  it('may differ from member to member', () => {
    const model = assetModel('planar-2link');
    const parameters = robotParameters(model);
    const at = { q: tensor([0.3, -0.4]), v: tensor([1, 2]), tau: tensor([0.5, 0]) };
    const masses = [0.5, 1, 2];
    const withMass = (mass: PopulationTensor): RobotParameters => ({
      ...parameters,
      bodies: parameters.bodies.with(1, { ...parameters.bodies[1], mass }),
    });
    const f = (mass: PopulationTensor): PopulationTensor =>
      sum(forwardDynamics(model, at.q, at.v, at.tau, withMass(mass)));
    const together = grad(f)(population(masses));
    masses.forEach((mass, member) => expect(together.item(member)).toBe(grad(f)(tensor(mass)).item()));
  });
});
