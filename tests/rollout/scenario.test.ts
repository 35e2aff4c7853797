import { describe, expect, it } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { vjp } from '../../src/core/derivative/functions.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { ones, PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { leavesOf, mapTree, type Tree } from '../../src/core/tree.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { completeParameters, type PartialRobotParameters } from '../../src/robot/partial-parameters.ts';
import type { Problem } from '../../src/rollout/problem.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { type Scenario, stillness, weightsOf } from '../../src/rollout/scenario.ts';
import { step } from '../../src/rollout/step.ts';
import { articulatedPlant } from '../../src/simulation/plant.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { randomModel } from '../support/moments.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { type Held, problemOf, taskOf } from '../support/rollouts.ts';

const members = 3;

/** A tree with values of its own in each member, near those given. */
const varied = <T extends Tree>(random: Random, tree: T, size: number): T =>
  mapTree(tree, ({ shape, data }) => {
    const numbers = Float64Array.from(
      { length: data.length * members },
      (_, i) => data[Math.floor(i / members)] + random.uniform(-size, size),
    );
    return new PopulationTensor({ shape, population: members }, numbers);
  }) as T;

/** The numbers of one member. */
const memberOf = <T extends Tree>(tree: T, member: number): T =>
  mapTree(tree, (x) => tensor(Float64Array.from(x.toArray(x.population === 1 ? 0 : member)), x.shape)) as T;

/** Everything that a rollout says, with the gradient of its loss by the parameters. */
function everything({ rollout: roll }: Pick<Problem<Held>, 'rollout'>, start: Held, scenario: Scenario) {
  const { value, pullback } = vjp((x: Held) => roll(x, scenario), start);
  const still = mapTree(value as Tree, ({ shape, population }) => zeros(shape, population)) as typeof value;
  return { ...value, gradient: pullback({ ...still, loss: ones([], value.loss.population) }) };
}

describe('members of a scenario', () => {
  const random = new Random();
  const model = randomModel(random, 3);
  const problem = problemOf(random, model);
  const { scenario, steps } = problem;
  const own: Scenario = robotVaried({
    initial: varied(random, scenario.initial, 0.3),
    goals: varied(random, scenario.goals as Tree, 0.2) as Scenario['goals'],
    weights: varied(random, scenario.weights as Tree, 0.05) as Scenario['weights'],
    noise: varied(random, stillness(model, steps), 0.01),
  });

  function robotVaried(rest: Scenario): Scenario {
    const robot = robotParameters(model);
    const bodies = robot.bodies.map((body) => ({ ...body, mass: varied(random, body.mass, 0.05) }));
    return { ...rest, robot: { ...robot, bodies, gravity: varied(random, robot.gravity, 0.5) } };
  }

  it.each(['initial', 'goals', 'weights', 'robot', 'noise', 'all of them'] as const)(
    'with %s of their own have the bits of a rollout alone',
    (part) => {
      const given: Scenario = part === 'all of them' ? own : { ...scenario, [part]: own[part] };
      const start = varied(random, problem.start, 0.5);
      const together = everything(problem, start, given);
      for (let member = 0; member < members; member++) {
        const alone = everything(problem, memberOf(start, member), memberOf(given as Tree, member) as Scenario);
        const expected = new Map(leavesOf(alone as Tree).map(({ path, value }) => [path, value]));
        for (const { path, value } of leavesOf(memberOf(together as Tree, member)))
          expectEqual(value, expected.get(path)!);
        expect(alone.loss.item()).not.toBe(everything(problem, memberOf(start, member), scenario).loss.item());
      }
    },
  );

  it('a noise of 0 and the robot’s own parameters change nothing', () => {
    const plain = problem.rollout(problem.start, scenario);
    const said = problem.rollout(problem.start, {
      ...scenario,
      noise: stillness(model, steps),
      robot: robotParameters(model),
    });
    expectClose(said.loss, plain.loss, 1e-15);
    expectClose(said.states.q, plain.states.q, 1e-15);
  });

  it('noise moves the state after its own step', () => {
    const q = zeros([steps, model.nv]).data.slice();
    const v = q.slice();
    const at = 4;
    q.fill(0.01, at * model.nv, (at + 1) * model.nv);
    v.fill(-0.2, at * model.nv, (at + 1) * model.nv);
    const noise = { q: tensor(q, [steps, model.nv]), v: tensor(v, [steps, model.nv]) };
    const [plain, moved] = [scenario, { ...scenario, noise }].map(
      (given) => problem.rollout(problem.start, given).states,
    );
    const rows = (x: PopulationTensor, row: number): number[] =>
      x.toArray().slice(row * model.nv, (row + 1) * model.nv);
    expectEqual(rows(moved.q, at - 1), rows(plain.q, at - 1));
    expectClose(
      rows(moved.q, at),
      rows(plain.q, at).map((x) => x + 0.01),
      1e-15,
    );
    expectClose(
      rows(moved.v, at),
      rows(plain.v, at).map((x) => x - 0.2),
      1e-15,
    );
    expect(rows(moved.q, at + 1)).not.toEqual(rows(plain.q, at + 1));
  });
});

