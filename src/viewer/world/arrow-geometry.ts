/** @file An arrow as a tube that runs along a line or a circle and swells to a head: triangles that are written anew for each value. */
import { BufferAttribute, BufferGeometry, DynamicDrawUsage } from 'three';

/** Corners of a cross-section, and cross-sections along the shaft and along the head. */
const [sides, ofShaft, ofHead] = [10, 40, 6];
const sections = ofShaft + ofHead + 3;

/** How long an arrow is along its course, and how thick; m. */
export interface ArrowSize {
  readonly length: number;
  readonly shaftRadius: number;
  readonly headRadius: number;
  readonly headLength: number;
}

/** Point of a course after `distance` (m), and two unit vectors across it, b x n being its direction. */
export type Course = (distance: number) => {
  readonly point: readonly [number, number, number];
  readonly n: readonly [number, number, number];
  readonly b: readonly [number, number, number];
};

/** Round the z axis from the angle `start` (rad) on, by the right hand where `sign` is 1, against it where it is -1. */
export const aroundZ =
  (radius: number, start: number, sign: number): Course =>
  (distance) => {
    const angle = start + (sign * distance) / radius;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return { point: [radius * c, radius * s, 0], n: [c, s, 0], b: [0, 0, sign] };
  };

/** Along the z axis from `start` (m) on, up where `sign` is 1. */
export const alongZ =
  (start: number, sign: number): Course =>
  (distance) => ({ point: [0, 0, start + sign * distance], n: [1, 0, 0], b: [0, -sign, 0] });

/** Triangles of any arrow: neighbours of neighbouring cross-sections, which shrink to a point at both ends. */
function triangles(): Uint16Array<ArrayBuffer> {
  const index: number[] = [];
  for (let section = 0; section + 1 < sections; section++)
    for (let side = 0; side < sides; side++) {
      const [here, next] = [section * sides + side, section * sides + ((side + 1) % sides)];
      index.push(here, here + sides, next, next, here + sides, next + sides);
    }
  return new Uint16Array(index);
}

/** An arrow of no size yet; `writeArrow` gives it one. */
export function arrowGeometry(): BufferGeometry {
  const geometry = new BufferGeometry();
  const positions = new BufferAttribute(new Float32Array(3 * sections * sides), 3).setUsage(DynamicDrawUsage);
  geometry.setAttribute('position', positions);
  geometry.setIndex(new BufferAttribute(triangles(), 1));
  return geometry;
}

/** Distance from the tail and radius of each cross-section, m. */
function outline({ length, shaftRadius, headRadius, headLength }: ArrowSize): [number, number][] {
  const neck = Math.max(0, length - headLength);
  const shaft = Array.from({ length: ofShaft + 1 }, (_, i): [number, number] => [(neck * i) / ofShaft, shaftRadius]);
  const head = Array.from({ length: ofHead + 1 }, (_, i): [number, number] => [
    neck + ((length - neck) * i) / ofHead,
    headRadius * (1 - i / ofHead),
  ]);
  return [[0, 0], ...shaft, ...head];
}

/** Gives an arrow of `arrowGeometry` this course and size. */
export function writeArrow(geometry: BufferGeometry, course: Course, size: ArrowSize): void {
  const positions = geometry.getAttribute('position') as BufferAttribute;
  const { array } = positions;
  let next = 0;
  for (const [distance, radius] of outline(size)) {
    const { point, n, b } = course(distance);
    for (let side = 0; side < sides; side++) {
      const angle = (2 * Math.PI * side) / sides;
      const [alongN, alongB] = [radius * Math.cos(angle), radius * Math.sin(angle)];
      for (let axis = 0; axis < 3; axis++) array[next++] = point[axis] + alongN * n[axis] + alongB * b[axis];
    }
  }
  positions.needsUpdate = true;
}
