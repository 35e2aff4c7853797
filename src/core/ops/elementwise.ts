/** @file The elementwise op: a scalar instruction at every element, its derivative declared beside it; and the ops that derivative rules are made of. */
import { apply, type Guard, type Primitive, type Tangent } from '../primitive.ts';
import { PopulationTensor, type TensorLike } from '../population-tensor.ts';
import { ofTwo } from '../of-two.ts';
import * as scalar from '../scalar/basic.ts';
import type { ScalarInstruction } from '../scalar/instruction.ts';
import { broadcastOperands } from './structural.ts';

/** d out / d x_i as a factor of the cotangent, from the operands and the result; `null`: no derivative flows. */
export type Partial =
  number | null | ((operands: readonly PopulationTensor[], out: PopulationTensor) => PopulationTensor);

function value(instruction: ScalarInstruction): Pick<Primitive, 'form' | 'compute' | 'computeConcrete'> {
  return {
    form: { kind: 'map', instruction },
    compute: (arithmetic, [x, y, z]) => {
      const out = new Array<ReturnType<typeof arithmetic.constant>>(x.length);
      for (let i = 0; i < x.length; i++) out[i] = arithmetic.apply(instruction, x[i], y?.[i], z?.[i]);
      return [out];
    },
    computeConcrete: ([x, y, z], { outputs }) => {
      const [a, b, c] = [x.data, (y ?? x).data, (z ?? x).data];
      const out = new Float64Array(a.length);
      for (let i = 0; i < out.length; i++) out[i] = instruction.value(a[i], b[i], c[i]);
      return [new PopulationTensor(outputs[0], out)];
    },
  };
}

/** Applies an elementwise primitive to operands brought to one shape and population. */
export function applyElementwise(primitive: Primitive, operands: readonly TensorLike[]): PopulationTensor {
  const inputs = broadcastOperands(primitive.name, operands);
  return apply(primitive, inputs, [inputs[0]])[0];
}

/**
 * Primitive of an elementwise op whose derivative is given by its partials, one an operand. `isSingular`: a partial has poles at
 * finite operands, so that a derivative that was masked to 0 must not be multiplied by it. Overflow is none: it shall be seen.
 */
export function elementwise(
  instruction: ScalarInstruction,
  partials: readonly Partial[],
  { isSingular = false }: { readonly isSingular?: boolean } = {},
): Primitive {
  const isMasked = (guard: Guard, partial: number | PopulationTensor | null): partial is PopulationTensor =>
    partial instanceof PopulationTensor && !isFiniteConstant(partial) && (guard === 2 || (guard === 1 && isSingular));
  const partialOf = (
    i: number,
    inputs: readonly PopulationTensor[],
    out: PopulationTensor,
  ): number | PopulationTensor | null => {
    const partial = partials[i];
    return typeof partial === 'function' ? partial(inputs, out) : partial;
  };
  return {
    name: instruction.name,
    ...value(instruction),
    ...(partials.includes(null) && { flows: () => partials.map((partial) => partial !== null) }),
    jvp: ({ inputs }, [out], tangents, { guard }) => [
      tangents.reduce<Tangent>((sum, dx, i) => {
        if (!dx) return sum;
        const partial = partialOf(i, inputs, out);
        // where the result is finite so are the partials of all but singular ops
        const isZero = guard > 0 && isSingular && isMasked(guard, partial);
        return addTangents(sum, isZero ? maskedProduct(dx, partial) : scale(dx, partial));
      }, null),
    ],
    vjp: ({ inputs }, [out], [bar], { needed, guard }) =>
      inputs.map((_, i) => {
        if (!bar || !needed[i]) return null;
        const partial = partialOf(i, inputs, out);
        return isMasked(guard, partial) ? maskedProduct(bar, partial) : scale(bar, partial, guard);
      }),
  };
}

/** Whether a product with the tensor needs no mask. */
const isFiniteConstant = (x: PopulationTensor): boolean =>
  x.isConcrete && (x.sharedValue ?? x).data.every(Number.isFinite);

/**
 * Primitive of an elementwise op that passes derivatives by masking instead of multiplying: `mask(bar, operands)` gives the
 * cotangent of each operand, and the same masks applied to tangents give the jvp. Masks are taken by `where`, not by `choose`: what they
 * leave out need not be finite.
 */
