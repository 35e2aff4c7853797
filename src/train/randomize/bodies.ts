/** @file Randomizations of bodies: how heavy they are, where their weight is, how it is spread, and what they carry. */
import * as z from 'zod/mini';
import { sub } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { slice } from '../../core/ops/indexing.ts';
import { tensor } from '../../core/population-tensor.ts';
import { bodiesOf, bodyOf, linkName, linksField } from '../../dynamics/settings.ts';
import { findLink } from '../../dynamics/forward-kinematics.ts';
import { carrying } from '../../robot/carried-mass.ts';
import { plus, rotate } from '../../robot/pose.ts';
import { field, nonNegative, vector3 } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import type { Variation } from '../variation.ts';
import { between, type RandomizationContext, rangeField, withBodies } from './randomization.ts';

/** Heavier or lighter of the same shape: mass and inertia times a factor. */
export const bodyMassKind = kind({
  type: 'body-mass',
  title: 'Masses',
  settings: { links: linksField, factor: rangeField('Factor', 'ends between which the factor is drawn') },
  make({ links, factor }, { model }: RandomizationContext): Variation {
    const bodies = bodiesOf(model, links);
    return {
      name: 'body-mass',
      numbers: bodies.length,
      distribution: 'uniform',
      vary: (scenario, drawn) =>
        withBodies(scenario, model, bodies, ({ mass, inertia }, place) => {
          const by = between(factor, drawn, place);
          return { mass: mul(by, mass), inertia: mul(by, inertia) };
        }),
    };
  },
});

/** Rotational inertia times a factor. */
export const bodyInertiaKind = kind({
  type: 'body-inertia',
  title: 'Inertias',
  settings: { links: linksField, factor: rangeField('Factor', 'ends between which the factor is drawn') },
  make({ links, factor }, { model }: RandomizationContext): Variation {
    const bodies = bodiesOf(model, links);
    return {
      name: 'body-inertia',
      numbers: bodies.length,
      distribution: 'uniform',
      vary: (scenario, drawn) =>
        withBodies(scenario, model, bodies, ({ inertia }, place) => ({
          inertia: mul(between(factor, drawn, place), inertia),
        })),
    };
  },
});

/** Centres of mass moved along each axis. */
export const centerOfMassKind = kind({
  type: 'center-of-mass',
  title: 'Centres of mass',
  settings: {
    links: linksField,
    within: field(nonNegative, {
      title: 'Within',
      description: 'farthest that they are moved along each axis',
      unit: 'm',
      touches: 'input',
      isAdvanced: true,
    }),
  },
  make({ links, within }, { model }: RandomizationContext): Variation {
    const bodies = bodiesOf(model, links);
    return {
      name: 'center-of-mass',
      numbers: 3 * bodies.length,
      distribution: 'uniform',
      vary: (scenario, drawn) =>
        withBodies(scenario, model, bodies, ({ centerOfMass }, place) => {
          const own = slice(drawn, [3 * place], [3 * place + 3]);
          return { centerOfMass: add(centerOfMass, mul(2 * within, sub(own, 0.5))) };
        }),
    };
  },
});

/** A mass that a link carries at a point: of both, the common centre, and the inertia about it by parallel axes. */
export const payloadKind = kind({
  type: 'payload',
  title: 'Payload',
  settings: {
    link: linkName,
    mass: rangeField('Mass', 'ends between which the mass is drawn', 'kg'),
    at: field(z._default(vector3, [0, 0, 0]), {
      title: 'At',
      description: 'where it is held, in the axes of the link',
      unit: 'm',
      touches: 'input',
      isAdvanced: true,
    }),
  },
  make({ link, mass: range, at: place }, { model }: RandomizationContext): Variation {
    const body = bodyOf(model, link);
    const { rotation, translation } = findLink(model, link).poseInBody;
    const held = tensor([...plus(rotate(rotation, place), translation)]);
    return {
      name: `payload ${link}`,
      numbers: 1,
      distribution: 'uniform',
      vary: (scenario, drawn) =>
        withBodies(scenario, model, [body], (own) => carrying(own, between(range, drawn, 0), held)),
    };
  },
});
