/** @file Senses: a goal or an obstacle itself, its place and how it is turned. */
import { gather, reshape } from '../../src/core/ops/indexing.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { goalName } from '../../src/dynamics/settings.ts';
import { goalPart, requireGoal } from '../../src/robot/goal.ts';
import { kind } from '../../src/settings/kinds.ts';
import { forEach, type Sense, type SenseContext } from './sense.ts';
import { unitField } from './settings.ts';

/** p* [3], m, from where it is where nothing is sampled, over `scale`. */
export const goalPositionKind = kind({
  type: 'goal-position',
  title: 'Place of the goal',
  settings: { to: goalName, scale: unitField(0.3, 'm') },
  make({ to, scale }, { goals }: SenseContext): Sense {
    requireGoal(goals, to, 'position');
    const entries = ['x', 'y', 'z'].map((axis) => `${to} ${axis}`);
    return {
      name: 'goal-position',
      entries,
      offset: goals[to].position.toArray(0) as number[],
      scale: forEach(entries, 1 / scale),
      value: (sight) => goalPart(sight.goals, to, 'position', [3]),
    };
  },
});

/** The first two columns of a rotation [3, 3], which say all of it and never jump (Zhou et al. 2019, sec. 4): [6]. */
export const twoColumns = (rotation: PopulationTensor): PopulationTensor => reshape(gather(rotation, [0, 1], 1), [6]);

export const columnNames = (of: string): string[] =>
  ['x', 'y', 'z'].flatMap((row) => ['x', 'y'].map((column) => `${of} ${row} of ${column} axis`));

/** R* by its first two columns [6]. */
export const goalOrientationKind = kind({
  type: 'goal-orientation',
  title: 'Orientation of the goal',
  settings: { to: goalName },
  make({ to }, { goals }: SenseContext): Sense {
    requireGoal(goals, to, 'rotation');
    const entries = columnNames(to);
    return {
      name: 'goal-orientation',
      entries,
      offset: forEach(entries, 0),
      scale: forEach(entries, 1),
      value: (sight) => twoColumns(goalPart(sight.goals, to, 'rotation', [3, 3])),
    };
  },
});
