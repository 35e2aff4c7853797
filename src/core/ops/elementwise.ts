/** @file The elementwise op: a scalar instruction at every element, its derivative declared beside it; and the ops that derivative rules are made of. */
import { apply, type Primitive, type Tangent } from '../primitive.ts';
import { PopulationTensor, type TensorLike } from '../population-tensor.ts';
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

/** Primitive of an elementwise op whose derivative is given by its partials, one an operand. */
export function elementwise(instruction: ScalarInstruction, partials: readonly Partial[]): Primitive {
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
    jvp: ({ inputs }, [out], tangents) => [
      tangents.reduce<Tangent>((sum, dx, i) => addTangents(sum, dx && scale(dx, partialOf(i, inputs, out))), null),
    ],
    vjp: ({ inputs }, [out], [bar], { needed, guarded }) =>
      inputs.map((_, i) => {
        if (!bar || !needed[i]) return null;
        const partial = partialOf(i, inputs, out);
        return guarded && partial instanceof PopulationTensor ? maskedProduct(bar, partial) : scale(bar, partial);
      }),
  };
}

/**
 * Primitive of an elementwise op that passes cotangents by masking instead of multiplying: `mask(bar, operands)` gives the
 * cotangent of each operand, and the same masks applied to tangents give the jvp.
 */
export function masked(
  instruction: ScalarInstruction,
  masks: readonly (null | ((bar: PopulationTensor, operands: readonly PopulationTensor[]) => PopulationTensor))[],
  options: Pick<Primitive, 'guardsUpstream'> = {},
): Primitive {
  return {
    name: instruction.name,
    ...value(instruction),
    ...options,
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
const equalPrimitive = elementwise(scalar.equal, [null, null]);
const choosePrimitive = masked(scalar.select, [
  null,
  (bar, [condition]) => choose(condition, bar, 0),
  (bar, [condition]) => choose(condition, 0, bar),
]);
const selectPrimitive: Primitive = { ...choosePrimitive, guardsUpstream: true };

/** x + y. */
export const add = (x: TensorLike, y: TensorLike): PopulationTensor => applyElementwise(addPrimitive, [x, y]);

/** -x. */
export const neg = (x: TensorLike): PopulationTensor => applyElementwise(negPrimitive, [x]);

/** x y, element by element. */
export const mul = (x: TensorLike, y: TensorLike): PopulationTensor => applyElementwise(mulPrimitive, [x, y]);

/** 1 where x = y, else 0; piecewise constant, so no derivative flows. */
export const equal = (x: TensorLike, y: TensorLike): PopulationTensor => applyElementwise(equalPrimitive, [x, y]);

/**
 * x where the condition is not 0, else y. The branch not taken gets an exactly zero cotangent, also where its value or
 * its derivative is not finite: what lies upstream of a select masks partials instead of multiplying 0 by infinity.
 */
export const select = (condition: TensorLike, x: TensorLike, y: TensorLike): PopulationTensor =>
  applyElementwise(selectPrimitive, [condition, x, y]);

/** `select` for branches that are finite wherever the operands are, so that nothing upstream needs masking (clamp, relu, max). */
export const choose = (condition: TensorLike, x: TensorLike, y: TensorLike): PopulationTensor =>
  applyElementwise(choosePrimitive, [condition, x, y]);

/** Sum of two tangents (or cotangents), either of which may be structurally zero. */
export function addTangents(a: Tangent, b: Tangent): Tangent {
  return a && b ? add(a, b) : (a ?? b);
}

function scale(bar: PopulationTensor, factor: number | PopulationTensor | null): Tangent {
  if (factor === null) return null;
  if (factor === 1) return bar;
  return factor === -1 ? neg(bar) : mul(bar, factor);
}

/** bar * factor, but exactly 0 where bar is 0. */
export const maskedProduct = (bar: PopulationTensor, factor: PopulationTensor): PopulationTensor =>
  choose(equal(bar, 0), 0, mul(bar, factor));
