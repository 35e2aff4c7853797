/** @file Residual: the motion that is missing between a link and the pose of a goal, position and rotation at once. */
import * as z from 'zod/mini';
import { requireFiniteNumber, requireText } from '../../core/arguments.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { norm } from '../../core/ops/linear-algebra.ts';
import { tensor } from '../../core/population-tensor.ts';
import { goalName, linkName, requireLink } from '../../dynamics/settings.ts';
import { ArgumentError } from '../../errors.ts';
import { goalPart, requireGoal } from '../../robot/goal.ts';
import { field, positive } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { poseLogarithm } from '../../spatial/pose-maps.ts';
import { Transform } from '../../spatial/transform.ts';
import type { Residual, ResidualContext } from '../residual.ts';

/**
 * log(T*^-1 T) [6] in the goal's axes, its angular part first and times `radian`, m: what a turn of 1 rad counts beside distances. People
 * read its length.
 */
export function linkPoseResidual(link: string, to: string, radian = 1): Residual {
  requireText('link', link);
  requireText('to', to);
  requireFiniteNumber('radian', radian, ' of m');
  if (radian <= 0) throw new ArgumentError('radian', String(radian), 'more than 0');
  const scale = tensor([radian, radian, radian, 1, 1, 1]);
  return {
    name: 'displacement',
    size: 6,
    unit: 'm',
    links: [link],
    evaluate: (seen, goals) => {
      const target = new Transform(goalPart(goals, to, 'rotation', [3, 3]), goalPart(goals, to, 'position', [3]));
      const { rotation, translation } = seen.link(link);
      const missing = poseLogarithm(target.inverse().times(new Transform(rotation, translation)));
      return radian === 1 ? missing : mul(scale, missing);
    },
    read: norm,
  };
}

export const linkPoseKind = kind({
  type: 'link-pose',
  title: 'Pose',
  settings: {
    link: linkName,
    to: goalName,
    radian: field(z._default(positive, 1), {
      title: 'Radian',
      description: 'distance that a turn of 1 rad counts as much as',
      unit: 'm',
      touches: 'structure',
      isAdvanced: true,
    }),
  },
  make({ link, to, radian }, { model, goals }: ResidualContext) {
    requireLink(model, link);
    requireGoal(goals, to, 'position');
    requireGoal(goals, to, 'rotation');
    return linkPoseResidual(link, to, radian);
  },
});
