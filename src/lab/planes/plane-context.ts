/** @file What a plane through the space of parameters may be chosen by. */
import type { Landscape } from '../../learning/landscape.ts';
import type { PlaneAxis } from '../../learning/surface/plane.ts';

/** A study as planes see it. */
export interface PlaneContext {
  readonly landscape: Landscape;
  /** What the plane goes through, where it does not choose that itself. */
  readonly center: Float64Array;
  readonly seed: number;
  /** What one parameter is, in words. */
  readonly axisOf: (index: number) => PlaneAxis;
  /** Iterates of a method: the first one that walks in a plane. */
  readonly path: readonly Float64Array[];
}
