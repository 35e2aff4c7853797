/** @file What a layer's units make of their input, element by element; each with the gain that keeps the variance of signals. */
import { relu as rectified, minimum, maximum } from '../../src/core/ops/comparison.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { expm1, sigmoid } from '../../src/core/ops/exponential.ts';
import { tanh } from '../../src/core/ops/trigonometric.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';

/** An activation function. */
export interface Activation {
  readonly value: (x: PopulationTensor) => PopulationTensor;
  /** Of orthogonal weights before it. */
  readonly gain: number;
  /** Largest slope: units whose slope is below a hundredth of it are called saturated. */
  readonly slope: number;
}

/** tanh x; x, or e^x - 1 below 0 (Clevert, Unterthiner and Hochreiter 2016); x sigmoid(x) (Elfwing, Uchibe and Doya 2018); max(x, 0). */
export const activations = {
  tanh: { value: tanh, gain: 5 / 3, slope: 1 },
  elu: { value: (x) => add(maximum(x, 0), expm1(minimum(x, 0))), gain: Math.SQRT2, slope: 1 },
  silu: { value: (x) => mul(x, sigmoid(x)), gain: Math.SQRT2, slope: 1.0998 },
  relu: { value: rectified, gain: Math.SQRT2, slope: 1 },
} as const satisfies Readonly<Record<string, Activation>>;

/** Names of activation functions. */
export const activationNames = Object.keys(activations) as (keyof typeof activations)[];
