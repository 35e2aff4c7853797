/** @file The shapes of links by the name that robot files give them: how large each is, and what it weighs. */
import type { Geometry } from '../model.ts';
import { length } from '../pose.ts';
import { type Capsule, capsuleAroundBox } from './capsule.ts';
import { type Solid, solidBox, solidCylinder, solidSphere } from './solids.ts';

/** A shape of one type. */
type Of<T extends Geometry['type']> = Extract<Geometry, { readonly type: T }>;

interface ShapeType<G> {
  /** No two of its points are farther apart, m; Infinity where that is not known. */
  readonly extent: (shape: G) => number;
  /** Radius of the ball about its own origin that holds it, m; undefined where that is not known. */
  readonly radius: (shape: G) => number | undefined;
  /** The solid that fills it, centred as it is; undefined where that is not known. */
  readonly solid: (shape: G) => Solid | undefined;
  /** A capsule that holds it, centred as it is; undefined where that is not known. */
  readonly capsule: (shape: G) => Capsule | undefined;
}

const shapeTypes: { readonly [T in Geometry['type']]: ShapeType<Of<T>> } = {
  box: {
    extent: ({ size }) => length(size),
    radius: ({ size }) => length(size) / 2,
    solid: ({ size }) => solidBox(size),
    capsule: ({ size }) => capsuleAroundBox(size),
  },
  cylinder: {
    extent: (cylinder) => cylinder.length + 2 * cylinder.radius,
    radius: (cylinder) => length([cylinder.radius, cylinder.length / 2, 0]),
    solid: (cylinder) => solidCylinder(cylinder.radius, cylinder.length),
    capsule: (cylinder) => ({ radius: cylinder.radius, half: [0, 0, cylinder.length / 2] }),
  },
  sphere: {
    extent: ({ radius }) => 2 * radius,
    radius: ({ radius }) => radius,
    solid: ({ radius }) => solidSphere(radius),
    capsule: ({ radius }) => ({ radius, half: [0, 0, 0] }),
  },
  mesh: { extent: () => Infinity, radius: () => undefined, solid: () => undefined, capsule: () => undefined },
};

const typeOf = <T extends Geometry['type']>(shape: Of<T>): ShapeType<Of<T>> => shapeTypes[shape.type as T];

/** No two points of a shape are farther apart, m; Infinity where that is not known. */
export const extentOf = (shape: Geometry): number => typeOf(shape).extent(shape);

/** Radius of the ball about a shape's own origin that holds it, m; undefined where that is not known. */
export const radiusOf = (shape: Geometry): number | undefined => typeOf(shape).radius(shape);

/** The solid that fills a shape, centred at the shape's own origin along its axes; undefined where that is not known. */
export const solidOf = (shape: Geometry): Solid | undefined => typeOf(shape).solid(shape);

/** A capsule that holds a shape, centred at the shape's own origin along its axes; undefined where that is not known. */
export const capsuleOf = (shape: Geometry): Capsule | undefined => typeOf(shape).capsule(shape);
