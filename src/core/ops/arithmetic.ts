/** @file Arithmetic ops: differences, quotients, roots, magnitudes. Note: the sum and the product stand in elementwise.ts, where rules need them. */
import type { PopulationTensor, TensorLike } from '../population-tensor.ts';
import * as scalar from '../scalar/basic.ts';
import { ofTwo } from '../of-two.ts';
import { less } from './comparison.ts';
import { applyElementwise, choose, elementwise, equal, masked, mul, neg, where } from './elementwise.ts';
import { stopGradient } from './stop-gradient.ts';

const subPrimitive = elementwise(scalar.sub, [1, -1]);
const divPrimitive = elementwise(scalar.div, [([, y]) => div(1, y), ([, y], out) => neg(div(out, y))], {
  isSingular: true,
});
const sqrtPrimitive = elementwise(scalar.sqrt, [(_, out) => div(0.5, out)], { isSingular: true });
const absMask = (bar: PopulationTensor, [x]: readonly PopulationTensor[]): PopulationTensor =>
  where(less(0, x), bar, where(less(x, 0), neg(bar), 0));
const absPrimitive = masked(scalar.abs, [absMask]);
/** x - y. */
export const sub = ofTwo('sub', (x, y) => applyElementwise(subPrimitive, [x, y]));

/** x / y. */
export const div = ofTwo('div', (x, y) => applyElementwise(divPrimitive, [x, y]));

/** Square root; its derivative at 0 is +Infinity. */
export const sqrt = (x: TensorLike): PopulationTensor => applyElementwise(sqrtPrimitive, [x]);

/** |x|; the derivative at 0 is 0. */
export const abs = (x: TensorLike): PopulationTensor => applyElementwise(absPrimitive, [x]);

/** x^2. */
export const square = (x: TensorLike): PopulationTensor => mul(x, x);

/** -1, 0 or 1; NaN stays NaN. Piecewise constant: no derivative flows. */
export const sign = (x: TensorLike): PopulationTensor =>
  choose(less(0, x), 1, choose(less(x, 0), -1, choose(equal(x, x), 0, stopGradient(x))));
