/** @file Charts: linear and logarithmic axes, sticks, limits with their words, orders; as a file and as a table. */
import { describe, expect, it } from 'vitest';
import { type ChartData, chartSentence, chartSubtitle } from '../../../src/figures/chart/chart-data.ts';
import { layOutChart, pointNear } from '../../../src/figures/chart/chart-layout.ts';
import { chartShapes, chartSvg, chartTable, litShapes } from '../../../src/figures/chart/chart-shapes.ts';
import { orderOf } from '../../../src/figures/chart/order.ts';
import { spectrumChart } from '../../../src/figures/chart/spectrum.ts';
import { lightPalette as palette } from '../../../src/figures/light-palette.ts';
import { placeAt, xPixel, yPixel } from '../../../src/figures/plane.ts';
import { type Shape, shapesSvg } from '../../../src/figures/shapes.ts';
import { spectralDensity } from '../../../src/learning/spectrum/density.ts';
import { exactMeasure } from '../../../src/learning/spectrum/quadrature.ts';
import { encodeCsv } from '../../../src/formats/csv.ts';
import { ordersExample, spectrumExample } from '../../support/lab-figures.ts';
import { readSvg } from '../../support/svg.ts';

const measure = (text: string): number => 6 * text.length;
const size = { width: 520, height: 320 };
const words = { name: 'x', unit: '' };
const chart = (curve: Partial<ChartData['curves'][number]>, more: Partial<ChartData> = {}): ChartData => ({
  id: 'c',
  title: 'Chart',
  x: words,
  y: { name: 'y', unit: 'm' },
  curves: [{ id: 'a', label: 'a', colour: '--now', x: [0, 1, 2], y: [1, 3, 2], ...curve }],
  ...more,
});

describe('a chart', () => {
  it('dims all but what is lit to 35 %, and draws that again on top; nothing where it has nothing of it', () => {
    const [first] = chart({}).curves;
    const data = chart({}, { curves: [first, { ...first, id: 'b', colour: '--line-1', y: [2, 2, 5] }] });
    const layout = layOutChart(data, size, measure);
    const [over, ...lit] = litShapes(layout, ['b']);
    expect(over).toMatchObject({ fill: '--surface', opacity: 0.65 });
    expect(lit.every((shape) => 'd' in shape && [shape.stroke, shape.fill].includes('--line-1'))).toBe(true);
    expect(chartShapes(layout)).toEqual(expect.arrayContaining(lit as Shape[]));
    expect(litShapes(layout, ['c'])).toEqual([]);
    expect(shapesSvg([over], palette).join('')).toContain('opacity="0.65"');
  });

  it('has its numbers where the axes have them', () => {
    const { plane, curves } = layOutChart(chart({}), size, measure);
    expect([curves[0].x[1], curves[0].y[1]]).toEqual([xPixel(plane, 1), yPixel(plane, 3)]);
    expect([plane.y.min < 1, plane.y.max > 3]).toEqual([true, true]);
  });

  it('leaves out what an axis cannot show', () => {
    const data = chart({ y: [1, 0, NaN] }, { y: { name: 'y', unit: '', scale: 'log' } });
    const { curves } = layOutChart(data, size, measure);
    expect([...curves[0].y].map(Number.isNaN)).toEqual([false, true, true]);
    expect(chartSentence(data)).toBe('Chart: a, 1 value, highest 1 at 0.');
    expect(chartSvg(data, { palette })).not.toMatch(/NaN|Infinity/);
  });

  it('of logarithms shows numbers whose ratio is none', () => {
    const y = [1e-200, 1, 1e200];
    const { curves, plane } = layOutChart(chart({ y }, { y: { name: 'y', unit: '', scale: 'log' } }), size, measure);
    const { top, height } = plane.box;
    expect(curves[0].y[1]).toBeCloseTo(top + height / 2, 6);
    for (const pixel of curves[0].y) expect(pixel > top && pixel < top + height).toBe(true);
    expect(placeAt(plane, curves[0].x[1], curves[0].y[1])!.y).toBeCloseTo(1, 6);
  });

  it('stands sticks on 0, and on the lower edge where the axis is logarithmic', () => {
    const sticks = { style: 'sticks' as const };
    const linear = layOutChart(chart(sticks), size, measure);
    expect([linear.plane.y.min, linear.floor]).toEqual([0, yPixel(linear.plane, 0)]);
    const log = layOutChart(chart(sticks, { y: { name: 'y', unit: '', scale: 'log' } }), size, measure);
    expect(log.floor).toBe(log.plane.box.top + log.plane.box.height);
  });

  it('keeps words of limits inside and apart', () => {
    const limits = [1.98, 2, 1.96].map((x) => ({ x, label: 'a limit with words', colour: '--bad' }));
    const layout = layOutChart(chart({}, { limits }), size, measure);
    expect(layout.limits.map(({ anchor, row }) => [anchor, row])).toEqual([
      ['end', 0],
      ['end', 1],
      ['end', 2],
    ]);
  });

  it('finds the point under the pointer', () => {
    const layout = layOutChart(chart({}), size, measure);
    const [x, y] = [layout.curves[0].x[2], layout.curves[0].y[2]];
    expect(pointNear(layout, x + 3, y - 3)).toMatchObject({ index: 2 });
    expect(pointNear(layout, x - 80, y + 80)).toBeNull();
  });

  it('is empty without numbers', () => {
    const data = chart({ x: [], y: [] });
    expect(readSvg(chartSvg(data, { palette })).texts).toContain('Chart');
    expect(chartSentence({ ...data, curves: [] })).toBe('Chart: nothing to show yet.');
  });

  it('draws nothing outside of its box', () => {
    const layout = layOutChart(
      chart({ x: [0, 1, 2], y: [-5, 50, 1] }, { y: { name: 'y', unit: '', min: 0, max: 4 } }),
      size,
      measure,
    );
    const { box } = layout.plane;
    const line = chartShapes(layout).find((shape) => 'd' in shape && shape.stroke === '--now')!;
    const heights = 'd' in line ? [...line.d.matchAll(/ ([-\d.]+)/g)].map(([, y]) => Number(y)) : [];
    expect(heights.length).toBeGreaterThan(2);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(box.top);
    expect(Math.max(...heights)).toBeLessThanOrEqual(box.top + box.height + 0.01);
  });

  it('is a table of two columns for each curve', () => {
    expect(
      encodeCsv(chartTable(chart({})))
        .split('\r\n')
        .slice(0, 2),
    ).toEqual(['a: x,a: y [m]', '0,1']);
  });
});

