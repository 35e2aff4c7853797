import { describe, expect, it } from 'vitest';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { at } from '../../../src/core/ops/indexing.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import type { Landscape } from '../../../src/learning/landscape.ts';
import { parameterPlane } from '../../../src/learning/surface/plane.ts';
import {
  placeOf,
  refineSurface,
  type Surface,
  surfaceOf,
  type SurfaceRange,
  surfaceSides,
} from '../../../src/learning/surface/surface.ts';
import { expectEqual } from '../../support/check.ts';
import { landscapeOfVector, vectors } from '../../support/landscapes.ts';

const waves = landscapeOfVector([0, 0, 0.3], (x) => mul(sin(mul(at(x, 0), 3)), mul(at(x, 1), at(x, 2))));
const plane = parameterPlane(waves.layout, waves.start, [0, 1]);
// a range whose ends are no round numbers
const range: SurfaceRange = [
  [-0.1, 0.7],
  [1 / 3, 1.9],
];

/** The landscape, and every point that it was asked for. */
function watched(landscape: Landscape): { readonly landscape: Landscape; readonly points: [number, number][] } {
  const points: [number, number][] = [];
  const losses: Landscape['losses'] = (x, options) => {
    for (let m = 0; m < x.population; m++) points.push([x.data[m], x.data[x.population + m]]);
    return landscape.losses(x, options);
  };
  return {
    landscape: {
      title: landscape.title,
      layout: landscape.layout,
      start: landscape.start,
      losses,
      evaluate: (...args) => landscape.evaluate(...args),
      hessianProducts: (...args) => landscape.hessianProducts(...args),
    },
    points,
  };
}

async function all(surfaces: AsyncIterable<Surface>): Promise<Surface[]> {
  const found: Surface[] = [];
  for await (const surface of surfaces) found.push(surface);
  return found;
}

describe('a surface that is refined', () => {
  it('evaluates every point once, and moves none: the places of all levels have the same bits', async () => {
    const { landscape, points } = watched(waves);
    const looks = await all(refineSurface(landscape, plane, range, { side: 81 }));
    expect(points).toHaveLength(81 * 81);
    expect(new Set(points.map(([a, b]) => `${a} ${b}`)).size).toBe(81 * 81);
    expect(looks.at(-1)!.evaluated).toBe(81 * 81);
    for (const ends of range)
      for (const side of surfaceSides.slice(0, -1))
        for (let i = 0; i < side; i++) expect(placeOf(ends, i, side)).toBe(placeOf(ends, 2 * i, 2 * side - 1));
    expect([placeOf(range[1], 0, 21), placeOf(range[1], 20, 21)]).toEqual(range[1]);
  });

  it('keeps the losses of all earlier levels bit by bit', async () => {
    const wholes = (await all(refineSurface(waves, plane, range, { side: 41 }))).filter(({ isWhole }) => isWhole);
    expect(wholes.map(({ side }) => side)).toEqual([11, 21, 41]);
    for (const [coarse, fine] of [wholes.slice(0, 2), wholes.slice(1)])
      for (let j = 0; j < coarse.side; j++)
        for (let i = 0; i < coarse.side; i++)
          expect(fine.losses[2 * j * fine.side + 2 * i]).toBe(coarse.losses[j * coarse.side + i]);
  });

  it('has every loss at its own place', async () => {
    const { losses, side } = await surfaceOf(waves, plane, range, { side: 21 });
    for (const [i, j] of [
      [0, 0],
      [20, 0],
      [3, 17],
      [20, 20],
    ]) {
      const point = [placeOf(range[0], i, side), placeOf(range[1], j, side), waves.start[2]];
      expect(losses[j * side + i]).toBe((await waves.losses(vectors([point])))[0]);
    }
  });

  it('has the same numbers however it was cut into chunks, and says what it does not know yet', async () => {
    const whole = await surfaceOf(waves, plane, range, { side: 21 });
    for (const chunk of [7, 100, 5000]) {
      const looks = await all(refineSurface(waves, plane, range, { side: 21, chunk }));
      expectEqual(looks.at(-1)!.losses, whole.losses);
      for (const { known, losses } of looks)
        losses.forEach((loss, at) => expect(Number.isNaN(loss)).toBe(known[at] === 0));
      expect(looks.map(({ evaluated }) => evaluated)).toEqual(
        [...looks.map(({ evaluated }) => evaluated)].sort((a, b) => a - b),
      );
    }
    expect(whole.isWhole && whole.known.every((each) => each === 1)).toBe(true);
  });

  it('shows 11 points a side first, and evaluates no more where nobody asks for more', async () => {
    const { landscape, points } = watched(waves);
    for await (const { side, isWhole } of refineSurface(landscape, plane, range)) {
      expect([side, isWhole]).toEqual([11, true]);
      break;
    }
    expect(points).toHaveLength(121);
  });

  it('ends at once where it is cancelled, between chunks and within one', async () => {
    const control = new AbortController();
    const { landscape, points } = watched(waves);
    const looks = refineSurface(landscape, plane, range, { signal: control.signal });
    await looks.next();
    control.abort(new Error('enough'));
    await expect(looks.next()).rejects.toThrow('enough');
    expect(points).toHaveLength(121);
    const never = watched(waves).landscape;
    const losses: Landscape['losses'] = (_x, { signal } = {}) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
    const other = new AbortController();
    const waiting = surfaceOf({ ...never, losses }, plane, range, { signal: other.signal });
    setTimeout(() => other.abort(new Error('now')), 1);
    await expect(waiting).rejects.toThrow('now');
  });

  it('refuses sides that do not nest, and ranges without an extent', async () => {
    await expect(surfaceOf(waves, plane, range, { side: 31 })).rejects.toThrow(/11, 21, 41, 81, 161, 321/);
    await expect(
      surfaceOf(
        waves,
        plane,
        [
          [1, 1],
          [0, 1],
        ],
        {},
      ),
    ).rejects.toThrow(/range\[0\]/);
    await expect(surfaceOf(waves, { ...plane, origin: new Float64Array(2) }, range)).rejects.toThrow(/directions\[0\]/);
  });
});
