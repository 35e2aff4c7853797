/** @file The setting that smoothed norms share. */
import { field, positive } from '../../settings/fields.ts';

export const width = field(positive, {
  title: 'Width',
  description: "size of the entries, in the residual's unit, at which the norm turns from quadratic to linear",
  touches: 'structure',
});
