/** @file What every form of a rotation can do. */
import type { PopulationTensor } from '../core/population-tensor.ts';

/** What turns vectors [3], lists of them [k, 3] and symmetric matrices [3, 3] from one frame into another. */
export interface Turning {
  /** R u, for u [3] or each row of u [k, 3]. */
  turn(u: PopulationTensor): PopulationTensor;
  /** R' u. */
  turnBack(u: PopulationTensor): PopulationTensor;
  /** R J R' for a symmetric J, whose lower triangle is not read. */
  turnSymmetric(J: PopulationTensor): PopulationTensor;
  /** R A R' for any A. */
  turnMatrix(A: PopulationTensor): PopulationTensor;
}
