/** @file Rules of elementwise ops. Denominators, bases and logarithms stay away from 0, so that references agree closely. */
import { binary, type Rule, unary } from './rule.ts';

export const elementwiseRules: Readonly<Record<string, Rule>> = {
  add: binary((o, x, y) => o.add(x, y)),
  sub: binary((o, x, y) => o.sub(x, y)),
  mul: binary((o, x, y) => o.mul(x, y)),
  'half of the sum': binary((o, x, y) => o.mul(0.5, o.add(x, y))),
  'sum with a number': unary((o, x) => o.add(x, 1)),
  div: binary((o, x, y) => o.div(x, o.add(2, o.sin(y)))),
  neg: unary((o, x) => o.neg(x)),
  square: unary((o, x) => o.sin(o.square(x))),
  abs: unary((o, x) => o.abs(x)),
  sign: binary((o, x, y) => o.mul(o.sign(x), y)),
  sqrt: unary((o, x) => o.sqrt(o.add(1.5, o.sin(x)))),
  sin: unary((o, x) => o.sin(x)),
  cos: unary((o, x) => o.cos(x)),
  tan: unary((o, x) => o.tan(o.sin(x))),
  asin: unary((o, x) => o.asin(o.mul(0.7, o.sin(x)))),
  acos: unary((o, x) => o.acos(o.mul(0.7, o.cos(x)))),
  'acos of a clamped value': unary((o, x) => o.acos(o.clamp(x, -0.8, 0.8))),
  atan: unary((o, x) => o.atan(x)),
  'atan2 to the right': binary((o, y, x) => o.atan2(y, o.add(1.5, o.sin(x)))),
  'atan2 above': binary((o, y, x) => o.atan2(o.add(1.5, o.sin(y)), x)),
  tanh: unary((o, x) => o.tanh(x)),
  exp: unary((o, x) => o.exp(o.sin(x))),
  expm1: unary((o, x) => o.expm1(o.tanh(x))),
  log: unary((o, x) => o.log(o.add(1.5, o.sin(x)))),
  log1p: unary((o, x) => o.log1p(o.mul(0.5, o.sin(x)))),
  sigmoid: unary((o, x) => o.sigmoid(x)),
  softplus: unary((o, x) => o.softplus(o.tanh(x))),
  pow: binary((o, x, y) => o.pow(o.add(1.5, o.sin(x)), o.tanh(y))),
  cube: unary((o, x) => o.tanh(o.pow(x, 3))),
  maximum: binary((o, x, y) => o.maximum(x, y)),
  minimum: binary((o, x, y) => o.minimum(x, o.mul(0.9, y))),
  clamp: unary((o, x) => o.clamp(x, -0.6, 0.7)),
  relu: unary((o, x) => o.relu(x)),
  'mask by lessEqual': binary((o, x, y) => o.mul(o.lessEqual(x, 0.3), y)),
  'mask by greaterEqual': binary((o, x, y) => o.mul(o.greaterEqual(x, y), x)),
  'equal to itself': binary((o, x, y) => o.choose(o.equal(x, x), y, 0.5)),
  'where by less': binary((o, x, y) => o.where(o.less(x, y), o.sin(x), y)),
  'choose by greater': binary((o, x, y) => o.choose(o.greater(x, y), x, o.cos(y))),
  'where of a root': unary((o, x) => o.where(o.greater(x, 0.1), o.sqrt(x), x)),
  'where of a logarithm': binary((o, x, y) => o.where(o.less(x, 0.1), y, o.log(x))),
  'where of a quotient': binary((o, x, y) => o.where(o.greater(o.abs(x), 0.2), o.div(y, x), y)),
  stopGradient: { ...unary((o, x) => o.stopGradient(x)), weight: 0.3, isConstantToDerivatives: true },
  observe: { ...unary((o, x) => o.observe('seen', x)), weight: 0.5 },
  'adjoint by hand': {
    ...binary((o, x, y) =>
      o.withAdjoint(
        'product with a square',
        (p: { readonly x: typeof x; readonly y: typeof y }) => o.mul(o.sin(p.x), o.square(p.y)),
        {
          vjp: (p, _, bar) => ({
            y: o.mul(bar, o.mul(o.sin(p.x), o.mul(2, p.y))),
            x: o.mul(bar, o.mul(o.cos(p.x), o.square(p.y))),
          }),
        },
      )({ x: o.tanh(o.add(x, o.mul(0, y))), y: o.sin(o.add(y, o.mul(0, x))) }),
    ),
    code: ([x, y]) =>
      `withAdjoint('product with a square', (p) => mul(sin(p.x), square(p.y)), { vjp: (p, _, bar) => ` +
      `({ y: mul(bar, mul(sin(p.x), mul(2, p.y))), x: mul(bar, mul(cos(p.x), square(p.y))) }) })` +
      `({ x: tanh(add(${x}, mul(0, ${y}))), y: sin(add(${y}, mul(0, ${x}))) })`,
  },
  'adjoint of the plain text': {
    ...unary((o, x) => o.withAdjoint('wave', (p: typeof x) => o.mul(o.sin(p), o.cos(o.mul(2, p))))(x)),
    code: ([x]) => `withAdjoint('wave', (p) => mul(sin(p), cos(mul(2, p))))(${x})`,
  },
};
