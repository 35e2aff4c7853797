/** @file Inverse kinematics: targets that are known to be within reach, targets that are not, and starts that are bad. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { trace } from '../../src/core/graph.ts';
import { eye, population, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { inverseKinematics, type InverseKinematicsOptions } from '../../src/dynamics/inverse-kinematics.ts';
import { AdjointError } from '../../src/errors.ts';
import { independentJoints } from '../../src/robot/independent-joints.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { complexTangent } from '../support/complex-step.ts';
import { Random, testCases } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';

const random = new Random();
const arms = [
  ['panda', 'panda_hand_tcp'],
  ['ur5e', 'tool0'],
] as const;

const ranges = (model: RobotModel) => independentJoints(model).map(({ limits }) => limits);

/** Configurations within the limits, for as many members. */
const postures = (model: RobotModel, count: number): number[][] =>
  Array.from({ length: count }, () => ranges(model).map(({ lower, upper }) => random.uniform(lower, upper)));

const withinLimits = (model: RobotModel, q: PopulationTensor, member: number): boolean =>
  q.toArray(member).every((x, i) => x >= ranges(model)[i].lower && x <= ranges(model)[i].upper);

describe.each(arms)('of %s', (name, link) => {
  const model = assetModel(name);

  it.each(['its position', 'its position and rotation'])('200 reachable targets by %s are met to 1e-6', (by) => {
    const count = testCases(200);
    const { translation, rotation } = linkPose(model, population(postures(model, count)), link);
    const target = by === 'its position' ? { position: translation } : { position: translation, rotation };
    const { q, distance, angle } = inverseKinematics(model, link, target, { attempts: 30 });
    const there = linkPose(model, q, link);
    for (let member = 0; member < count; member++) {
      expect(distance.item(member)).toBeLessThan(1e-6);
      expectClose(there.translation.toArray(member), translation.toArray(member), 1e-6);
      expect(withinLimits(model, q, member)).toBe(true);
      if (by === 'its position') continue;
      expect(angle.item(member)).toBeLessThan(1e-6);
      expectClose(there.rotation.toArray(member), rotation.toArray(member), 1e-6);
    }
  });

  it('a target out of reach is come to as near as any of 5,000 postures comes, and nearer', () => {
    const far = Array.from({ length: 20 }, () => {
      const [x, y, z] = [random.normal(), random.normal(), random.normal()];
      return [x, y, z].map((part) => (part / Math.hypot(x, y, z)) * random.uniform(1.5, 5));
    });
    const { q, distance } = inverseKinematics(model, link, { position: population(far) }, { attempts: 5 });
    const places = linkPose(model, population(postures(model, 5_000)), link).translation.data;
    far.forEach(([x, y, z], member) => {
      let nearest = Infinity;
      for (let i = 0; i < 5_000; i++)
        nearest = Math.min(nearest, Math.hypot(places[i] - x, places[5_000 + i] - y, places[10_000 + i] - z));
      expect(distance.item(member)).toBeLessThan(nearest + 1e-4);
      expect(withinLimits(model, q, member)).toBe(true);
    });
  });

  it('each member of a population is found as it is alone, eager or compiled', () => {
    const { translation: position } = linkPose(model, population(postures(model, 3)), link);
    const options = { attempts: 2, iterations: 20 };
    const all = inverseKinematics(model, link, { position }, options);
    const compiled = compile(
      (goal: PopulationTensor) => inverseKinematics(model, link, { position: goal }, options),
      [position],
    );
    expectEqual(compiled(position).q, all.q);
    [0, 1, 2].forEach((member) => {
      const alone = inverseKinematics(model, link, { position: tensor(position.toArray(member)) }, options);
      expectEqual(alone.q.toArray(), all.q.toArray(member));
    });
  });
});

