/** @file Unknowns of joints: what resists their motion, and the inertia of their rotors. */
import { jointsField, jointsOf } from '../../dynamics/settings.ts';
import { kind } from '../../settings/kinds.ts';
import { ofJoints, type UnknownContext } from './unknown.ts';

/** Viscous damping. */
export const dampingKind = kind({
  type: 'joint-damping',
  title: 'Joint damping',
  settings: { joints: jointsField },
  make: ({ joints }, context: UnknownContext) =>
    ofJoints(context, jointsOf(context.model, joints), {
      part: 'damping',
      name: 'damping',
      units: ['N m s/rad', 'N s/m'],
      scale: 0.05,
      resists: true,
    }),
});

/** Coulomb friction, smoothed over the robot's friction velocity. */
export const frictionKind = kind({
  type: 'joint-friction',
  title: 'Joint friction',
  settings: { joints: jointsField },
  make: ({ joints }, context: UnknownContext) =>
    ofJoints(context, jointsOf(context.model, joints), {
      part: 'friction',
      name: 'friction',
      units: ['N m', 'N'],
      scale: 0.05,
      resists: true,
    }),
});

/** Inertia of the drive's rotor, seen through its gear. */
export const armatureKind = kind({
  type: 'joint-armature',
  title: 'Armature',
  settings: { joints: jointsField },
  make: ({ joints }, context: UnknownContext) =>
    ofJoints(context, jointsOf(context.model, joints), {
      part: 'armature',
      name: 'armature',
      units: ['kg m^2', 'kg'],
      scale: 0.02,
    }),
});
