/** @file Exponentials and logarithms, and the smooth steps made of them. */
import type { PopulationTensor, TensorLike } from '../population-tensor.ts';
import * as scalar from '../scalar/exponential.ts';
import { log as scalarLog, log1p as scalarLog1p } from '../scalar/logarithm.ts';
import { sigmoid as scalarSigmoid, softplus as scalarSoftplus } from '../scalar/logistic.ts';
import { div } from './arithmetic.ts';
import { add, applyElementwise, elementwise, mul, neg } from './elementwise.ts';

const expPrimitive = elementwise(scalar.exp, [(_, out) => out]);
const expm1Primitive = elementwise(scalar.expm1, [([x]) => exp(x)]);
const logPrimitive = elementwise(scalarLog, [([x]) => div(1, x)], { isSingular: true });
const log1pPrimitive = elementwise(scalarLog1p, [([x]) => div(1, add(1, x))], { isSingular: true });
// sigmoid(-x) rather than 1 - sigmoid(x), which has no digits left for large x
const sigmoidPrimitive = elementwise(scalarSigmoid, [([x], out) => mul(out, sigmoid(neg(x)))]);
const softplusPrimitive = elementwise(scalarSoftplus, [([x]) => sigmoid(x)]);

/** e^x. */
export const exp = (x: TensorLike): PopulationTensor => applyElementwise(expPrimitive, [x]);

/** e^x - 1, accurate near 0. */
export const expm1 = (x: TensorLike): PopulationTensor => applyElementwise(expm1Primitive, [x]);

/** Natural logarithm. */
export const log = (x: TensorLike): PopulationTensor => applyElementwise(logPrimitive, [x]);

/** log(1 + x), accurate near 0. */
export const log1p = (x: TensorLike): PopulationTensor => applyElementwise(log1pPrimitive, [x]);

/** 1 / (1 + e^-x); finite for every x. */
export const sigmoid = (x: TensorLike): PopulationTensor => applyElementwise(sigmoidPrimitive, [x]);

/** log(1 + e^x); finite for every x that is. */
export const softplus = (x: TensorLike): PopulationTensor => applyElementwise(softplusPrimitive, [x]);
