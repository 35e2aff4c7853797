/** @file Comparisons (1 or 0, no derivative) and what selects by them: minimum, maximum, clamp, relu. */
import type { PopulationTensor, TensorLike } from '../population-tensor.ts';
import * as scalar from '../scalar/basic.ts';
import { applyElementwise, choose, elementwise, equal } from './elementwise.ts';

const lessPrimitive = elementwise(scalar.less, [null, null]);
const lessEqualPrimitive = elementwise(scalar.lessEqual, [null, null]);

/** 1 where x < y, else 0. */
export const less = (x: TensorLike, y: TensorLike): PopulationTensor => applyElementwise(lessPrimitive, [x, y]);

/** 1 where x <= y, else 0. */
export const lessEqual = (x: TensorLike, y: TensorLike): PopulationTensor =>
  applyElementwise(lessEqualPrimitive, [x, y]);

/** 1 where x > y, else 0. */
export const greater = (x: TensorLike, y: TensorLike): PopulationTensor => less(y, x);

/** 1 where x >= y, else 0. */
export const greaterEqual = (x: TensorLike, y: TensorLike): PopulationTensor => lessEqual(y, x);

/** x where it is a number, so that `otherwise` is taken from operands without NaN only. */
const unlessNaN = (x: TensorLike, otherwise: TensorLike): PopulationTensor => choose(equal(x, x), otherwise, x);

/** The larger of x and y; NaN if either is. At a tie the derivative flows to x. */
export const maximum = (x: TensorLike, y: TensorLike): PopulationTensor => choose(lessEqual(y, x), x, unlessNaN(x, y));

/** The smaller of x and y; NaN if either is. At a tie the derivative flows to x. */
export const minimum = (x: TensorLike, y: TensorLike): PopulationTensor => choose(lessEqual(x, y), x, unlessNaN(x, y));

/** x kept within [low, high]; at a bound and beyond the derivative flows to the bound. NaN stays NaN. */
export const clamp = (x: TensorLike, low: TensorLike, high: TensorLike): PopulationTensor =>
  choose(lessEqual(x, low), low, choose(lessEqual(high, x), high, x));

/** max(x, 0); the derivative at 0 is 0. */
export const relu = (x: TensorLike): PopulationTensor => choose(lessEqual(x, 0), 0, x);
