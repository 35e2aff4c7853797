/** @file The shapes of links by the name that robot files give them: how large each is. */
import type { Geometry } from '../model.ts';
import { length } from '../pose.ts';

/** A shape of one type. */
type Of<T extends Geometry['type']> = Extract<Geometry, { readonly type: T }>;

interface ShapeType<G> {
  /** No two of its points are farther apart, m; Infinity where that is not known. */
  readonly extent: (shape: G) => number;
  /** Radius of the ball about its own origin that holds it, m; undefined where that is not known. */
  readonly radius: (shape: G) => number | undefined;
}

const shapeTypes: { readonly [T in Geometry['type']]: ShapeType<Of<T>> } = {
  box: { extent: ({ size }) => length(size), radius: ({ size }) => length(size) / 2 },
  cylinder: {
    extent: (cylinder) => cylinder.length + 2 * cylinder.radius,
    radius: (cylinder) => length([cylinder.radius, cylinder.length / 2, 0]),
  },
  sphere: { extent: ({ radius }) => 2 * radius, radius: ({ radius }) => radius },
  mesh: { extent: () => Infinity, radius: () => undefined },
};

const typeOf = <T extends Geometry['type']>(shape: Of<T>): ShapeType<Of<T>> => shapeTypes[shape.type as T];

/** No two points of a shape are farther apart, m; Infinity where that is not known. */
export const extentOf = (shape: Geometry): number => typeOf(shape).extent(shape);

/** Radius of the ball about a shape's own origin that holds it, m; undefined where that is not known. */
export const radiusOf = (shape: Geometry): number | undefined => typeOf(shape).radius(shape);
