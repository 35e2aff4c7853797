/** @file Arrows of rings: closed, of the right hand, and larger for larger values. */
import { type BufferGeometry, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { arrowGeometry, writeArrow } from '../../../src/viewer/world/arrow-geometry.ts';
import { arrowOf } from '../../../src/viewer/world/joint-ring.ts';

const radius = 0.1;

function arrowFor(value: number, isSlide: boolean): { points: Vector3[]; geometry: BufferGeometry } {
  const geometry = arrowGeometry();
  const { course, size } = arrowOf(value, radius, isSlide);
  writeArrow(geometry, course, size);
  const { array } = geometry.getAttribute('position');
  const points = Array.from({ length: array.length / 3 }, (_, i) => new Vector3().fromArray(array, 3 * i));
  return { points, geometry };
}

/** By the theorem of Gauss; negative where faces look inwards. */
function volumeOf({ points, geometry }: { points: Vector3[]; geometry: BufferGeometry }): number {
  const index = [...geometry.getIndex()!.array];
  let volume = 0;
  for (let i = 0; i < index.length; i += 3) {
    const [a, b, c] = index.slice(i, i + 3).map((k) => points[k]);
    volume += a.dot(b.clone().cross(c)) / 6;
  }
  return volume;
}

describe.each([false, true])('an arrow, of a slide: %s', (isSlide) => {
  it.each([-1, -0.4, 0.05, 0.7, 1])('of %d looks outwards, and grows with the value', (value) => {
    const volume = volumeOf(arrowFor(value, isSlide));
    expect(volume).toBeGreaterThan(0);
    expect(volumeOf(arrowFor(0.9 * value, isSlide))).toBeLessThan(volume);
    expect(volumeOf(arrowFor(-value, isSlide))).toBeCloseTo(volume, 9);
  });
});

it.each([-1, -0.3, 0.3, 1])('turns about z by the right hand for a positive value: %d', (value) => {
  const { points } = arrowFor(value, false);
  const [tail, tip] = [points[0], points.at(-1)!];
  const { size } = arrowOf(value, radius, false);
  const angle = size.length / radius;
  expect(angle).toBeLessThan(2 * Math.PI - 0.5);
  const turned = tail.clone().applyAxisAngle(new Vector3(0, 0, 1), Math.sign(value) * angle);
  expect(turned.distanceTo(tip)).toBeLessThan(1e-7);
  // its middle is on the x axis, where the ring is seen best
  expect(tail.clone().add(tip).y).toBeCloseTo(0, 7);
});

it('leads from the joint along the axis of a slide', () => {
  for (const value of [-0.8, 0.8]) {
    const { points } = arrowFor(value, true);
    expect(points[0].length()).toBe(0);
    expect(Math.sign(points.at(-1)!.z)).toBe(Math.sign(value));
  }
});
