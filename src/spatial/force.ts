/** @file Force: a spatial force (wrench), [moment; force], in body coordinates (Featherstone 2008, ch. 2). */
import { add, mul } from '../core/ops/elementwise.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { concat } from '../core/ops/indexing.ts';
import { type PopulationTensor, type TensorLike, zeros } from '../core/population-tensor.ts';
import { requireInstance } from '../core/arguments.ts';
import { requireVectors } from './shapes.ts';

/** A spatial force (wrench): moment about the frame's origin [3] (N m) and force [3] (N), or as many rows of each, [k, 3]. Throws a ShapeError for others. */
export class Force {
  /** Moment about the frame's origin, [3], N m. */
  readonly angular: PopulationTensor;
  /** Linear force, [3], N. */
  readonly linear: PopulationTensor;
  /** Keeps Motion and Force apart in the type system. */
  readonly kind = 'force';

  constructor(angular: PopulationTensor, linear: PopulationTensor) {
    requireVectors('Force', angular, linear);
    this.angular = angular;
    this.linear = linear;
  }

  static zero(): Force {
    return new Force(zeros([3]), zeros([3]));
  }

  plus(other: Force): Force {
    requireInstance('Force.plus', other, Force);
    return new Force(add(this.angular, other.angular), add(this.linear, other.linear));
  }

  minus(other: Force): Force {
    requireInstance('Force.minus', other, Force);
    return new Force(sub(this.angular, other.angular), sub(this.linear, other.linear));
  }

  scaled(factor: TensorLike): Force {
    return new Force(mul(this.angular, factor), mul(this.linear, factor));
  }

  /** [6]: moment, then force. */
  toTensor(): PopulationTensor {
    return concat([this.angular, this.linear]);
  }
}
