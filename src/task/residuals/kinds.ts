/** @file The residuals that a scene can name. */
import { Kinds } from '../../settings/kinds.ts';
import type { Residual, ResidualContext } from '../residual.ts';
import { distanceKind } from './distance.ts';
import { energyKind } from './energy.ts';
import { jointLimitsKind } from './joint-limits.ts';
import { jointPositionKind } from './joint-position.ts';
import { jointVelocityKind } from './joint-velocity.ts';
import { linkAxisKind } from './link-axis.ts';
import { linkOrientationKind } from './link-orientation.ts';
import { linkPoseKind } from './link-pose.ts';
import { linkPositionKind } from './link-position.ts';
import { linkVelocityKind } from './link-velocity.ts';
import { powerKind } from './power.ts';
import { selfDistanceKind } from './self-distance.ts';
import { torqueKind } from './torque.ts';

export const residualKinds = new Kinds<ResidualContext, Residual>('residual', [
  linkPositionKind,
  linkOrientationKind,
  linkPoseKind,
  linkVelocityKind,
  jointPositionKind,
  jointVelocityKind,
  torqueKind,
  powerKind,
  jointLimitsKind,
  distanceKind,
  linkAxisKind,
  energyKind,
  selfDistanceKind,
]);
