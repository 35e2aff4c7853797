/** @file A surface in space: its heights and colours are those of its map, what is not finite is open, what is said and written. */
import { describe, expect, it } from 'vitest';
import { cividis } from '../../../src/figures/cividis.ts';
import { type Rgb, rgbOf } from '../../../src/figures/colours.ts';
import { bandPlaces, placeOn } from '../../../src/figures/contour/levels.ts';
import { svgOf, tableOf } from '../../../src/figures/figure-kinds.ts';
import { lightPalette as palette } from '../../../src/figures/light-palette.ts';
import { bestView } from '../../../src/figures/surface/best-view.ts';
import { piecesOf } from '../../../src/figures/surface/paint-order.ts';
import { projectionFor } from '../../../src/figures/surface/projection.ts';
import { boxHeight, fromFloor, onFloor, reliefOf } from '../../../src/figures/surface/relief.ts';
import { type SurfaceData, surfaceNote, surfaceSentence } from '../../../src/figures/surface/surface-data.ts';
import { layOutSurface, surfacePoint } from '../../../src/figures/surface/surface-layout.ts';
import { surfaceShapes } from '../../../src/figures/surface/surface-shapes.ts';
import { pointAt } from '../../../src/figures/surface/sight.ts';
import { turned } from '../../../src/figures/surface/view.ts';
import { contourExample, evenly, roughSurface, surface } from '../../support/lab-figures.ts';
import { readSvg } from '../../support/svg.ts';

const measure = (text: string): number => 6 * text.length;
const size = { width: 600, height: 420 };
const view = { azimuth: -60, elevation: 40 };
const data: SurfaceData = { ...contourExample(), view };
const room = { left: 0, top: 0, width: 600, height: 400 };

/** A surface over so many points of [-1, 1] x [-1, 1]. */
const over = (count: number, f: (x: number, y: number) => number, more: Partial<SurfaceData> = {}): SurfaceData => {
  const places = evenly(-1, 1, count);
  const levels = [0.2, 0.4, 0.6, 0.8];
  const axis = { name: 'a', unit: '', values: places };
  const z = surface(places, places, f);
  return {
    ...data,
    x: axis,
    y: { ...axis, name: 'b' },
    z,
    levels,
    scale: { kind: 'linear' },
    marks: [],
    paths: [],
    ...more,
  };
};

const drawn = (of: SurfaceData, width = 560): ReturnType<typeof readSvg> => readSvg(svgOf(of, { palette, width }));

const writtenIn = ({ elements }: ReturnType<typeof readSvg>): string =>
  elements.flatMap(({ attributes }) => Object.values(attributes)).join(' ');

/** Corners of the pieces of a path of relative lines. */
function polygonsOf(d: string): (readonly [number, number])[][] {
  return d
    .split('M')
    .filter(Boolean)
    .map((part) => {
      const numbers = part.match(/-?[\d.]+/g)!.map(Number);
      let [x, y] = [0, 0];
      return Array.from({ length: numbers.length / 2 }, (_, k) => {
        [x, y] = [x + numbers[2 * k], y + numbers[2 * k + 1]];
        return [x, y] as const;
      });
    });
}

/** Whether a polygon is around a place, by crossings of a ray. */
function contains(polygon: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let isInside = false;
  for (const [k, [ax, ay]] of polygon.entries()) {
    const [bx, by] = polygon[(k + 1) % polygon.length];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) isInside = !isInside;
  }
  return isInside;
}

describe('the heights of a surface', () => {
  it('are even where the levels of its map are: logarithmic here', () => {
    const { heights, levels } = reliefOf(data);
    const places = data.levels.map((level) => placeOn(data.scale, level));
    const slope = (levels[5] - levels[2]) / (places[5] - places[2]);
    expect(slope).toBeGreaterThan(0);
    for (const at of [7, 1000, 3300]) {
      const place = placeOn(data.scale, data.z[at]);
      expect(heights[at]).toBeCloseTo(levels[2] + slope * (place - places[2]), 9);
    }
  });

  it('fill the box from the least value to the largest, and are cut two bands beyond the levels, which is said', () => {
    const plain = reliefOf(over(11, (x) => (x + 1) / 2));
    expect([Math.min(...plain.heights), Math.max(...plain.heights)]).toEqual([0, boxHeight]);
    expect([plain.below, plain.above]).toEqual([0, 0]);
    const peaked = over(11, (x, y) => (x === 0 && y === 0 ? 1e6 : (x + 1) / 2));
    const { heights, high, above } = reliefOf(peaked);
    expect([Number(high.toFixed(12)), above]).toEqual([1.2, 1]);
    expect(heights[60]).toBe(boxHeight);
    expect(heights[10]).toBeCloseTo(boxHeight / 1.2, 12);
    expect(surfaceNote(peaked)).toContain('1 point above 1.2 is drawn at it.');
  });

  it('stand where the axes have them, on logarithmic ones too', () => {
    const rough: SurfaceData = { ...roughSurface(2, 11), view };
    for (const at of [0.1, 0.37, 1, 8]) expect(fromFloor(rough.x, onFloor(rough.x, at))).toBeCloseTo(at, 9);
    expect(onFloor(rough.x, 1)).toBeCloseTo(0, 12);
    const point = surfacePoint(rough, reliefOf(rough), rough.x.values[4], rough.y.values[6])!;
    expect(point[2]).toBeCloseTo(reliefOf(rough).heights[6 * 11 + 4], 9);
  });
});

