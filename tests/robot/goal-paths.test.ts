import { describe, expect, it } from 'vitest';
import { jvp } from '../../src/core/derivative/functions.ts';
import { type PopulationTensor, population, tensor } from '../../src/core/population-tensor.ts';
import { ArgumentError } from '../../src/errors.ts';
import type { Goal, Goals } from '../../src/robot/goal.ts';
import { goalsAt } from '../../src/robot/goal-paths.ts';
import { goalKinds } from '../../src/task/goals/kinds.ts';
import { expectClose } from '../support/check.ts';

const none = { model: undefined as never };
const made = (settings: { readonly type: string } & Record<string, unknown>): Goal =>
  goalKinds.make(settings, none) as Goal;
const placeOf = (goal: Goal, time: number | PopulationTensor): PopulationTensor =>
  goalsAt({ goal }, tensor(time)).goal.position;
const velocityOf = (goal: Goal, time: number) =>
  jvp((t: PopulationTensor) => placeOf(goal, t), tensor(time), tensor(1)).tangent;

describe('goals without a path', () => {
  it('are the very same ones at any time', () => {
    const goals: Goals = {
      place: made({ type: 'point', position: [1, 2, 3] }),
      post: { position: tensor([0, 0, 1]), radius: tensor(0.1) },
    };
    expect(goalsAt(goals, tensor(3))).toBe(goals);
  });

  it('are the same beside one that has a path, and what has been asked for once moves no more', () => {
    const goals = {
      place: made({ type: 'point', position: [1, 2, 3] }),
      path: made({ type: 'figure-eight', center: [0.5, 0, 0.5], size: [0.4, 0.2], period: 4 }),
    };
    const then = goalsAt(goals, tensor(0.7));
    expect(then.place).toBe(goals.place);
    expect(Object.keys(then.path)).toEqual(['position']);
    expect(goalsAt(then, tensor(0.9))).toBe(then);
  });
});

describe('a figure eight', () => {
  const eight = made({ type: 'figure-eight', center: [0.5, 0.1, 0.6], size: [0.4, 0.2], period: 4 });

  it('goes through its centre twice a period, upright and as wide and high as it says', () => {
    for (const [time, place] of [
      [0, [0.5, 0.1, 0.6]],
      [0.5, [0.5, 0.1 + 0.2 * Math.SQRT1_2, 0.7]],
      [1, [0.5, 0.3, 0.6]],
      [1.5, [0.5, 0.1 + 0.2 * Math.SQRT1_2, 0.5]],
      [2, [0.5, 0.1, 0.6]],
      [3, [0.5, -0.1, 0.6]],
      [4, [0.5, 0.1, 0.6]],
    ] as const)
      expectClose(placeOf(eight, time), [...place], 1e-14);
  });

  it('lies in the plane of its orientation', () => {
    const flat = made({
      type: 'figure-eight',
      center: [0, 0, 0.5],
      size: [0.4, 0.2],
      period: 4,
      orientation: [0, 0, 0, 2],
    });
    expectClose(placeOf(flat, 0.5), [0.2 * Math.SQRT1_2, 0.1, 0.5], 1e-14);
  });

  it('moves with its position, of each member and at the time of each', () => {
    const position = population([
      [0, 0, 0],
      [1, 2, 3],
    ]);
    const found = placeOf({ ...eight, position }, population([1, 3]));
    expectClose(found.toArray(0) as number[], [0, 0.2, 0], 1e-14);
    expectClose(found.toArray(1) as number[], [1, 1.8, 3], 1e-14);
  });
});

describe('a path through points', () => {
  const points = [
    { position: [0.4, 0, 0.5], time: 1 },
    { position: [0.4, 0.3, 0.5], time: 3 },
    { position: [0.5, 0.3, 0.2], time: 3.5 },
  ];
  const path = made({ type: 'via-points', start: [0.3, 0, 0.5], points });

  it('is at each at its time, and rests before the first and after the last', () => {
    expectClose(placeOf(path, 0), [0.3, 0, 0.5], 1e-15);
    for (const { position, time } of points) expectClose(placeOf(path, time), position, 1e-15);
    expectClose(placeOf(path, 9), points[2].position, 1e-15);
    for (const time of [0, 3.5, 9]) expectClose(velocityOf(path, time), [0, 0, 0], 1e-14);
  });

  it('has one velocity where pieces meet, that between the neighbours', () => {
    for (const [time, velocity] of [
      [1, [0.1 / 3, 0.1, 0]],
      [3, [0.04, 0.12, -0.12]],
    ] as const)
      for (const side of [-1e-7, 1e-7]) expectClose(velocityOf(path, time + side), [...velocity], 1e-5);
  });

  it('is the same motion wherever it is shifted to', () => {
    const shifted = placeOf({ ...path, position: tensor([1, 1, 1]) }, 2);
    const usual = placeOf(path, 2).toArray() as number[];
    expectClose(shifted, [usual[0] + 0.7, usual[1] + 1, usual[2] + 0.5], 1e-14);
  });

  it.each([
    ['no points', { start: [0, 0, 0], points: [] }, /^points/],
    ['times that fall', { start: [0, 0, 0], points: [points[1], points[0]] }, /^points/],
    ['a time of 0', { start: [0, 0, 0], points: [{ position: [1, 1, 1], time: 0 }] }, /^points/],
  ])('refuses %s', (_, settings, message) => {
    const make = () => made({ type: 'via-points', ...settings });
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });
});
