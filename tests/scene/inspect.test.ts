import { describe, expect, it } from 'vitest';
import { NonFiniteError } from '../../src/errors.ts';
import { costates } from '../../src/rollout/costates.ts';
import { assemble, reassemble } from '../../src/scene/assemble.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { smallArm, smallScene } from '../support/small-arm.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { sceneText } from '../support/robots.ts';
import { assembled, experimentOf, sceneNames, shortened } from '../support/scenes.ts';

describe.each(sceneNames)('an inspection of %s', (name) => {
  const experiment = experimentOf(name, 0.06);
  const x = experiment.initialParameters.map((value, i) => value + 0.03 * Math.sin(i + 1));
  const found = experiment.inspect(x);

  it('says what an evaluation and a simulation say', () => {
    const { loss, gradient, terms, measures, reached } = experiment.evaluate(x);
    expectClose(found.loss, loss, 1e-15);
    expectClose(found.gradient, gradient, 1e-13);
    for (const [term, cost] of Object.entries(terms)) expectClose(found.terms[term], cost, 1e-15);
    expect(Object.keys(found.terms)).toEqual(Object.keys(terms));
    expect(Object.keys(found.measures)).toEqual(Object.keys(measures));
    expect(found.reached).toBe(reached === 1);
    expectEqual(found.parameters, x);
    const trajectory = experiment.simulate(x);
    for (const part of ['q', 'v', 'tau'] as const) expectClose(found.trajectory[part], trajectory[part], 1e-14);
    expect(Object.keys(found.trajectory.links)).toEqual(Object.keys(trajectory.links));
    expect(found.states).toEqual({ q: found.trajectory.q, v: found.trajectory.v });
    expect(found.tau).toBe(found.trajectory.tau);
  });

  it('has the costates of the problem, row by row', () => {
    const { problem, layout } = experiment;
    const own = costates(problem, layout.fromVector(x));
    for (const part of ['tau', 'q', 'v'] as const) expectClose(found.costates[part], own[part], 1e-12);
    const positions = Object.entries(own.goals).flatMap(([goal, { position }]) =>
      position ? [[goal, position] as const] : [],
    );
    expect(Object.keys(found.costates.goals)).toEqual(positions.map(([goal]) => goal));
    for (const [goal, position] of positions) expectClose(found.costates.goals[goal], position, 1e-12);
  });

  it('keeps its numbers when the next is made', () => {
    const before = structuredClone(found);
    experiment.inspect(x.map((value) => value + 0.1));
    expect(found).toEqual(before);
  });
});

const scene = shortened(readScene(sceneText('two-link-reach')), 0.05);

it('a change of numbers keeps the program, and a change of structure does not', () => {
  const first = assembled(scene);
  first.inspect(first.initialParameters);
  const moved = reassemble(first, parseScene({ ...scene, start: { q: [-1, 0.5] } }));
  expect(moved.programs.inspection()).toBe(first.programs.inspection());
  expectEqual(moved.inspect(moved.initialParameters).states.q.slice(0, 2), [-1, 0.5]);
  const longer = reassemble(first, shortened(scene, 0.08));
  expect(longer.programs.inspection()).not.toBe(first.programs.inspection());
});

it('what has diverged is there up to where it does', () => {
  const experiment = assemble(parseScene(smallScene()), smallArm({ effort: [1e300, 1e300] }));
  // with stiffnesses of e^20 N m/rad the steps make every motion grow
  const x = experiment.initialParameters.map((value, i) => (i === 2 || i === 3 ? 20 : value));
  expect(() => experiment.evaluate(x)).toThrow(NonFiniteError);
  const { loss, states } = experiment.inspect(x);
  expect(Number.isFinite(loss)).toBe(false);
  expect(states.q.slice(0, 4).every(Number.isFinite)).toBe(true);
  expect(states.q.every(Number.isFinite)).toBe(false);
});

it.each([undefined, [1, 2], new Float64Array(3)])('refuses %j', (x) => {
  expect(() => experimentOf('two-link-reach', 0.05).inspect(x as never)).toThrow(/^parameters/);
});
