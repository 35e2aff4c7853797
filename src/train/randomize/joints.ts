/** @file Randomizations of joints: how much they resist. */
import { mul } from '../../core/ops/elementwise.ts';
import { jointsField, jointsOf } from '../../dynamics/settings.ts';
import { kind } from '../../settings/kinds.ts';
import type { Variation } from '../variation.ts';
import { between, type RandomizationContext, rangeField, withJoints } from './randomization.ts';

const factor = rangeField('Factor', 'ends between which the factor is drawn');

/** Viscous damping times a factor. */
export const jointDampingKind = kind({
  type: 'joint-damping',
  title: 'Joint damping',
  settings: { joints: jointsField, factor },
  make: (settings, { model }: RandomizationContext): Variation => {
    const joints = jointsOf(model, settings.joints);
    return {
      name: 'joint-damping',
      numbers: joints.length,
      distribution: 'uniform',
      vary: (scenario, drawn) =>
        withJoints(scenario, model, joints, ({ damping }, place) => ({
          damping: mul(between(settings.factor, drawn, place), damping),
        })),
    };
  },
});

/** Coulomb friction times a factor. */
export const jointFrictionKind = kind({
  type: 'joint-friction',
  title: 'Joint friction',
  settings: { joints: jointsField, factor },
  make: (settings, { model }: RandomizationContext): Variation => {
    const joints = jointsOf(model, settings.joints);
    return {
      name: 'joint-friction',
      numbers: joints.length,
      distribution: 'uniform',
      vary: (scenario, drawn) =>
        withJoints(scenario, model, joints, ({ friction }, place) => ({
          friction: mul(between(settings.factor, drawn, place), friction),
        })),
    };
  },
});