describe('the colours of a surface', () => {
  /** Fills of an even slope, all in one light. */
  const fillsOf = (of: SurfaceData): Rgb[] =>
    piecesOf(reliefOf(of), projectionFor(of.view, room)).map(({ fill }) => rgbOf(fill));

  const bands = bandPlaces(over(2, () => 0)).map(cividis);
  const near = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((value, k) => Math.abs(value - Math.min(b[k], 255)) <= 1.5);
  /** How bright the light on a band is that gives a colour; null where none does. */
  const lightOf = (fill: Rgb, band: Rgb): number | null => {
    const share = (fill[1] + fill[2]) / (band[1] + band[2]);
    const shares = [share, fill[1] / band[1]];
    return (
      shares.find((each) =>
        near(
          fill,
          band.map((value) => each * value),
        ),
      ) ?? null
    );
  };

  it('are those of the bands of its map, all in one light on an even slope', () => {
    const slope = over(21, (x) => (x + 1) / 2);
    const fills = new Map(fillsOf(slope).map((fill) => [fill.join(), fill]));
    expect(fills.size).toBe(bands.length);
    // dark to light, as the bands are
    const sorted = [...fills.values()].sort((a, b) => a[0] + a[1] - b[0] - b[1]);
    const shares = sorted.map((fill, k) => lightOf(fill, bands[k])!);
    for (const share of shares) expect(share).toBeCloseTo(shares[1], 1);
  });

  it('are between four fifths and a little more than their band, and from below mixed with grey', () => {
    const kinds = { lit: 0, below: 0 };
    for (const fill of fillsOf(over(41, (x, y) => (x * x + y * y) / 2))) {
      const isBelow = bands.some((band) =>
        near(
          fill,
          band.map((value, k) => 0.4 * value + 0.6 * [186, 192, 200][k]),
        ),
      );
      const shares = bands.map((band) => lightOf(fill, band)).filter((share) => share !== null);
      const isLit = shares.some((share) => share > 0.77 && share < 1.09);
      expect([fill, isBelow || isLit]).toEqual([fill, true]);
      kinds[isBelow ? 'below' : 'lit']++;
    }
    expect(Math.min(kinds.lit, kinds.below)).toBeGreaterThan(5);
  });

  it('are at each pixel that of the band of what is seen there', () => {
    const hills = over(15, (x, y) => 0.5 + 0.45 * Math.sin(3 * x) * Math.cos(3 * y));
    const [relief, projection] = [reliefOf(hills), projectionFor(view, room)];
    const pieces = piecesOf(relief, projection).map(({ d, fill }) => ({ fill: rgbOf(fill), polygons: polygonsOf(d) }));
    const bandAt = (x: number, y: number): number => {
      const point = pointAt(relief, projection, x, y);
      return point ? relief.levels.filter((level) => level <= point[2]).length : -1;
    };
    const found = new Set<number>();
    for (let x = 100; x < 500; x += 7)
      for (let y = 60; y < 340; y += 7) {
        const band = bandAt(x, y);
        // neighbours overlap by half a pixel, and lines between bands are drawn later
        const isPlain = [-1.5, 1.5].every((by) => bandAt(x + by, y) === band && bandAt(x, y + by) === band);
        if (band < 0 || !isPlain) continue;
        const { fill } = pieces.findLast(({ polygons }) => polygons.some((polygon) => contains(polygon, x, y)))!;
        const mixed = bands[band].map((value, k) => 0.4 * value + 0.6 * [186, 192, 200][k]);
        const isOwn = near(fill, mixed) || (lightOf(fill, bands[band]) ?? 0) > 0.77;
        expect([x, y, band, fill, isOwn]).toEqual([x, y, band, fill, true]);
        found.add(band);
      }
    expect(found.size).toBe(bands.length);
  });
});

