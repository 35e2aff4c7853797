/** @file Shapes: paths without points that nobody sees, lines that end at their box, texts in lines. */
import { describe, expect, it } from 'vitest';
import { layOutLegend } from '../../src/figures/legend.ts';
import { lightPalette as palette } from '../../src/figures/light-palette.ts';
import { lineWithin, pathOf, shapesSvg } from '../../src/figures/shapes.ts';
import { wrapped } from '../../src/figures/sheet.ts';

describe('a path', () => {
  it('drops points along an axis and points close to their forerunner, never the last', () => {
    expect(pathOf([0, 0, 5, 0, 9, 0, 9, 9], true)).toBe('M0 0L9 0L9 9Z');
    expect(pathOf([0, 0, 0.2, 0.1, 8, 3, 8.1, 3.1])).toBe('M0 0L8 3L8.1 3.1');
    expect(pathOf([])).toBe('');
  });

  it('ends where its box does, and is lifted at gaps', () => {
    const box = { left: 0, top: 0, width: 10, height: 10 };
    expect(lineWithin([-10, 10], [5, 5], box)).toBe('M0 5L10 5');
    expect(lineWithin([2, 4, NaN, 6, 8], [1, 2, 3, 4, 5], box)).toBe('M2 1L4 2M6 4L8 5');
    expect(lineWithin([5, 15, 15, 5], [5, 5, 8, 8], box)).toBe('M5 5L10 5M10 8L5 8');
    // a way that diverges, from so far to so far that its crossing is lost in rounding
    for (const far of [1e12, 1e18, 1e30, 1e200]) {
      const numbers = [...lineWithin([5, -far, 1.1 * far], [5, 3 * far, -2.9 * far], box).matchAll(/-?[\d.e+]+/g)].map(
        ([text]) => Number(text),
      );
      expect(numbers.every((value) => value >= 0 && value <= 10)).toBe(true);
    }
    expect(lineWithin([-5, -5], [0, 10], box)).toBe('');
  });
});

describe('shapes as elements', () => {
  it('define each hatch once', () => {
    const hatched = { d: 'M0 0h9v9Z', hatch: '--bad' };
    const elements = shapesSvg([hatched, hatched], palette);
    expect(elements).toHaveLength(3);
    expect(elements[0].match(/<pattern/g)).toHaveLength(1);
    expect(elements[1]).toContain('fill="url(#hatch-bad)"');
  });

  it('turn texts around their place', () => {
    const [text] = shapesSvg([{ text: 'up', x: 10, y: 20, colour: '--text', turned: true }], palette);
    expect(text).toContain('transform="rotate(-90 10 20)"');
  });
});

describe('words', () => {
  it('are wrapped between words only', () => {
    expect(wrapped('one two three', 60)).toEqual(['one two', 'three']);
    expect(wrapped('', 60)).toEqual([]);
  });

  it('of a legend take as many rows as they need', () => {
    const entries = ['first', 'second', 'third'].map((label) => ({ label, sign: () => [] }));
    const rows = (width: number): number[] =>
      layOutLegend(entries, width, (text) => 6 * text.length).entries.map(({ row }) => row);
    expect([rows(600), rows(130), rows(20)]).toEqual([
      [0, 0, 0],
      [0, 0, 1],
      [0, 1, 2],
    ]);
    expect(layOutLegend([], 100, () => 0).height).toBe(0);
  });
});
