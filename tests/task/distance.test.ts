import { describe, expect, it } from 'vitest';
import { vjp } from '../../src/core/derivative/functions.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { distanceToSegment } from '../../src/dynamics/segments.ts';
import { ArgumentError } from '../../src/errors.ts';
import type { Goals } from '../../src/robot/goal.ts';
import { linkCapsules } from '../../src/robot/link-capsules.ts';
import type { RobotModel, Vector3 } from '../../src/robot/model.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { seenOf } from '../../src/rollout/seen.ts';
import { distance } from '../../src/task/residuals/distance.ts';
import { residualKinds } from '../../src/task/residuals/kinds.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { plainPose, randomModel, randomMoment, seenFrom } from '../support/moments.ts';
import { Random, testCases } from '../support/random.ts';
import { distanceToPlainSegment } from '../support/segments.ts';

const sphere = (random: Random) => ({
  position: tensor(random.list(3, -1, 1)),
  radius: tensor(random.uniform(0.05, 0.5)),
});

const obstacles = (random: Random): Goals => ({ post: sphere(random), ball: sphere(random) });

/** The entries in plain numbers: ends of capsules placed in the world, and distances found by search. */
function plainEntries(model: RobotModel, q: readonly number[], goals: Goals, margin: number): number[] {
  return linkCapsules(model).flatMap(({ body, ends, radius }) => {
    const { rotation: R, translation } = plainPose(model, q, model.bodies[body].name);
    const [a, b] = ends.map((end) =>
      translation.map((x, i) => x + R[3 * i] * end[0] + R[3 * i + 1] * end[1] + R[3 * i + 2] * end[2]),
    );
    return Object.values(goals).map(
      ({ position, radius: own }) =>
        margin + radius + own.item() - distanceToPlainSegment(position.toArray() as number[], [a, b]),
    );
  });
}

describe('distance of random robots', () => {
  const random = new Random();
  const drawn = Array.from({ length: testCases(12) }, () => {
    const model = randomModel(random);
    return { model, goals: obstacles(random), moment: randomMoment(random, model, 4) };
  });

  it('is that to the nearest point of each segment, for each capsule and each obstacle', () => {
    for (const { model, goals, moment } of drawn)
      for (const margin of [0, 0.05]) {
        const residual = distance(model, { to: ['post', 'ball'], margin });
        const entries = residual.evaluate(seenFrom(model, moment), goals);
        const expected = plainEntries(model, moment.q, goals, margin);
        expect(entries.shape).toEqual([residual.size]);
        // a minimum is found by search to the root of its rounding, its value to all digits
        expectClose(entries, expected, 1e-12);
        expectClose(residual.read(entries), Math.max(...expected), 1e-12);
      }
  });

  it('has the derivatives of the complex step by the configuration', () => {
    for (const { model, goals, moment } of drawn.slice(0, testCases(4))) {
      const residual = distance(model, { to: ['post', 'ball'] });
      const f = (q: PopulationTensor): PopulationTensor => {
        const still = zeros([model.nv]);
        return residual.evaluate(seenOf(model, { q, v: still }, still, tensor(0), robotParameters(model)), goals);
      };
      const q = tensor([...moment.q]);
      const exact = complexStepJacobian(f, q);
      const { pullback } = vjp(f, q);
      exact.forEach((row, i) => {
        const bar = tensor(Array.from({ length: exact.length }, (_, k) => (k === i ? 1 : 0)));
        expectClose(pullback(bar), row, 1e-11);
      });
    }
  });

  it('has in each member what that member has alone, with obstacles of its own', () => {
    for (const { model, goals } of drawn.slice(0, testCases(4))) {
      const [both, moments] = [[goals, obstacles(random)], [0, 1].map(() => randomMoment(random, model, 4))];
      const residual = distance(model, { to: ['post'] });
      const many = (key: 'q' | 'v' | 'tau'): PopulationTensor => population(moments.map((m) => [...m[key]]));
      const seen = seenOf(model, { q: many('q'), v: many('v') }, many('tau'), tensor(0), robotParameters(model));
      const position = population(both.map(({ post }) => post.position.toArray() as number[]));
      const radius = population(both.map(({ post }) => post.radius.item()));
      const together = residual.evaluate(seen, { post: { position, radius } });
      both.forEach((own, member) => {
        const alone = residual.evaluate(seenFrom(model, moments[member]), own);
        expectEqual(together.toArray(member), alone.toArray());
      });
    }
  });

  it('counts the bodies of the links that it is told, each once', () => {
    for (const { model, goals, moment } of drawn) {
      const all = distance(model, { to: ['post'] })
        .evaluate(seenFrom(model, moment), goals)
        .toArray();
      const { body, name } = model.links.find((link) => link.body >= 0)!;
      const residual = distance(model, { to: ['post'], links: [name, model.bodies[body].name] });
      const own = linkCapsules(model).flatMap((capsule, i) => (capsule.body === body ? [all[i]] : []));
      expect(residual.evaluate(seenFrom(model, moment), goals).toArray()).toEqual(own);
    }
  });
});

