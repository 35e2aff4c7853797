/** @file checkGradients: a function's gradient against central differences and by the dot-product test. */
import type { PopulationTensor } from '../population-tensor.ts';
import type { Tree } from '../tree.ts';
import { ParameterLayout } from '../parameters.ts';
import { jvp, valueAndGrad } from './functions.ts';

export interface GradientCheck {
  /** Largest relative error of an entry, |gradient - difference| / max(|gradient|, |difference|, floor). */
  readonly worstRelativeError: number;
  /** Entry where it is, e.g. `kp[3]`. */
  readonly worstEntry: string;
  readonly gradient: number;
  readonly difference: number;
  /** |<grad, u> - jvp(u)| / (|grad| |u|) for a fixed direction u: forward against reverse mode. */
  readonly dotProductError: number;
  readonly entries: readonly {
    readonly name: string;
    readonly gradient: number;
    readonly difference: number;
    readonly relativeError: number;
  }[];
}

export interface GradientCheckOptions {
  /** First step of the differences, relative to max(1, |x|); it is refined by extrapolation. Default 1e-2. */
  readonly step?: number;
  /** Smallest magnitude that relative errors are taken to, as a part of the largest gradient entry. Default 1e-6. */
  readonly floor?: number;
}

/** Derivative by Ridders' method: central differences with a shrinking step, extrapolated to step 0. */
export function extrapolatedDifference(f: (offset: number) => number, firstStep: number): number {
  const shrink = 1.6;
  const table: number[][] = [];
  let best = NaN;
  let bestError = Infinity;
  let step = firstStep;
  for (let row = 0; row < 12; row++, step /= shrink) {
    table.push([(f(step) - f(-step)) / (2 * step)]);
    if (row === 0) best = table[0][0];
    let factor = shrink * shrink;
    for (let k = 1; k <= row; k++, factor *= shrink * shrink) {
      table[row].push((factor * table[row][k - 1] - table[row - 1][k - 1]) / (factor - 1));
      const error = Math.max(
        Math.abs(table[row][k] - table[row][k - 1]),
        Math.abs(table[row][k] - table[row - 1][k - 1]),
      );
      if (error <= bestError) [best, bestError] = [table[row][k], error];
    }
    if (row > 0 && Math.abs(table[row][row] - table[row - 1][row - 1]) >= 2 * bestError) break;
  }
  return best;
}

/** Compares the gradient of a scalar function of a tree of shared tensors with extrapolated central differences, entry by entry. */
export function checkGradients<X extends Tree>(
  f: (x: X) => PopulationTensor,
  x: X,
  options: GradientCheckOptions = {},
): GradientCheck {
  const { step = 1e-2, floor = 1e-6 } = options;
  const layout = new ParameterLayout(x);
  const at = layout.toVector(x);
  const gradient = layout.toVector(valueAndGrad(f)(x).gradient);
  const largest = gradient.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const entries = Array.from(at, (value, i) => {
    const difference = extrapolatedDifference(
      (offset) => f(layout.fromVector(at.with(i, value + offset))).item(),
      step * Math.max(1, Math.abs(value)),
    );
    const scale = Math.max(Math.abs(gradient[i]), Math.abs(difference), floor * largest, Number.MIN_VALUE);
    return {
      name: layout.nameOf(i),
      gradient: gradient[i],
      difference,
      relativeError: Math.abs(gradient[i] - difference) / scale,
    };
  });
  const worst = entries.reduce((a, b) => (b.relativeError > a.relativeError ? b : a));
  return {
    worstRelativeError: worst.relativeError,
    worstEntry: worst.name,
    gradient: worst.gradient,
    difference: worst.difference,
    dotProductError: dotProductError(f, x, layout, gradient),
    entries,
  };
}

/** Forward against reverse mode along a direction of +1 and -1 in an irregular pattern. */
function dotProductError<X extends Tree>(
  f: (x: X) => PopulationTensor,
  x: X,
  layout: ParameterLayout<X>,
  gradient: Float64Array,
): number {
  const direction = Float64Array.from({ length: layout.size }, (_, i) => ((i * 2654435761) % 7 < 3 ? 1 : -1));
  const tangent = jvp(f, x, layout.fromVector(direction)).tangent.item();
  const along = gradient.reduce((total, value, i) => total + value * direction[i], 0);
  const scale = Math.sqrt(gradient.reduce((total, value) => total + value * value, 0) * layout.size);
  return Math.abs(tangent - along) / Math.max(scale, Number.MIN_VALUE);
}
