/** @file Titles of failures, and what the check of the gradient found, in words. */
import { describe, expect, it } from 'vitest';
import type { CheckPart } from '../../../src/learning/check-parts.ts';
import { AdjointError, type RobotFinding, RobotFormatError, SceneError } from '../../../src/errors.ts';
import { byArmature, byWelding } from '../../../src/robot/remedies.ts';
import { canBeAccepted, failureTitle, findingCount, withoutOptions } from '../../../src/viewer/studio/failure-words.ts';
import { trustWords } from '../../../src/viewer/studio/trust-words.ts';
import { failureOf } from '../../../src/viewer/worker/failure.ts';

const finding = (severity: RobotFinding['severity'], more: Partial<RobotFinding> = {}): RobotFinding => ({
  severity,
  code: 'test',
  line: 1,
  column: 1,
  problem: 'something',
  element: 'link',
  ...more,
});

describe('advice', () => {
  it('is given on the page without what it is called at the command line', () => {
    expect([byWelding(['a', 'b b']), byArmature(['c'])].map(withoutOptions)).toEqual([
      'weld them',
      'its drive a rotor',
    ]);
    const mass =
      'give masses, or estimate them (--estimate-inertia, or "estimateInertia": true of the scene\'s robot); fix it';
    expect(withoutOptions(mass)).toBe('give masses, or estimate them; fix it');
    expect(withoutOptions('2 (or 3) of -- them')).toBe('2 (or 3) of -- them');
  });
});

describe('titles of failures', () => {
  it('name what failed by what was being done with it', () => {
    expect(failureTitle(failureOf(new AdjointError('no'), 'file', 'photo.png'))).toBe('photo.png cannot be opened');
    expect(failureTitle(failureOf(new RobotFormatError('arm.urdf', [finding('error')], 'no')))).toBe(
      'arm.urdf cannot be simulated',
    );
    expect(
      failureTitle(failureOf(new SceneError('$.time', 'nothing', 'a number', 'give one'), 'scene', 'a.json')),
    ).toBe('a.json does not fit');
    expect(failureTitle(failureOf(new SceneError('$.time', 'nothing', 'a number', 'give one')))).toBe(
      'This scene does not fit',
    );
    expect(failureTitle(failureOf(new AdjointError('no'), 'optimize'))).toBe('The optimization came to nothing');
    expect(failureTitle(failureOf(new Error('oops')))).toBe('Something went wrong inside Adjoint');
  });

  it('show names from files as what they are', () => {
    expect(failureTitle({ during: 'file', file: 'a\u202eb' })).not.toContain('\u202e');
  });
});

describe('findings', () => {
  it('are counted by severity', () => {
    expect(findingCount([finding('error'), finding('warning', { standsFor: 3 })])).toBe('1 error, 3 warnings');
    expect(findingCount([finding('warning')])).toBe('1 warning');
  });

  it('can be accepted only where every error has a remedy', () => {
    expect(canBeAccepted([])).toBe(false);
    expect(canBeAccepted([finding('error', { offers: [{ repair: true }] }), finding('warning')])).toBe(true);
    expect(canBeAccepted([finding('error', { offers: [{ repair: true }] }), finding('error')])).toBe(false);
  });
});

describe('the badge', () => {
  const part = (name: CheckPart['name'], digits: number | null, more: Partial<CheckPart> = {}): CheckPart => ({
    name,
    compared: `what ${name} compares`,
    error: 0,
    tolerance: 1e-6,
    digits,
    ok: true,
    ...more,
  });

  it('says nothing before there is something to say', () => {
    expect(trustWords(null).tone).toBe('unknown');
    expect(trustWords({ state: 'checking', parts: [] })).toMatchObject({ tone: 'unknown', lines: [] });
  });

  it('says the digits, each way of checking once, by its worst', () => {
    const parts = [part('connected', null), part('forward', 12), part('forward', 10), part('costates', 8)];
    const { tone, label, lines } = trustWords({ state: 'checked', report: { ok: true, digits: 8, parts } });
    expect([tone, label]).toEqual(['good', 'Gradient checked · 8 digits']);
    expect(lines.map(({ finding: found }) => found)).toEqual(['yes', '10 digits', '8 digits']);
  });

  it('says where it is wrong, every place', () => {
    const parts = [
      part('forward', 1, { ok: false, where: 'joint2 stiffness' }),
      part('forward', 12),
      part('direction', 1, { ok: false, compared: 'direction 1' }),
    ];
    const { tone, lines } = trustWords({ state: 'checked', report: { ok: false, digits: 1, parts } });
    expect(tone).toBe('bad');
    expect(lines).toEqual([
      { name: 'What forward compares', finding: 'joint2 stiffness', isGood: false },
      { name: 'Direction 1', finding: 'differs', isGood: false },
    ]);
  });
});
