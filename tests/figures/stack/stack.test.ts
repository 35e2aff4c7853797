/** @file Plots over a shared axis: where they lie, what is drawn of them, and their files. */
import { describe, expect, it } from 'vitest';
import { lightPalette } from '../../../src/figures/light-palette.ts';
import { eventRowShapes } from '../../../src/figures/stack/event-rows.ts';
import { type StackData, stackSentence } from '../../../src/figures/stack/stack-data.ts';
import { layOutStack } from '../../../src/figures/stack/stack-layout.ts';
import {
  stackCursorShapes,
  stackLitShapes,
  stackShapes,
  stackSvg,
  stackTable,
} from '../../../src/figures/stack/stack-shapes.ts';
import { estimateWidth } from '../../../src/figures/svg.ts';

const x = [0, 1, 2, 3];
const data: StackData = {
  id: 'lanes',
  title: 'Lanes',
  subtitle: '',
  x: { name: 'time', unit: 's', min: 0, max: 3 },
  panels: [
    {
      id: 'a',
      name: 'angle',
      unit: 'rad',
      share: 2,
      lines: [{ id: 'mean', label: 'estimate', colour: '--now', x, y: [1, 2, NaN, 4], style: 'line' }],
      band: { label: '± 2 σ', x, low: [0, 1, NaN, 3], high: [2, 3, NaN, 5] },
      spans: [{ from: 1, to: 2, label: 'blind' }],
    },
    {
      id: 'b',
      name: 'square',
      unit: '',
      share: 1,
      min: 0,
      max: 2,
      verdict: 'in bounds',
      lines: [{ id: 'nis', label: '', colour: '--line-1', x, y: [1, 5, 1, 1], style: 'dots' }],
      limits: [{ y: 1.5, label: 'bound' }],
    },
  ],
};
const size = { width: 400, height: 300 };
const layout = layOutStack(data, size, estimateWidth);
const textsOf = (gutter: number): string[] =>
  stackShapes(layOutStack(data, size, estimateWidth, gutter), estimateWidth).flatMap((shape) =>
    'text' in shape ? [shape.text] : [],
  );

describe('plots over a shared axis', () => {
  it('share the height as they say, from the same left to the same right', () => {
    const [a, b] = layout.panels.map(({ plane: { box } }) => box);
    expect(a.height).toBeCloseTo(2 * b.height, 9);
    expect([a.left, a.width]).toEqual([b.left, b.width]);
    expect(b.top).toBeGreaterThan(a.top + a.height);
    expect(layout.plane.box.height).toBeCloseTo(b.top + b.height - layout.plane.box.top, 9);
  });

  it('stand at the gutter where there is one, with their words in it', () => {
    const wide = layOutStack(data, size, estimateWidth, 150);
    expect(wide.panels[0].plane.box.left).toBe(150);
    expect(wide.panels[0].plane.box.height).toBeGreaterThan(layout.panels[0].plane.box.height);
    expect(textsOf(150)).toEqual(expect.arrayContaining(['angle, rad', 'estimate', '± 2 σ', 'in bounds']));
    expect(textsOf(0)).toEqual(expect.arrayContaining(['angle, rad', 'estimate', 'time, s']));
  });

  it('draw what lies beyond an axis at its edge, and lift lines where there is no number', () => {
    const dots = stackShapes(layout, estimateWidth).find((shape) => 'd' in shape && shape.fill === '--line-1');
    const heights = [...(dots as { d: string }).d.matchAll(/M[\d.]+ ([\d.]+)/g)].map((match) => Number(match[1]));
    expect(Math.min(...heights)).toBeCloseTo(layout.panels[1].plane.box.top, 1);
    const line = stackShapes(layout, estimateWidth).find((shape) => 'd' in shape && shape.stroke === '--now');
    expect((line as { d: string }).d.match(/M/g)).toHaveLength(1);
  });

  it('dim the lines beside those that are lit, in their own plots', () => {
    expect(stackLitShapes(layout, ['mean']).filter((shape) => 'opacity' in shape)).toHaveLength(1);
    expect(stackLitShapes(layout, ['nobody'])).toEqual([]);
  });

  it('have their cursor within the axis only', () => {
    expect(stackCursorShapes(layout, 1.5)).toHaveLength(1);
    expect(stackCursorShapes(layout, 4)).toEqual([]);
  });

  it('are said, written as a file and as a table', () => {
    expect(stackSentence(data)).toBe('Lanes. angle: estimate from 1 rad to 4 rad. square: nothing to show, in bounds.');
    const svg = stackSvg(data, { palette: lightPalette });
    expect(svg).toContain('<title>Lanes</title>');
    expect(svg).not.toContain('NaN');
    expect(stackTable(data).columns.map(({ name }) => name)).toEqual([
      'angle, estimate: time [s]',
      'angle, estimate: angle [rad]',
      'square, nis: time [s]',
      'square, nis: square',
    ]);
  });
});

describe('rows of events', () => {
  const row = {
    id: 'camera',
    label: 'camera',
    spoke: [0, 1],
    refused: [2],
    lost: [3],
    spans: [{ from: 1, to: 2, kind: 'blind' as const }],
  };
  const view = { end: 4, left: 100, right: 10, rowHeight: 22, lit: null };

  it('have a sign of its own for each sort, and a hatched stretch where a sensor is blind', () => {
    const shapes = eventRowShapes([row], { width: 510, height: 22 }, view);
    const strokes = shapes.flatMap((shape) => ('d' in shape && shape.stroke ? [shape.stroke] : []));
    expect(strokes).toEqual(['--line', '--line-1', '--muted', '--bad']);
    expect(shapes.filter((shape) => 'd' in shape && shape.hatch !== undefined)).toHaveLength(1);
    expect((shapes.find((shape) => 'd' in shape && shape.stroke === '--line-1') as { d: string }).d).toContain('M200 ');
  });

  it('are dimmed beside the one that is lit', () => {
    const opacities = (lit: string | null) =>
      eventRowShapes([row], { width: 510, height: 22 }, { ...view, lit }).flatMap((shape) =>
        'opacity' in shape ? [shape.opacity] : [],
      );
    expect(new Set(opacities('camera'))).toEqual(new Set([1]));
    expect(new Set(opacities('imu'))).toEqual(new Set([0.35]));
  });
});
