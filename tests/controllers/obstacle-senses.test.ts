import { describe, expect, it } from 'vitest';
import { senseKinds } from '../../controllers/observations/kinds.ts';
import type { Sight } from '../../controllers/observations/sense.ts';
import { vjp } from '../../src/core/derivative/functions.ts';
import { population, type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { ArgumentError } from '../../src/errors.ts';
import type { Goals } from '../../src/robot/goal.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { distance } from '../../src/task/residuals/distance.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { randomModel, randomMoment, seenFrom } from '../support/moments.ts';
import { Random, testCases } from '../support/random.ts';

const sightOf = (model: RobotModel, q: PopulationTensor, goals: Goals): Sight => ({
  q,
  v: zeros([model.nv]),
  time: tensor(0),
  goals,
  previous: zeros([model.nv]),
});

const senseOf = (type: string, settings: object, model: RobotModel, goals: Goals) =>
  senseKinds.make({ type, ...settings }, { model, goals, commands: model.nv });

const random = new Random();
const drawn = Array.from({ length: testCases(10) }, () => {
  const model = randomModel(random);
  const link = model.links.at(-1)!.name;
  const q = random.list(model.nq, -2, 2);
  const { translation, rotation } = linkPose(model, tensor(random.list(model.nq, -2, 2)), link);
  const goals: Goals = {
    there: { position: translation },
    pose: { position: translation, rotation },
    post: { position: tensor(random.list(3, -1, 1)), radius: tensor(0.3) },
  };
  return { model, link, q, goals };
});

const settingsOf = (type: string, link: string): object =>
  type === 'joint-repulsion' ? { within: 0.5 } : { link, to: 'pose' };

describe.each(['joint-step', 'joint-repulsion'])('the sense %s of random robots', (type) => {
  it('has the derivatives of the complex step', () => {
    for (const { model, link, q, goals } of drawn.slice(0, testCases(4))) {
      const { value } = senseOf(type, settingsOf(type, link), model, goals);
      const f = (x: PopulationTensor): PopulationTensor => value(sightOf(model, x, goals), undefined);
      const exact = complexStepJacobian(f, tensor(q));
      const { pullback } = vjp(f, tensor(q));
      exact.forEach((row, i) => {
        const bar = tensor(exact.map((_, k) => (k === i ? 1 : 0)));
        expectClose(pullback(bar), row, 1e-9);
      });
    }
  });

  it('has in each member what that member has alone, an entry a joint', () => {
    for (const { model, link, q, goals } of drawn) {
      const sense = senseOf(type, settingsOf(type, link), model, goals);
      const others = random.list(model.nq, -2, 2);
      const together = sense.value(sightOf(model, population([q, others]), goals), undefined);
      expect(together.shape).toEqual([model.nv]);
      for (const list of [sense.entries, sense.offset, sense.scale]) expect(list).toHaveLength(model.nv);
      [q, others].forEach((own, member) => {
        const alone = sense.value(sightOf(model, tensor(own), goals), undefined);
        expectEqual(together.toArray(member), alone.toArray());
      });
    }
  });
});

describe('joint-step', () => {
  it('brings the link nearer, to the place alone or to the pose', () => {
    for (const { model, link, q, goals } of drawn)
      for (const to of ['there', 'pose']) {
        const { value } = senseOf('joint-step', { link, to, damping: 0.1 }, model, goals);
        const step = value(sightOf(model, tensor(q), goals), undefined).toArray() as number[];
        const missed = (share: number): number => {
          const pose = linkPose(model, tensor(q.map((x, i) => x + share * step[i])), link);
          const apart = (pose.translation.toArray() as number[]).map(
            (x, i) => x - (goals[to].position.toArray() as number[])[i],
          );
          if (to === 'there') return apart.reduce((sum, x) => sum + x * x, 0);
          const [R, target] = [pose.rotation, goals.pose.rotation].map((x) => x.toArray() as number[]);
          const cosine = (R.reduce((sum, x, i) => sum + x * target[i], 0) - 1) / 2;
          return apart.reduce((sum, x) => sum + x * x, 0) + (0.3 * Math.acos(Math.max(-1, Math.min(1, cosine)))) ** 2;
        };
        expect(missed(1e-4)).toBeLessThan(missed(0) + 1e-12);
      }
  });
});

describe('joint-repulsion', () => {
  it('lessens what is too near, and is 0 where nothing is', () => {
    for (const { model, q, goals } of drawn) {
      const within = 0.5;
      const { value } = senseOf('joint-repulsion', { within }, model, goals);
      const away = value(sightOf(model, tensor(q), goals), undefined).toArray() as number[];
      const residual = distance(model, { to: ['post'], margin: within });
      const nearness = (share: number): number => {
        const moment = { ...randomMoment(random, model), q: q.map((x, i) => x + share * away[i]) };
        const entries = residual.evaluate(seenFrom(model, moment), goals).toArray() as number[];
        return entries.reduce((sum, x) => sum + Math.max(x, 0) ** 2, 0);
      };
      expect(nearness(1e-4)).toBeLessThanOrEqual(nearness(0));
      const far = { post: { position: tensor([100, 0, 0]), radius: tensor(0.3) } };
      expect(value(sightOf(model, tensor(q), far), undefined).toArray()).toEqual(q.map(() => 0));
    }
  });
});

describe('they refuse by name', () => {
  const [{ model, link, goals }] = drawn;
  it.each([
    ['joint-step', { link: 'hnad', to: 'there' }, /^link: found "hnad"/],
    ['joint-step', { link, to: 'their' }, /^to: .*did you mean "there"\?/],
    ['joint-step', { link, to: 'there', damping: 0 }, /^damping: /],
    ['joint-repulsion', { to: ['pst'] }, /^to: .*did you mean "post"\?/],
    ['joint-repulsion', { to: ['there'] }, /^to: .*expected an obstacle: a goal of /],
    ['joint-repulsion', { links: ['hnad'] }, /^links\[0\]: found "hnad"/],
    ['joint-repulsion', { within: 0 }, /^within: /],
  ])('%s %j', (type, settings, message) => {
    expect(() => senseOf(type, settings, model, goals)).toThrow(ArgumentError);
    expect(() => senseOf(type, settings, model, goals)).toThrow(message);
  });
});
