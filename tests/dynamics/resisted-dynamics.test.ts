import { describe, expect, it } from 'vitest';
import { vjp } from '../../src/core/derivative/functions.ts';
import { type AdjointRule, withAdjoint } from '../../src/core/derivative/with-adjoint.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { solve } from '../../src/core/ops/factorization.ts';
import { at } from '../../src/core/ops/indexing.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { compositeFactors } from '../../src/dynamics/composite-bodies.ts';
import { kineticEnergy } from '../../src/dynamics/energy.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import { type ForwardDynamicsInputs, forwardDynamicsRule } from '../../src/dynamics/forward-dynamics-rule.ts';
import { bias, inverseDynamics } from '../../src/dynamics/inverse-dynamics.ts';
import { jointFrames } from '../../src/dynamics/joint-frames.ts';
import { jointFriction, jointResistance } from '../../src/dynamics/joint-friction.ts';
import type { Factorize } from '../../src/dynamics/mass-factors.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { newtonEuler } from '../../src/dynamics/newton-euler.ts';
import { resistedDynamics } from '../../src/dynamics/resisted-dynamics.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { type RobotParameters, robotParameters } from '../../src/robot/parameters.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { integrateConfiguration } from '../../src/simulation/plant.ts';
import { semiImplicitEuler } from '../../src/simulation/integrators/semi-implicit-euler.ts';
import { expectClose } from '../support/check.ts';
import { countOperations } from '../support/count-operations.ts';
import { gradientError } from '../support/gradient-error.ts';
import { Random, testCases } from '../support/random.ts';
import { assetModel, randomRobot } from '../support/robots.ts';

/** State and forces [nv], what the joints resist by [nv], and the time ahead []. */
type Inputs = {
  readonly [name in 'q' | 'v' | 'tau' | 'damping' | 'friction' | 'armature' | 'width' | 'ahead']: PopulationTensor;
};

const parametersOf = (model: RobotModel, { damping, friction, armature, width }: Inputs): RobotParameters => {
  const own = robotParameters(model);
  return {
    ...own,
    frictionVelocity: width,
    joints: own.joints.map((joint, i) => ({
      ...joint,
      damping: at(damping, i),
      friction: at(friction, i),
      armature: at(armature, i),
    })),
  };
};

function drawInputs(random: Random, { nv }: RobotModel): Inputs {
  const list = (low: number, high: number): PopulationTensor => tensor(random.list(nv, low, high));
  return {
    q: list(-2, 2),
    v: list(-2, 2),
    tau: list(-5, 5),
    damping: list(0, 20),
    friction: list(0, 5),
    armature: list(0, 0.5),
    width: tensor(random.uniform(0.01, 0.1)),
    ahead: tensor(random.uniform(0.001, 0.1)),
  };
}

const drawModels = (random: Random, count: number, most = 8): RobotModel[] => [
  assetModel('panda'),
  ...Array.from({ length: testCases(count) }, () => loadRobot(randomRobot(random, most)).model),
];

const acceleration =
  (model: RobotModel) =>
  (x: Inputs): PopulationTensor =>
    resistedDynamics(model, x.q, x.v, x.tau, parametersOf(model, x), x.ahead);

/** The implicit diagonal with a rule for its derivative, and the mass matrix's factors that it uses. */
const ruledBy =
  (
    model: RobotModel,
    change: (
      rule: AdjointRule<ForwardDynamicsInputs, PopulationTensor>,
    ) => AdjointRule<ForwardDynamicsInputs, PopulationTensor>,
    factorize: Factorize = compositeFactors,
  ) =>
  (x: Inputs): PopulationTensor => {
    const parameters = parametersOf(model, x);
    const b = jointResistance(model, x.v, parameters);
    const plain = (given: ForwardDynamicsInputs): PopulationTensor =>
      compositeFactors(model, jointFrames(model, given.q, given.parameters), given.parameters, given.diagonal).solve(
        sub(given.tau, newtonEuler(model, given.q, given.v, zeros([model.nv]), given.parameters)),
      );
    return withAdjoint(
      'forward dynamics',
      plain,
      change(forwardDynamicsRule(model, factorize)),
    )({
      q: x.q,
      v: x.v,
      tau: sub(x.tau, mul(b, x.v)),
      diagonal: mul(x.ahead, b),
      parameters,
    });
  };

