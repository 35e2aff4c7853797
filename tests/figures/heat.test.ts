/** @file What a heatmap shows, and when: cells, spikes, gaps. */
import { describe, expect, it } from 'vitest';
import { divergingColour, divergingOf, rgbOf } from '../../src/figures/colours.ts';
import { heatGrid, heatSentence, heatSubtitle, type HeatmapData } from '../../src/figures/heat-data.ts';
import { cellAt, layOutHeat, secondsAt } from '../../src/figures/heat-layout.ts';

const map = (rows: number, columns: number, at: (row: number, column: number) => number): HeatmapData => ({
  title: 'Gradient',
  rows: Array.from({ length: rows }, (_, row) => ({ id: `j${row}`, label: `joint ${row + 1}`, colour: '#0072b2' })),
  values: Float64Array.from({ length: rows * columns }, (_, index) => at(index % rows, Math.floor(index / rows))),
  columns,
  dt: 0.01,
  unit: 'per N m',
  scale: 'symlog',
  format: (value) => `${value} per N m`,
});

describe('a heatmap', () => {
  it('shows the strongest of the instants of a column, so that no spike vanishes', () => {
    const grid = heatGrid(
      map(2, 1000, (row, column) => (row === 1 && column === 777 ? -4 : 1e-3)),
      100,
    );
    expect([grid.rows, grid.columns]).toEqual([2, 100]);
    expect([...grid.fractions].filter((fraction) => fraction === -1)).toHaveLength(1);
    expect(grid.fractions[100 + 77]).toBe(-1);
    expect(grid.largest).toEqual({ row: 1, column: 777, value: -4 });
  });

  it('counts what is not finite, and shows it as such', () => {
    const grid = heatGrid(
      map(3, 50, (row, column) => (row === 0 && column < 2 ? NaN : row)),
      10,
    );
    expect(grid.notFinite).toBe(2);
    expect([...grid.fractions].map(Number.isNaN).filter(Boolean)).toHaveLength(1);
    expect(
      heatSentence(
        map(3, 50, (row) => row),
        grid,
      ),
    ).toBe('Gradient: 3 rows over 0.5 s, largest 2 per N m at joint 3, 0 s, 2 not finite');
  });

  it('has one scale, or one for each row, and says which', () => {
    const data = map(2, 10, (row) => (row === 0 ? 1 : 100));
    expect(heatGrid(data, 10).fractions[0]).toBeLessThan(0.5);
    const byRow = { ...data, scale: 'symlog by row' } as const;
    expect([...new Set(heatGrid(byRow, 10).fractions)]).toEqual([1]);
    expect([heatSubtitle(data), heatSubtitle(byRow)]).toEqual(['symlog', 'symlog by row']);
  });

  it('is empty without numbers', () => {
    const data = map(7, 0, () => 0);
    expect(heatGrid(data, 300)).toMatchObject({ columns: 0, largest: null });
    expect(heatSentence(data, heatGrid(data, 300))).toBe('Gradient: nothing to show yet.');
  });

  it('names rows as often as there is room', () => {
    const every = (rows: number): number =>
      layOutHeat(
        map(rows, 10, () => 1),
        { width: 300, height: 160 },
        (text) => 6 * text.length,
      ).labelEvery;
    expect([every(7), every(12), every(60)]).toEqual([1, 2, 6]);
  });

  it('knows what lies at a pixel', () => {
    const data = map(7, 200, () => 1);
    const layout = layOutHeat(data, { width: 300, height: 160 }, () => 40);
    const { left, top, width, height } = layout.box;
    expect(cellAt(layout, data, left + width / 2, top + height - 1)).toEqual({ row: 6, column: 100 });
    expect(cellAt(layout, data, left - 1, top)).toBeNull();
    expect([secondsAt(layout, left - 50), secondsAt(layout, left + width / 2), secondsAt(layout, 999)]).toEqual([
      0, 1, 2,
    ]);
  });
});

describe('colours', () => {
  const tokens: Record<string, string> = { '--minus': '#7b3294', '--surface': '#fff', '--plus': '#12806a' };
  const colours = divergingOf((token) => tokens[token]);

  it('run from minus over the surface to plus', () => {
    expect(divergingColour(-1, colours)).toEqual(rgbOf('#7b3294'));
    expect(divergingColour(0, colours)).toEqual([255, 255, 255]);
    expect(divergingColour(7, colours)).toEqual([0x12, 0x80, 0x6a]);
  });
});
