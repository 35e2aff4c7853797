import { describe, expect, it } from 'vitest';
import { vjp } from '../../src/core/derivative/functions.ts';
import { ones, population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import type { Tree } from '../../src/core/tree.ts';
import { checkProblem } from '../../src/learning/check-problem.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { type RobotParameters, robotParameters } from '../../src/robot/parameters.ts';
import { costates } from '../../src/rollout/costates.ts';
import { type Problem, scoreAndGradient } from '../../src/rollout/problem.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { type Scenario, stillness } from '../../src/rollout/scenario.ts';
import { integrateConfiguration } from '../../src/simulation/plant.ts';
import { stepJacobian } from '../../src/simulation/step-jacobian.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { randomModel } from '../support/moments.ts';
import { Random, testCases } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { type Held, problemOf, terms } from '../support/rollouts.ts';
import { experimentOf } from '../support/scenes.ts';

const rowsOf = (x: PopulationTensor, nv: number): number[][] => {
  const all = x.toArray();
  return Array.from({ length: all.length / nv }, (_, i) => all.slice(i * nv, (i + 1) * nv));
};

/** Gradient of a cost of one moment by the state, q in its tangent space: by a rollout of one step of no length from it. */
function costGradient(
  { settings, scenario }: ReturnType<typeof problemOf>,
  running: boolean,
  q: number[],
  v: number[],
): number[] {
  const { model } = settings;
  // a term's cost at a state: held for a step whose time is 0
  const kept = settings.task.terms
    .filter(({ when }) => (running ? when !== 'final' : when !== 'running'))
    .map((term) => ({ ...term, when: 'final' as const }));
  const still = { ...settings, steps: 1, dt: 0, task: { terms: kept, measures: {} } };
  const weights = Object.fromEntries(kept.map(({ name }) => [name, scenario.weights[name]]));
  const move = integrateConfiguration(model);
  const { pullback } = vjp(
    (moved: { readonly q: PopulationTensor; readonly v: PopulationTensor }) =>
      rollout(
        still,
        { tau: tensor(new Array<number>(model.nv).fill(0)) },
        {
          ...scenario,
          weights,
          initial: { q: move(tensor(q), moved.q), v: moved.v },
        },
      ).loss,
    { q: tensor(new Array<number>(model.nv).fill(0)), v: tensor(v) },
  );
  const bar = pullback(ones([]));
  return [...bar.q.toArray(), ...bar.v.toArray()];
}

describe('costates of random arms', () => {
  const random = new Random();
  const drawn = Array.from({ length: testCases(4) }, () => {
    const model = randomModel(random, 3);
    const { reach, home, rest } = terms(model);
    return problemOf(random, model, { steps: 6, task: { terms: [reach, home, rest], measures: {} } });
  });

  it('obey the adjoint recursion with the Jacobians of the steps, from the gradient of the final cost back', () => {
    for (const problem of drawn) {
      const { model, settings, scenario, start, steps } = problem;
      const n = model.nv;
      const found = costates(problem, start);
      const { states } = problem.rollout(start, scenario);
      const [q, v] = [rowsOf(states.q, n), rowsOf(states.v, n)];
      const [byQ, byV] = [rowsOf(found.q, n), rowsOf(found.v, n)];
      let lambda = costGradient(problem, false, q[steps - 1], v[steps - 1]);
      for (let t = steps - 1; t >= 0; t--) {
        const own = costGradient(problem, true, q[t], v[t]);
        lambda = lambda.map((x, i) => x + own[i] / steps);
        expectClose([...byQ[t], ...byV[t]], lambda, 1e-10);
        if (t === 0) break;
        const A = stepJacobian(
          settings,
          { q: tensor(q[t - 1]), v: tensor(v[t - 1]) },
          limited(model, start),
        ).A.toArray();
        lambda = lambda.map((_, j) => lambda.reduce((total, x, i) => total + A[2 * n * i + j] * x, 0));
      }
    }
  });

  it('are the slopes of the loss by a moved state', () => {
    const h = 1e-5;
    for (const problem of drawn.slice(0, 2)) {
      const { model, scenario, start, steps } = problem;
      const found = costates(problem, start);
      const lossAt = (part: 'q' | 'v', entry: number, by: number): number => {
        const noise = stillness(model, steps);
        const data = noise[part].data.slice();
        data[entry] = by;
        return problem
          .rollout(start, { ...scenario, noise: { ...noise, [part]: tensor(data, noise[part].shape) } })
          .loss.item();
      };
      for (const part of ['q', 'v'] as const)
        for (let entry = 0; entry < steps * model.nv; entry += 2) {
          const slope = (lossAt(part, entry, h) - lossAt(part, entry, -h)) / (2 * h);
          expectClose(found[part].toArray()[entry], slope, 1e-7);
        }
    }
  });

  it('of members are those of each alone, also where one value is all that differs', () => {
    const [problem] = drawn;
    const { scenario, start } = problem;
    const position = scenario.goals['point']['position'].toArray();
    const points = [position, position.map((x) => x + 0.3), position.map((x) => -x)];
    const at = (point: PopulationTensor): Scenario => ({
      ...scenario,
      goals: { ...scenario.goals, point: { position: point } },
    });
    const together = costates(problem, start, at(population(points)));
    points.forEach((point, member) => {
      const alone = costates(problem, start, at(tensor(point)));
      expectEqual(together.q.toArray(member), alone.q.toArray());
      expectEqual(together.v.toArray(member), alone.v.toArray());
    });
  });

  it('are taken where noise moves the states', () => {
    const [problem] = drawn;
    const { model, scenario, start, steps } = problem;
    const noise = {
      ...stillness(model, steps),
      v: tensor(random.list(steps * model.nv, -0.1, 0.1), [steps, model.nv]),
    };
    const moved = costates(problem, start, { ...scenario, noise });
    expect(moved.q.toArray()).not.toEqual(costates(problem, start).q.toArray());
  });
});

/** Torques within the drives' limits, as the step takes them. */
const limited = ({ joints }: RobotModel, { tau }: Held): PopulationTensor =>
  tensor(tau.toArray().map((x, i) => Math.min(Math.max(x, -joints[i].limits.effort), joints[i].limits.effort)));

describe('robot parameters as inputs', () => {
  const model = assetModel('planar-2link');
  const problem = problemOf(new Random(), model, { steps: 20 });
  const { scenario, start } = problem;
  const robot = robotParameters(model);
  const loss = (given: RobotParameters): PopulationTensor => problem.rollout(start, { ...scenario, robot: given }).loss;
  const bodies = (change: (body: RobotParameters['bodies'][number], i: number) => object): RobotParameters => ({
    ...robot,
    bodies: robot.bodies.map((body, i) => ({ ...body, ...change(body, i) })),
  });
  const { pullback } = vjp(loss as (given: Tree) => PopulationTensor, robot as Tree);
  const found = pullback(ones([])) as unknown as RobotParameters;
  // by damping the third derivative is large: the error of differences is 1e-7 at a step of 1e-5
  const h = 1e-6;
  const slope = (at: (by: number) => RobotParameters): number => (loss(at(h)).item() - loss(at(-h)).item()) / (2 * h);

  it('have a gradient: by masses, centres of mass, damping and gravity', () => {
    robot.bodies.forEach(({ mass }, i) => {
      expectClose(
        found.bodies[i].mass,
        slope((by) => bodies((_, k) => (k === i ? { mass: tensor(mass.item() + by) } : {}))),
        1e-7,
      );
      expect(found.bodies[i].mass.item()).not.toBe(0);
    });
    const nudged = (x: PopulationTensor, by: number): PopulationTensor =>
      tensor(x.toArray().map((value, k) => (k === 0 ? value + by : value)));
    expectClose(
      found.bodies[1].centerOfMass.toArray()[0],
      slope((by) => bodies(({ centerOfMass }, k) => (k === 1 ? { centerOfMass: nudged(centerOfMass, by) } : {}))),
      1e-7,
    );
    expectClose(
      found.joints[0].damping,
      slope((by) => ({
        ...robot,
        joints: robot.joints.map((joint, k) =>
          k === 0 ? { ...joint, damping: tensor(joint.damping.item() + by) } : joint,
        ),
      })),
      1e-7,
    );
    expectClose(
      found.gravity.toArray()[0],
      slope((by) => ({ ...robot, gravity: nudged(robot.gravity, by) })),
      1e-7,
    );
  });

  it('move the plant and its residuals, and not what a controller believes', () => {
    const heavy = bodies(({ mass }) => ({ mass: tensor(3 * mass.item()) }));
    const [light, other] = [robot, heavy].map((given) => problem.rollout(start, { ...scenario, robot: given }));
    expect(other.states.q.toArray()).not.toEqual(light.states.q.toArray());
    expectEqual(other.tau, light.tau);
    // a longer arm ends elsewhere at the same configuration
    const long = {
      ...robot,
      joints: robot.joints.map((joint, i) =>
        i === 1 ? { ...joint, translation: tensor(joint.translation.toArray().map((x) => 2 * x)) } : joint,
      ),
    };
    const { outputs, states } = problem.rollout(start, { ...scenario, robot: long });
    expect(Object.values(outputs.links)[0].toArray().slice(0, 3)).not.toEqual(
      Object.values(light.outputs.links)[0].toArray().slice(0, 3),
    );
    expect(states.q.shape).toEqual(light.states.q.shape);
  });
});

it('loss and gradient of one sweep are those of each on its own', () => {
  const problem = problemOf(new Random(), assetModel('planar-2link'));
  const { scenario, start } = problem as Problem<Held>;
  const score = (x: Held) => problem.rollout(x, scenario);
  const found = scoreAndGradient(score, start);
  const { value, pullback } = vjp((x: Held) => score(x).loss, start);
  expectEqual(found.loss, value);
  expectEqual(found.gradient.tau, pullback(ones([])).tau);
  expect(Object.keys(found.measures)).toEqual(Object.keys(found.terms));
  expect(found.reached.item()).toBe(0);
});

it.each([undefined, {}, { loss: 1 }])('a problem that rolls out to %j is refused', (found) => {
  const { problem } = experimentOf('two-link-reach', 0.05);
  const wrong = { ...problem, rollout: () => found as never };
  expect(() => costates(wrong, problem.start)).toThrow(/^rollout of the problem/);
  expect(() => checkProblem(wrong)).toThrow(/^rollout of the problem/);
});
