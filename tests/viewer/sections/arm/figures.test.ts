/** @file The figures of the arm's room as data: what is drawn, of which iteration, in which colour. */
import { describe, expect, it } from 'vitest';
import { methodKinds } from '../../../../src/optimize/kinds.ts';
import type { Look } from '../../../../src/viewer/sections/arm/calls.ts';
import { pushHeatmap } from '../../../../src/viewer/sections/arm/figures/push-heatmap.ts';
import {
  distanceFigure,
  lossFigure,
  normFigure,
  termsFigure,
} from '../../../../src/viewer/sections/arm/figures/run-figures.ts';
import { lengthTick, tickOf } from '../../../../src/viewer/sections/arm/figures/ticks.ts';
import { torqueFigure } from '../../../../src/viewer/sections/arm/figures/torque-figure.ts';
import { methodColour } from '../../../../src/viewer/sections/arm/method-colours.ts';
import { jointHues } from '../../../../src/figures/joint-hues.ts';
import { jointColours } from '../../../../src/viewer/sections/arm/joint-colours.ts';
import { shortNames } from '../../../../src/viewer/sections/arm/joint-labels.ts';
import { SeriesTable } from '../../../../src/figures/series.ts';
import { seriesOf } from '../../../../src/viewer/studio/readings.ts';
import type { Shown } from '../../../../src/viewer/studio/store/shown.ts';
import { assetModel } from '../../../support/robots.ts';
import { bundledScene } from './converse.ts';

const scene = bundledScene('panda-reach');
const measure = { name: 'distance', unit: 'm' };
const two = assetModel('planar-2link');

function table(restarts = 1): SeriesTable {
  const series = seriesOf({ scene, restarts, measures: [measure], measure, training: null });
  const row = Object.fromEntries(series.columns.map(({ id }) => [id, 1]));
  for (let k = 0; k < 3; k++) series.push(k, { ...row, loss: 4 - k });
  return series;
}

describe('figures over the iterations', () => {
  it('draw the loss of this run over those before, the last one named', () => {
    const [first, last] = [table(), table()];
    const past = [{ label: 'run before', method: 'adam', series: first }, { label: 'learning rate 0.1', method: 'adam', series: last }]; // prettier-ignore
    const { lines, band } = lossFigure(table(), 'adam', past, []);
    expect(lines.map(({ id, label, colour, dashed = false }) => [id, label, colour, dashed])).toEqual([
      ['loss', 'this run', '--now', false],
      ['past 1', 'learning rate 0.1', '--muted', true],
      ['past 0', '', '--line', true],
    ]);
    expect(Array.from(lines[0].y)).toEqual([4, 3, 2]);
    expect(band).toBeUndefined();
  });

  it('have the colours of methods where runs of several lie side by side, and light what one method made', () => {
    const before = { label: 'method lbfgs', method: 'lbfgs', series: table() };
    const { lines } = lossFigure(table(), 'adam', [{ ...before, label: '', method: 'adam' }, before], []);
    expect(lines.map(({ colour, subject }) => [colour, subject])).toEqual([
      ['--now', 'adam'],
      [methodColour('lbfgs'), 'lbfgs'],
      [methodColour('adam'), 'adam'],
    ]);
    expect(new Set(methodKinds.all.map(({ type }) => methodColour(type))).size).toBe(methodKinds.all.length);
  });

  it('draw the best, the median and the band of many starts', () => {
    const { lines, band } = lossFigure(table(64), 'adam', [], []);
    expect(lines.map(({ label }) => label)).toEqual(['best', 'median']);
    expect(band).toMatchObject({ label: '10 to 90 % of the starts' });
  });

  it('draw the terms by name, and name each in words', () => {
    const { lines } = termsFigure(table(), ['reach', 'effort', 'gone']);
    expect(lines.map(({ id, label }) => [id, label])).toEqual([
      ['reach', 'distance on the way'],
      ['effort', 'effort'],
    ]);
    expect(new Set(lines.map(({ colour }) => colour)).size).toBe(2);
  });

  it('draw the tolerance with the distance, the same arrays while nothing changes', () => {
    const series = table();
    const of = () => distanceFigure(series, { ...measure, title: 'Distance to target', tolerance: 0.001 });
    const { lines, format, formatTick } = of();
    expect(lines.map(({ label }) => label)).toEqual(['', 'tolerance 1.00 mm']);
    expect([format(0.338), formatTick(0.03)]).toEqual(['338 mm', '30 mm']);
    expect(of().lines[1].x).toBe(lines[1].x);
    expect(distanceFigure(new SeriesTable([]), { ...measure, title: '', tolerance: 1 }).lines).toEqual([]);
  });

  it('speak of clipping only where something clips', () => {
    expect(normFigure(table(), false, []).lines.map(({ id }) => id)).toEqual(['norm']);
    expect(normFigure(table(), true, []).lines.map(({ label }) => label)).toEqual(['gradient', 'clipped']);
  });

  it('are empty before anything is open', () => {
    const none = new SeriesTable([]);
    for (const { lines } of [lossFigure(none, '', [], []), termsFigure(none, ['reach']), normFigure(none, true, [])])
      expect(lines.every(({ x }) => x.length === 0)).toBe(true);
  });
});

