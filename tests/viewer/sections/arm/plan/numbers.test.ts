/** @file What is said and drawn of planning under control: times of plans, forces of a hand, words, figures, tasks. */
import { describe, expect, it } from 'vitest';
import type { LiveFacts, LiveNews } from '../../../../../src/viewer/sections/arm/plan/calls.ts';
import { costFigure, goalFigure, solverFigure } from '../../../../../src/viewer/sections/arm/plan/figures.ts';
import { kept, LiveHistory } from '../../../../../src/viewer/sections/arm/plan/history.ts';
import { headlineOf, lineOf, readoutsOf } from '../../../../../src/viewer/sections/arm/plan/readouts.ts';
import { sceneFor, taskOf } from '../../../../../src/viewer/sections/arm/plan/task.ts';
import { RecentSolves } from '../../../../../src/viewer/sections/arm/plan/worker/recent-solves.ts';
import { springForce, usualPush } from '../../../../../src/viewer/sections/arm/plan/worker/spring.ts';
import { stackSentence } from '../../../../../src/figures/stack/stack-data.ts';
import { baseScene, bundledRobot } from '../../../../../src/viewer/studio/address/linked-scene.ts';
import { createStore } from '../../../../../src/viewer/studio/store/store.ts';
import { loadRobot } from '../../../../../src/robot/urdf/load.ts';

const panda = loadRobot(bundledRobot(baseScene('panda-reach'))!.content).model;

const facts: LiveFacts = {
  model: panda,
  link: 'panda_hand_tcp',
  terms: ['reach', 'effort', 'arrive'],
  measure: { name: 'distance', unit: 'm' },
  dt: 0.005,
  push: 20,
  settings: { horizon: 0.5, budget: 5 },
  warnings: [],
};

const newsAt = (time: number, more: Partial<LiveNews> = {}): LiveNews => ({
  time,
  poses: new Float64Array(),
  path: new Float64Array(),
  costs: Float64Array.of(1, 2, 3),
  measure: 0.0032,
  tau: new Float64Array(7),
  pull: null,
  force: 0,
  solver: { rate: 212.4, age: 0.005, last: 2.14, p99: 3.4, late: 0.01 },
  pace: 1,
  notice: null,
  ...more,
});

const history = (count: number, step = 0.02): LiveHistory => {
  const all = new LiveHistory();
  for (let i = 0; i < count; i++) all.add(newsAt(i * step));
  return all;
};

describe('times of plans', () => {
  it('are counted within the last second, and their quantiles are of those that were', () => {
    const times = new RecentSolves();
    expect([times.last, times.rate(0), times.quantile(0.99), times.shareAbove(1)]).toEqual([0, 0, 0, 0]);
    for (let i = 1; i <= 100; i++) times.add(20 * i, i);
    expect(times.last).toBe(100);
    // those at 1000, 1020, … 2000 ms
    expect(times.rate(2000)).toBe(51);
    expect(times.quantile(0.99)).toBe(99);
    expect(times.quantile(0.5)).toBe(50);
    expect(times.shareAbove(75)).toBe(0.25);
    for (let i = 0; i < 5000; i++) times.add(3000, 7);
    expect(times.quantile(0)).toBe(7);
  });
});

describe('a hand', () => {
  it('pulls by the mass of the body and by the way, and never by more than half as much again as the robot weighs', () => {
    const [x, y, z] = springForce(panda, 3, [0, 0, 0], [0.01, 0, -0.02]);
    const { mass } = panda.bodies[3].inertia;
    expect([x, y, z]).toEqual([250 * mass * 0.01, 0, 250 * mass * -0.02]);
    const weight = 9.81 * panda.bodies.reduce((sum, { inertia }) => sum + inertia.mass, 0);
    expect(Math.hypot(...springForce(panda, 3, [0, 0, 0], [9, 9, 9]))).toBeCloseTo(1.5 * weight, 9);
  });

  it('pushes by a seventh of the weight', () => {
    expect(usualPush(panda)).toBeGreaterThan(10);
    expect(usualPush(panda)).toBeLessThan(40);
  });
});

describe('words of planning', () => {
  it('say how near the goal is, and what planning costs', () => {
    const news = newsAt(2);
    expect(headlineOf(facts, news, true)).toBe('3.20 mm from the target');
    expect(headlineOf(facts, newsAt(2, { measure: NaN }), false)).toBe('2.0 s under control');
    expect(lineOf(facts, news, true)).toBe('3.20 mm from the target · 212 plans/s · 5.0 ms old');
    const texts = readoutsOf(news, facts.settings, 1).map(({ name, value }) => `${name} ${value}`);
    expect(texts).toEqual([
      'Plans 212 /s',
      'Plan age 5.0 ms',
      'Solve 2.1 ms, p99 3.4 ms',
      'Budget 5.0 ms, 1 % late',
      'Time 1.00×',
    ]);
  });

  it('warn where time falls behind or the budget is not kept', () => {
    const slow = newsAt(2, { pace: 0.3, solver: { rate: 50, age: 0.02, last: 20, p99: 25, late: 0.9 } });
    const bad = readoutsOf(slow, facts.settings, 1).filter(({ isBad }) => isBad);
    expect(bad.map(({ name }) => name)).toEqual(['Budget', 'Time']);
    expect(readoutsOf(newsAt(2, { pace: 0.25 }), facts.settings, 0.25).some(({ isBad }) => isBad)).toBe(false);
  });
});

describe('figures of planning', () => {
  it('have the terms on top of each other, as parts of the whole', () => {
    const { panels } = costFigure(history(5).rows, facts);
    expect(panels[0].lines[0].y[4]).toBe(6);
    const [reach, effort, arrive] = panels[1].lines;
    expect([reach.y[4], effort.y[4], arrive.y[4]]).toEqual([100 / 6, 50, 100].map((share) => expect.closeTo(share, 9)));
    expect(effort.floor).toEqual(reach.y);
    expect(arrive.floor).toEqual(effort.y);
  });

  it('say the goal, the pull and the solver in words', () => {
    const { rows } = history(5);
    expect(stackSentence(goalFigure(rows, facts, 'Distance to target'))).toContain('Distance to target');
    expect(stackSentence(solverFigure(rows, 5))).toContain('Solver');
    expect(goalFigure(rows, { ...facts, measure: null }, 'Goal').panels).toHaveLength(1);
  });

  it('keep the last seconds and no more, and begin anew where time does', () => {
    const { rows } = history(4000);
    expect(rows.length).toBeLessThanOrEqual(640);
    expect(rows.at(-1)!.time - rows[0].time).toBeLessThanOrEqual(1.1 * kept);
    const all = history(10);
    all.add(newsAt(0));
    expect(all.rows.map(({ time }) => time)).toEqual([0]);
  });
});

describe('the tasks of the arm', () => {
  it('follow from the scene, and from whether it plans', () => {
    const store = createStore();
    store.experiment.robot.value = bundledRobot(baseScene('panda-reach'));
    expect(taskOf(store)).toBe('reach');
    expect(sceneFor(store, 'train')).toBe('panda-pose-anywhere.json');
    expect(sceneFor(store, 'reach')).toMatch(/^panda-/);
    store.view.isLive.value = true;
    expect(taskOf(store)).toBe('plan');
    store.experiment.robot.value = { name: 'own.urdf', content: '' };
    expect(sceneFor(store, 'train')).toBeNull();
  });
});
