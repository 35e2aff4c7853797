import { describe, expect, it } from 'vitest';
import { vjp } from '../../src/core/derivative/functions.ts';
import { type PopulationTensor, population, tensor, zeros } from '../../src/core/population-tensor.ts';
import { depths } from '../../src/dynamics/clearance.ts';
import { ArgumentError } from '../../src/errors.ts';
import { type Goal, type Goals, SampledGoal } from '../../src/robot/goal.ts';
import type { LinkCapsule } from '../../src/robot/link-capsules.ts';
import type { Vector3 } from '../../src/robot/model.ts';
import { Transform } from '../../src/spatial/transform.ts';
import { obstacleKinds } from '../../src/task/obstacles/kinds.ts';
import { residualKinds } from '../../src/task/residuals/kinds.ts';
import { distance } from '../../src/task/residuals/distance.ts';
import { seenOf } from '../../src/rollout/seen.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { randomModel, randomMoment, turnedAbout } from '../support/moments.ts';
import { Random, testCases } from '../support/random.ts';
import { distanceToPlainBox, distanceToPlainSegment, leastAlong, pointAt } from '../support/segments.ts';

const unit = (x: readonly number[]): number[] => x.map((part) => part / Math.hypot(...x));
const rows = (R: readonly number[]): number[][] => [0, 3, 6].map((i) => R.slice(i, i + 3));
const times = (R: readonly number[], x: readonly number[]): number[] =>
  rows(R).map((row) => row.reduce((total, part, i) => total + part * x[i], 0));
const timesTransposed = (R: readonly number[], x: readonly number[]): number[] =>
  [0, 1, 2].map((i) => R[i] * x[0] + R[i + 3] * x[1] + R[i + 6] * x[2]);
const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x - b[i]);

/** An obstacle of a scene, and its signed distance of points in plain numbers. */
interface Known {
  readonly settings: { readonly type: string; readonly position: readonly number[]; readonly [field: string]: unknown };
  readonly signed: (x: readonly number[]) => number;
}

/** One of each kind. */
function obstacles(random: Random): Record<string, Known> {
  const place = () => random.list(3, -0.6, 0.6);
  const [p, r] = [place(), random.uniform(0.05, 0.4)];
  const [axis, angle] = [unit(place()), random.uniform(-3, 3)];
  const R = turnedAbout(axis, angle);
  const orientation = [...axis.map((x) => x * Math.sin(angle / 2)), Math.cos(angle / 2)];
  const [c, size] = [place(), random.list(3, 0.2, 1.6)];
  const [e, l, q] = [place(), random.uniform(0.1, 1), random.uniform(0.05, 0.3)];
  const along = times(R, [0, 0, l / 2]);
  const [o, n] = [place(), place()];
  return {
    ball: {
      settings: { type: 'sphere', position: p, radius: r },
      signed: (x) => Math.hypot(...minus(x, p)) - r,
    },
    crate: {
      settings: { type: 'box', position: c, size, orientation },
      signed: (x) =>
        distanceToPlainBox(
          timesTransposed(R, minus(x, c)),
          size.map((edge) => edge / 2),
        ),
    },
    post: {
      settings: { type: 'capsule', position: e, length: l, radius: q, orientation: orientation.map((x) => 3 * x) },
      signed: (x) => distanceToPlainSegment(x, [minus(e, along), e.map((y, i) => y + along[i])]) - q,
    },
    floor: {
      settings: { type: 'plane', position: o, normal: n.map((x) => 1e-200 * x) },
      signed: (x) => minus(x, o).reduce((total, part, i) => total + part * unit(n)[i], 0),
    },
  };
}

const plain = (x: PopulationTensor): number | number[] | number[][] => {
  const list = x.toArray() as number[];
  return x.shape.length === 0 ? list[0] : x.shape.length === 1 ? list : rows(list);
};
const none = { model: undefined as never };
const goalsOf = (known: Record<string, Known>): Goals =>
  Object.fromEntries(
    Object.entries(known).map(([name, { settings }]) => [
      name,
      obstacleKinds.make({ name, ...settings }, none) as Goal,
    ]),
  );

