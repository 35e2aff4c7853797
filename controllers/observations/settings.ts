/** @file Settings that senses share. */
import * as z from 'zod/mini';
import { field, positive } from '../../src/settings/fields.ts';

/** The length or the like that is seen as 1. */
export const unitField = (usual: number, unit: string) =>
  field(z._default(positive, usual), {
    title: 'Scale',
    description: 'what is seen as 1',
    unit,
    touches: 'structure',
    startsAgain: true,
    isAdvanced: true,
  });
