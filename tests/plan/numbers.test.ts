/** @file What compiled planning is given of a scenario: asked for again and again, refused where it does not fit. */
import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import { numbersOf, plusZero } from '../../src/plan/numbers.ts';
import { twoLinkReach } from '../support/plan-problems.ts';

describe('the numbers of a scenario', () => {
  const {
    settings: { model, task },
    scenario,
  } = twoLinkReach();

  it('are the same when they are asked for once more', () => {
    const { goals, weights } = scenario;
    expect(numbersOf(model, task, scenario)).toEqual({ goals, weights });
    expect(numbersOf(model, task, scenario)).toBe(numbersOf(model, task, scenario));
  });

  it('are refused by another task, though they were those of one', () => {
    numbersOf(model, task, scenario);
    const other = { ...task, terms: task.terms.map((term) => ({ ...term, name: `other ${term.name}` })) };
    expect(() => numbersOf(model, other, scenario)).toThrow(ShapeError);
  });
});

it('numbers plus zero are the same, without -0', () => {
  const found = plusZero(Float64Array.of(-0, 0, -1.5, NaN, -Infinity));
  expect([...found].map((x) => Object.is(x, -0))).toEqual(new Array(5).fill(false));
  expect([...found]).toEqual([0, 0, -1.5, NaN, -Infinity]);
});
