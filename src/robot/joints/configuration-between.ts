/** @file Configurations on the smooth way from one state to another. */
import { sub } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import type { RobotModel } from '../model.ts';
import { configurationDifference, movedConfiguration } from './configuration-difference.ts';

/** Two configurations [nq] with their velocities [nv], the share of the way from one to the other [], and s between them []. */
export type Way = {
  readonly [part in 'from' | 'to' | 'vFrom' | 'vTo' | 'share' | 'period']: PopulationTensor;
};

/**
 * The configuration [nq] a share u [] of the way from one state to the next, `period` s [] apart: the cubic of Hermite through both, by
 * their difference d = q_1 (-) q_0: q_0 (+) (u^2 (3 - 2 u) d + h u (1 - u)^2 v_0 - h u^2 (1 - u) v_1).
 */
export function configurationBetween(
  model: RobotModel,
  { from, to, vFrom, vTo, share: u, period }: Way,
): PopulationTensor {
  const rest = sub(1, u);
  const way = mul(mul(mul(u, u), sub(3, mul(2, u))), configurationDifference(model, from, to));
  const first = mul(mul(period, mul(u, mul(rest, rest))), vFrom);
  const last = mul(mul(period, mul(mul(u, u), rest)), vTo);
  return movedConfiguration(model, from, add(way, sub(first, last)));
}
