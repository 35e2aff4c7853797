/** @file What a task of a user has to be: refused by name where it is not, and never added up in silence. */
import { describe, expect, it } from 'vitest';
import { abs } from '../../src/core/ops/arithmetic.ts';
import { concat } from '../../src/core/ops/indexing.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { AdjointError, ArgumentError } from '../../src/errors.ts';
import { oneMinusCos } from '../../src/task/norms/one-minus-cos.ts';
import type { Norm } from '../../src/task/norm.ts';
import type { Residual } from '../../src/task/residual.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { requireTask, type Success, type Task, type Term } from '../../src/task/task.ts';
import { Random } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { problemOf, terms } from '../support/rollouts.ts';

const model = assetModel('planar-2link');
const own = Object.values(terms(model));
const speed = jointVelocity(model);
const norm: Norm = { name: 'mine', evaluate: (entries) => sum(abs(entries)) };
const residual: Residual = { ...speed, name: 'mine' };

const rolledOut = (task: Task): unknown => {
  const { start, scenario, ...problem } = problemOf(new Random(3), model, { steps: 3, task });
  return problem.rollout(start, scenario);
};

it('a second term of a name is refused, as one of the two would cost nothing', () => {
  const task: Task = { terms: [own[0], { ...own[1], name: own[0].name }], measures: {} };
  expect(() => rolledOut(task)).toThrow(/task\.terms\[1\]\.name: found "\w+" a second time/);
});

describe('success', () => {
  const wrong: readonly (readonly [keyof Success, unknown])[] = [
    ['below', NaN],
    ['below', -1],
    ['below', '1'],
    ['speed', NaN],
    ['speed', -1],
    ['speed', null],
    ['hold', NaN],
    ['hold', -1],
    ['hold', 'a'],
    ['hold', null],
  ];
  const task = (success: Success): Task => ({
    terms: own,
    measures: { speed: { residual: speed, when: 'end' } },
    success,
  });

  it.each(wrong)('with %s %s is refused by the name', (name, value) => {
    expect(() => rolledOut(task({ measure: 'speed', below: 1, [name]: value }))).toThrow(`task.success.${name}: `);
    expect(() => {
      requireTask(task({ measure: 'speed', below: 1, [name]: value }));
    }).toThrow(ArgumentError);
  });

  it('may hold for longer than there is time', () => {
    expect(rolledOut(task({ measure: 'speed', below: 1e9, hold: Infinity }))).toHaveProperty('reached.shape', []);
  });
});

describe('what residuals and norms of a user return', () => {
  const term: Term = { name: 'mine', residual, norm, weight: 1, when: 'final' };
  const of = (more: Partial<Term>): Task => ({ terms: [...own, { ...term, ...more }], measures: {} });
  const measured = (reader: Residual): Task => ({ terms: own, measures: { mine: { residual: reader, when: 'end' } } });
  const wide: Residual = { ...residual, evaluate: ({ v }) => concat([v, v]) };
  const none = (): never => undefined as never;
  const tasks: Readonly<Record<string, readonly [Task, string]>> = {
    'entries of another size': [of({ residual: wide }), 'entries of residual mine'],
    'no entries': [of({ residual: { ...residual, evaluate: none } }), 'entries of residual mine'],
    'measured entries of another size': [measured(wide), 'entries of residual mine'],
    'a reading of several numbers': [measured({ ...residual, read: (x) => x }), 'read of residual mine'],
    'no reading': [measured({ ...residual, read: none }), 'read of residual mine'],
    'a cost of several numbers': [of({ norm: { ...norm, evaluate: (x) => x } }), 'norm mine'],
    'no cost': [of({ norm: { ...norm, evaluate: none } }), 'norm mine'],
    'an angle of several numbers': [
      of({ norm: oneMinusCos, residual: { ...residual, oneMinusCos: ({ v }) => v } }),
      'oneMinusCos of residual mine',
    ],
  };

  it.each(Object.entries(tasks))('is refused by name where it is %s', (_, [task, what]) => {
    expect(() => rolledOut(task)).toThrow(AdjointError);
    expect(() => rolledOut(task)).toThrow(what);
  });
});
