/** @file Residual: the rotation that is missing between a link and a goal, as a rotation vector. */
import { requireText } from '../../core/arguments.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { norm } from '../../core/ops/linear-algebra.ts';
import { sum } from '../../core/ops/reduction.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { requireShapeOf } from '../../core/shape.ts';
import { kind } from '../../settings/kinds.ts';
import { rotationError } from '../../spatial/rotation-maps.ts';
import { goalPart, requireGoal } from '../goal.ts';
import type { Residual, ResidualContext } from '../residual.ts';
import { goalName, linkName, requireLink } from './settings.ts';

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
    read: norm,
  };
}

export const linkOrientationKind = kind({
  type: 'link-orientation',
  title: 'Orientation',
  settings: { link: linkName, to: goalName },
  make({ link, to }, { model, goals }: ResidualContext) {
    requireLink(model, link);
    requireGoal(goals, to, 'rotation');
    return linkOrientation(link, to);
  },
});
