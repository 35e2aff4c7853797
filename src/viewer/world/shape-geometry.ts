/** @file Geometry of a link -> triangles. Edges are rounded a little, as those of made things are: light needs them. */
import type { BufferGeometry } from 'three';
import { CapsuleGeometry, LatheGeometry, SphereGeometry, Vector2 } from 'three';
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js';
import type { Geometry } from '../../robot/model.ts';
import type { Bone } from './bones.ts';

/** Most that an edge is rounded by, m. */
const largestFillet = 0.006;
const segmentsAround = 48;
const segmentsOfFillet = 3;

/** Profile of a cylinder with rounded edges, from the axis at the bottom to the axis at the top: [radius, height] pairs, m. */
export function cylinderProfile(radius: number, length: number): [number, number][] {
  const fillet = Math.min(largestFillet, 0.2 * radius, 0.3 * length);
  const top = length / 2;
  const edge: [number, number][] = [];
  for (let i = 0; i <= segmentsOfFillet; i++) {
    const angle = (i / segmentsOfFillet) * (Math.PI / 2);
    edge.push([radius - fillet + fillet * Math.cos(angle), top - fillet + fillet * Math.sin(angle)]);
  }
  // A second point close to each end of the fillet keeps the cap flat and the side straight under smooth normals.
  const upper: [number, number][] = [[radius, top - 1.1 * fillet], ...edge, [(radius - fillet) * 0.995, top], [0, top]];
  const lower = upper.map(([r, height]): [number, number] => [r, -height]).reverse();
  return [...lower, ...upper];
}

function cylinder(radius: number, length: number): BufferGeometry {
  const points = cylinderProfile(radius, length).map(([r, height]) => new Vector2(r, height));
  // Lathes turn about y; a URDF cylinder stands along z.
  return new LatheGeometry(points, segmentsAround).rotateX(Math.PI / 2);
}

function box(x: number, y: number, z: number): BufferGeometry {
  return new RoundedBoxGeometry(x, y, z, 3, Math.min(0.012, 0.25 * Math.min(x, y, z)));
}

/** A shape whose form is known. */
export type Solid = Exclude<Geometry, { readonly type: 'mesh' }>;

const geometries: { readonly [T in Solid['type']]: (shape: Extract<Solid, { readonly type: T }>) => BufferGeometry } = {
  box: ({ size: [x, y, z] }) => box(x, y, z),
  cylinder: ({ radius, length }) => cylinder(radius, length),
  sphere: ({ radius }) => new SphereGeometry(radius, segmentsAround, segmentsAround / 2).rotateX(Math.PI / 2),
};

/** Triangles in the shape's own frame, m. The caller disposes of them. */
export const shapeGeometry = <T extends Solid['type']>(shape: Extract<Solid, { readonly type: T }>): BufferGeometry =>
  geometries[shape.type as T](shape);

/** Triangles of a bone in its own frame, m: a rod with round ends, a knob with rounded edges. */
export const boneGeometry = ({ kind, radius, length }: Bone): BufferGeometry =>
  kind === 'knob'
    ? cylinder(radius, length)
    : new CapsuleGeometry(radius, length, segmentsAround / 6, segmentsAround / 2).rotateX(Math.PI / 2);
