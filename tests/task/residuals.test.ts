import { describe, expect, it } from 'vitest';
import { vjp } from '../../src/core/derivative/functions.ts';
import { concat, reshape, slice } from '../../src/core/ops/indexing.ts';
import { population, type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { ArgumentError } from '../../src/errors.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { seenOf } from '../../src/rollout/seen.ts';
import type { Goals } from '../../src/robot/goal.ts';
import type { Residual } from '../../src/task/residual.ts';
import { energy } from '../../src/task/residuals/energy.ts';
import { jointLimits } from '../../src/task/residuals/joint-limits.ts';
import { jointPosition } from '../../src/task/residuals/joint-position.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { residualKinds } from '../../src/task/residuals/kinds.ts';
import { linkAxis } from '../../src/task/residuals/link-axis.ts';
import { linkOrientation } from '../../src/task/residuals/link-orientation.ts';
import { linkPoseResidual } from '../../src/task/residuals/link-pose.ts';
import { linkPosition } from '../../src/task/residuals/link-position.ts';
import { torque } from '../../src/task/residuals/torque.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import {
  type PlainMoment,
  plainPose,
  product,
  randomModel,
  randomMoment,
  rotationVector,
  seenFrom,
  transposed,
  turnedAbout,
} from '../support/moments.ts';
import { referenceMassMatrix } from '../support/kinetic-energy.ts';
import { Random, testCases } from '../support/random.ts';

const norm = (x: readonly number[]): number => Math.hypot(...x);
const largest = (x: readonly number[]): number => Math.max(...x.map(Math.abs));

/** What a residual is checked with: its goals, and its entries and reading in plain numbers. */
interface Case {
  readonly residual: Residual;
  readonly goals: Goals;
  readonly entries: (moment: PlainMoment) => number[];
  readonly reading: (entries: readonly number[]) => number;
}

const lastLink = ({ links }: RobotModel): string => links.at(-1)!.name;

/** The velocity of a screw motion by w that leads the origin to p, in the form of Barfoot (2017), eq. 7.37. */
function velocityTo(w: readonly number[], p: readonly number[]): number[] {
  const cross = (x: readonly number[]) =>
    [0, 1, 2].map((i) => w[(i + 1) % 3] * x[(i + 2) % 3] - w[(i + 2) % 3] * x[(i + 1) % 3]);
  const angle = norm(w);
  const across = cross(p);
  const twice = cross(across);
  const factor = angle < 1e-6 ? 1 / 12 : 1 / angle ** 2 - (1 + Math.cos(angle)) / (2 * angle * Math.sin(angle));
  return p.map((x, i) => x - across[i] / 2 + factor * twice[i]);
}

