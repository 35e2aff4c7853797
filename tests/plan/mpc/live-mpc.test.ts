/** @file Control in a loop as a page's worker has it: it plans when that is due, says what that took, and forgets when it is put back. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../src/core/population-tensor.ts';
import { ArgumentError } from '../../../src/errors.ts';
import { liveMpc } from '../../../src/plan/mpc/live-mpc.ts';
import type { Measured } from '../../../src/plan/mpc/measured.ts';
import { noPush, pushedStep } from '../../../src/plan/mpc/pushed-robot.ts';
import { expectClose, expectEqual } from '../../support/check.ts';
import { placeOf, reachScenario, recedingReach } from '../../support/receding.ts';
import { assetModel } from '../../support/robots.ts';

const model = assetModel('planar-2link');
const planning = recedingReach(model, 'tip');
const home = [0.4, 0.6];
const goal = placeOf(model, 'tip', Float64Array.of(0.9, -0.4));
const scenario = reachScenario(planning, home, goal);
const start: Measured = { time: 0, q: Float64Array.from(home), v: new Float64Array(2) };

/** Time that passes by 1 ms whenever it is looked at. */
function clock(): () => number {
  let time = 0;
  return () => time++;
}

describe('a live loop', () => {
  const live = liveMpc(planning, scenario, { horizon: 0.4, every: 0.01, now: clock() });

  it('plans when that is due, and at once where something else is asked for', () => {
    live.restart(start);
    const solved: number[] = [];
    const act = (time: number) => live.act({ ...start, time }, ({ took }) => solved.push(took));
    for (const time of [0.002, 0.004, 0.006, 0.008, 0.01, 0.012, 0.02]) act(time);
    expect(solved).toHaveLength(2);
    expect(solved[0]).toBeGreaterThan(0);
    live.turnTo(scenario);
    act(0.022);
    expect(solved).toHaveLength(3);
  });

  it('predicts where it leads, when that begins, and what it costs by terms', () => {
    live.restart(start);
    live.settle(start, 1000);
    const { q, from, costs } = live.planned();
    expect(from).toBe(0);
    expect(q).toHaveLength(2 * 21);
    expectEqual(q.subarray(0, 2), start.q);
    const end = placeOf(model, 'tip', q.slice(40));
    expect(Math.hypot(...end.map((x, axis) => x - goal[axis]))).toBeLessThan(0.01);
    expect(costs).toHaveLength(planning.task.terms.length);
    const weights = { ...scenario.weights, reach: tensor(0) };
    live.turnTo({ ...scenario, weights });
    live.act(start);
    expect(live.planned().costs[0]).toBe(0);
    live.turnTo(scenario);
  });

  it('brings the arm to its goal, and to another one that it is turned to', () => {
    const dt = 0.002;
    const step = pushedStep({ ...planning, dt });
    let state = scenario.initial;
    live.restart(start);
    const there = placeOf(model, 'tip', Float64Array.of(-0.2, 1));
    for (let i = 0; i < 1000; i++) {
      if (i === 500) live.turnTo(reachScenario(planning, home, there));
      const tau = live.act({ time: i * dt, q: Float64Array.from(state.q.data), v: Float64Array.from(state.v.data) });
      state = step(state, tensor(tau), noPush(model));
      if (i === 499) expectClose(placeOf(model, 'tip', Float64Array.from(state.q.data)), goal, 0.01);
    }
    expectClose(placeOf(model, 'tip', Float64Array.from(state.q.data)), there, 0.01);
  });

  it('begins anew where it is put back, whatever the time was', () => {
    live.turnTo(scenario);
    live.restart({ ...start, time: 9 });
    live.restart(start);
    const first = live.planned();
    live.act(start);
    live.restart(start);
    expectEqual(live.planned().q, first.q);
  });

  it('refuses options that are none, and has no plan before the first', () => {
    expect(() => liveMpc(planning, scenario, { every: 0, now: clock() })).toThrow(ArgumentError);
    expect(() => liveMpc(planning, scenario, { horizon: -1, now: clock() })).toThrow(/horizon/);
    expect(() => liveMpc(planning, scenario, { now: clock() }).planned()).toThrow(/restart/);
  });
});
