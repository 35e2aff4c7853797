/** @file What a layer's units make of their input, element by element; each with the gain that keeps the variance of signals. */
import { sub, square } from '../../src/core/ops/arithmetic.ts';
import { greater, relu as rectified, minimum, maximum } from '../../src/core/ops/comparison.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { exp, expm1, sigmoid } from '../../src/core/ops/exponential.ts';
import { tanh } from '../../src/core/ops/trigonometric.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';

/** An activation function. */
export interface Activation {
  readonly value: (x: PopulationTensor) => PopulationTensor;
  /** Its derivative. */
  readonly slope: (x: PopulationTensor) => PopulationTensor;
  /** Of orthogonal weights before it. */
  readonly gain: number;
}

const step = (x: PopulationTensor): PopulationTensor => greater(x, 0);

/** tanh x; x, or e^x - 1 below 0 (Clevert, Unterthiner and Hochreiter 2016); x sigmoid(x) (Elfwing, Uchibe and Doya 2018); max(x, 0). */
export const activations = {
  tanh: { value: tanh, slope: (x) => sub(1, square(tanh(x))), gain: 5 / 3 },
  elu: {
    value: (x) => add(maximum(x, 0), expm1(minimum(x, 0))),
    slope: (x) => exp(minimum(x, 0)),
    gain: Math.SQRT2,
  },
  silu: {
    value: (x) => mul(x, sigmoid(x)),
    slope: (x) => {
      const s = sigmoid(x);
      return mul(s, add(1, mul(x, sub(1, s))));
    },
    gain: Math.SQRT2,
  },
  relu: { value: rectified, slope: step, gain: Math.SQRT2 },
} as const satisfies Readonly<Record<string, Activation>>;

/** Names of activation functions. */
export const activationNames = Object.keys(activations) as (keyof typeof activations)[];
