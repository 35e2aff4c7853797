/** @file The optimization methods that a scene can name, and the settings that all of them have. */
import * as z from 'zod/mini';
import { limits } from '../errors.ts';
import { field, fraction, nonNegative, positive } from '../settings/fields.ts';
import { kind, Kinds } from '../settings/kinds.ts';
import { adam } from './adam.ts';
import { gradientDescent } from './gradient-descent.ts';
import { lbfgs } from './lbfgs.ts';
import type { Method } from './method.ts';
import type { UpdateRule } from './update-rule.ts';
import { momentum } from './momentum.ts';
import { rmsprop } from './rmsprop.ts';

const schedule = field(
  z._default(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('constant') }),
      z.strictObject({ type: z.literal('exponential'), decay: positive, every: positive }),
      z.strictObject({ type: z.literal('cosine'), iterations: positive, final: nonNegative }),
    ]),
    { type: 'constant' },
  ),
  {
    title: 'Schedule',
    description: 'how the step size changes with the iterations',
    touches: 'input',
    isAdvanced: true,
  },
);

const firstOrder = {
  learningRate: field(positive, {
    title: 'Step size',
    description: 'length of a step for a direction of length 1',
    touches: 'input',
    usual: 0.03,
    ladder: [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
  }),
  schedule,
  clipNorm: field(z.optional(positive), {
    title: 'Clip norm',
    description: 'largest global norm of the gradient that is used; no clipping where it is absent',
    touches: 'input',
    step: 1,
  }),
};

const decay = (title: string, description: string, initial: number) =>
  field(z._default(fraction, initial), { title, description, touches: 'input', isAdvanced: true });

const epsilon = field(z._default(positive, 1e-8), {
  title: 'Epsilon',
  description: 'keeps the quotient finite',
  touches: 'input',
  isAdvanced: true,
});

const common = {
  iterations: field(z.int().check(z.positive(), z.maximum(limits.iterations)), {
    title: 'Iterations',
    description: 'iterations in all',
    touches: 'input',
    step: 1,
    most: 1000,
  }),
};

export const methodKinds = new Kinds<null, Method | UpdateRule>(
  'method',
  [
    kind({
      type: 'adam',
      title: 'Adam',
      settings: {
        ...firstOrder,
        beta1: decay('Beta 1', 'part of the mean gradient that is kept', 0.9),
        beta2: decay('Beta 2', 'part of the mean square that is kept', 0.999),
        epsilon,
      },
      make: adam,
    }),
    kind({
      type: 'lbfgs',
      title: 'L-BFGS',
      settings: {
        history: field(z._default(z.int().check(z.positive()), 10), {
          title: 'History',
          description: 'pairs of steps and gradient changes that are kept',
          touches: 'input',
          isAdvanced: true,
        }),
      },
      make: lbfgs,
    }),
    kind({
      type: 'rmsprop',
      title: 'RMSProp',
      settings: { ...firstOrder, decay: decay('Decay', 'part of the mean square that is kept', 0.9), epsilon },
      make: rmsprop,
    }),
    kind({
      type: 'momentum',
      title: 'Momentum',
      settings: { ...firstOrder, momentum: decay('Momentum', 'part of the last direction that is kept', 0.9) },
      make: momentum,
    }),
    kind({ type: 'gradient-descent', title: 'Gradient descent', settings: firstOrder, make: gradientDescent }),
  ],
  common,
);