describe('figures over time', () => {
  const look = {
    k: 17,
    tau: Float64Array.of(1, 2, 3, 4, 5, 6),
    motion: { dt: 0.5 },
    costates: { tau: Float64Array.of(1, -2, 0, 4, 5, 6), v: new Float64Array(6), q: new Float64Array(6) },
  } as unknown as Shown;

  it('show the push that would lower the loss, the same array for the same look', () => {
    const map = pushHeatmap(look, two, 'tau', 'k 17, symlog');
    expect(map).toMatchObject({ columns: 3, dt: 0.5, unit: 'per N m', subtitle: 'k 17, symlog' });
    expect([...map.values]).toEqual([-1, 2, 0, -4, -5, -6]);
    expect(map.rows.map(({ id, label }) => [id, label])).toEqual([
      ['shoulder', 'shoulder'],
      ['elbow', 'elbow'],
    ]);
    expect(pushHeatmap(look, two, 'tau', 'k 17, symlog').values).toBe(map.values);
    expect(pushHeatmap(look, two, 'v', '').unit).toBe('per rad/s');
  });

  it('show the torque of all joints, or of the pinned one with limits that it comes near', () => {
    const colours = jointColours(two);
    const all = torqueFigure(look as Look, two, null);
    expect(all.lines.map(({ id, colour, y }) => [id, colour, [...Array.from(y)]])).toEqual([
      ['shoulder', colours['shoulder'], [1, 3, 5]],
      ['elbow', colours['elbow'], [2, 4, 6]],
    ]);
    const bounded = {
      ...two,
      joints: two.joints.map((joint) => ({ ...joint, limits: { ...joint.limits, effort: 8 } })),
    };
    const one = torqueFigure(look as Look, bounded, 'elbow');
    expect([one.title, one.lines.map(({ id }) => id)]).toEqual(['Torque of elbow', ['elbow', 'limit 1', 'limit -1']]);
    expect(one.format(4)).toBe('4.000 N m');
  });
});

describe('labels', () => {
  it('of joints leave out what all share', () => {
    expect(shortNames(['panda_joint1', 'panda_joint2'])).toEqual(['joint 1', 'joint 2']);
    expect(shortNames(['shoulder_pan_joint', 'wrist_1_joint'])).toEqual(['shoulder pan', 'wrist 1']);
    expect(shortNames(['a_joint', 'b_joint', 'b'])).toEqual(['a_joint', 'b_joint', 'b']);
    expect(shortNames(['joint', 'arm_joint'])).toEqual(['joint', 'arm']);
  });

  it('of axes are short', () => {
    expect([1, 0.01, 1e-4, -2.5e-5, 12000, 0].map(tickOf)).toEqual(['1', '0.01', '1e-4', '−2.5e-5', '1e4', '0']);
    expect([0.03, 1.2, 5e-6, 0].map(lengthTick)).toEqual(['30 mm', '1.2 m', '5 µm', '0 mm']);
  });
});

describe('colours of joints', () => {
  const luminance = (hex: string): number => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const value = parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one: string, other: string): number => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  it.each(jointHues)('%s can be seen on both surfaces', (hue) => {
    expect(Math.min(contrast(hue, '#ffffff'), contrast(hue, '#171b21'))).toBeGreaterThan(3);
  });
});