const cases: Readonly<Record<string, (model: RobotModel, random: Random) => Case>> = {
  'link-position': (model, random) => {
    const goal = random.list(3);
    return {
      residual: linkPosition(lastLink(model), 'there'),
      goals: { there: { position: tensor(goal) } },
      entries: ({ q }) => plainPose(model, q, lastLink(model)).translation.map((x, i) => x - goal[i]),
      reading: norm,
    };
  },
  'link-orientation': (model, random) => {
    // a goal not far from the orientation at q = 0 turned by all joints: less than half a turn is asked of acos
    const goal = turnedAbout([0.48, -0.6, 0.64], random.uniform(-3, 3));
    return {
      residual: linkOrientation(lastLink(model), 'there'),
      goals: { there: { rotation: tensor(goal, [3, 3]) } },
      entries: ({ q }) => rotationVector(product(transposed(goal), [...plainPose(model, q, lastLink(model)).rotation])),
      reading: norm,
    };
  },
  'link-pose': (model, random) => {
    const goal = turnedAbout([0.48, -0.6, 0.64], random.uniform(-3, 3));
    const place = random.list(3);
    return {
      residual: linkPoseResidual(lastLink(model), 'there', 0.4),
      goals: { there: { rotation: tensor(goal, [3, 3]), position: tensor(place) } },
      entries: ({ q }) => {
        const { rotation, translation } = plainPose(model, q, lastLink(model));
        const back = transposed(goal);
        const w = rotationVector(product(back, [...rotation]));
        const apart = translation.map((x, i) => x - place[i]);
        const p = [0, 1, 2].map((i) => back.slice(3 * i, 3 * i + 3).reduce((total, x, k) => total + x * apart[k], 0));
        return [...w.map((x) => 0.4 * x), ...velocityTo(w, p)];
      },
      reading: norm,
    };
  },
  'joint-position': (model, random) => {
    const goal = random.list(model.nq, -3, 3);
    const shorter = (x: number): number => x - 2 * Math.PI * Math.round(x / (2 * Math.PI));
    return {
      residual: jointPosition(model, 'home'),
      goals: { home: { posture: tensor(goal) } },
      entries: ({ q }) =>
        model.joints.map(({ type, qIndex: i }) => (type === 'continuous' ? shorter(q[i] - goal[i]) : q[i] - goal[i])),
      reading: largest,
    };
  },
  'joint-velocity': (model) => ({
    residual: jointVelocity(model),
    goals: {},
    entries: ({ v }) => [...v],
    reading: largest,
  }),
  torque: (model) => ({ residual: torque(model), goals: {}, entries: ({ tau }) => [...tau], reading: largest }),
  'torque, relative': (model) => ({
    residual: torque(model, true),
    goals: {},
    entries: ({ tau }) => model.joints.map(({ type, vIndex }) => tau[vIndex] / (type === 'continuous' ? 1 : 100)),
    reading: largest,
  }),
  'link-axis': (model) => {
    const [axis, direction] = [[0.3, -2, 0.5] as const, [1, 0.2, 4] as const];
    const unit = (x: readonly number[]): number[] => x.map((entry) => entry / norm(x));
    return {
      residual: linkAxis(lastLink(model), axis, direction),
      goals: {},
      entries: ({ q }) => {
        const { rotation } = plainPose(model, q, lastLink(model));
        const wanted = unit(direction);
        return [0, 1, 2].map((i) => unit(axis).reduce((t, a, j) => t + rotation[3 * i + j] * a, -wanted[i]));
      },
      reading: (entries) => 2 * Math.asin(norm(entries) / 2),
    };
  },
  energy: (model, random) => {
    const home = random.list(model.nq, -3, 3);
    const height = (q: readonly number[]): number =>
      model.bodies.reduce((sum, { inertia, name }) => {
        const { rotation, translation } = plainPose(model, q, name);
        return sum + inertia.mass * inertia.centerOfMass.reduce((z, c, j) => z + rotation[6 + j] * c, translation[2]);
      }, 0);
    return {
      residual: energy(model, 'home'),
      goals: { home: { posture: tensor(home) } },
      entries: ({ q, v }) => {
        const { M } = referenceMassMatrix(model, q);
        const kinetic = M.reduce((sum, row, i) => sum + row.reduce((s, m, j) => s + (m * v[i] * v[j]) / 2, 0), 0);
        return [kinetic + 9.81 * (height(q) - height(home))];
      },
      reading: ([joules]) => Math.abs(joules),
    };
  },
  'joint-limits': (model) => ({
    residual: jointLimits(model),
    goals: {},
    entries: ({ q }) =>
      model.joints.map(({ type, qIndex }) =>
        type === 'continuous' ? Math.abs(q[qIndex]) - 1e9 : Math.abs(q[qIndex]) - 3,
      ),
    reading: (entries) => Math.max(...entries),
  }),
};

