/** @file The record of a run's numbers: bounded, and true to every extreme. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacity } from '../../src/figures/column.ts';
import { indexOnLine, thinned } from '../../src/figures/extremes.ts';
import { gapsOf } from '../../src/figures/gaps.ts';
import { type SeriesColumn, SeriesTable } from '../../src/figures/series.ts';

const loss: SeriesColumn = { id: 'loss', label: 'loss', unit: '', scale: 'log', colour: '--now' };
const torque: SeriesColumn = { id: 'torque', label: 'torque', unit: 'N m', scale: 'linear', colour: '--plus' };

/** Numbers that look random and are the same every time. */
const wobble = (k: number): number => ((k * 7919) % 104_729) / 104_729 + 0.1;

function filled(count: number, value: (k: number) => number = wobble, stride = 1): SeriesTable {
  const table = new SeriesTable([loss, torque]);
  for (let i = 0; i < count; i++) table.push(i * stride, { loss: value(i * stride), torque: -value(i * stride) });
  return table;
}

const extreme = (values: Iterable<number>, of: 'min' | 'max'): number => {
  let found = of === 'min' ? Infinity : -Infinity;
  for (const value of values) found = Math[of](found, value);
  return found;
};

describe('a series table', () => {
  it('keeps every point as long as there is room', () => {
    const table = filled(capacity);
    expect(table.line('loss').x).toHaveLength(capacity);
    expect(table.at('loss', 12_345)).toEqual({ k: 12_345, value: wobble(12_345) });
  });

  it('stays bounded and spread evenly, and keeps its first and last point', () => {
    const count = 200_000;
    const { x, y } = filled(count).line('loss');
    expect(x.length).toBeLessThanOrEqual(capacity);
    expect(x.length).toBeGreaterThan(capacity / 4);
    expect([x[0], x.at(-1), y.at(-1)]).toEqual([0, count - 1, wobble(count - 1)]);
    const widest = extreme(
      x.slice(1).map((k, i) => k - x[i]),
      'max',
    );
    expect(widest).toBeLessThan(count / 1000);
    expect(x.every((k, i) => y[i] === wobble(k) && (i === 0 || k > x[i - 1]))).toBe(true);
  });

  it('never loses a spike, wherever it is', () => {
    const position = fc.integer({ min: 1, max: 99_998 });
    fc.assert(
      fc.property(position, position, (up, down) => {
        fc.pre(up !== down);
        const { y } = filled(100_000, (k) => (k === up ? 1e6 : k === down ? 1e-9 : wobble(k))).line('loss');
        return extreme(y, 'max') === 1e6 && extreme(y, 'min') === 1e-9;
      }),
      { numRuns: 6 },
    );
  });

  it('keeps the extremes of every window, up to one bin at its edges', () => {
    const count = 100_000;
    const { x, y } = filled(count).line('torque');
    const bin = extreme(
      x.slice(1).map((k, i) => k - x[i]),
      'max',
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: count - 1 }), fc.integer({ min: 1, max: 20_000 }), (from, length) => {
        const truth = Array.from({ length: Math.min(length, count - from) }, (_, i) => -wobble(from + i));
        const kept = y.filter((_, i) => x[i] >= from - 2 * bin && x[i] < from + length + 2 * bin);
        return extreme(kept, 'max') >= extreme(truth, 'max') && extreme(kept, 'min') <= extreme(truth, 'min');
      }),
      { numRuns: 50 },
    );
  });

  it('keeps what is not finite, and values as they were found', () => {
    const table = filled(60_000, (k) => (k === 31_111 ? NaN : k % 5 === 0 ? 0 : wobble(k)));
    const { x, y } = table.line('loss');
    expect([...x].filter((_, i) => Number.isNaN(y[i]))).toEqual([31_111]);
    expect(y.includes(0)).toBe(true);
  });

  it('answers with the nearest iteration that is kept, and says which', () => {
    const table = filled(10, wobble, 10);
    expect(table.at('loss', 44)).toEqual({ k: 40, value: wobble(40) });
    expect(table.at('loss', 1000)?.k).toBe(90);
    expect(new SeriesTable([loss]).at('loss', 3)).toBeNull();
  });

  it('gives the same line until something is pushed, so that nothing is drawn twice', () => {
    const table = filled(3);
    const line = table.line('loss');
    expect(table.line('loss')).toBe(line);
    table.push(3, { torque: 1 });
    expect(table.line('loss')).toBe(line);
    table.push(4, { loss: 1 });
    expect(table.line('loss').x).toHaveLength(4);
  });

  it('refuses iterations that do not ascend and columns that nobody registered', () => {
    const table = filled(3);
    expect(() => table.push(2, { loss: 1 })).toThrow(RangeError);
    expect(() => table.push(3, { los: 1 })).toThrow('There is no column "los"; there are loss, torque.');
    expect(() => table.register(loss)).toThrow(RangeError);
    table.push(7, { loss: 1 });
    expect([table.last, table.line('torque').x.length]).toEqual([7, 3]);
  });

  it('is copied, saved and cleared', () => {
    const table = filled(40_000);
    const saved = structuredClone(table.state);
    const copy = table.copy();
    table.clear();
    expect([table.last, table.line('loss').x.length, table.columns]).toEqual([null, 0, [loss, torque]]);
    table.push(0, { loss: 5 });
    expect(SeriesTable.from(saved).state).toEqual(copy.state);
    copy.push(40_000, { loss: 2 });
    expect(copy.at('loss', 40_000)).toEqual({ k: 40_000, value: 2 });
  });
});

describe('a line of many points', () => {
  it('shows first, last and extremes of every column of pixels', () => {
    const x = Float64Array.from({ length: 5000 }, (_, i) => i);
    const y = x.map((k) => (k === 2501 ? 1e6 : k === 777 ? NaN : wobble(k)));
    const points = thinned(x, y, 'log', { low: 0, high: 4999, bins: 100 });
    expect(points.x.length).toBeLessThanOrEqual(500);
    expect([points.x[0], points.x.at(-1)]).toEqual([0, 4999]);
    expect(extreme(points.y.filter(Number.isFinite), 'max')).toBe(1e6);
    expect(points.x.filter((_, i) => Number.isNaN(points.y[i]))).toEqual([777]);
  });

  it('has no value before its start or after its end', () => {
    expect([-3, 0.2, 7, 20.4, 21].map((x) => indexOnLine([0, 10, 20], x))).toEqual([-1, 0, 1, 2, -1]);
  });

  it('names its gaps', () => {
    const x = [0, 1, 2, 3, 4, 5, 6];
    const y = [1, 0, 0, NaN, 2, -1, 3];
    expect(gapsOf(x, y, 'log')).toEqual([
      { from: 1, to: 2, kind: 'zero' },
      { from: 3, to: 3, kind: 'not finite' },
      { from: 5, to: 5, kind: 'negative' },
    ]);
    expect(gapsOf(x, y, 'linear')).toEqual([{ from: 3, to: 3, kind: 'not finite' }]);
  });
});
