/** @file Settings that controllers share. */
import * as z from 'zod/mini';
import { field } from '../src/settings/fields.ts';

export const gravityCompensationField = (usual: boolean) =>
  field(z._default(z.boolean(), usual), {
    title: 'Gravity compensation',
    description: 'adds the torque that holds the arm against gravity',
    touches: 'structure',
    startsAgain: true,
  });
