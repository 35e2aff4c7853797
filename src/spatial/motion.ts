/** @file Motion: a spatial velocity or acceleration, [angular; linear], in body coordinates (Featherstone 2008, ch. 2). */
import { add, mul, neg } from '../core/ops/elementwise.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { concat } from '../core/ops/indexing.ts';
import { cross, dot } from '../core/ops/linear-algebra.ts';
import { type PopulationTensor, type TensorLike, zeros } from '../core/population-tensor.ts';
import { requireInstance } from '../core/arguments.ts';
import { requireVectors } from './shapes.ts';
import { Force } from './force.ts';

/**
 * A spatial velocity (rad/s, m/s) or acceleration (rad/s^2, m/s^2): angular part [3] and linear part at the frame's origin [3], or as
 * many rows of each, [k, 3]. Throws a ShapeError for others.
 */
export class Motion {
  /** Angular part, [3], rad/s (rad/s^2). */
  readonly angular: PopulationTensor;
  /** Linear part at the frame's origin, [3], m/s (m/s^2). */
  readonly linear: PopulationTensor;
  /** Keeps Motion and Force apart in the type system. */
  readonly kind = 'motion';

  constructor(angular: PopulationTensor, linear: PopulationTensor) {
    requireVectors('Motion', angular, linear);
    this.angular = angular;
    this.linear = linear;
  }

  static zero(): Motion {
    return new Motion(zeros([3]), zeros([3]));
  }

  plus(other: Motion): Motion {
    requireInstance('Motion.plus', other, Motion);
    return new Motion(add(this.angular, other.angular), add(this.linear, other.linear));
  }

  minus(other: Motion): Motion {
    requireInstance('Motion.minus', other, Motion);
    return new Motion(sub(this.angular, other.angular), sub(this.linear, other.linear));
  }

  scaled(factor: TensorLike): Motion {
    return new Motion(mul(this.angular, factor), mul(this.linear, factor));
  }

  negated(): Motion {
    return new Motion(neg(this.angular), neg(this.linear));
  }

  /** Spatial cross product of motions, v x m. */
  cross(other: Motion): Motion {
    requireInstance('Motion.cross', other, Motion);
    return new Motion(
      cross(this.angular, other.angular),
      add(cross(this.angular, other.linear), cross(this.linear, other.angular)),
    );
  }

  /** Spatial cross product with a force, v x* f. */
  crossForce(force: Force): Force {
    requireInstance('Motion.crossForce', force, Force);
    return new Force(
      add(cross(this.angular, force.angular), cross(this.linear, force.linear)),
      cross(this.angular, force.linear),
    );
  }

  /** Power of a force on this motion. */
  dot(force: Force): PopulationTensor {
    requireInstance('Motion.dot', force, Force);
    return add(dot(this.angular, force.angular), dot(this.linear, force.linear));
  }

  /** [6]: angular, then linear. */
  toTensor(): PopulationTensor {
    return concat([this.angular, this.linear]);
  }
}
