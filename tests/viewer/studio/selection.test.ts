/** @file What is selected: one thing at a time, put out by a second press. */
import { describe, expect, it } from 'vitest';
import { isSame, pinAfter, type Selected } from '../../../src/viewer/studio/store/selection.ts';

const elbow: Selected = { kind: 'joint', id: 'elbow' };
const hand: Selected = { kind: 'joint', id: 'hand' };
const effort: Selected = { kind: 'term', id: 'elbow' };

describe('the selection', () => {
  it('is pinned by a press, changed by one on something else, put out by a second one, and by one on nothing', () => {
    expect(pinAfter(null, elbow)).toEqual(elbow);
    expect(pinAfter(elbow, hand)).toEqual(hand);
    expect(pinAfter(elbow, { ...elbow })).toBeNull();
    expect(pinAfter(elbow, null)).toBeNull();
    expect(pinAfter(elbow, effort)).toEqual(effort);
  });

  it('tells kinds apart', () => {
    expect(isSame(elbow, effort)).toBe(false);
    expect(isSame(null, null)).toBe(true);
    expect(isSame(elbow, null)).toBe(false);
  });
});
