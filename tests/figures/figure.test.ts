/** @file What a figure shows: where it lies, what it is called, what is said of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FigureData } from '../../src/figures/figure-data.ts';
import { subtitleOf } from '../../src/figures/figure-data.ts';
import { layOutFigure } from '../../src/figures/figure-layout.ts';
import { gapNotes, glyphsOf } from '../../src/figures/glyphs.ts';
import { placeLabels } from '../../src/figures/labels.ts';
import { sameFigure } from '../../src/figures/same-figure.ts';
import { sentenceOf } from '../../src/figures/sentence.ts';

const measure = (text: string): number => 6.5 * text.length;

const lineOf = (id: string, y: readonly number[], label = id) => ({
  id,
  label,
  colour: '--now',
  x: y.map((_, index) => index),
  y,
});

const figure = (lines: FigureData['lines'], more: Partial<FigureData> = {}): FigureData => ({
  id: 'loss',
  title: 'Loss',
  xName: 'iteration',
  scale: 'log',
  lines,
  format: String,
  formatTick: String,
  ...more,
});

const size = { width: 330, height: 170 };

describe('labels of lines', () => {
  const box = { left: 40, top: 10, width: 260, height: 130 };

  it('never overlap, and are never cut', () => {
    const height = fc.double({ min: box.top, max: box.top + box.height, noNaN: true });
    const line = fc.tuple(fc.array(height, { minLength: 1, maxLength: 40 }), fc.integer({ min: 10, max: 280 }));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), (lines) => {
        const requests = lines.map(([y, width], index) => ({
          id: String(index),
          width,
          line: { x: y.map((_, i) => box.left + (i * box.width) / y.length), y },
        }));
        const labels = placeLabels(requests, box, 15);
        for (const [index, a] of labels.entries()) {
          expect(a.left >= box.left && a.left + a.width <= box.left + box.width).toBe(true);
          expect(a.top >= box.top && a.top + a.height <= box.top + box.height).toBe(true);
          for (const b of labels.slice(index + 1))
            expect(
              a.left + a.width <= b.left ||
                b.left + b.width <= a.left ||
                a.top + a.height <= b.top ||
                b.top + b.height <= a.top,
            ).toBe(true);
        }
      }),
    );
  });

  it('lie at the ends of lines that are far apart, and stay where they were', () => {
    const requests = [30, 110].map((height, index) => ({
      id: String(index),
      width: 60,
      line: { x: [40, 170, 300], y: [height, height, height] },
    }));
    const labels = placeLabels(requests, box, 15);
    expect(labels.map(({ left }) => left)).toEqual([240, 240]);
    const moved = labels.map((label) => ({ ...label, left: label.left - 40 }));
    expect(placeLabels(requests, box, 15, moved)[0].left).toBeLessThan(240);
  });

  it('go into the legend where there is no room', () => {
    const layout = layOutFigure(
      figure([lineOf('a', [3, 2, 1], 'a name that is far too long for a card of 200 px')]),
      { width: 200, height: 150 },
      measure,
    );
    expect([layout.labels, layout.unlabelled.map(({ id }) => id)]).toEqual([[], ['a']]);
  });
});

describe('the layout of a figure', () => {
  it('marks what a logarithmic axis cannot show, and draws no small number instead', () => {
    const layout = layOutFigure(figure([lineOf('norm', [1, 0, 0, 2, NaN, 3])]), size, measure);
    expect(layout.gaps.map(({ kind }) => kind)).toEqual(['zero', 'not finite']);
    expect(layout.lines[0].points.y).toEqual([1, NaN, NaN, 2, NaN, 3]);
    expect(layout.y.min).toBeGreaterThan(0.5);
    expect(gapNotes(layout).map(({ text }) => text)).toEqual(['0', 'not finite']);
  });

  it('draws one mark of a kind in a pixel, a dot at each end, and points that stand alone', () => {
    const marks = Array.from({ length: 5000 }, (_, x) => ({ x, kind: 'clip' as const, label: 'clipped' }));
    const y = Array.from({ length: 5000 }, (_, index) => (index === 10 || index === 12 ? NaN : 1 + index));
    const layout = layOutFigure(figure([lineOf('norm', y)], { marks }), size, measure);
    expect(layout.marks.length).toBeLessThanOrEqual(size.width);
    expect(glyphsOf(layoutWithGaps()).filter(({ fill }) => fill === '--now')).toHaveLength(3);
  });

  const layoutWithGaps = () => layOutFigure(figure([lineOf('norm', [1, NaN, 2, NaN, 3, 4])]), size, measure);

  it('keeps every text inside', () => {
    const long = figure([lineOf('a', [1e-12, 1e12])], { formatTick: (value) => `${value.toExponential(3)} N m` });
    const { box, y, x } = layOutFigure(long, size, measure);
    for (const tick of y.ticks) expect(measure(long.formatTick(tick))).toBeLessThan(box.left);
    expect(box.left + box.width).toBeLessThan(size.width);
    expect(x.max).toBe(10);
  });

  it('needs no data', () => {
    for (const lines of [[], [lineOf('a', [])]])
      expect(layOutFigure(figure(lines), { width: 20, height: 10 }, measure).y.ticks.length).toBeGreaterThan(1);
  });

  it('says the scale and what lies along x', () => {
    expect(subtitleOf(figure([]))).toBe('log, over k');
    expect(subtitleOf(figure([], { scale: 'linear', xName: 'time, s' }))).toBe('over t');
  });
});

describe('a figure is drawn again', () => {
  it('where its numbers are new arrays, and only then', () => {
    const line = lineOf('a', [1, 2]);
    expect(sameFigure(figure([line]), figure([{ ...line }], { format: Number.toString }))).toBe(true);
    expect(sameFigure(figure([line]), figure([{ ...line, y: [1, 2] }]))).toBe(false);
    expect(sameFigure(figure([line]), figure([line], { marks: [{ x: 1, kind: 'nan', label: '' }] }))).toBe(false);
  });
});

describe('a line in words', () => {
  const options = { xName: 'iteration', scale: 'log', format: String } as const;
  const say = (y: readonly number[], more = {}) =>
    sentenceOf(
      y.map((_, i) => i),
      y,
      { ...options, ...more },
    );

  it('says where it comes from and where it goes', () => {
    expect(say([11.6, 3, 0.005])).toBe('falls from 11.6 to 0.005 in 3 iterations');
    expect(say([1, 2])).toBe('rises from 1 to 2 in 2 iterations');
    expect(say([2, 2, 2])).toBe('stays at 2 over 3 iterations');
    expect(say([2])).toBe('is 2');
  });

  it('says peaks, gaps and nothing', () => {
    expect(say([2, 1e6, 1])).toBe('falls from 2 to 1 in 3 iterations, with a peak of 1000000 at iteration 1');
    expect(say([2, 0, NaN, 1])).toBe('falls from 2 to 1 in 4 iterations, with 2 values that cannot be shown');
    expect(say([])).toBe('nothing to show yet');
    expect(say([NaN])).toBe('no value that can be shown');
  });

  it('speaks of seconds over time', () => {
    expect(sentenceOf([0, 0.5, 2], [0, 1, 3], { xName: 'time, s', scale: 'linear', format: (v) => `${v} N m` })).toBe(
      'rises from 0 N m to 3 N m in 2 s',
    );
  });
});