describe('forward dynamics with resistance', () => {
  it.each(['articulated bodies', 'composite bodies'] as const)(
    'solves (M + dt b) a = tau - bias - b v, rotors in M, by %s as a dense solver does',
    (algorithm) => {
      const random = new Random();
      for (const model of drawModels(random, 20)) {
        const x = drawInputs(random, model);
        const parameters = parametersOf(model, x);
        const b = jointResistance(model, x.v, parameters);
        const M = massMatrix(model, x.q, parameters);
        const rotors = sub(M, massMatrix(model, x.q, { ...parameters, joints: robotParameters(model).joints }));
        expectClose(rotors, mul(eye(model.nv), x.armature), 1e-12);
        const forces = sub(sub(x.tau, bias(model, x.q, x.v, parameters)), mul(b, x.v));
        const expected = solve(add(M, mul(eye(model.nv), mul(x.ahead, b))), forces);
        const found = forwardDynamics(model, x.q, x.v, sub(x.tau, mul(b, x.v)), parameters, {
          algorithm,
          diagonal: mul(x.ahead, b),
        });
        expectClose(found, expected, 1e-8);
        expectClose(acceleration(model)(x), expected, 1e-8);
        // what inverse dynamics says of that acceleration: rotors are in it, the resistance ahead is not
        const needed = inverseDynamics(model, x.q, x.v, found, parameters);
        expectClose(sub(x.tau, mul(b, add(x.v, mul(x.ahead, found)))), needed, 1e-8);
      }
    },
  );

  it('is forward dynamics of the same bits where nothing resists', () => {
    const random = new Random();
    for (let i = 0; i < testCases(5); i++) {
      const { model } = loadRobot(randomRobot(random));
      const [q, v, tau] = [0, 1, 2].map(() => tensor(random.list(model.nv)));
      const found = resistedDynamics(model, q, v, tau, robotParameters(model), 0.01);
      expect(found.toArray()).toEqual(forwardDynamics(model, q, v, tau).toArray());
    }
  });

  it('is of the friction of now where the time ahead is 0', () => {
    const random = new Random();
    const model = assetModel('ur5e');
    const x = drawInputs(random, model);
    const parameters = parametersOf(model, x);
    const expected = forwardDynamics(model, x.q, x.v, add(x.tau, jointFriction(model, x.v, parameters)), parameters);
    expectClose(resistedDynamics(model, x.q, x.v, x.tau, parameters), expected, 1e-13);
  });
});

describe('its gradient', () => {
  it('by q, v, tau, damping, friction, width, armature and the time ahead is that of the complex step', () => {
    const random = new Random();
    for (const model of drawModels(random, 8)) {
      const x = drawInputs(random, model);
      expect(gradientError(random, acceleration(model), x)).toBeLessThan(1e-10);
    }
  });

  it.each([
    [
      'no cotangent of the forces',
      (rule: AdjointRule<ForwardDynamicsInputs, PopulationTensor>): typeof rule => ({
        vjp: (x, a, bar, needed) => ({ ...rule.vjp!(x, a, bar, needed), tau: zeros(x.tau.shape) }),
      }),
      compositeFactors,
    ],
    [
      'a cotangent solved with the mass matrix alone',
      (rule: AdjointRule<ForwardDynamicsInputs, PopulationTensor>): typeof rule => rule,
      ((model, frames, parameters) =>
        compositeFactors(model, frames, parameters, zeros([model.nv]))) satisfies Factorize as Factorize,
    ],
    [
      'the diagonal taken as a constant',
      (rule: AdjointRule<ForwardDynamicsInputs, PopulationTensor>): typeof rule => ({
        vjp: (x, a, bar, needed) => ({ ...rule.vjp!(x, a, bar, needed), diagonal: zeros(x.diagonal.shape) }),
      }),
      compositeFactors,
    ],
  ])('is told from one with %s', (_, change, factorize) => {
    const random = new Random();
    const model = assetModel('panda');
    const x = drawInputs(random, model);
    const right = ruledBy(model, (rule) => rule);
    expect(gradientError(random, right, x)).toBeLessThan(1e-10);
    expect(gradientError(random, ruledBy(model, change, factorize), x, right)).toBeGreaterThan(1e-3);
  });
});

const pendulumText = (damping: number, friction = 0): string =>
  `<robot name="wheel"><link name="base"/><link name="wheel"><inertial><mass value="1"/><inertia ixx="0.001" iyy="0.001" izz="0.002"/></inertial></link><joint name="axle" type="continuous"><parent link="base"/><child link="wheel"/><axis xyz="0 0 1"/><dynamics damping="${damping}" friction="${friction}"/></joint></robot>`;

const wheel = (damping: number, friction = 0, frictionVelocity = 0.05): RobotModel => ({
  ...loadRobot(pendulumText(damping, friction)).model,
  frictionVelocity,
});

