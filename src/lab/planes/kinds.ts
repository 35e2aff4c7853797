/** @file The planes that an experiment of the Lab can name. */
import type { Plane } from '../../learning/surface/plane.ts';
import { Kinds } from '../../settings/kinds.ts';
import { pathDirectionsKind } from './path-directions.ts';
import type { PlaneContext } from './plane-context.ts';
import { randomDirectionsKind } from './random-directions.ts';
import { twoParametersKind } from './two-parameters.ts';

export const planeKinds = new Kinds<PlaneContext, Plane>('plane', [
  twoParametersKind,
  randomDirectionsKind,
  pathDirectionsKind,
]);
