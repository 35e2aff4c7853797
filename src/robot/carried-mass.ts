/** @file A body that carries a mass at a point: of both, the common centre, and the inertia about it by parallel axes. */
import { div, sub } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { dot, outer } from '../core/ops/linear-algebra.ts';
import { eye, type PopulationTensor } from '../core/population-tensor.ts';
import type { RobotParameters } from './parameters.ts';

type Body = RobotParameters['bodies'][number];

/** |d|^2 E - d d': what a unit of mass at d adds to an inertia, [3, 3]. */
const pointInertia = (d: PopulationTensor): PopulationTensor => sub(mul(dot(d, d), eye(3)), outer(d, d));

/** The body with a mass [] (kg) at a point [3] of its frame (m). */
export function carrying(
  { mass, centerOfMass, inertia }: Body,
  payload: PopulationTensor,
  held: PopulationTensor,
): Body {
  const total = add(mass, payload);
  const center = div(add(mul(mass, centerOfMass), mul(payload, held)), total);
  const own = mul(mass, pointInertia(sub(centerOfMass, center)));
  const added = mul(payload, pointInertia(sub(held, center)));
  return { mass: total, centerOfMass: center, inertia: add(inertia, add(own, added)) };
}
