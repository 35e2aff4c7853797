/** @file The Panda under control with its full dynamics, in simulated time: its target moves, it is pushed, and solutions come late. */
import { describe, expect, it } from 'vitest';
import { controlled, type ControlledMotion, type LinkPush } from '../../../src/plan/mpc/closed-loop.ts';
import { Mpc } from '../../../src/plan/mpc/mpc.ts';
import { distanceAfter, placeOf, reachScenario, recedingReach, type Place } from '../../support/receding.ts';
import { assetModel } from '../../support/robots.ts';
import { pandaHome } from '../../support/second-physics.ts';

const model = assetModel('panda');
const link = 'panda_hand_tcp';
// a horizon of 0.5 s, as usual
const planning = recedingReach(model, link);
const physics = { model, integrator: 'semi-implicit-euler', dt: 0.002 } as const;
const here = placeOf(model, link, Float64Array.from(pandaHome));
const there: Place = [here[0] - 0.1, here[1] + 0.25, here[2] + Math.sqrt(0.3 ** 2 - 0.1 ** 2 - 0.25 ** 2)];

interface Course {
  /** When the target moves, s. */
  readonly moves: number;
  readonly seconds: number;
  readonly latency?: number;
  readonly pushes?: readonly LinkPush[];
}

const run = (mpc: Mpc, { moves, seconds, latency = 0, pushes = [] }: Course): ControlledMotion => {
  mpc.reset();
  return controlled({
    mpc,
    physics,
    steps: Math.round(seconds / physics.dt),
    every: Math.max(10, latency),
    latency,
    pushes,
    scenarioAt: (time) => reachScenario(planning, pandaHome, time < moves ? here : there),
  });
};

const after = (motion: ControlledMotion, time: number, goal: Place): number =>
  distanceAfter(motion, model, link, Math.round(time / physics.dt), goal);

describe('a Panda that plans 0.5 s ahead', () => {
  const mpc = new Mpc({ planning });

  it('is within 1 cm of a target 1.5 s after it has moved by 0.3 m, and stays', () => {
    const motion = run(mpc, { moves: 0.1, seconds: 2 });
    expect(after(motion, 0.1, there)).toBeCloseTo(0.3, 3);
    for (const time of [1.6, 1.7, 1.8, 1.9, 2]) expect(after(motion, time, there)).toBeLessThan(0.01);
    motion.tau.forEach((tau, i) => expect(Math.abs(tau)).toBeLessThanOrEqual(model.joints[i % model.nv].limits.effort));
  });

  it('is back within 1 cm 1 s after a push of 20 N at the hand for 0.2 s', () => {
    const pushes: LinkPush[] = [{ link: 'panda_hand', force: [0, 20, 0], from: 0.1, until: 0.3 }];
    const motion = run(mpc, { moves: Infinity, seconds: 1.5, pushes });
    // it has given way
    expect(after(motion, 0.3, here)).toBeGreaterThan(0.005);
    for (const time of [1.3, 1.4, 1.5]) expect(after(motion, time, here)).toBeLessThan(0.01);
  });

  it('errs less where the state is predicted over the 30 ms that a solution takes', () => {
    const course: Course = { moves: 0.1, seconds: 0.6, latency: 15 };
    const errs = (one: Mpc): number => {
      const motion = run(one, course);
      let sum = 0;
      for (let step = 50; step < 300; step++) sum += distanceAfter(motion, model, link, step, there) ** 2 * physics.dt;
      return sum;
    };
    const [predicted, late] = [errs(new Mpc({ planning, delay: 0.03, step: 0.002 })), errs(mpc)];
    expect(predicted).toBeLessThan(late);
  });
});
