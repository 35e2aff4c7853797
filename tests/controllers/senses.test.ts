/** @file What policies can see: every sense says what it sees in SI units, with constants that bring it to about 1. */
import { describe, expect, it } from 'vitest';
import { senseKinds } from '../../controllers/observations/kinds.ts';
import type { Sense, SenseContext, Sight } from '../../controllers/observations/sense.ts';
import { exponentialMap } from '../../src/spatial/rotation-maps.ts';
import { population, tensor } from '../../src/core/population-tensor.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { ArgumentError } from '../../src/errors.ts';
import type { Chosen } from '../../src/settings/kinds.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { randomMimicRobot } from '../support/robots.ts';
import { assetModel } from '../support/robots.ts';
import { Random } from '../support/random.ts';

const random = new Random();
const model = assetModel('ur5e');
const link = model.links.at(-1)!.name;
const goals = {
  there: { position: tensor([0.3, -0.2, 0.4]), rotation: exponentialMap([0.3, 1, -0.5]) },
  point: { position: tensor([1, 2, 3]) },
  post: { position: tensor([0.3, 0.1, 0.4]), radius: tensor(0.1) },
};
const context: SenseContext = { model, goals, commands: 6 };
const chosen: Readonly<Record<string, Chosen>> = {
  'joint-position': 'joint-position',
  'joint-velocity': 'joint-velocity',
  'goal-error': { type: 'goal-error', link, to: 'there', scale: 0.5 },
  'goal-error-sum': { type: 'goal-error-sum', link, to: 'there', near: 0.1 },
  'orientation-error': { type: 'orientation-error', link, to: 'there' },
  'goal-position': { type: 'goal-position', to: 'there', scale: 0.4 },
  'goal-orientation': { type: 'goal-orientation', to: 'there' },
  'joint-step': { type: 'joint-step', link, to: 'there' },
  'joint-repulsion': { type: 'joint-repulsion', to: ['post'] },
  'previous-action': 'previous-action',
};
const [q, v] = [random.list(6, -3, 3), random.list(6, -1, 1)];
const sight: Sight = { q: tensor(q), v: tensor(v), time: tensor(0), goals, previous: tensor(random.list(6, -1, 1)) };
const seenBy = (sense: Sense): number[] => {
  const values = sense.value(sight, sense.memory).toArray();
  return Array.from(values, (value, i) => (value - sense.offset[i]) * sense.scale[i]);
};

it('every kind is among the cases', () => {
  expect(Object.keys(chosen).sort()).toEqual(senseKinds.all.map(({ type }) => type).sort());
});

describe.each(Object.entries(chosen))('%s', (name, setting) => {
  const sense = senseKinds.make(setting, context);

  it('has a name, an offset and a scale for each entry that it gives', () => {
    const { entries, offset, scale, value, memory } = sense;
    expect(sense.name).toBe(name);
    expect(new Set(entries).size).toBe(entries.length);
    for (const list of [offset, scale, value(sight, memory).toArray()]) expect(list).toHaveLength(entries.length);
    for (const number of [...offset, ...scale]) expect(Number.isFinite(number)).toBe(true);
    expect(scale.every((own) => own > 0)).toBe(true);
  });

  it('sees each member’s own moment', () => {
    const other = random.list(6, -3, 3);
    const many = { ...sight, q: population([other, q]), v: population([other, v]) };
    expectClose(sense.value(many, sense.memory).toArray(sense.value(many, sense.memory).population - 1), sense.value(sight, sense.memory), 1e-14); // prettier-ignore
  });
});

it('goal-position is 0 where the goal stands by itself, and 1 a scale away from there', () => {
  const sense = senseKinds.make(chosen['goal-position'], context);
  expectEqual(seenBy(sense), [0, 0, 0]);
  const moved = { ...sight, goals: { there: { position: tensor([0.7, -0.2, 0]) } } };
  const values = sense.value(moved, undefined).toArray();
  expectClose(
    Array.from(values, (value, i) => (value - sense.offset[i]) * sense.scale[i]),
    [1, 0, -1],
    1e-14,
  );
});

it('errors are 0 at the goal', () => {
  const pose = linkPose(model, sight.q, link);
  const at = { ...sight, goals: { there: { position: pose.translation, rotation: pose.rotation } } };
  for (const name of ['goal-error', 'orientation-error'])
    for (const value of senseKinds.make(chosen[name], context).value(at, undefined).toArray()) expect(value).toBe(0);
});

it('previous-action is the command before', () => {
  expectEqual(senseKinds.make('previous-action', context).value(sight, undefined), sight.previous);
});

it('joints that follow others are not seen twice', () => {
  const followers = loadRobot(randomMimicRobot(random, 6)).model;
  const own = { model: followers, goals, commands: followers.nv };
  expect(senseKinds.make('joint-velocity', own).entries).toHaveLength(followers.nv);
  expect(senseKinds.make('joint-position', own).entries.length).toBeGreaterThanOrEqual(followers.nq);
});

it.each<[Chosen, RegExp]>([
  [{ type: 'goal-error', link: 'no', to: 'there' }, /^link: .*use one of/],
  [{ type: 'goal-error', link, to: 'ther' }, /^to: .*"there"/],
  [{ type: 'goal-orientation', to: 'point' }, /^to: "?.*a goal of a rotation/],
  [{ type: 'goal-error', link, to: 'there', scale: 0 }, /^scale: /],
  [{ type: 'goal-eror', link, to: 'there' } as never, /^observation: .*goal-error/],
])('%o is refused by the name of its setting', (wrong, message) => {
  expect(() => senseKinds.make(wrong, context)).toThrow(ArgumentError);
  expect(() => senseKinds.make(wrong, context)).toThrow(message);
});
