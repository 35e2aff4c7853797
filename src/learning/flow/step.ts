/** @file What a step of a flow leaves, whichever method has made it: where it leads, its error, and all that lies between. */

/** A step that has been tried. */
export interface TriedStep {
  readonly x: Float64Array;
  /** Norm of the estimated error; not finite where a number on the way was not. */
  readonly error: number;
  /** Of an explicit step, an estimate of h times the largest slope of the field, which it has to bear. */
  readonly stiffness?: number;
  /** x at a part of the step, from 0 to 1. */
  readonly at: (part: number) => Float64Array;
  /** The field at its end, where it is known. */
  readonly fieldAtEnd?: Float64Array;
}

/** y + sum of factors times vectors. */
export function combined(
  y: Float64Array,
  factors: readonly number[],
  vectors: readonly Float64Array[],
  scale = 1,
): Float64Array {
  const sum = y.slice();
  factors.forEach((factor, k) => {
    if (factor === 0) return;
    const vector = vectors[k];
    for (let i = 0; i < sum.length; i++) sum[i] += scale * factor * vector[i];
  });
  return sum;
}