/** Torque from the integral of the error to a goal, and from the time; it remembers what it gave, too. */
type Parameters = { readonly gain: PopulationTensor };
type Memory = { readonly integral: PopulationTensor; readonly last: { readonly tau: PopulationTensor } };
const integrating: Controller<Parameters, Memory> = {
  name: 'integrating',
  parameters: () => ({ gain: tensor(0.7) }),
  memory: ({ nv }) => ({ integral: zeros([nv]), last: { tau: zeros([nv]) } }),
  act: ({ gain }, { integral, last }, { q, time, goals }) => {
    const error = sub(goals['posture']['posture'], q);
    const tau = add(mul(0.5, last.tau), add(mul(gain, integral), mul(time, error)));
    return { tau, memory: { integral: add(integral, error), last: { tau } } };
  },
};

describe('a controller that remembers, and sees goals and time', () => {
  const model = assetModel('planar-2link');
  const { settings, scenario, steps, dt } = problemOf(new Random(), model, { steps: 6 });
  const own = { ...settings, controller: integrating as unknown as Controller };
  const start = { gain: tensor(0.7) };

  it('acts as step by step, with its memory carried by hand', () => {
    const found = rollout(own, start, scenario);
    const loop = { model, controller: own.controller, plant: articulatedPlant(own) };
    let { initial: state } = scenario;
    let memory: Tree = integrating.memory!(model);
    for (let i = 0; i < steps; i++) {
      const moved = step(loop, start, {
        state,
        memory: memory as never,
        time: tensor(i * dt),
        goals: scenario.goals,
        planned: {},
      });
      ({ state } = moved);
      ({ memory } = moved);
      const row = (x: PopulationTensor): number[] => x.toArray().slice(i * 2, i * 2 + 2);
      expectClose(row(found.tau), moved.tau, 1e-15);
      expectClose(row(found.states.q), state.q, 1e-15);
      expectClose(row(found.states.v), state.v, 1e-15);
    }
  });

  it('has a gradient through its memory, by parameters and by goals', () => {
    type Moved = { readonly gain: PopulationTensor; readonly goal: PopulationTensor };
    const loss = ({ gain, goal }: Moved): PopulationTensor =>
      rollout(own, { gain }, { ...scenario, goals: { ...scenario.goals, posture: { posture: goal } } }).loss;
    const at: Moved = { gain: tensor(0.7), goal: scenario.goals['posture']['posture'] };
    const { pullback } = vjp(loss, at);
    const found = pullback(ones([]));
    const h = 1e-5;
    const slope = (moved: (by: number) => Moved): number => (loss(moved(h)).item() - loss(moved(-h)).item()) / (2 * h);
    expectClose(
      found.gain,
      slope((by) => ({ ...at, gain: add(at.gain, by) })),
      1e-8,
    );
    expectClose(
      found.goal.toArray()[0],
      slope((by) => ({ ...at, goal: add(at.goal, [by, 0]) })),
      1e-8,
    );
    expect(found.gain.item()).not.toBe(0);
  });

  it('has memory of its own in each member', () => {
    const goals = varied(new Random(2), scenario.goals as Tree, 0.5) as Scenario['goals'];
    const together = rollout(own, start, { ...scenario, goals });
    for (let member = 0; member < members; member++) {
      const alone = rollout(own, start, { ...scenario, goals: memberOf(goals as Tree, member) as Scenario['goals'] });
      expectEqual(together.tau.toArray(member), alone.tau.toArray());
    }
  });
});