describe('the depth of a capsule', () => {
  const random = new Random();
  const names = ['ball', 'crate', 'post', 'floor'];
  const drawn = Array.from({ length: testCases(25) }, () => ({
    known: obstacles(random),
    capsule: {
      body: 0,
      ends: [random.list(3, -1, 1), random.list(3, -1, 1)] as unknown as readonly [Vector3, Vector3],
      radius: random.uniform(0.02, 0.2),
    } satisfies LinkCapsule,
    R: turnedAbout(unit(random.list(3, -1, 1)), random.uniform(-3, 3)),
    p: random.list(3, -0.5, 0.5),
  }));
  type Drawn = (typeof drawn)[number];
  const poseOf = ({ R, p }: Drawn) => new Transform(tensor(rows(R)), tensor(p));

  it('in a sphere, a box, a capsule and a half-space is that of its deepest point, by a search', () => {
    const touching = names.map(() => 0);
    for (const one of drawn) {
      const { known, capsule, R, p } = one;
      const [a, b] = capsule.ends.map((end) => times(R, end).map((x, i) => x + p[i]));
      const expected = names.map((name) => capsule.radius - leastAlong((t) => known[name].signed(pointAt(a, b, t))));
      const found = depths([capsule], () => poseOf(one), goalsOf(known), names);
      expectClose(found, expected, 1e-11);
      expected.forEach((depth, i) => (touching[i] += depth > 0 ? 1 : 0));
    }
    for (const count of touching) expect(count).toBeGreaterThan(0);
  });

  it('has the derivatives of the complex step by the place of the body', () => {
    for (const one of drawn.slice(0, testCases(6))) {
      const goals = goalsOf(one.known);
      const rotation = tensor(rows(one.R));
      const f = (p: PopulationTensor) => depths([one.capsule], () => new Transform(rotation, p), goals, names);
      const exact = complexStepJacobian(f, tensor(one.p));
      const { pullback } = vjp(f, tensor(one.p));
      exact.forEach((row, i) => {
        expectClose(pullback(tensor(names.map((_, k) => (k === i ? 1 : 0)))), row, 1e-11);
        if (i !== 1) expectClose(Math.hypot(...row), 1, 1e-12);
      });
    }
  });

  it('is that of each member alone, of obstacles of their own', () => {
    const [one, other] = drawn;
    const both = [goalsOf(one.known), goalsOf(other.known)];
    const together = Object.fromEntries(
      names.map((name) => [
        name,
        Object.fromEntries(
          Object.keys(both[0][name]).map((part) => [part, population(both.map((goals) => plain(goals[name][part])))]),
        ),
      ]),
    );
    const found = depths([one.capsule], () => poseOf(one), together, names);
    both.forEach((goals, member) =>
      expectEqual(found.toArray(member), depths([one.capsule], () => poseOf(one), goals, names).toArray()),
    );
  });
});

describe('obstacles of a scene', () => {
  const random = new Random();
  const model = randomModel(random, 3);
  const goals = goalsOf(obstacles(random));

  it('are all kept clear of where none is named, and goals are none', () => {
    const others: Goals = {
      place: { position: zeros([3]) },
      pose: { position: zeros([3]), rotation: tensor(rows([1, 0, 0, 0, 1, 0, 0, 0, 1])) },
      posture: { posture: zeros([model.nq]) },
    };
    const all = residualKinds.make('distance', { model, goals: { ...others, ...goals } });
    const named = distance(model, { to: Object.keys(goals) });
    expect(all.size).toBe(named.size);
    for (const to of Object.keys(others))
      expect(() => residualKinds.make({ type: 'distance', to: [to] }, { model, goals: others })).toThrow(/^to: /);
  });

  it('are named with the link by each entry', () => {
    const residual = distance(model, { to: Object.keys(goals), margin: 0.01 });
    const moment = randomMoment(random, model);
    const still = zeros([model.nv]);
    const seen = seenOf(model, { q: tensor([...moment.q]), v: still }, still, tensor(0), robotParameters(model));
    const entries = residual.evaluate(seen, goals).toArray() as number[];
    entries.forEach((entry, i) => {
      const [, body, name] = /^"(.*)" and obstacle "(.*)"$/.exec(residual.describe!(i))!;
      const alone = distance(model, { to: [name], links: [body], margin: 0.01 }).evaluate(seen, goals);
      expect(alone.toArray()).toContain(entry);
    });
  });

  it.each([
    ['sphere', { radius: 0.1 }],
    ['box', { size: [0.1, 0.2, 0.3] }],
    ['capsule', { radius: 0.1, length: 0.2 }],
    ['plane', {}],
  ])('a %s may stand somewhere else for each member', (type, own) => {
    const settings = { type, name: 'it', position: [1, 2, 3], within: [0.2, 0, 0.4], ...own };
    const sampled = obstacleKinds.make(settings, none);
    if (!(sampled instanceof SampledGoal)) throw new Error('is the same for all');
    expect(sampled.usual.position.toArray()).toEqual([1, 2, 3]);
    const { position, ...parts } = sampled.sample(tensor([0, 0.3, 0.75]));
    expectClose(position, [0.9, 2, 3.1], 1e-15);
    expect(Object.keys({ position, ...parts }).sort()).toEqual(Object.keys(sampled.usual).sort());
  });

  it.each([
    ['a box of no thickness', { type: 'box', position: [0, 0, 0], size: [1, 0, 1] }, /^size/],
    ['a normal of no length', { type: 'plane', position: [0, 0, 0], normal: [0, 0, 0] }, /^normal/],
    ['a capsule without a radius', { type: 'capsule', position: [0, 0, 0], length: 1 }, /^radius/],
  ])('refuse %s', (_, settings, message) => {
    const make = () => obstacleKinds.make({ name: 'it', ...settings }, none);
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });
});