describe('what is not finite', () => {
  it('is left open, with the floor below it hatched, and counted', () => {
    const holes = over(21, (x, y) => (x > 0.35 && y > 0.35 ? NaN : (x + 1) / 2));
    const layout = layOutSurface(holes, size, measure);
    expect(layout.relief.whole.filter((cell) => cell === 0)).toHaveLength(49);
    const hatched = surfaceShapes(holes, layout).filter((shape) => 'd' in shape && shape.hatch && shape.d.length > 40);
    expect(hatched).toHaveLength(1);
    expect(layout.legend.entries.map(({ label }) => label)).toContain('49 values not finite');
    expect(surfacePoint(holes, layout.relief, 0.5, 0.5)).toBeNull();
    expect(writtenIn(drawn(holes))).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('opens its cell where it is a point that is not drawn', () => {
    const fine = over(161, (x) => (x + 1) / 2);
    fine.z[33 * 161 + 41] = Infinity;
    const { every, whole } = reliefOf(fine, 40);
    expect([every, whole.length]).toEqual([4, 1600]);
    expect([...whole.entries()].filter(([, isWhole]) => isWhole === 0)).toEqual([[8 * 40 + 10, 0]]);
  });

  it.each([
    ['one height', over(11, () => 3, { levels: [3] })],
    ['one point', over(1, () => 3, { levels: [3] })],
    ['two points a side', over(2, (x) => x)],
    ['no finite point', over(5, () => NaN)],
    ['no level', over(5, (x) => x, { levels: [] })],
  ])('or is of %s makes a whole file', (_, odd) => {
    const file = drawn(odd);
    expect(file.texts).toContain('a');
    expect(writtenIn(file)).not.toMatch(/NaN|Infinity|undefined/);
    expect(bestView(odd)).toEqual(view);
  });
});

describe('the file of a surface', () => {
  it.each([560, 360])('%i wide has ticks, names and units on all axes, and explains every mark', (width) => {
    const file = drawn(data, width);
    const whole = file.texts.join(' ');
    for (const text of ['first parameter, rad', 'second parameter, rad', 'loss', 'descent, step 0.01', 'momentum 0.9'])
      expect(file.texts).toContain(text);
    for (const text of ['minimum', 'saddle', 'maximum', 'start', '88 values not finite', 'behind the surface'])
      expect(whole).toContain(text);
    expect(whole).toContain('seen from azimuth −60°, 40° above the floor');
    expect(whole).toContain('largest curvature');
    expect(writtenIn(file)).toContain('rotate(');
    expect(writtenIn(file)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('has letters along its edges where names are too long for them, and says what they stand for', () => {
    const name = 'a name that is longer than the edge of a small floor';
    const { texts } = drawn({ ...data, x: { ...data.x, name } }, 360);
    expect(texts).toEqual(expect.arrayContaining(['x', 'y', `${name}, rad`, 'second parameter, rad']));
  });

  it('stays below a megabyte for 321 points a side, of which it draws every fourth, and says so', () => {
    const fine: SurfaceData = { ...contourExample(321), view };
    const svg = svgOf(fine, { palette, width: 720, height: 520 });
    expect(svg.length).toBeLessThan(1e6);
    expect(readSvg(svg).texts.join(' ')).toContain('Every 4th of 321 points a side is drawn.');
    expect(surfaceNote(over(81, (x) => (x + 1) / 2))).not.toContain('drawn');
  });

  it('has the numbers of its map as a table', () => {
    expect(tableOf(data)).toEqual(tableOf(contourExample()));
  });

  it('keeps its box and its legend in place while it turns', () => {
    const layouts = [-170, -60, 10, 77].map((azimuth) =>
      layOutSurface({ ...data, view: { azimuth, elevation: 40 } }, size, measure),
    );
    for (const { room: box, legendTop, projection } of layouts)
      expect([box, legendTop, projection.along]).toEqual([
        layouts[0].room,
        layouts[0].legendTop,
        layouts[0].projection.along,
      ]);
  });

  it('says itself in words', () => {
    expect(surfaceSentence(data)).toMatch(
      /^Himmelblau's function, and two ways down: loss over first parameter .*; a surface seen from azimuth −60°, 40° above the floor$/,
    );
  });
});

describe('the view of a surface', () => {
  it('turns all around, and stays above the floor', () => {
    expect(turned({ azimuth: 170, elevation: 40 }, 20, 100)).toEqual({ azimuth: -170, elevation: 85 });
    expect(turned({ azimuth: -170, elevation: 40 }, -20, -100)).toEqual({ azimuth: 170, elevation: 5 });
  });

  it('is from where low ground is seen: over the low side of a slope, whichever it is', () => {
    const worst = (angle: number): number => {
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      const slope = over(21, (x, y) => ((x * dx + y * dy) / 3 + 0.5) ** 2 + (x * dx + y * dy > 0.6 ? 0.5 : 0));
      const { azimuth } = bestView(slope);
      return Math.cos((azimuth * Math.PI) / 180 - angle);
    };
    for (let k = 0; k < 8; k++) expect(worst(0.4 + (k * Math.PI) / 4)).toBeLessThan(0.5);
  });
});
