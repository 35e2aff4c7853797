/** @file Errors of a belief: the tangent from its mean to the truth, and its square normalized by the belief's own covariance (NEES). */
import { requireParts } from '../../core/arguments.ts';
import { dot } from '../../core/ops/linear-algebra.ts';
import { solveTriangular } from '../../core/ops/triangular-solve.ts';
import type { PopulationTensor } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';
import type { Gaussian } from '../gaussian.ts';
import { requireSpace, type Space } from '../space.ts';

/** Beliefs have rows of ticks: mean [T, size], factor [T, dimension, dimension]. */
function requireBeliefs(space: Space, beliefs: Gaussian): void {
  requireSpace('space', space);
  requireParts('beliefs', beliefs, { mean: 'an object', factor: 'an object' });
}

/** Tangents [T, dimension] from what is believed, with rows [T, …], to what is true [T, size]; by the shorter way round where there are angles. */
export function errorsOf(space: Space, truth: PopulationTensor, beliefs: Gaussian): PopulationTensor {
  requireBeliefs(space, beliefs);
  const { outputs } = scan(
    (carry: readonly PopulationTensor[], item: { readonly from: PopulationTensor; readonly to: PopulationTensor }) => ({
      carry,
      output: space.difference(item.from, item.to),
    }),
    [],
    { from: beliefs.mean, to: truth },
  );
  return outputs;
}

/**
 * e' P^-1 e of each tick, [T], with e the error and P the covariance that is believed, rows [T, …]: of a consistent filter chi-square distributed,
 * with `dimension` degrees of freedom. Not finite where a belief leaves no doubt in some direction.
 */
export function normalizedErrors(space: Space, truth: PopulationTensor, beliefs: Gaussian): PopulationTensor {
  requireBeliefs(space, beliefs);
  type Item = { readonly from: PopulationTensor; readonly to: PopulationTensor; readonly factor: PopulationTensor };
  const { outputs } = scan(
    (carry: readonly PopulationTensor[], { from, to, factor }: Item) => {
      const normalized = solveTriangular(factor, space.difference(from, to));
      return { carry, output: dot(normalized, normalized) };
    },
    [],
    { from: beliefs.mean, to: truth, factor: beliefs.factor },
  );
  return outputs;
}
