/** @file Figures as SVG: valid XML with everything that the screen shows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureSvg } from '../../src/figures/figure-svg.ts';
import { heatmapSvg } from '../../src/figures/heatmap-svg.ts';
import { readSvg } from '../support/svg.ts';
import type { FigureData } from '../../src/figures/figure-data.ts';

const palette = (token: string): string =>
  token === '--surface' ? '#ffffff' : token === '--plus' ? '#12806a' : '#333333';

const x = Array.from({ length: 50 }, (_, k) => k);
const figure: FigureData = {
  id: 'loss',
  title: 'Loss & <friends>',
  xName: 'iteration',
  scale: 'log',
  lines: [
    {
      id: 'now',
      label: 'this run',
      colour: '--now',
      x,
      y: x.map((k) => (k === 20 ? 0 : k === 30 ? NaN : 10 / (1 + k))),
    },
    { id: 'old', label: 'step "0.1"', colour: '#98a3b3', x, y: x.map((k) => 3 / (1 + k * k)), dashed: true },
  ],
  band: { label: '10–90 %', x, low: x.map((k) => 5 / (1 + k)), high: x.map((k) => 20 / (1 + k)) },
  marks: [{ x: 12, kind: 'clip', label: 'gradient clipped' }],
  format: String,
  formatTick: (value) => `${value} m`,
};

describe('a figure as SVG', () => {
  const { elements, texts } = readSvg(figureSvg(figure, { palette }));

  it('holds title, scale, axes with units, names, gaps, marks and the band', () => {
    for (const text of [
      'Loss & <friends>',
      'log, over k',
      'iteration',
      '1 m',
      'this run',
      'step "0.1"',
      '0',
      'not finite',
      'gradient clipped',
      '10–90 %',
    ])
      expect(texts).toContain(text);
    expect(elements.filter(({ attributes }) => attributes['stroke-dasharray'])).toHaveLength(1);
  });

  it('has numbers only: nothing infinite, nothing undefined', () => {
    const written = elements.flatMap(({ attributes }) => Object.values(attributes)).join(' ');
    expect(written).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('is valid whatever the texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (title, label) => {
        const { elements: all } = readSvg(
          figureSvg({ ...figure, title, lines: [{ ...figure.lines[0], label }] }, { palette }),
        );
        expect(all[0].name).toBe('svg');
      }),
      { numRuns: 25 },
    );
  });

  it('stays small, however long the run', () => {
    const long = Array.from({ length: 16_384 }, (_, k) => k);
    const line = { ...figure.lines[0], x: long, y: long.map((k) => 2 + Math.sin(k)) };
    expect(figureSvg({ ...figure, lines: [line], band: undefined }, { palette }).length).toBeLessThan(60_000);
  });
});

describe('a heatmap as SVG', () => {
  const data = {
    title: 'Gradient',
    rows: [
      { id: 'a', label: 'joint 1', colour: '--now' },
      { id: 'b', label: 'joint 2', colour: '--now' },
    ],
    values: Float64Array.from([0, 1, 0, 1, NaN, 1, -0.5, 1]),
    columns: 4,
    dt: 0.5,
    unit: 'per N m',
    scale: 'symlog',
    format: (value: number) => `${value} per N m`,
  } as const;
  const { elements, texts } = readSvg(heatmapSvg(data, { palette }));

  it('holds names, seconds, the unit and what is not finite', () => {
    for (const text of ['Gradient', 'symlog, 1 not finite', 'joint 1', 'joint 2', '2 s', '-0.5 per N m', '1 per N m'])
      expect(texts).toContain(text);
    expect(elements.filter(({ attributes }) => attributes.fill === 'url(#not-finite)')).toHaveLength(1);
  });

  it('joins neighbours of one colour, and gives the largest that of its sign', () => {
    const strongest = elements.filter(({ attributes }) => attributes.fill === 'rgb(18, 128, 106)');
    expect(strongest).toHaveLength(1);
    expect(strongest[0].attributes.d.match(/M/g)).toHaveLength(1);
  });

  it('is valid without numbers', () => {
    expect(readSvg(heatmapSvg({ ...data, values: new Float64Array(0), columns: 0 }, { palette })).texts).toContain(
      'Gradient',
    );
  });
});
