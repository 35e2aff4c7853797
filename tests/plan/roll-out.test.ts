import { describe, expect, it } from 'vitest';
import type { Controller } from '../../controllers/controller.ts';
import { population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { ArgumentError, ShapeError } from '../../src/errors.ts';
import { drivenJoints, effortBounds } from '../../src/plan/driven-joints.ts';
import { KnotProgram } from '../../src/plan/knots.ts';
import type { Motion, PlanningSettings } from '../../src/plan/planning.ts';
import { RollOutProgram } from '../../src/plan/roll-out-program.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { type Scenario, weightsOf } from '../../src/rollout/scenario.ts';
import { articulatedPlant } from '../../src/simulation/plant.ts';
import { Random } from '../support/random.ts';
import { assetModel, assetText } from '../support/robots.ts';
import { taskOf } from '../support/rollouts.ts';
import { farthest } from '../support/planning.ts';

/** Forces [periods, nv] of its own, whatever it sees. */
const listed: Controller<{ readonly tau: PopulationTensor }> = {
  name: 'listed',
  parameters: ({ nv }) => ({ tau: tensor(new Float64Array(nv), [1, nv]) }),
  plan: ({ tau }) => ({ tau }),
  act: (_, memory, __, planned) => ({ tau: (planned as { tau: PopulationTensor }).tau, memory }),
};

const passiveElbow = loadRobot(assetText('planar-2link').replace('effort="20"', 'effort="0"')).model;
const weak = loadRobot(assetText('planar-2link').replace('effort="20"', 'effort="0.5"')).model;
const models = {
  pendulum: assetModel('pendulum'),
  'planar-2link': assetModel('planar-2link'),
  'passive elbow': passiveElbow,
  'weak elbow': weak,
};

const knots = 6;

function caseOf(name: keyof typeof models, hold: number, random = new Random()) {
  const model = models[name];
  const { nq, nv } = model;
  const settings: PlanningSettings = {
    model,
    task: taskOf(model),
    integrator: 'semi-implicit-euler',
    dt: 0.02,
    steps: knots * hold,
    hold,
  };
  const own = robotParameters(model);
  const joints = own.joints.map((joint) => ({ ...joint, damping: tensor(random.uniform(0.1, 1)) }));
  const scenario: Scenario = {
    initial: { q: tensor(random.list(nq, -1, 1)), v: tensor(random.list(nv, -1, 1)) },
    goals: { point: { position: tensor(random.list(3)) }, posture: { posture: tensor(random.list(nq)) } },
    weights: weightsOf(settings.task),
    robot: { joints },
  };
  const driven = drivenJoints(model);
  const forces = Float64Array.from({ length: knots * nv }, (_, i) =>
    driven.includes(i % nv) ? random.uniform(-1, 1) : 0,
  );
  return { model, settings, scenario, forces, random };
}

const cases = (Object.keys(models) as (keyof typeof models)[]).flatMap((name) =>
  [1, 3].map((hold) => ({ name, hold })),
);
const list = (size: number, random: Random, most: number): Float64Array =>
  Float64Array.from(random.list(size, -most, most));

/** What `rollout` makes of listed forces. */
const rolledBy = ({ settings, scenario, forces, model }: ReturnType<typeof caseOf>) =>
  rollout({ ...settings, controller: listed }, { tau: tensor(forces, [knots, model.nv]) }, scenario);

describe.each(cases)('forces on the $name, held for $hold steps', ({ name, hold }) => {
  const made = caseOf(name, hold);
  const { model, settings, scenario, forces } = made;
  const expected = rolledBy(made);
  const rolled = new RollOutProgram(settings).under([forces], scenario);

  it('cost what the rollout costs, term by term', () => {
    expect(farthest([...rolled.losses], [expected.loss.item()])).toBeLessThan(1e-13);
    for (const [term, cost] of Object.entries(rolled.termsOf(0)))
      expect(farthest([cost], [expected.terms[term].item()]), term).toBeLessThan(1e-13);
    const { q, v, tau } = rolled.motionOf(0);
    expect([q.length, v.length]).toEqual([(knots + 1) * model.nq, (knots + 1) * model.nv]);
    expect(farthest([...q.slice(-model.nq)], expected.states.q.toArray().slice(-model.nq))).toBeLessThan(1e-13);
    expect(farthest([...tau.slice(-model.nv)], expected.tau.toArray().slice(-model.nv))).toBe(0);
  });

  it('cost what their knots cost together: the mean of the running terms, and the final ones once', () => {
    const [{ cost, gaps }] = new KnotProgram(settings).linearize([rolled.motionOf(0)], scenario);
    expect(farthest([cost.reduce((a, b) => a + b)], [expected.loss.item()])).toBeLessThan(1e-12);
    expect(Math.max(...gaps.map(Math.abs))).toBeLessThan(1e-14);
  });
});

it('has goals, weights and robots a knot or a length of step, as inputs', () => {
  const { settings, scenario, forces, model } = caseOf('planar-2link', 1);
  const goals = [
    [0.3, 0.2, 0.1],
    [0.5, -0.2, 0.4],
  ];
  const weights = [1, 7];
  const of = (position: PopulationTensor, reach: PopulationTensor): Scenario => ({
    ...scenario,
    goals: { ...scenario.goals, point: { position } },
    weights: { ...scenario.weights, reach },
  });
  const program = new RollOutProgram(settings);
  const motion = program.under([forces], scenario).motionOf(0);
  const knotProgram = new KnotProgram(settings);
  const alone = goals.map((goal, i) => {
    const one = of(tensor(goal), tensor(weights[i]));
    return { loss: program.under([forces], one).losses[0], cost: knotProgram.linearize([motion], one)[0].cost.slice() };
  });
  const both = program.under([forces, forces], of(population(goals), population(weights)));
  expect([...both.losses]).toEqual(alone.map(({ loss }) => loss));
  const spread = <T>(values: readonly T[]): T[] => values.flatMap((value) => new Array<T>(knots).fill(value));
  const together = knotProgram.linearize([motion, motion], of(population(spread(goals)), population(spread(weights))));
  expect(together.map(({ cost }) => [...cost])).toEqual(alone.map(({ cost }) => [...cost]));
  expect(model.nv).toBe(2);
});

/** u + alpha k + K (x (-) x_k) within the limits, and what follows, one step at a time in plain numbers. */
function followed(made: ReturnType<typeof caseOf>, motion: Motion, k: Float64Array, K: Float64Array, alpha: number) {
  const { model, settings, scenario } = made;
  const { nq, nv, joints } = model;
  const driven = drivenJoints(model);
  const [n, m] = [2 * nv, driven.length];
  const { upper } = effortBounds(model);
  const plant = articulatedPlant(settings);
  const robot = { ...robotParameters(model), ...(scenario.robot as object) };
  let state = scenario.initial;
  const q = [...state.q.toArray()];
  for (let i = 0; i < knots; i++) {
    const turn = (x: number): number => Math.atan2(Math.sin(x), Math.cos(x));
    const dq = state.q.toArray().map((x, j) => x - motion.q[i * nq + j]);
    const wrapped = dq.map((x, j) => (joints[j].type === 'continuous' ? turn(x) : x));
    const dx = [...wrapped, ...state.v.toArray().map((x, j) => x - motion.v[i * nv + j])];
    const tau = new Float64Array(nv);
    driven.forEach((joint, j) => {
      const row = K.subarray((i * m + j) * n, (i * m + j + 1) * n);
      const wanted = motion.tau[i * nv + joint] + alpha * k[i * m + j] + dx.reduce((sum, x, l) => sum + row[l] * x, 0);
      tau[joint] = Math.max(-upper[j], Math.min(upper[j], wanted));
    });
    for (let step = 0; step < (settings.hold ?? 1); step++) state = plant.step(state, tensor(tau), robot);
    q.push(...state.q.toArray());
  }
  return q;
}

describe.each(cases)('a step along a policy of the $name, $hold steps a knot', ({ name, hold }) => {
  const made = caseOf(name, hold);
  const { model, settings, scenario, forces, random } = made;
  const [n, m] = [2 * model.nv, drivenJoints(model).length];
  const program = new RollOutProgram(settings);
  const motion = program.under([forces], scenario).motionOf(0);
  const policy = { k: list(knots * m, random, 1), K: list(knots * m * n, random, 3) };

  it('is the feedback about the motion in plain numbers, within the limits, for every length', () => {
    const lengths = [1, 0.5, 0];
    const rolled = program.along({ motion, policy }, lengths, scenario);
    lengths.forEach((alpha, i) => {
      const expected = followed(made, motion, policy.k, policy.K, alpha);
      expect(farthest([...rolled.motionOf(i).q], expected)).toBeLessThan(1e-12);
    });
    expect(rolled.losses[2]).toBeCloseTo(program.under([forces], scenario).losses[0], 12);
  });

  it('of a motion with gaps leaves 1 - alpha of each', () => {
    const broken: Motion = {
      ...motion,
      q: motion.q.map((x) => x + random.uniform(-0.2, 0.2)),
      v: motion.v.map((x) => x + random.uniform(-0.2, 0.2)),
    };
    const knotProgram = new KnotProgram(settings);
    const gaps = knotProgram.linearize([broken], scenario)[0].gaps.slice();
    const lengths = [0, 0.25, 1];
    const rolled = program.along({ motion: broken, policy, gaps }, lengths, scenario);
    const motions = lengths.map((_, i) => rolled.motionOf(i));
    motions.forEach((one, i) => {
      const left = knotProgram.linearize([one], scenario)[0].gaps;
      expect(
        farthest(
          [...left],
          [...gaps].map((gap) => (1 - lengths[i]) * gap),
        ),
      ).toBeLessThan(1e-12);
    });
    const start = (alpha: number): number[] =>
      scenario.initial.q.toArray().map((x, j) => x + (alpha - 1) * (x - broken.q[j]));
    motions.forEach((one, i) => expect(farthest([...one.q.slice(0, model.nq)], start(lengths[i]))).toBeLessThan(1e-14));
    // of length 0 nothing moves but what the gains and the limits make of the motion
    const zero = program.along(
      { motion: broken, policy: { ...policy, k: policy.k.map(() => 0) }, gaps },
      [0],
      scenario,
    );
    expect(farthest([...zero.motionOf(0).q], [...broken.q])).toBeLessThan(1e-12);
  });

  it('costs, where gaps are left, what its knots cost', () => {
    const broken = { ...motion, v: motion.v.map((x) => x + random.uniform(-0.2, 0.2)) };
    const knotProgram = new KnotProgram(settings);
    const gaps = knotProgram.linearize([broken], scenario)[0].gaps.slice();
    const rolled = program.along({ motion: broken, policy, gaps }, [0.5], scenario);
    const [{ cost }] = knotProgram.linearize([rolled.motionOf(0)], scenario);
    expect(farthest([cost.reduce((a, b) => a + b)], [rolled.losses[0]])).toBeLessThan(1e-12);
  });
});

it('tells angles of joints without limits by the shorter way: a whole turn of the motion before changes nothing', () => {
  const { settings, scenario, forces, model, random } = caseOf('pendulum', 1);
  const program = new RollOutProgram(settings);
  const motion = program.under([forces], scenario).motionOf(0);
  const turned = { ...motion, q: motion.q.map((x) => x + 2 * Math.PI) };
  const policy = { k: list(knots, random, 1), K: list(knots * 2 * model.nv, random, 3) };
  const [plain] = program.along({ motion, policy }, [0.5], scenario).losses;
  expect(farthest([...program.along({ motion: turned, policy }, [0.5], scenario).losses], [plain])).toBeLessThan(1e-13);
  const half = { ...motion, q: motion.q.with(model.nq, motion.q[model.nq] + 2 * Math.PI) };
  const [{ gaps }] = new KnotProgram(settings).linearize([half], scenario);
  expect(Math.max(...gaps.map(Math.abs))).toBeLessThan(1e-14);
});

it('lets a rollout run away without harm to those beside it', () => {
  const free = loadRobot(assetText('planar-2link').replaceAll(/effort="\d+"/g, '')).model;
  const made = caseOf('planar-2link', 1);
  const settings: PlanningSettings = { ...made.settings, model: free, task: taskOf(free) };
  const { scenario, forces } = made;
  const program = new RollOutProgram(settings);
  const motion = program.under([forces], scenario).motionOf(0);
  const policy = { k: new Float64Array(knots * 2).fill(1), K: new Float64Array(knots * 8) };
  const [alone] = program.along({ motion, policy }, [1], scenario).losses;
  const { losses } = program.along({ motion, policy }, [1e200, 1], scenario);
  expect([...losses].map(Number.isFinite)).toEqual([false, true]);
  expect(losses[1]).toBe(alone);
});

it('drives the joints whose effort limit is not 0, within their limits', () => {
  expect(drivenJoints(passiveElbow)).toEqual([0]);
  expect(effortBounds(passiveElbow)).toEqual({ lower: Float64Array.of(-40), upper: Float64Array.of(40) });
  expect(effortBounds(weak)).toEqual({ lower: Float64Array.of(-40, -0.5), upper: Float64Array.of(40, 0.5) });
});

it('refuses motions, policies, lengths and scenarios that do not fit, by name', () => {
  const { settings, scenario, forces } = caseOf('planar-2link', 1);
  const program = new RollOutProgram(settings);
  const motion = program.under([forces], scenario).motionOf(0);
  const policy = { k: new Float64Array(knots * 2), K: new Float64Array(knots * 8) };
  const refusal = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      return error;
    }
  };
  const along = (given: object, lengths: readonly number[] = [1], other = scenario): unknown =>
    refusal(() => program.along({ motion, policy, ...given }, lengths, other));
  expect(along({ motion: { ...motion, q: motion.q.slice(1) } })).toBeInstanceOf(ShapeError);
  expect(along({ motion: { ...motion, tau: [1, 2] } })).toBeInstanceOf(ArgumentError);
  expect(along({ policy: { ...policy, K: policy.k } })).toBeInstanceOf(ShapeError);
  expect(along({ gaps: policy.k })).toBeInstanceOf(ShapeError);
  expect(along({}, [])).toBeInstanceOf(ArgumentError);
  expect(along({}, [NaN])).toBeInstanceOf(ArgumentError);
  const noise = { tau: tensor(new Float64Array(2), [1, 2]) };
  expect(along({}, [1], { ...scenario, noise })).toBeInstanceOf(ArgumentError);
  expect(refusal(() => program.under([], scenario))).toBeInstanceOf(ArgumentError);
  expect(refusal(() => program.under([forces.slice(1)], scenario))).toBeInstanceOf(ShapeError);
  expect(refusal(() => new RollOutProgram({ ...settings, hold: 4 }))).toBeInstanceOf(ArgumentError);
  const knotProgram = new KnotProgram(settings);
  expect(refusal(() => knotProgram.linearize([], scenario))).toBeInstanceOf(ArgumentError);
  const longer = program.under([Float64Array.of(...forces, 0, 0)], scenario).motionOf(0);
  expect(refusal(() => knotProgram.linearize([motion, longer], scenario))).toBeInstanceOf(ShapeError);
});
