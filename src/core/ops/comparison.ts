/** @file Comparisons and whole numbers (no derivative) and what selects by them: minimum, maximum, clamp, relu. */
import type { PopulationTensor, TensorLike } from '../population-tensor.ts';
import * as scalar from '../scalar/basic.ts';
import { ofTwo } from '../of-two.ts';
import { applyElementwise, choose, elementwise, equal } from './elementwise.ts';

const lessPrimitive = elementwise(scalar.less, [null, null]);
const lessEqualPrimitive = elementwise(scalar.lessEqual, [null, null]);

/** 1 where x < y, else 0. */
export const less = ofTwo('less', (x, y) => applyElementwise(lessPrimitive, [x, y]));

/** 1 where x <= y, else 0. */
export const lessEqual = ofTwo('lessEqual', (x, y) => applyElementwise(lessEqualPrimitive, [x, y]));

/** 1 where x > y, else 0. */
export const greater = ofTwo('greater', (x, y) => less(y, x));

/** 1 where x >= y, else 0. */
export const greaterEqual = ofTwo('greaterEqual', (x, y) => lessEqual(y, x));

const floorPrimitive = elementwise(scalar.floor, [null]);

/** The largest whole number that is not above x. */
export const floor = (x: TensorLike): PopulationTensor => applyElementwise(floorPrimitive, [x]);

/** x where it is a number, so that `otherwise` is taken from operands without NaN only. */
const unlessNaN = (x: TensorLike, otherwise: TensorLike): PopulationTensor => choose(equal(x, x), otherwise, x);

/** The larger of x and y; NaN if either is. At a tie the derivative flows to x. */
export const maximum = ofTwo('maximum', (x, y) => choose(lessEqual(y, x), x, unlessNaN(x, y)));

/** The smaller of x and y; NaN if either is. At a tie the derivative flows to x. */
export const minimum = ofTwo('minimum', (x, y) => choose(lessEqual(x, y), x, unlessNaN(x, y)));

/** x kept within [low, high]; at a bound and beyond the derivative flows to the bound. NaN stays NaN. */
export const clamp = (x: TensorLike, low: TensorLike, high: TensorLike): PopulationTensor =>
  choose(lessEqual(x, low), low, choose(lessEqual(high, x), high, x));

/** max(x, 0); the derivative at 0 is 0. */
export const relu = (x: TensorLike): PopulationTensor => choose(lessEqual(x, 0), 0, x);