export function masked(
  instruction: ScalarInstruction,
  masks: readonly (null | ((bar: PopulationTensor, operands: readonly PopulationTensor[]) => PopulationTensor))[],
  guard: Guard = 1,
): Primitive {
  return {
    name: instruction.name,
    ...value(instruction),
    guards: () => guard,
    flows: () => masks.map(Boolean),
    jvp: ({ inputs }, _, tangents) => [
      tangents.reduce<Tangent>((sum, dx, i) => addTangents(sum, (dx && masks[i]?.(dx, inputs)) ?? null), null),
    ],
    vjp: ({ inputs }, _, [bar], { needed }) =>
      inputs.map((_, i) => (bar && needed[i] && masks[i]?.(bar, inputs)) || null),
  };
}

const addPrimitive = elementwise(scalar.add, [1, 1]);
const negPrimitive = elementwise(scalar.neg, [-1]);
const mulPrimitive = elementwise(scalar.mul, [([, y]) => y, ([x]) => x]);
/**
 * A product with a cotangent that may have been masked to 0: where one operand is 0 the other may be finite and yet move without
 * bounds, as x^(1/2) does at 0. It is a product like any other but for its derivatives.
 */
const guardedMulPrimitives = ([1, 2] as const).map((guard): Primitive => ({
  ...mulPrimitive,
  guards: () => guard,
  jvp: ({ inputs: [x, y] }, _, [dx, dy]) => [addTangents(dx && maskedProduct(y, dx), dy && maskedProduct(x, dy))],
}));
const equalPrimitive = elementwise(scalar.equal, [null, null]);
const choosePrimitive: Primitive = {
  ...masked(scalar.select, [
    null,
    (bar, [condition]) => where(condition, bar, 0),
    (bar, [condition]) => where(condition, 0, bar),
  ]),
  name: 'where',
};
const wherePrimitive: Primitive = { ...choosePrimitive, guards: () => 2 };

/** x + y. */
export const add = ofTwo('add', (x, y) => applyElementwise(addPrimitive, [x, y]));

/** -x. */
export const neg = (x: TensorLike): PopulationTensor => applyElementwise(negPrimitive, [x]);

/** x y, element by element. */
export const mul = ofTwo('mul', (x, y) => applyElementwise(mulPrimitive, [x, y]));

/** 1 where x = y, else 0; piecewise constant, so no derivative flows. */
export const equal = ofTwo('equal', (x, y) => applyElementwise(equalPrimitive, [x, y]));

/**
 * x where the condition is not 0, else y. The branch not taken gets an exactly zero cotangent, also where its value or
 * its derivative is not finite: what lies upstream of it masks partials instead of multiplying 0 by infinity. That holds
 * for derivatives of any order, in any order of modes: they are recorded with masks of their own.
 */
export const where = (condition: TensorLike, x: TensorLike, y: TensorLike): PopulationTensor =>
  applyElementwise(wherePrimitive, [condition, x, y]);

/**
 * `where` for branches that are finite wherever the operands are (clamp, relu, max): upstream of it only partials that may be
 * infinite at finite operands are masked, as of a square root or a quotient.
 */
export const choose = (condition: TensorLike, x: TensorLike, y: TensorLike): PopulationTensor =>
  applyElementwise(choosePrimitive, [condition, x, y]);

/** Sum of two tangents (or cotangents), either of which may be structurally zero. */
export function addTangents(a: Tangent, b: Tangent): Tangent {
  return a && b ? add(a, b) : (a ?? b);
}

function scale(bar: PopulationTensor, factor: number | PopulationTensor | null, guard: Guard = 0): Tangent {
  if (factor === null) return null;
  if (factor === 1) return bar;
  if (factor === -1) return neg(bar);
  return factor instanceof PopulationTensor ? guardedMul(guard, bar, factor) : mul(bar, factor);
}

function guardedMul(guard: Guard, bar: PopulationTensor, partial: PopulationTensor): PopulationTensor {
  return guard === 0 ? mul(bar, partial) : applyElementwise(guardedMulPrimitives[guard - 1], [bar, partial]);
}

/**
 * bar * factor, but exactly 0 where bar is 0 and the factor is not finite. Where it is finite the product stays one: bar may be
 * 0 for once, and move.
 */
export function maskedProduct(bar: PopulationTensor, factor: PopulationTensor): PopulationTensor {
  return maskedWhere(equal(bar, 0), guardedMul(2, bar, factor));
}

/** x, but 0 where it is no number though the condition holds. */
export const maskedWhere = (condition: PopulationTensor, x: PopulationTensor): PopulationTensor =>
  where(equal(x, x), x, where(condition, 0, x));
