/** @file Settings that several textbook experiments have. */
import * as z from 'zod/mini';
import { largestWord } from '../../core/random.ts';
import { field, nonNegative } from '../../settings/fields.ts';

/** Seed of data and first weights. */
export const seedField = field(z._default(z.int().check(z.nonnegative(), z.maximum(largestWord)), 1), {
  title: 'Seed',
  description: 'what data and first weights are drawn by',
  touches: 'start',
  step: 1,
});

/** A whole number of at least one of something that the program has a loop or a shape for. */
export const countField = (title: string, description: string, usual: number, most: number) =>
  field(z._default(z.int().check(z.positive(), z.maximum(most)), usual), {
    title,
    description,
    touches: 'structure',
    step: 1,
    most,
  });

/** Standard deviation of seeded noise. */
export const noiseField = (description: string, usual: number) =>
  field(z._default(nonNegative, usual), { title: 'Noise', description, touches: 'input', step: 0.05, most: 2 });