describe('orders', () => {
  it('are slopes on logarithmic axes', () => {
    const x = [0.1, 0.2, 0.4, 0.8];
    expect(
      orderOf(
        x,
        x.map((h) => 3 * h ** 2),
      ),
    ).toBeCloseTo(2, 12);
    expect(orderOf(x, [...x.slice(0, 3), NaN])).toBeCloseTo(1, 12);
    expect([orderOf([1], [2]), orderOf([1, 1], [2, 3]), orderOf([], [])]).toEqual([NaN, NaN, NaN]);
  });

  it('stand at their lines, near the right end', () => {
    const data = ordersExample();
    const { words: labels, plane } = layOutChart(data, size, measure);
    expect(labels).toHaveLength(2);
    expect(labels.every(({ left }) => left > plane.box.left + plane.box.width / 2)).toBe(true);
    const { texts } = readSvg(chartSvg(data, { palette }));
    for (const text of ['order 1.01', 'order 2.00', 'both axes logarithmic', 'to the modified flow'])
      expect(texts).toContain(text);
  });
});

describe('a spectrum', () => {
  it('has sticks as high as their own Gaussian', () => {
    const lone = spectrumChart({
      ...{
        id: 's',
        title: 'S',
        eigenvalue: words,
        nodes: [2],
        weights: [1],
        grid: [1, 2, 3],
        kernelWidth: 0.5,
        mass: 1,
      },
      density: [1, 2, 3].map((at) => Math.exp(-0.5 * ((at - 2) / 0.5) ** 2) / (0.5 * Math.sqrt(2 * Math.PI))),
    });
    const [sticks, density] = lone.curves;
    expect(sticks.y[0]).toBeCloseTo(density.y[1], 12);
    expect(lone.subtitle).toBe('Gaussians 0.5 wide; 100 % of the spectrum lies within');
  });

  it('whose eigenvalues all stand alone has sticks as high as their share', () => {
    const { sticks, at, values, width, mass } = spectralDensity(exactMeasure(Float64Array.of(1, 50, 1, 50, 1)));
    const [nodes, weights] = [sticks.map(({ value }) => value), sticks.map(({ weight }) => weight)];
    const shown = { nodes, weights, grid: at, density: values, kernelWidth: width, mass };
    const data = spectrumChart({ id: 's', title: 'S', eigenvalue: { name: 'eigenvalue', unit: 's' }, ...shown });
    expect([...Array.from(data.curves[0].y)]).toEqual(weights);
    expect([data.subtitle, data.y.name, data.y.unit]).toEqual(['every eigenvalue stands alone', 'share of the spectrum', '']); // prettier-ignore
    expect(chartSvg(data, { palette })).not.toMatch(/NaN|Infinity/);
  });

  it('says the mass that is drawn, its thresholds and its axes', () => {
    const data = spectrumExample();
    expect(chartSubtitle(data)).toBe('Gaussians 0.35 rad⁻² wide; 99.97 % of the spectrum lies within');
    const { texts } = readSvg(chartSvg(data, { palette }));
    for (const text of [
      'descent: 2/η = 20',
      'eigenvalue of the Hessian, rad⁻²',
      'density, per rad⁻²',
      'density of eigenvalues',
    ])
      expect(texts).toContain(text);
  });
});
