/** @file Residual: the rotation that is missing between a link and a goal, as a rotation vector. */
import { requireText } from '../../core/arguments.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { reshape } from '../../core/ops/indexing.ts';
import { norm } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { requireShapeOf } from '../../core/shape.ts';
import { findLink } from '../../dynamics/forward-kinematics.ts';
import { angleFrom, type Chain, chainTo } from '../../robot/link-range.ts';
import type { Matrix3 } from '../../robot/model.ts';
import { kind } from '../../settings/kinds.ts';
import { rotationError } from '../../spatial/rotation-maps.ts';
import { formatNumber } from '../../text/quantities.ts';
import { goalPart, type Goals, requireGoal } from '../../robot/goal.ts';
import type { Residual, ResidualContext } from '../residual.ts';
import { goalName, linkName, requireLink } from '../../dynamics/settings.ts';

/** 1 - cos of the angle between two rotations [3, 3]; smooth everywhere: (3 - trace(R' Rd)) / 2. */
export function oneMinusCosBetween(rotation: PopulationTensor, target: PopulationTensor): PopulationTensor {
  for (const { shape } of [rotation, target]) requireShapeOf('oneMinusCosBetween', shape, [3, 3], 'a rotation matrix');
  return mul(0.5, sub(3, sum(mul(rotation, target))));
}

/** log(R*' R) [3], rad: the logarithm of the rotation error, in the goal's axes. */
export function linkOrientation(link: string, to: string): Residual {
  requireText('link', link);
  requireText('to', to);
  const rotations = (...[seen, goals]: Parameters<Residual['evaluate']>): [PopulationTensor, PopulationTensor] => [
    seen.link(link).rotation,
    goalPart(goals, to, 'rotation', [3, 3]),
  ];
  return {
    name: 'angle',
    size: 3,
    unit: 'rad',
    links: [link],
    evaluate: (seen, goals) => {
      const [rotation, target] = rotations(seen, goals);
      return rotationError(target, rotation);
    },
    oneMinusCos: (seen, goals) => oneMinusCosBetween(...rotations(seen, goals)),
    chord: (seen, goals) => mul(0.5, reshape(sub(...rotations(seen, goals)), [9])),
    read: norm,
  };
}

/** Quaternions are written to three digits: what is less is rounding, rad. */
const leastAngle = 1e-3;

/** Says so where the joints on the way to the link cannot turn it so. */
function tooTurned(chain: Chain, link: string, to: string, goals: Goals): string | undefined {
  const angle = angleFrom(chain, goalPart(goals, to, 'rotation', [3, 3]).toArray() as unknown as Matrix3);
  if (!(angle > leastAngle)) return undefined;
  return `goal "${to}" is turned ${formatNumber(angle)} rad away from all that "${link}" can be turned to`;
}

export const linkOrientationKind = kind({
  type: 'link-orientation',
  title: 'Orientation',
  settings: { link: linkName, to: goalName },
  make({ link, to }, { model, goals }: ResidualContext) {
    requireLink(model, link);
    requireGoal(goals, to, 'rotation');
    const chain = chainTo(model, findLink(model, link));
    return { ...linkOrientation(link, to), isHopeless: (known: Goals) => tooTurned(chain, link, to, known) };
  },
});
