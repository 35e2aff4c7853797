/** @file The optimization methods that a scene can name, and the settings that all of them have. */
import * as z from 'zod/mini';
import { limits } from '../errors.ts';
import { field } from '../settings/fields.ts';
import { Kinds } from '../settings/kinds.ts';
import { adamKind } from './adam.ts';
import { gradientDescentKind } from './gradient-descent.ts';
import { lbfgsKind } from './lbfgs.ts';
import type { Method } from './method.ts';
import { momentumKind } from './momentum.ts';
import { nesterovKind } from './nesterov.ts';
import { rmspropKind } from './rmsprop.ts';
import type { UpdateRule } from './update-rule.ts';

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
  [adamKind, lbfgsKind, rmspropKind, momentumKind, nesterovKind, gradientDescentKind],
  common,
);
