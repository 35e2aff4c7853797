/** @file Residual: how fast a link's frame moves in the world. */
import { requireText } from '../../core/arguments.ts';
import { norm } from '../../core/ops/linear-algebra.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { slice } from '../../core/ops/indexing.ts';
import { jacobian } from '../../dynamics/jacobian.ts';
import { linkName, requireLink } from '../../dynamics/settings.ts';
import type { RobotModel } from '../../robot/model.ts';
import { kind } from '../../settings/kinds.ts';
import type { Residual, ResidualContext } from '../residual.ts';

/** J v [3] of the link's origin, m/s: the lower half of the Jacobian. */
export function linkVelocity(model: RobotModel, link: string): Residual {
  requireText('link', link);
  return {
    name: 'speed',
    size: 3,
    unit: 'm/s',
    evaluate: ({ q, v }) => matmul(slice(jacobian(model, q, link), [3]), v),
    read: norm,
  };
}

export const linkVelocityKind = kind({
  type: 'link-velocity',
  title: 'Speed of a link',
  settings: { link: linkName },
  make({ link }, { model }: ResidualContext) {
    requireLink(model, link);
    return linkVelocity(model, link);
  },
});
