/** @file Settings that controllers share. */
import * as z from 'zod/mini';
import { field } from '../src/settings/fields.ts';
import { mostKnots } from './cubic-spline.ts';

export const gravityCompensationField = (usual: boolean) =>
  field(z._default(z.boolean(), usual), {
    title: 'Gravity compensation',
    description: 'adds the torque that holds the arm against gravity',
    touches: 'structure',
    startsAgain: true,
  });

export const frictionCompensationField = field(z._default(z.boolean(), true), {
  title: 'Friction compensation',
  description: 'adds the torque that the damping and friction of the joints take',
  touches: 'structure',
});

export const knotsField = (fewest: number) =>
  field(z.int().check(z.minimum(fewest), z.maximum(mostKnots)), {
    title: 'Spline knots',
    description: 'control points of each joint',
    touches: 'structure',
    startsAgain: true,
    most: 60,
  });
