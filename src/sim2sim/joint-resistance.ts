/** @file What joints resist with over a step, as forces: for a physics that knows neither damping nor friction of a joint. */
import { isKnownZero } from '../core/known-zero.ts';
import { add, mul, neg } from '../core/ops/elementwise.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { jointResistance } from '../dynamics/joint-friction.ts';
import { resistedDynamics } from '../dynamics/resisted-dynamics.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';

/**
 * Forces [nv] (N m, N) of joint friction to hold over a step of dt (s) from q [nq], v [nv] under tau [nv]: those of the velocity at the
 * step's end as our own step foresees it, -b(v) (v + dt a), so that no resistance is too stiff for a step. Null where nothing resists.
 */
export function resistanceOverStep(
  model: RobotModel,
  q: PopulationTensor,
  v: PopulationTensor,
  tau: PopulationTensor,
  robot: RobotParameters,
  dt: number,
): PopulationTensor | null {
  const b = jointResistance(model, v, robot);
  if (isKnownZero(b)) return null;
  const a = resistedDynamics(model, q, v, tau, robot, dt);
  return neg(mul(b, add(v, mul(dt, a))));
}
