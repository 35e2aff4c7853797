/** @file The plane that the path of a method lies in best. */
import type { Plane } from '../../learning/surface/plane.ts';
import { principalPlane } from '../../learning/surface/principal-plane.ts';
import { kind } from '../../settings/kinds.ts';
import type { PlaneContext } from './plane-context.ts';

export const pathDirectionsKind = kind({
  type: 'path',
  title: 'Principal directions of the path',
  settings: {},
  make(_, { path }: PlaneContext): Plane {
    const plane = principalPlane(path, { through: 'last' });
    const axis = (k: 0 | 1) => ({
      label: `principal direction ${k + 1} (${(100 * plane.shares[k]).toFixed(1)} % of variance)`,
      unit: '',
    });
    return { ...plane, axes: [axis(0), axis(1)] };
  },
});
