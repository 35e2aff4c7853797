/** @file The controllers that a scene can name, and the settings that all of them have. */
import * as z from 'zod/mini';
import { field, nonNegative } from '../src/settings/fields.ts';
import { Kinds } from '../src/settings/kinds.ts';
import { computedTorqueKind } from './computed-torque.ts';
import type { ClassicalContext, Controller, ControllerContext } from './controller.ts';
import { ikComputedTorqueKind } from './ik-computed-torque.ts';
import { jointSplineKind } from './joint-spline.ts';
import { linearFeedbackKind } from './linear-feedback.ts';
import { mlpKind } from './mlp.ts';
import { operationalSpaceKind } from './operational-space.ts';
import { pdKind } from './pd.ts';
import { torqueSplineKind } from './torque-spline.ts';

const common = {
  optimize: field(z.optional(z.array(z.string()).check(z.minLength(1))), {
    title: 'Optimized',
    description: 'parameters that are optimized, the others stay as given; all where it is absent',
    touches: 'structure',
    startsAgain: true,
    isAdvanced: true,
  }),
  perturbation: field(z._default(nonNegative, 0), {
    title: 'Perturbation',
    description: 'standard deviation of the seeded noise on the initial parameters',
    touches: 'start',
    isAdvanced: true,
  }),
};

/** Controllers that somebody has thought of: what they do follows from what they are told. */
export const classicalKinds = new Kinds<ClassicalContext, Controller>('controller', [
  pdKind,
  torqueSplineKind,
  computedTorqueKind,
  jointSplineKind,
  linearFeedbackKind,
  operationalSpaceKind,
  ikComputedTorqueKind,
]);

export const controllerKinds = new Kinds<ControllerContext, Controller>(
  'controller',
  [...classicalKinds.all, mlpKind],
  common,
);