describe('the distance to a segment', () => {
  const ends: readonly [Vector3, Vector3] = [
    [0, 0, 0],
    [2, 0, 0],
  ];
  const both = (point: readonly number[]) => {
    const { value, pullback } = vjp((x: PopulationTensor) => distanceToSegment(x, ends), tensor([...point]));
    return [value.item(), ...(pullback(tensor(1)).toArray() as number[])];
  };

  it.each([
    [
      [1, 3, 4],
      [5, 0, 0.6, 0.8],
    ],
    [
      [-3, 4, 0],
      [5, -0.6, 0.8, 0],
    ],
    [
      [5, 0, -4],
      [5, 0.6, 0, -0.8],
    ],
  ])('of %j is with its derivatives %j', (point, expected) => expectClose(both(point), expected, 1e-15));

  it('is 0 on it, without a derivative that is not finite', () => {
    for (const x of [0, 0.5, 2]) expect(both([x, 0, 0])).toEqual([0, 0, 0, 0]);
  });

  it('has no jump where the nearest point comes to an end', () => {
    for (const end of [0, 2]) expectClose(both([end - 1e-9, 0.3, 0.4]), both([end + 1e-9, 0.3, 0.4]), 1e-8);
  });
});

describe('distance refuses by name', () => {
  const model = randomModel(new Random(), 3);
  const goals: Goals = { post: { position: zeros([3]), radius: tensor(0.1) }, there: { position: zeros([3]) } };
  const wrong: readonly (readonly [string, object, Goals, RegExp])[] = [
    ['a link that is not there', { links: ['hnad'] }, goals, /^links\[0\]: found "hnad"; expected a link of robot/],
    ['no links', { links: [] }, goals, /^links: /],
    ['a misspelt obstacle', { to: ['pst'] }, goals, /^to: found "pst".*did you mean "post"\?/],
    [
      'a goal of no radius',
      { to: ['there'] },
      goals,
      /^to: found "there", a goal of position; expected an obstacle: .* of position and radius$/,
    ],
    ['a scene without obstacles', {}, { there: goals.there }, /^to: found no obstacle; expected an obstacle/],
    ['a margin below 0', { margin: -1 }, goals, /^margin: /],
    ['a radius of 0', { radius: 0 }, goals, /^radius: /],
    ['a setting that it has not', { marign: 1 }, goals, /did you mean "margin"\?/],
  ];
  it.each(wrong)('%s', (_, settings, known, message) => {
    const make = (): unknown => residualKinds.make({ type: 'distance', ...settings }, { model, goals: known });
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });

  it('a link that does not move', () => {
    const [{ name }] = model.links;
    expect(() => distance(model, { to: ['post'], links: [name] })).toThrow(/^links\[0\]: .*which does not move/);
  });

  it('takes all obstacles where none is named', () => {
    const all = residualKinds.make('distance', { model, goals: { ...goals, ball: goals.post } });
    expect(all.size).toBe(2 * linkCapsules(model).length);
  });

  it('obstacles of another shape when they are read', () => {
    const seen = seenFrom(model, randomMoment(new Random(), model));
    const { evaluate } = distance(model, { to: ['post'] });
    expect(() => evaluate(seen, { post: { ...goals.post, radius: tensor([1]) } })).toThrow(/^goals\.post\.radius: /);
  });
});
