/** @file What the doctor says in the page. */
import { describe, expect, it } from 'vitest';
import type { TriedRemedy } from '../../../../src/learning/doctor/finding.ts';
import type { Examination, Found } from '../../../../src/viewer/sections/lab/calls.ts';
import {
  figureWords,
  progressWords,
  soundWords,
  trialRows,
  verdictWords,
} from '../../../../src/viewer/sections/lab/doctor-words.ts';

const found = {
  figure: { name: 'learning rate over the stable one', value: 1.25 },
  threshold: 1,
  confidence: 5 / 9,
} as Found;

const tried: TriedRemedy = {
  before: { figure: 1.25, progress: -Infinity, losses: [1, NaN] },
  after: { figure: null, progress: 0.75, losses: [1, 0.25] },
  helped: true,
};

describe('the words of the doctor', () => {
  it('say the figure beside its threshold and the confidence', () => {
    expect(figureWords(found)).toEqual([
      ['learning rate over the stable one', '1.250'],
      ['claimed above', '1'],
      ['confidence', '56 %'],
    ]);
  });

  it('say a figure without bound', () => {
    const unbounded = { ...found, figure: { ...found.figure, value: Infinity }, confidence: 1 };
    expect(figureWords(unbounded).map(([, value]) => value)).toEqual(['without bound', '1', '100 %']);
  });

  it('say what a short run comes to: down, up, or to no number', () => {
    expect([0.99, -3, -Infinity].map(progressWords)).toEqual([
      'takes 99 % of the loss',
      'raises the loss 4.000-fold',
      'diverges',
    ]);
  });

  it('say in one line that nothing is wrong, by methods where there are several', () => {
    const examination: Examination = {
      findings: [],
      progress: [
        { of: 'Adam', part: 0.5 },
        { of: null, part: 1 },
      ],
      parts: [],
    };
    expect(soundWords(examination)).toBe(
      'Nothing is wrong that the doctor knows: a short run of Adam takes 50 % of the loss; a short run takes 100 % of the loss.',
    );
  });

  it('compare before and after', () => {
    expect(trialRows(found, tried)).toEqual([
      ['figure', '1.250', 'not above 1'],
      ['loss left', 'diverges', '25.00 %'],
    ]);
    expect(trialRows(found, { ...tried, after: null })).toBeNull();
  });

  it('tell a remedy that helped from one that did not, and from one that is refused', () => {
    expect([tried, { ...tried, helped: false }, { ...tried, after: null, helped: false }].map(verdictWords)).toEqual([
      'It helped.',
      'It did not help.',
      'It cannot be tried: the experiment is refused so.',
    ]);
  });
});