describe.each(Object.entries(cases))('residual %s of random robots', (_, caseOf) => {
  const random = new Random();
  const drawn = Array.from({ length: testCases(12) }, () => {
    const model = randomModel(random);
    return { model, given: caseOf(model, random), moments: [0, 1, 2].map(() => randomMoment(random, model, 4)) };
  });

  it('has the entries of its formula, as many as it says, and reads them as people do', () => {
    for (const { model, given, moments } of drawn)
      for (const moment of moments) {
        const { residual, goals, entries, reading } = given;
        const found = residual.evaluate(seenFrom(model, moment), goals);
        const expected = entries(moment);
        expect(found.shape).toEqual([residual.size]);
        // near half a turn acos loses digits
        expectClose(found, expected, 1e-9);
        expectClose(residual.read(found), reading(expected), 1e-9);
        expect(residual.read(found).shape).toEqual([]);
      }
  });

  it('has the derivatives of the complex step by state and forces', () => {
    for (const { model, given, moments } of drawn.slice(0, testCases(4))) {
      const [moment] = moments;
      const f = (x: PopulationTensor): PopulationTensor => {
        const part = (k: number): PopulationTensor => slice(x, [k * model.nv], [(k + 1) * model.nv]);
        const seen = seenOf(model, { q: part(0), v: part(1) }, part(2), tensor(0), robotParameters(model));
        return given.residual.evaluate(seen, given.goals);
      };
      const x = concat([tensor([...moment.q]), tensor([...moment.v]), tensor([...moment.tau])]);
      const exact = complexStepJacobian(f, x);
      const { pullback } = vjp(f, x);
      exact.forEach((row, i) => {
        const bar = tensor(Array.from({ length: exact.length }, (_x, k) => (k === i ? 1 : 0)));
        expectClose(pullback(bar), row, 1e-11);
      });
    }
  });

  it('has in each member what that member has alone, with goals of its own', () => {
    for (const { model, given, moments } of drawn.slice(0, testCases(4))) {
      const others = caseOf(model, random);
      const goals: Goals = Object.fromEntries(
        Object.entries(given.goals).map(([name, goal]) => [
          name,
          Object.fromEntries(
            Object.entries(goal).map(([part, { shape }]) => {
              const both = [given, others].map((one) => one.goals[name][part].toArray());
              return [part, reshape(population(both), shape)];
            }),
          ),
        ]),
      );
      const many = (key: 'q' | 'v' | 'tau'): PopulationTensor =>
        population(moments.slice(0, 2).map((m) => [...m[key]]));
      const seen = seenOf(model, { q: many('q'), v: many('v') }, many('tau'), tensor(0), robotParameters(model));
      const together = given.residual.evaluate(seen, goals);
      [given, others].forEach((one, member) => {
        const alone = one.residual.evaluate(seenFrom(model, moments[member]), one.goals);
        expectEqual(together.toArray(member), alone.toArray());
      });
    }
  });
});

it('an excess over a limit is named by its joint', () => {
  const model = randomModel(new Random(), 4);
  const { describe: named, size } = jointLimits(model);
  expect(Array.from({ length: size }, (_, i) => named!(i))).toEqual(model.joints.map(({ name }) => `joint "${name}"`));
});

describe('residuals refuse by name', () => {
  const random = new Random();
  const model = randomModel(random, 3);
  const link = lastLink(model);
  const goals: Goals = {
    there: { position: tensor([0, 0, 0]) },
    home: { posture: tensor(new Array<number>(model.nq).fill(0)) },
  };
  const wrong: readonly (readonly [string, object, RegExp])[] = [
    [
      'a link that is not there',
      { type: 'link-position', link: 'hnad', to: 'there' },
      /^link: found "hnad"; expected a link of robot/,
    ],
    [
      'a goal that is not there',
      { type: 'link-position', link, to: 'their' },
      /^to: found "their"; expected the name of a goal; fix: did you mean "there"\?/,
    ],
    [
      'a goal of no position',
      { type: 'link-position', link, to: 'home' },
      /^to: found "home", a goal of posture; expected a goal of a position/,
    ],
    [
      'a goal of no rotation',
      { type: 'link-orientation', link, to: 'there' },
      /^to: found "there", a goal of position; expected a goal of a rotation/,
    ],
    ['a goal of no configuration', { type: 'joint-position', to: 'there' }, /^to: .*expected a goal of a posture/],
    ['an axis without a direction', { type: 'link-axis', link, axis: [0, 0, 0] }, /^axis: found a vector of length 0/],
    ['the energy of no configuration', { type: 'energy', to: 'there' }, /^to: .*expected a goal of a posture/],
    ['no goal', { type: 'joint-position' }, /^to: found nothing; expected a value of type string/],
    ['a prototype as a goal', { type: 'joint-position', to: 'constructor' }, /^to: found "constructor"/],
    [
      'a kind that is not there',
      { type: 'torqe' },
      /^residual: found "torqe"; expected .*; fix: did you mean "torque"\?/,
    ],
  ];
  it.each(wrong)('%s', (_, chosen, message) => {
    const make = (): unknown => residualKinds.make(chosen as { readonly type: string }, { model, goals });
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });

  it('goals of another shape, and goals that are no tensors, when they are read', () => {
    const { evaluate } = linkPosition(link, 'there');
    const seen = seenFrom(model, randomMoment(random, model));
    expect(() => evaluate(seen, { there: { position: tensor([1, 2]) } })).toThrow(/^goals\.there\.position: /);
    const plain = { there: { position: [1, 2, 3] } } as unknown as Goals;
    expect(() => evaluate(seen, plain)).toThrow(
      /^goals\.there\.position: found a list of 3; expected a PopulationTensor/,
    );
    expect(() => evaluate(seen, {})).toThrow(/^to: found "there"/);
  });
});
