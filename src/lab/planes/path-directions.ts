/** @file The plane that the first method's path lies in best. */
import type { Plane } from '../../learning/surface/plane.ts';
import { principalPlane } from '../../learning/surface/principal-plane.ts';
import { kind } from '../../settings/kinds.ts';
import type { PlaneContext } from './plane-context.ts';

export const pathDirectionsKind = kind({
  type: 'path',
  title: 'Principal directions of the path',
  settings: {},
  make: (_, { path }: PlaneContext): Plane => principalPlane(path, { through: 'last' }),
});