describe('some parameters of the robot', () => {
  const random = new Random(3);
  const model = randomModel(random, 3);
  const { rollout: roll, scenario, start } = problemOf(random, model);
  const own = robotParameters(model);
  const damping = own.joints.map((_, i) => tensor(0.1 * (i + 1)));
  const some: PartialRobotParameters = {
    joints: damping.map((value, i) => (i === 1 ? {} : { damping: value })),
    gravity: tensor([0.3, 0, -5]),
  };
  const all = {
    ...own,
    joints: own.joints.map((joint, i) => (i === 1 ? joint : { ...joint, damping: damping[i] })),
    gravity: tensor([0.3, 0, -5]),
  };

  it('are the given ones, with the model’s own for the rest', () => {
    expect(completeParameters(model, some)).toEqual(all);
    expect(completeParameters(model)).toEqual(own);
    expectEqual(roll(start, { ...scenario, robot: some }).loss, roll(start, { ...scenario, robot: all }).loss);
    expect(roll(start, { ...scenario, robot: some }).loss.item()).not.toBe(roll(start, scenario).loss.item());
  });

  it('are inputs: the loss has the derivatives by them, and they may have members', () => {
    const loss = (robot: PartialRobotParameters): PopulationTensor => roll(start, { ...scenario, robot }).loss;
    const { pullback } = vjp((given: Tree) => loss(given as PartialRobotParameters), some as Tree);
    const found = pullback(ones([])) as PartialRobotParameters;
    expect(leavesOf(found as Tree).map(({ path }) => path)).toEqual(leavesOf(some as Tree).map(({ path }) => path));
    const h = 1e-5;
    const moved = (by: number): PartialRobotParameters => ({ ...some, gravity: add(some.gravity!, [0, 0, by]) });
    expectClose(found.gravity!.toArray()[2], (loss(moved(h)).item() - loss(moved(-h)).item()) / (2 * h), 1e-6, 1e-6);
    const many = { gravity: new PopulationTensor({ shape: [3], population: 2 }, Float64Array.of(0, 0, 0, 0, -1, -2)) };
    expectEqual(loss(many).toArray(1), loss({ gravity: tensor([0, 0, -2]) }).toArray());
  });
});

describe('a rollout refuses by name', () => {
  const model = assetModel('planar-2link');
  const { settings, scenario, start, steps } = problemOf(new Random(), model);
  const fewer = { effort: tensor(0.1), home: tensor(3), rest: tensor(0.5) };
  const good = stillness(model, steps);
  const wrong: readonly (readonly [string, object, object, RegExp])[] = [
    ['no step', { steps: 0 }, {}, /^steps: found 0; expected an integer from 1 to \d+/],
    ['half a step', { steps: 1.5 }, {}, /^steps: found 1.5/],
    ['a step of no number', { dt: NaN }, {}, /^dt: found NaN/],
    [
      'an integrator that is not there',
      { integrator: 'euler' },
      {},
      /^integrator: found "euler"; expected semi-implicit-euler, rk4/,
    ],
    ['a configuration', {}, { initial: { ...scenario.initial, q: zeros([3]) } }, /^q: /],
    ['a velocity', {}, { initial: { ...scenario.initial, v: zeros([1]) } }, /^v: /],
    ['a weight that is missing', {}, { weights: fewer }, /^weights: .*reach/],
    ['a weight of no term', {}, { weights: { ...scenario.weights, rech: tensor(1) } }, /^weights: .*rech/],
    ['a weight of another shape', {}, { weights: { ...scenario.weights, reach: tensor([1]) } }, /^weights: .*reach/],
    ['a goal that is missing', {}, { goals: {} }, /^to: found "point"/],
    ['noise of fewer steps', {}, { noise: { ...good, q: zeros([steps - 1, 2]) } }, /^noise\.q: /],
    ['noise of other joints', {}, { noise: { ...good, v: zeros([steps, 3]) } }, /^noise\.v: /],
    ['parameters of another robot', {}, { robot: robotParameters(assetModel('pendulum')) }, /^parameters\./],
    ['parameters of fewer joints', {}, { robot: { joints: [{}] } }, /^parameters\.joints: found 1 entries; expected 2/],
    ['parameters of no list', {}, { robot: { bodies: {} } }, /^parameters\.bodies: found an object; expected a list/],
    ['a parameter of no robot', {}, { robot: { gravty: zeros([3]) } }, /^parameters\.gravty: found a tensor/],
    [
      'a parameter of no joint',
      {},
      { robot: { joints: [{ damp: tensor(1) }, {}] } },
      /^parameters\.joints\[0\]\.damp: /,
    ],
    ['a parameter of another shape', {}, { robot: { gravity: zeros([2]) } }, /^parameters\.gravity: /],
    ['parameters that are none', {}, { robot: 5 }, /^parameters: found 5; expected an object/],
  ];
  it.each(wrong)('%s', (_name, setting, part, message) => {
    expect(() => rollout({ ...settings, ...setting }, start, { ...scenario, ...part })).toThrow(message);
  });

  it('a plan of other rows than steps, and a torque of other joints', () => {
    const planning = { ...settings.controller, plan: () => zeros([steps + 1, 2]) };
    expect(() => rollout({ ...settings, controller: planning }, start, scenario)).toThrow(
      /^plan of controller held: not of 8 periods/,
    );
    expect(() => rollout(settings, { tau: zeros([3]) }, scenario)).toThrow(/^torque of controller held: /);
  });

  it('weights are those of the task where nothing else is said', () => {
    const weights = weightsOf(taskOf(model));
    expect(Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, weight.item()]))).toEqual({
      reach: 2,
      effort: 0.1,
      home: 3,
      rest: 0.5,
    });
  });
});
