/** @file Rewrites of scalar operations: structural zeros and ones, negations moved outwards, divisions that are products. */
import * as scalar from '../../scalar/basic.ts';
import type { Arithmetic } from '../../scalar/arithmetic.ts';
import type { ScalarInstruction } from '../../scalar/instruction.ts';
import type { NumberFormat } from './number-format.ts';
import type { Value } from './values.ts';

/** What rewrites record with. */
interface Rewriter extends Arithmetic<Value> {
  readonly format: NumberFormat;
}

/** Whether the value is known, and is `number` where one is given. */
export const isConstant = (value: Value, number?: number): boolean =>
  value.kind === 'constant' && (number === undefined || value.value === number);

/** The operand of a negation, or nothing. */
export const negated = (value: Value): Value | undefined =>
  value.kind === 'operation' && value.instruction === scalar.neg ? value.operands[0] : undefined;

/** A simpler value with the bits of every finite result, up to the sign of zero; nothing where there is none. */
export function simplify(
  builder: Rewriter,
  instruction: ScalarInstruction,
  x: Value,
  y?: Value,
  z?: Value,
): Value | undefined {
  switch (instruction) {
    case scalar.add:
      return simplifySum(builder, x, y!);
    case scalar.sub:
      return simplifyDifference(builder, x, y!);
    case scalar.mul:
      return simplifyProduct(builder, x, y!);
    case scalar.div:
      return simplifyQuotient(builder, x, y!);
    case scalar.neg:
      return negated(x);
    case scalar.select:
      if (x.kind === 'constant') return x.value !== 0 ? y : z;
      return y === z ? y : undefined;
    default:
      return undefined;
  }
}

function simplifySum(builder: Rewriter, x: Value, y: Value): Value | undefined {
  if (isConstant(x, 0)) return y;
  if (isConstant(y, 0)) return x;
  const minusX = negated(x);
  const minusY = negated(y);
  if (minusX && minusY) return builder.apply(scalar.neg, builder.apply(scalar.add, minusX, minusY));
  if (minusY) return builder.apply(scalar.sub, x, minusY);
  return minusX && builder.apply(scalar.sub, y, minusX);
}

function simplifyDifference(builder: Rewriter, x: Value, y: Value): Value | undefined {
  if (isConstant(y, 0)) return x;
  if (isConstant(x, 0)) return builder.apply(scalar.neg, y);
  const minusX = negated(x);
  const minusY = negated(y);
  if (minusX && minusY) return builder.apply(scalar.sub, minusY, minusX);
  if (minusY) return builder.apply(scalar.add, x, minusY);
  return minusX && builder.apply(scalar.neg, builder.apply(scalar.add, minusX, y));
}

function simplifyProduct(builder: Rewriter, x: Value, y: Value): Value | undefined {
  if (isConstant(x, 0) || isConstant(y, 0)) return builder.constant(0);
  if (isConstant(x, 1)) return y;
  if (isConstant(y, 1)) return x;
  if (isConstant(x, -1)) return builder.apply(scalar.neg, y);
  if (isConstant(y, -1)) return builder.apply(scalar.neg, x);
  const minusX = negated(x);
  const minusY = negated(y);
  if (!minusX && !minusY) return undefined;
  const product = builder.apply(scalar.mul, minusX ?? x, minusY ?? y);
  return minusX && minusY ? product : builder.apply(scalar.neg, product);
}

/** x / c is x (1 / c) where c is a power of two whose reciprocal is one too: there both round alike. */
function simplifyQuotient(builder: Rewriter, x: Value, y: Value): Value | undefined {
  if (isConstant(y, 1)) return x;
  if (isConstant(y, -1)) return builder.apply(scalar.neg, x);
  if (isConstant(x, 0)) return builder.constant(0);
  if (y.kind !== 'constant') return undefined;
  const magnitude = Math.abs(y.value);
  const { largestScale } = builder.format;
  const isNormal = magnitude >= 1 / largestScale && magnitude <= largestScale;
  const isPowerOfTwo = isNormal && scalar.powerOfTwo.value(scalar.exponent.value(magnitude, 0, 0), 0, 0) === magnitude;
  return isPowerOfTwo ? builder.apply(scalar.mul, x, builder.constant(1 / y.value)) : undefined;
}
