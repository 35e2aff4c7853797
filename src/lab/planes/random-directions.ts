/** @file The plane of a pair of random directions that are as long as the parameters are, unit by unit. */
import * as z from 'zod/mini';
import { largestWord } from '../../core/random.ts';
import type { Plane } from '../../learning/surface/plane.ts';
import { randomPlane } from '../../learning/surface/random-plane.ts';
import { field } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import type { PlaneContext } from './plane-context.ts';

const settings = {
  pair: field(z._default(z.int().check(z.nonnegative(), z.maximum(largestWord)), 0), {
    title: 'Pair',
    description: 'which pair of directions: others have nothing in common with it',
    touches: 'input',
    step: 1,
  }),
};

export const randomDirectionsKind = kind({
  type: 'random',
  title: 'Two random directions',
  settings,
  make: ({ pair }, { landscape, center, seed }: PlaneContext): Plane =>
    randomPlane(landscape.layout, center, { seed, pair }),
});
