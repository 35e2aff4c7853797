/** @file What a reading tells of a state whose deviations go along with its own: a correction in square roots, without any difference of covariances. */
import { div, sqrt, sub } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { concat, slice } from '../../core/ops/indexing.ts';
import { dot, outer } from '../../core/ops/linear-algebra.ts';
import { triangularFactor } from '../../core/ops/triangular-factor.ts';
import { solveTriangular } from '../../core/ops/triangular-solve.ts';
import { eye, type PopulationTensor, zeros } from '../../core/population-tensor.ts';

/** Columns whose products with each other add up to the covariances of a reading [c, k] and of the state [n, k], without noise. */
export interface JointDeviations {
  readonly reading: PopulationTensor;
  readonly state: PopulationTensor;
  /** A column of the reading [c] whose square is taken off instead; none where absent. */
  readonly less?: PopulationTensor;
}

/** Factors of the joint covariance of a reading and a state, and so of all that follows from it. */
export interface Correction {
  /** Of what the reading's covariance was expected to be, lower triangular [c, c]. */
  readonly expected: PopulationTensor;
  /** Of the state's covariance after the reading, lower triangular [n, n]. */
  readonly state: PopulationTensor;
  /** How far a residual of 1 standard deviation each moves the state, [n, c]. */
  readonly gain: PopulationTensor;
}

/**
 * Factor of T T' - u u', for a lower triangular T [n, n] and u [n]; NaN where that is not positive, as no rule could repair it
 * without a wrong covariance.
 */
export function downdated(T: PopulationTensor, u: PopulationTensor): PopulationTensor {
  const p = solveTriangular(T, u);
  const share = div(1, add(1, sqrt(sub(1, dot(p, p)))));
  return triangularFactor(sub(T, mul(share, outer(u, p))));
}

/** [noise, reading; 0, state] = [expected, 0; gain, state] Q, with independent noise of standard deviations [c]. */
export function squareRootCorrection({ reading, state, less }: JointDeviations, noise: PopulationTensor): Correction {
  const [c, n] = [noise.size, state.shape[0]];
  const above = concat([mul(eye(c), noise), reading], 1);
  const below = concat([zeros([n, c]), state], 1);
  const joint = triangularFactor(concat([above, below]));
  const T = less ? downdated(joint, concat([less, zeros([n])])) : joint;
  return {
    expected: slice(T, [0, 0], [c, c]),
    state: slice(T, [c, c], [c + n, c + n]),
    gain: slice(T, [c, 0], [c + n, c]),
  };
}
