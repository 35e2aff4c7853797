/** @file Contour maps: what lies where, what is said, what the file and the table hold. */
import { describe, expect, it } from 'vitest';
import { contourSentence, contourSubtitle, valueNear } from '../../../src/figures/contour/contour-data.ts';
import { layOutContour } from '../../../src/figures/contour/contour-layout.ts';
import { contourShapes } from '../../../src/figures/contour/contour-shapes.ts';
import { contourSvg, contourTable } from '../../../src/figures/contour/contour-svg.ts';
import { pathNear } from '../../../src/figures/contour/path-near.ts';
import { lightPalette as palette } from '../../../src/figures/light-palette.ts';
import { nearestPoint, placeAt, xPixel, yPixel } from '../../../src/figures/plane.ts';
import { encodeCsv } from '../../../src/formats/csv.ts';
import { contourExample, evenly, surface } from '../../support/lab-figures.ts';
import { readSvg } from '../../support/svg.ts';

const measure = (text: string): number => 6 * text.length;
const size = { width: 600, height: 420 };
const data = contourExample();

describe('a contour map', () => {
  it('shows a value where the axes have it: a level of x lies at x', () => {
    const x = evenly(-3, 5, 17);
    const plain = { ...data, x: { ...data.x, values: x }, z: surface(x, data.y.values, (a) => a), levels: [2.2] };
    const { plane, bands } = layOutContour(
      { ...plain, scale: { kind: 'linear' }, paths: [], marks: [] },
      size,
      measure,
    );
    const [left] = /^M([\d.]+)/.exec(bands[1].line)!.slice(1).map(Number);
    expect(left).toBeCloseTo(xPixel(plane, 2.2), 1);
    const { box } = plane;
    expect(bands[1].d).toContain(`${box.left + box.width} ${box.top}`);
  });

  it('follows a logarithmic axis', () => {
    const x = Float64Array.from([0.01, 0.1, 1, 10]);
    const z = surface(x, data.y.values, (a) => Math.log10(a));
    const log = {
      ...data,
      x: { ...data.x, scale: 'log' as const, values: x },
      z,
      levels: [-0.5],
      marks: [],
      paths: [],
    };
    const { plane, bands } = layOutContour({ ...log, scale: { kind: 'linear' } }, size, measure);
    const [left] = /^M([\d.]+)/.exec(bands[1].line)!.slice(1).map(Number);
    expect(left).toBeCloseTo(plane.box.left + plane.box.width / 2, 1);
    expect(placeAt(plane, left, plane.box.top)!.x).toBeCloseTo(10 ** -0.5, 3);
  });

  it('paints bands from low to high, opaque, and has holes for what is not finite', () => {
    const layout = layOutContour(data, size, measure);
    const shapes = contourShapes(data, layout);
    const fills = shapes.flatMap((shape) => ('d' in shape && shape.fill?.startsWith('rgb(') ? [shape.fill] : []));
    expect(fills.slice(0, layout.bands.length)).toEqual(layout.bands.map(({ colour }) => colour));
    expect(layout.notFinite).toBe(data.z.filter((value) => !Number.isFinite(value)).length);
    expect(shapes.filter((shape) => 'd' in shape && shape.hatch)).toHaveLength(2);
    expect(layout.open).toEqual({ below: true, above: true });
  });

  it('draws ways that are dim at 35 %, and all else as it is', () => {
    const layout = layOutContour(data, size, measure);
    const strengths = (shown: typeof data): (number | undefined)[] =>
      contourShapes(shown, layout).map((shape) => ('d' in shape ? shape.opacity : undefined));
    const [first, ...others] = data.paths!;
    const dimmed = strengths({ ...data, paths: [{ ...first, isDim: true }, ...others] });
    expect(strengths(data).every((strength) => strength === undefined)).toBe(true);
    const alone = strengths({ ...data, paths: others });
    expect(dimmed.filter((strength) => strength === 0.35)).toHaveLength(dimmed.length - alone.length);
  });

  it('explains in its legend the kinds of marks that no words on the map name', () => {
    const kindsOf = (marks: typeof data.marks, width = 600): string[] =>
      layOutContour({ ...data, marks }, { width, height: 420 }, measure)
        .legend.entries.map(({ label }) => label)
        .filter((label) => ['minimum', 'saddle', 'maximum', 'start', 'end'].includes(label));
    expect(kindsOf(data.marks)).toEqual([]);
    expect(kindsOf([{ x: 0, y: 0, kind: 'minimum', label: 'payload 2 kg' }])).toEqual(['minimum']);
    expect(kindsOf([{ x: 0, y: 0, kind: 'saddle', label: 'saddle '.repeat(40) }])).toEqual(['saddle']);
    expect(kindsOf(data.marks, 200).length).toBeGreaterThan(0);
  });

  it('opens its bar only where there are values beyond', () => {
    const levels = [-1, 1e9];
    expect(layOutContour({ ...data, levels, scale: { kind: 'linear' } }, size, measure).open).toEqual({
      below: false,
      above: false,
    });
  });

  it('knows points and values at a place', () => {
    expect(nearestPoint(data, -5.9, 5.9)).toEqual({ column: 1, row: 79 });
    expect(valueNear(data, 3, 2)).toBeCloseTo(0.05, 1);
    expect([valueNear(data, 7, 0), valueNear(data, 5.9, 5.9)]).toEqual([NaN, NaN]);
    const { plane } = layOutContour(data, size, measure);
    const place = placeAt(plane, xPixel(plane, 1.5), yPixel(plane, -2.5))!;
    expect([place.x, place.y].map((value) => Number(value.toFixed(9)))).toEqual([1.5, -2.5]);
    expect(placeAt(plane, 0, 0)).toBeNull();
  });

  it('finds the point of a path under the pointer', () => {
    const { plane } = layOutContour(data, size, measure);
    const [descent] = data.paths!;
    const [left, top] = [xPixel(plane, descent.x[3]), yPixel(plane, descent.y[3])];
    expect(pathNear(plane, data.paths!, left + 1, top - 2)).toEqual({ path: descent, index: 3 });
    expect(pathNear(plane, data.paths!, plane.box.left + 5, plane.box.top + 5)).toBeNull();
  });

  it('says itself in words', () => {
    expect(contourSentence(data)).toBe(
      "Himmelblau's function, and two ways down: loss over first parameter and second parameter, 81 by 81 points; " +
        'lowest loss 0.0415 at first parameter 3 rad, second parameter 1.95 rad; 88 not finite; ' +
        'descent, step 0.01 over 60 points; momentum 0.9 over 60 points',
    );
    expect(contourSubtitle(data)).toBe('log levels of loss above 0.0415');
    expect(contourSentence({ ...data, z: data.z.map(() => NaN) })).toMatch(/: no value is finite\.$/);
  });

  it.each([560, 360])('is a valid file %i wide that explains every mark', (width) => {
    const { elements, texts } = readSvg(contourSvg(data, { palette, width }));
    const whole = texts.join(' ');
    for (const text of ['first parameter, rad', 'second parameter, rad', 'loss', 'descent, step 0.01', 'momentum 0.9'])
      expect(texts).toContain(text);
    for (const text of ['minimum', 'saddle', 'maximum', 'start', '88 values not finite', 'farther from this plane'])
      expect(whole).toContain(text);
    expect(whole).toContain('largest curvature');
    const written = elements.flatMap(({ attributes }) => Object.values(attributes)).join(' ');
    expect(written).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('is a table of its points and its paths, with units', () => {
    const lines = encodeCsv(contourTable(data)).trim().split('\r\n');
    expect(lines).toHaveLength(1 + 81 * 81);
    expect(lines[0]).toBe(
      'first parameter [rad],second parameter [rad],loss,' +
        '"descent, step 0.01: first parameter [rad]","descent, step 0.01: second parameter [rad]",' +
        'momentum 0.9: first parameter [rad],momentum 0.9: second parameter [rad]',
    );
    expect(lines[1]).toBe('-6,-6,890,-0.5,-5,-0.5,-5');
    expect(lines.at(-1)).toBe('6,6,nan,,,,');
  });
});
