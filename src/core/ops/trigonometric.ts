/** @file Trigonometric functions, their inverses, and the hyperbolic tangent. */
import type { PopulationTensor, TensorLike } from '../population-tensor.ts';
import { tanh as scalarTanh } from '../scalar/hyperbolic.ts';
import * as inverse from '../scalar/inverse-trigonometric.ts';
import * as scalar from '../scalar/trigonometric.ts';
import { ofTwo } from '../of-two.ts';
import { abs, div, sqrt, square, sub } from './arithmetic.ts';
import { maximum } from './comparison.ts';
import { add, applyElementwise, choose, elementwise, equal, mul, neg, where } from './elementwise.ts';
import { sigmoid } from './exponential.ts';

/** sqrt(1 - x^2) without cancellation near +-1. */
const cosineOfArcsine = (x: PopulationTensor): PopulationTensor => sqrt(mul(sub(1, x), add(1, x)));

/** numerator / (x^2 + y^2), scaled so that nothing overflows; 0 at the origin. */
function overSquaredRadius(numerator: PopulationTensor, y: PopulationTensor, x: PopulationTensor): PopulationTensor {
  const largest = maximum(abs(y), abs(x));
  const atOrigin = equal(largest, 0);
  const unit = choose(atOrigin, 1, largest);
  const radius = add(square(div(y, unit)), square(div(x, unit)));
  return where(atOrigin, 0, div(div(div(numerator, unit), radius), unit));
}

const sinPrimitive = elementwise(scalar.sin, [([x]) => cos(x)]);
const cosPrimitive = elementwise(scalar.cos, [([x]) => neg(sin(x))]);
const tanPrimitive = elementwise(scalar.tan, [(_, out) => add(1, square(out))]);
const asinPrimitive = elementwise(inverse.asin, [([x]) => div(1, cosineOfArcsine(x))], { isSingular: true });
const acosPrimitive = elementwise(inverse.acos, [([x]) => div(-1, cosineOfArcsine(x))], { isSingular: true });
const atanPrimitive = elementwise(inverse.atan, [([x]) => div(1, add(1, square(x)))]);
const atan2Primitive = elementwise(
  inverse.atan2,
  [([y, x]) => overSquaredRadius(x, y, x), ([y, x]) => neg(overSquaredRadius(y, y, x))],
  { isSingular: true },
);
// sech^2 as a product of sigmoids rather than 1 - tanh^2, which has no digits left for large x
const tanhPrimitive = elementwise(scalarTanh, [
  ([x]) => {
    const twice = mul(2, x);
    return mul(4, mul(sigmoid(twice), sigmoid(neg(twice))));
  },
]);

/** sin x (rad), within one unit in the last place for every finite x; NaN at infinity, as are cos and tan. */
export const sin = (x: TensorLike): PopulationTensor => applyElementwise(sinPrimitive, [x]);

/** cos x (rad). */
export const cos = (x: TensorLike): PopulationTensor => applyElementwise(cosPrimitive, [x]);

/** tan x (rad). */
export const tan = (x: TensorLike): PopulationTensor => applyElementwise(tanPrimitive, [x]);

/** Angle in [-pi/2, pi/2] whose sine is x; the derivative at +-1 is infinite. */
export const asin = (x: TensorLike): PopulationTensor => applyElementwise(asinPrimitive, [x]);

/** Angle in [0, pi] whose cosine is x; the derivative at +-1 is infinite. */
export const acos = (x: TensorLike): PopulationTensor => applyElementwise(acosPrimitive, [x]);

/** Angle in (-pi/2, pi/2) whose tangent is x. */
export const atan = (x: TensorLike): PopulationTensor => applyElementwise(atanPrimitive, [x]);

/** Angle of the point (x, y) in [-pi, pi]; zeros have no sign: pi where y is 0 and x < 0. Both derivatives at the origin are 0. */
export const atan2 = ofTwo('atan2', (y, x) => applyElementwise(atan2Primitive, [y, x]));

/** Hyperbolic tangent. */
export const tanh = (x: TensorLike): PopulationTensor => applyElementwise(tanhPrimitive, [x]);
