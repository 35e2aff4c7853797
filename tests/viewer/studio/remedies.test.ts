/** @file Buttons for what findings offer: each thing once, and not a button for each of many joints. */
import { describe, expect, it } from 'vitest';
import type { RobotFinding, RobotOffer } from '../../../src/errors.ts';
import { remediesFor } from '../../../src/viewer/studio/remedies.ts';

const finding = (...offers: RobotOffer[]): RobotFinding => ({
  severity: 'error',
  code: 'U000',
  line: 1,
  column: 1,
  element: '',
  problem: '',
  offers,
});

const labels = (...findings: RobotFinding[]): string[] => remediesFor(findings).map(({ label }) => label);

describe('remedies', () => {
  it('are named once, however many findings offer them', () => {
    const one = finding({ repair: true }, { weld: ['a'] });
    expect(labels(one, one, finding({ weld: ['b'] }), finding({ estimateInertia: true }))).toEqual([
      'Repair inertia',
      'Estimate inertia',
      'Weld "a"',
      'Weld "b"',
    ]);
  });

  it('of many joints are one', () => {
    const names = ['a', 'b', 'c', 'd'];
    const [weld, rotor] = remediesFor([finding({ weld: names }, { armature: { a: 1, b: 2, c: 3, d: 4 } })]);
    expect([weld.label, weld.offer]).toEqual(['Weld 4 joints', { weld: names }]);
    expect(weld.title).toBe('Treat "a", "b", "c", "d" as fixed');
    expect([rotor.label, rotor.offer]).toEqual(['Give 4 joints a rotor', { armature: { a: 1, b: 2, c: 3, d: 4 } }]);
  });

  it('say how many links there are', () => {
    expect(remediesFor([finding({ maxLinks: 1200 })])).toMatchObject([
      { label: 'Allow 1200 links', offer: { maxLinks: 1200 } },
    ]);
  });

  it('are none where findings offer nothing', () => {
    expect(labels(finding(), { ...finding(), offers: undefined } as unknown as RobotFinding)).toEqual([]);
  });
});
