/** @file Version 1 of the scene file, whose only task was to reach a point, and what it says in version 2: the same terms, with the same bits. */
import * as z from 'zod/mini';
import { controllerKinds } from '../../controllers/kinds.ts';
import { largestWord } from '../core/random.ts';
import { limits } from '../errors.ts';
import { methodKinds } from '../optimize/kinds.ts';
import { finite, name, nonNegative, positive, quaternion, vector3 } from '../settings/fields.ts';
import { type Chosen, Kinds } from '../settings/kinds.ts';
import { integratorKinds } from '../simulation/integrators/kinds.ts';

const task = z.strictObject({
  type: z.literal('reach'),
  link: z.string().check(z.minLength(1)),
  target: vector3,
  orientation: z.optional(quaternion),
  weights: z.strictObject({
    position: nonNegative,
    finalPosition: nonNegative,
    finalOrientation: nonNegative,
    finalVelocity: nonNegative,
    effort: nonNegative,
    limits: nonNegative,
  }),
});

/** Noise on the parameters stood beside the controller. */
const controller = new Kinds('controller', controllerKinds.all, { optimize: controllerKinds.common['optimize'] })
  .schema;

/** Iterations stood beside the method, which every kind of it now has. */
const optimizer = new Kinds('optimizer', methodKinds.all).schema;

export const scene1Schema = z.strictObject({
  $schema: z.optional(z.string()),
  version: z.literal(1),
  name,
  title: z.string().check(z.minLength(1), z.maxLength(100)),
  robot: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\.urdf$/)),
  seed: z.int().check(z.nonnegative(), z.maximum(largestWord)),
  perturbation: z.optional(nonNegative),
  initial: z.strictObject({ q: z.array(finite), v: z.optional(z.array(finite)) }),
  task,
  controller,
  integrator: integratorKinds.schema,
  dt: positive,
  horizon: positive,
  optimizer,
  iterations: z.int().check(z.positive(), z.maximum(limits.iterations)),
  tolerance: z.optional(positive),
});

type Scene1 = z.output<typeof scene1Schema>;
type Weights = Scene1['task']['weights'];

/** Names of the cost terms in version 2 by those of version 1, in the order in which they are added up. */
export const termNames: Readonly<Record<keyof Weights, string>> = {
  position: 'reach',
  effort: 'effort',
  limits: 'limits',
  finalPosition: 'arrive',
  finalVelocity: 'rest',
  finalOrientation: 'align',
};

/** The measure that was called the end-effector error. */
export const errorMeasure = 'distance';

const withSettings = (chosen: Chosen, more: object): object =>
  typeof chosen === 'string' ? { type: chosen, ...more } : { ...chosen, ...more };

/** The scene as version 2 writes it, to be read by its schema. */
export function migrateFrom1({ task, optimizer, iterations, perturbation, ...scene }: Scene1): object {
  const { link, target, orientation, weights } = task;
  const to = 'target';
  const position = { type: 'link-position', link, to };
  const cost = (term: keyof Weights, residual: object, norm: string, when: 'running' | 'final'): object => ({
    name: termNames[term],
    residual,
    norm,
    weight: weights[term],
    when,
  });
  return {
    version: 2,
    name: scene.name,
    title: scene.title,
    robot: scene.robot,
    seed: scene.seed,
    time: { step: scene.dt, horizon: scene.horizon, integrator: scene.integrator },
    start: scene.initial,
    goals: {
      [to]: orientation ? { type: 'pose', position: target, orientation } : { type: 'point', position: target },
    },
    costs: [
      cost('position', position, 'quadratic', 'running'),
      cost('effort', { type: 'torque', relative: true }, 'quadratic', 'running'),
      cost('limits', { type: 'joint-limits' }, 'one-sided', 'running'),
      cost('finalPosition', position, 'quadratic', 'final'),
      cost('finalVelocity', { type: 'joint-velocity' }, 'quadratic', 'final'),
      ...(orientation
        ? [cost('finalOrientation', { type: 'link-orientation', link, to }, 'one-minus-cos', 'final')]
        : []),
    ],
    measures: { [errorMeasure]: { residual: position } },
    ...(scene.tolerance !== undefined && { success: { measure: errorMeasure, below: scene.tolerance } }),
    controller: withSettings(scene.controller, perturbation === undefined ? {} : { perturbation }),
    method: withSettings(optimizer, { iterations }),
  };
}