describe('a bad start is harmless', () => {
  it.each([
    ['panda', 'panda_hand_tcp', [0, 0, 0, -0.0698, 0, 0, 0]],
    ['ur5e', 'tool0', [0, 0, 0, 0, 0, 0]],
    ['planar-2link', 'tip', [0, 0]],
  ] as const)('singular: %s', (name, link, start) => {
    const model = assetModel(name);
    const places = postures(model, 50);
    const { translation: position } = linkPose(model, population(places), link);
    const { q } = inverseKinematics(model, link, { position }, { start: tensor([...start]) });
    expect(q.data.every(Number.isFinite)).toBe(true);
    const slope = grad((x: PopulationTensor) => sum(inverseKinematics(model, link, { position }, { start: x }).q));
    expect(slope(tensor([...start])).data.every(Number.isFinite)).toBe(true);
  });

  it('beyond the limits: the search begins at them', () => {
    const model = assetModel('panda');
    const position = tensor([0.4, 0.2, 0.5]);
    const found = inverseKinematics(model, 'panda_hand_tcp', { position }, { start: tensor(new Array(7).fill(9)) });
    expect(found.distance.item()).toBeLessThan(1e-6);
    expect(withinLimits(model, found.q, 0)).toBe(true);
  });
});

it('what is left free is drawn to the posture, and the target is met nevertheless', () => {
  const model = assetModel('panda');
  const target = { position: tensor([0.4, 0.2, 0.5]) };
  const posture = tensor([0.3, -0.5, 0.2, -2, 0.1, 1.8, 0.5]);
  const off = (pull: number): number => {
    const found = inverseKinematics(model, 'panda_hand_tcp', target, { posture, pull, iterations: 200 });
    expect(found.distance.item()).toBeLessThan(1e-6);
    return Math.hypot(...found.q.toArray().map((x, i) => x - posture.toArray()[i]));
  };
  expect(off(0.2)).toBeLessThan(0.6 * off(0));
});

it('derivatives by target and start are the complex step’s', () => {
  const model = assetModel('panda');
  const x = {
    position: tensor([0.45, 0.2, 0.5]),
    rotation: linkPose(model, tensor([0.2, -0.5, 0.1, -2, 0.1, 1.8, 0.5]), 'panda_hand_tcp').rotation,
    start: tensor([0.1, -0.7, 0.2, -2.2, 0, 1.6, 0.7]),
  };
  const weights = tensor(random.list(7, -1, 1));
  const f = ({ start, ...target }: typeof x): PopulationTensor =>
    sum(mul(weights, inverseKinematics(model, 'panda_hand_tcp', target, { start, iterations: 12 }).q));
  const slope = grad(f)(x);
  const graph = trace(f, x);
  const given = [x.position, x.rotation, x.start];
  (['position', 'rotation', 'start'] as const).forEach((part, leaf) => {
    const direction = random.list(x[part].size, -1, 1);
    const exact = complexTangent(graph, given, (input, element) => (input === leaf ? direction[element] : 0))[0][0][0];
    const found = slope[part].toArray().reduce((total, entry, i) => total + entry * direction[i], 0);
    expectClose(found, exact, 1e-8);
  });
});

const model = assetModel('planar-2link');
const position = zeros([3]);
const search = (options: object, target: object = { position }, link = 'tip') =>
  inverseKinematics(model, link, target as never, options as InverseKinematicsOptions);
const wrong: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['a link', () => search({}, { position }, 'tpi'), /^link: found "tpi".*did you mean "tip"/],
  ['a link that stands still', () => search({}, { position }, model.links[0].name), /^link: .*which nothing moves/],
  ['a target', () => search({}, 3 as never), /^target: found 3/],
  ['a position', () => search({}, { position: zeros([2]) }), /^target.position: not a position/],
  ['a rotation', () => search({}, { position, rotation: eye(2) }), /^target.rotation: not a rotation matrix/],
  ['an option', () => search({ iteration: 3 }), /"iteration".*did you mean "iterations"/],
  ['a start', () => search({ start: zeros([3]) }), /^q: /],
  ['iterations', () => search({ iterations: 0 }), /^iterations: found 0/],
  ['attempts', () => search({ attempts: 1.5 }), /^attempts: found 1.5/],
  ['a damping', () => search({ damping: 0 }), /^damping: found 0; expected more than 0/],
  ['a pull', () => search({ pull: 2 }), /^pull: found 2; expected from 0 to 1/],
];

it.each(wrong)('%s that is no such thing is refused', (_, run, message) => {
  expect(run).toThrow(message);
  expect(run).toThrow(AdjointError);
});
