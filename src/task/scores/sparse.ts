/** @file The setting of scores that have a variant which pays at the goal only. */
import * as z from 'zod/mini';
import { field } from '../../settings/fields.ts';

export const isSparseField = field(z._default(z.boolean(), false), {
  title: 'Sparse',
  description: 'whether only what counts as success is paid',
  touches: 'structure',
  isAdvanced: true,
});
