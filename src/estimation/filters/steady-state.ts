/** @file The steady state of a Kalman filter: the covariance that the Riccati equation leaves as it is, by doubling in square roots. */
import { requireOptions } from '../../core/arguments.ts';
import { sub } from '../../core/ops/arithmetic.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { concat, transpose } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { triangularFactor } from '../../core/ops/triangular-factor.ts';
import { solveTriangular } from '../../core/ops/triangular-solve.ts';
import { eye, type PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { ArgumentError, ShapeError } from '../../errors.ts';
import { squareRootCorrection } from './square-root-correction.ts';

/** x' = A x + G w, y = H x + r, with w of standard deviation 1 each. */
export interface SteadySystem {
  /** [n, n]. */
  readonly A: TensorLike;
  /** [n, sources]. */
  readonly G: TensorLike;
  /** [channels, n]. */
  readonly H: TensorLike;
  /** Standard deviations of r, [channels], none of which is 0. */
  readonly deviation: TensorLike;
}

/** What a filter comes to after many ticks. */
export interface SteadyState {
  /** Lower triangular factor of the covariance before a reading, [n, n]. */
  readonly predicted: PopulationTensor;
  /** And after it. */
  readonly corrected: PopulationTensor;
  /** What a residual is multiplied with to correct the state, [n, channels]. */
  readonly gain: PopulationTensor;
}

/** Ticks double from step to step: 2^60 of them are enough, or none. */
const mostDoublings = 60;

/** The map of 2^k ticks: P goes to F F' + A P (1 + N N' P)^-1 A'. */
interface Ticks {
  readonly A: PopulationTensor;
  readonly F: PopulationTensor;
  readonly N: PopulationTensor;
}

/** The map of twice as many ticks. */
function doubled({ A, F, N }: Ticks): Ticks {
  const n = A.shape[0];
  const [FN, one] = [matmul(transpose(F), N), eye(n)];
  const W = triangularFactor(concat([one, FN], 1));
  const V = triangularFactor(concat([one, transpose(FN)], 1));
  // F W^-T and N V^-T are factors of P (1 + N N' P)^-1 and of (1 + N N' P)^-1 N N'
  const [ofF, ofN] = [transpose(solveTriangular(W, transpose(F))), transpose(solveTriangular(V, transpose(N)))];
  const between = sub(one, matmul(matmul(ofF, solveTriangular(W, FN)), transpose(N)));
  return {
    A: matmul(matmul(A, between), A),
    F: triangularFactor(concat([F, matmul(A, ofF)], 1)),
    N: triangularFactor(concat([N, matmul(transpose(A), ofN)], 1)),
  };
}

const largest = (x: PopulationTensor): number => x.data.reduce((most, y) => Math.max(most, Math.abs(y)), 0);

/**
 * The steady state of the Kalman filter of a linear system, by numbers. Throws where shapes do not fit, and where there is none:
 * where what grows or stays is not seen by any sensor.
 */
export function riccatiSteadyState(system: SteadySystem): SteadyState {
  requireOptions('riccatiSteadyState', system, ['A', 'G', 'H', 'deviation']);
  const [A, G, H, noise] = [system.A, system.G, system.H, system.deviation].map((x) => tensor(x));
  const [n] = A.shape;
  const fits = A.shape[1] === n && G.shape[0] === n && H.shape[1] === n && noise.shape[0] === H.shape[0];
  if (!fits)
    throw new ShapeError(
      'riccatiSteadyState',
      [A.shape, G.shape, H.shape, noise.shape],
      'shapes do not fit',
      'give A [n, n], G [n, sources], H [channels, n], deviation [channels]',
    );
  const weighted = transpose(solveTriangular(mul(eye(noise.size), noise), H));
  let ticks: Ticks = { A, F: triangularFactor(G), N: triangularFactor(weighted) };
  for (let k = 0; k < mostDoublings; k++) {
    const next = doubled(ticks);
    const size = largest(next.F);
    if (!Number.isFinite(size)) break;
    if (largest(sub(next.F, ticks.F)) <= 1e-15 * size) return stateOf(next.F, H, noise);
    ticks = next;
  }
  throw new ArgumentError(
    'riccatiSteadyState',
    'a covariance that comes to no rest',
    'a system of which sensors see what grows',
  );
}

function stateOf(predicted: PopulationTensor, H: PopulationTensor, noise: PopulationTensor): SteadyState {
  const { expected, state, gain } = squareRootCorrection({ reading: matmul(H, predicted), state: predicted }, noise);
  return {
    predicted,
    corrected: state,
    gain: transpose(solveTriangular(expected, transpose(gain), { transposed: true })),
  };
}
