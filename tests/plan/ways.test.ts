import { describe, expect, it } from 'vitest';
import { tensor, zeros } from '../../src/core/population-tensor.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { motionThrough } from '../../src/plan/guess.ts';
import type { PlanningSettings } from '../../src/plan/planning.ts';
import { Ways, type WaysOptions } from '../../src/plan/ways.ts';
import type { Goals } from '../../src/robot/goal.ts';
import { type Scenario, weightsOf } from '../../src/rollout/scenario.ts';
import { oneSided } from '../../src/task/norms/one-sided.ts';
import { distance } from '../../src/task/residuals/distance.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { assetModel } from '../support/robots.ts';
import { lastLink } from '../support/rollouts.ts';

const model = assetModel('planar-2link');
const link = lastLink(model);

function problem(posts: readonly (readonly number[])[], target: readonly number[]) {
  const names = posts.map((_, i) => `post-${i}`);
  const task = {
    terms: [
      { name: 'clear', residual: distance(model, { to: names }), norm: oneSided, weight: 1, when: 'running' as const },
    ],
    measures: {},
  };
  const settings: PlanningSettings = { model, task, dt: 0.01, steps: 40, integrator: 'semi-implicit-euler' };
  const goals: Goals = Object.fromEntries(
    posts.map((position, i) => [names[i], { position: tensor([...position]), radius: tensor(0.03) }]),
  );
  const scenario: Scenario = { initial: { q: tensor([0, 0.3]), v: zeros([2]) }, goals, weights: weightsOf(task) };
  const target3 = { position: tensor([...target]) };
  return {
    settings,
    scenario,
    ways: (options?: WaysOptions) => new Ways(settings, link, options).to(scenario, target3),
  };
}

/** Far from everything. */
const nowhere = [5, 5, 5];
const target = [0.3, 0, 1.5];

describe('ways of an arm of two links to a point', () => {
  it('lead to both configurations there, the shorter first, from rest to rest', () => {
    const ways = problem([nowhere], target).ways();
    expect(ways.map(({ excess }) => excess)).toEqual([0, 0]);
    expect(ways[0].length).toBeLessThan(ways[1].length);
    for (const { motion, length } of ways) {
      const { q, v } = motion();
      expectClose(linkPose(model, tensor(q.slice(-2)), link).translation, target, 1e-3);
      expectEqual(q.slice(0, 2), [0, 0.3]);
      expectClose(Math.hypot(q.at(-2)!, q.at(-1)! - 0.3), length, 1e-12);
      expectClose([...v.slice(0, 2), ...v.slice(-2)], [0, 0, 0, 0], 0.05);
    }
  });

  it('come with the forces that drive them', () => {
    const { settings, scenario, ways } = problem([nowhere], target);
    const { q, v, tau } = ways()[0].motion();
    const plain = motionThrough(settings, scenario, q);
    expectEqual(v, plain.v);
    expectClose(tau, plain.tau, 1e-12);
  });

  it('put the one that is clear before the shorter one, and say how deep that goes', () => {
    const [shorter, longer] = problem([nowhere], target).ways();
    // a post where the elbow of the shorter one is halfway
    const { q } = shorter.motion();
    const halfway = linkPose(model, tensor(q.slice(40, 42)), link).translation.toArray() as number[];
    const ways = problem([halfway], target).ways();
    const blocked = ways.find(({ length }) => Math.abs(length - shorter.length) < 1e-6)!;
    expectClose(blocked.excess, 0.06, 0.1);
    expect(ways[0].excess).toBeLessThan(blocked.excess);
    expect(ways.indexOf(blocked)).toBeGreaterThan(0);
    expectClose(longer.excess, 0, 0);
  });

  it('bend where no straight one is clear, and only then', () => {
    const [one, other] = problem([nowhere], target).ways();
    const tips = [one, other].map(
      ({ motion }) => linkPose(model, tensor(motion().q.slice(40, 42)), link).translation.toArray() as number[],
    );
    const { ways } = problem(tips, target);
    const straight = ways({ bends: 0 });
    expect(straight).toHaveLength(2);
    expect(straight[0].excess).toBeGreaterThan(0);
    const bent = ways({ bends: 100 });
    expect(bent).toHaveLength(102);
    expect(bent[0].excess).toBeLessThan(straight[0].excess);
    // a bent way ends where it shall
    expectClose(linkPose(model, tensor(bent[0].motion().q.slice(-2)), link).translation, target, 1e-3);
    expect(ways({ bends: 100 }).map(({ excess }) => excess)).toEqual(bent.map(({ excess }) => excess));
    expect(ways({ bends: 100, seed: 1 })[50].length).not.toBe(bent[50].length);
  });

  it('are none to where the arm cannot be', () => {
    expect(problem([nowhere], [2, 0, 1]).ways()).toEqual([]);
  });

  it('refuse options of no sense', () => {
    expect(() => problem([nowhere], target).ways({ starts: 0 })).toThrow(/^starts: /);
    expect(() => problem([nowhere], target).ways({ bend: 1 } as never)).toThrow(/bend/);
  });
});