/** Velocities of a free wheel under semi-implicit Euler, from one. */
function spunDown(model: RobotModel, v0: number, dt: number, steps: number, tau = 0): number[] {
  let state = { q: tensor([0]), v: tensor([v0]) };
  return Array.from({ length: steps }, () => {
    state = semiImplicitEuler(
      ({ q, v }, ahead) => resistedDynamics(model, q, v, tensor([tau]), robotParameters(model), ahead),
      integrateConfiguration(model),
      state,
      dt,
    );
    return state.v.item();
  });
}

describe('a step against the resistance at its end', () => {
  it.each([1, 100, 1e6])('slows a free pendulum of damping %s as the closed form of the step says', (damping) => {
    const model = wheel(damping);
    const dt = 0.005;
    const found = spunDown(model, 3, dt, 20);
    // v + dt a rounds in units of v
    found.forEach((v, n) => {
      const before = found[n - 1] ?? 3;
      expectClose(v, before / (1 + (dt * damping) / 0.002), 1e-15, before);
    });
  });

  it('tends to exp(-d t / I) to first order', () => {
    const model = wheel(0.02);
    const error = (dt: number): number =>
      Math.abs(spunDown(model, 1, dt, Math.round(0.1 / dt)).at(-1)! - Math.exp((-0.02 * 0.1) / 0.002));
    const order = Math.log2(error(0.001) / error(0.0005));
    expect(order).toBeGreaterThan(0.95);
    expect(order).toBeLessThan(1.05);
  });

  it('stops by Coulomb friction after I v / f, without turning back, also where the step is far longer', () => {
    for (const dt of [1e-4, 5e-3, 0.1]) {
      const model = wheel(0, 0.5, 1e-4);
      const found = spunDown(model, 25, dt, Math.ceil(0.2 / dt) + 3);
      expect(found.every((v, i) => v >= 0 && v <= (found[i - 1] ?? 25))).toBe(true);
      expect(found.at(-1)!).toBeLessThan(1e-3);
    }
    const model = wheel(0, 0.5, 1e-4);
    // half of 25 rad/s is lost after half of 25 * 0.002 / 0.5 s
    expectClose(spunDown(model, 25, 1e-4, 500).at(-1)!, 12.5, 0.01);
  });

  it('creeps under a load c below the friction f at w c / sqrt(f^2 - c^2), and slips above', () => {
    const model = wheel(0, 0.5, 0.01);
    const end = spunDown(model, 0, 0.005, 400, 0.3).at(-1)!;
    expectClose(end, (0.01 * 0.3) / Math.sqrt(0.5 ** 2 - 0.3 ** 2), 1e-6, 1e-3);
    expect(spunDown(model, 0, 0.005, 400, 0.6).at(-1)!).toBeGreaterThan(50);
  });

  it('never has more kinetic energy than without resistance, whatever resists', () => {
    const random = new Random();
    for (const model of drawModels(random, 20)) {
      const x = drawInputs(random, model);
      const scale = 10 ** random.uniform(-2, 6);
      const own = parametersOf(model, { ...x, damping: mul(scale, x.damping), friction: mul(scale, x.friction) });
      const free = parametersOf(model, { ...x, damping: zeros([model.nv]), friction: zeros([model.nv]) });
      const after = (parameters: RobotParameters): number => {
        const a = resistedDynamics(model, x.q, x.v, x.tau, parameters, x.ahead);
        return kineticEnergy(model, x.q, add(x.v, mul(x.ahead, a)), parameters).item();
      };
      expect(after(own)).toBeLessThanOrEqual(after(free) * (1 + 1e-12));
    }
  });
});

it('costs a step and its gradient of a Panda at most 5 % more operations than friction of the present', () => {
  const model = assetModel('panda');
  const own = robotParameters(model);
  const rubbing = { ...own, joints: own.joints.map((joint) => ({ ...joint, friction: tensor(0.3) })) };
  type State = Pick<Inputs, 'q' | 'v' | 'tau'>;
  for (const parameters of [own, rubbing]) {
    const cost = (ahead: number): number => {
      const step = ({ q, v, tau }: State): PopulationTensor =>
        add(v, mul(0.005, resistedDynamics(model, q, v, tau, parameters, ahead)));
      const both = (x: State, bar: PopulationTensor) => {
        const { value, pullback } = vjp(step, x);
        return { value, bars: pullback(bar) };
      };
      const z = zeros([model.nv]);
      return countOperations(both, { q: z, v: z, tau: z }, z);
    };
    expect(cost(0.005)).toBeLessThan(1.05 * cost(0));
  }
});
