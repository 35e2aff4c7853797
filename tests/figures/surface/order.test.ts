/** @file The order of painting, what is seen, and what a pixel shows: against triangles met one by one, on random surfaces and views. */
import { describe, expect, it } from 'vitest';
import { facesOf } from '../../../src/figures/surface/faces.ts';
import { cellsInOrder } from '../../../src/figures/surface/paint-order.ts';
import { floorAt, nearness, type Point, projectionFor, xOf, yOf } from '../../../src/figures/surface/projection.ts';
import { boxHeight, type Relief, reliefOf } from '../../../src/figures/surface/relief.ts';
import { isSeen, pointAt } from '../../../src/figures/surface/sight.ts';
import { elevations } from '../../../src/figures/surface/view.ts';
import { heightAt } from '../../../src/figures/surface/walk.ts';
import { roughSurface } from '../../support/lab-figures.ts';
import { Random } from '../../support/random.ts';
import { type Met, trianglesMet } from '../../support/triangles.ts';

const room = { left: 40, top: 10, width: 500, height: 400 };

const cases = Array.from({ length: 24 }, (_, seed) => {
  const random = new Random(seed);
  const draw = (from: number, to: number): number => random.uniform(from, to);
  const relief = reliefOf(roughSurface(seed + 1, 9 + (seed % 5)));
  const view = { azimuth: draw(-180, 180), elevation: draw(elevations.least, elevations.most) };
  return { draw, relief, projection: projectionFor(view, room) };
});

const byDistance = (a: Met, b: Met): number => a.distance - b.distance;

const isOfOneCell = (a: Met, b: Met): boolean => a.column === b.column && a.row === b.row && a.half !== b.half;

/** A point over the floor, and the surface there; null where it is open. */
function anyPoint(relief: Relief, draw: (from: number, to: number) => number): Point | null {
  const [x, y] = [draw(-1, 1), draw(-1, 1)];
  const height = heightAt(relief, x, y);
  return Number.isFinite(height) ? [x, y, height] : null;
}

describe('a surface in space', () => {
  it('is painted from far to near: of two cells that overlap on the screen the nearer one comes later', () => {
    let overlaps = 0;
    for (const { draw, relief, projection } of cases) {
      const order = new Map(cellsInOrder(relief, projection).map(([i, j], place) => [`${i} ${j}`, place]));
      for (let k = 0; k < 400; k++) {
        const pixel = [draw(room.left, room.left + room.width), draw(room.top, room.top + room.height)] as const;
        const met = trianglesMet(relief, floorAt(projection, ...pixel), projection.toViewer).sort(byDistance);
        const places = met.map(({ column, row }) => order.get(`${column} ${row}`)!);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        if (new Set(places).size > 1) overlaps++;
      }
    }
    expect(overlaps).toBeGreaterThan(150);
  });

  it('is painted so within a cell too, where its triangles are folded over one another', () => {
    let folds = 0;
    for (const { draw, relief, projection } of cases)
      for (let k = 0; k < 3000; k++) {
        const point = anyPoint(relief, draw);
        const met = point ? trianglesMet(relief, point, projection.toViewer) : [];
        const pair = met.find((one) => met.some((other) => isOfOneCell(one, other)));
        if (!pair) continue;
        const [far] = met.filter((other) => isOfOneCell(pair, other) || other === pair).sort(byDistance);
        const faces = facesOf(relief, projection, pair.column, pair.row);
        expect(faces).toHaveLength(2);
        // both begin at one corner; the third of the right one is the second of the left one
        const isRightFirst = faces[0].outline[2].x === faces[1].outline[1].x;
        expect(isRightFirst).toBe(far.half === 0);
        if (++folds % 20 === 0) break;
      }
    expect(folds).toBeGreaterThan(50);
  });

  it('shows at a pixel the nearest point that its line of sight meets, and nothing beside the surface', () => {
    let [hits, misses] = [0, 0];
    for (const { draw, relief, projection } of cases)
      for (let k = 0; k < 150; k++) {
        const pixel = [draw(room.left, room.left + room.width), draw(room.top, room.top + room.height)] as const;
        const origin = floorAt(projection, ...pixel);
        const met = trianglesMet(relief, origin, projection.toViewer);
        const found = pointAt(relief, projection, ...pixel);
        if (met.length === 0) {
          expect(found).toBeNull();
          misses++;
          continue;
        }
        const nearest = nearness(projection, origin) + Math.max(...met.map(({ distance }) => distance));
        expect(nearness(projection, found!)).toBeCloseTo(nearest, 5);
        expect(xOf(projection, found!)).toBeCloseTo(pixel[0], 6);
        expect(yOf(projection, found!)).toBeCloseTo(pixel[1], 6);
        hits++;
      }
    expect([hits > 900, misses > 300]).toEqual([true, true]);
  });

  it('is picked where it is projected: a point that is seen is found again at its pixel', () => {
    let seen = 0;
    for (const { draw, relief, projection } of cases)
      for (let k = 0; k < 60; k++) {
        const point = anyPoint(relief, draw);
        if (!point || !isSeen(relief, projection, point)) continue;
        const found = pointAt(relief, projection, xOf(projection, point), yOf(projection, point))!;
        found.forEach((value, axis) => expect(value).toBeCloseTo(point[axis], 5));
        seen++;
      }
    expect(seen).toBeGreaterThan(500);
  });

  it('hides a point of its upper side exactly where a triangle lies before it, or where it is seen from below', () => {
    const counts = { seen: 0, hidden: 0 };
    for (const { draw, relief, projection } of cases)
      for (let k = 0; k < 120; k++) {
        const point = anyPoint(relief, draw);
        if (!point) continue;
        const before = trianglesMet(relief, point, projection.toViewer).filter(({ distance }) => distance > 1e-7);
        const [dx, dy, dz] = projection.toViewer;
        const ahead = heightAt(relief, point[0] + 1e-7 * dx, point[1] + 1e-7 * dy);
        const isBelow = point[2] + 1e-7 * dz < ahead;
        const isHidden = before.length > 0 || isBelow;
        expect([point, isSeen(relief, projection, point)]).toEqual([point, !isHidden]);
        counts[isHidden ? 'hidden' : 'seen']++;
      }
    expect(Math.min(counts.seen, counts.hidden)).toBeGreaterThan(300);
  });

  it('keeps its size through a turn around, within the room', () => {
    for (const elevation of [5, 40, 85]) {
      const corners = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [0, boxHeight].map((z): Point => [x, y, z])));
      for (let azimuth = -180; azimuth < 180; azimuth += 7) {
        const projection = projectionFor({ azimuth, elevation }, room);
        expect(projection.across).toBe(projectionFor({ azimuth: 0, elevation }, room).across);
        for (const corner of corners) {
          expect(Math.abs(xOf(projection, corner) - 290)).toBeLessThanOrEqual(250.001);
          expect(Math.abs(yOf(projection, corner) - 210)).toBeLessThanOrEqual(200.001);
        }
      }
    }
  });
});
