/** @file What a run file of version 2 holds, as JSON. */
import * as z from 'zod/mini';
import { outcomes } from './job.ts';

export const runFileVersion = 2;

const finite = z.number();
const numbers = z.array(finite);
const count = z.int().check(z.nonnegative());
/** What is not finite is null. */
const column = z.array(z.nullable(finite));
const tensors = z.array(z.strictObject({ name: z.string(), shape: z.array(count), values: numbers }));

export const runBodySchema = z.strictObject({
  format: z.literal('adjoint-run'),
  version: z.literal(runFileVersion),
  adjoint: z.string(),
  scene: z.unknown(),
  // what is as usual is left out, as files of before have it
  robot: z.strictObject({
    checksum: z.string(),
    weld: z.array(z.string()),
    repair: z.boolean(),
    estimateInertia: z.optional(z.boolean()),
    armature: z.optional(z.record(z.string(), finite)),
    ignoreZeroEffort: z.optional(z.boolean()),
    frictionVelocity: z.optional(finite),
    maxLinks: z.optional(count),
    estimates: z.optional(z.array(z.strictObject({ link: z.string(), from: z.enum(['shapes', 'capsules']) }))),
  }),
  parameters: tensors,
  method: tensors,
  history: z.strictObject({
    iterations: count,
    // which of them the rows are of, where not all were kept
    kept: z.optional(z.array(count)),
    loss: column,
    gradientNorm: column,
    clippedGradientNorm: column,
    stepSize: numbers,
    terms: z.record(z.string(), column),
    measures: z.record(z.string(), column),
  }),
  best: z.nullable(
    z.strictObject({
      iteration: count,
      loss: z.nullable(finite),
      measures: z.record(z.string(), z.nullable(finite)),
      parameters: tensors,
      reached: z.optional(z.boolean()),
    }),
  ),
  member: z.optional(z.strictObject({ index: count, of: count })),
  finished: z.optional(z.string()),
  end: z.optional(
    z.strictObject({
      outcome: z.enum(outcomes),
      detail: z.string(),
    }),
  ),
  trajectory: z.nullable(
    z.strictObject({
      dt: finite,
      steps: count,
      nq: count,
      nv: count,
      q: numbers,
      v: numbers,
      tau: numbers,
      // a list, as links have names that keys of JSON may not have
      links: z.array(z.strictObject({ name: z.string(), values: numbers })),
    }),
  ),
});

/** The arrays of a body may be written by whoever makes one. */
export type RunBody = z.infer<typeof runBodySchema>;
