/** @file Derivatives as functions on functions: vjp, jvp, grad, jacobian, hvp, hessian. They nest. */
import { ArgumentError, ShapeError } from '../../errors.ts';
import { resolve, withOpenAliases } from '../graph.ts';
import { reshape, stack } from '../ops/indexing.ts';
import { spread } from '../ops/structural.ts';
import { ones, type PopulationTensor, tensor, zeros } from '../population-tensor.ts';
import type { Tangent } from '../primitive.ts';
import { leavesOf, type Tree, tensorsOf, unflatten } from '../tree.ts';
import { forwardSweep } from './forward.ts';
import { reverseSweep } from './reverse.ts';

const orZero = (tangent: Tangent, like: PopulationTensor): PopulationTensor =>
  tangent ?? zeros(like.shape, like.population);

/** Value and pullback of `f` at x: `pullback(cotangent)` is J' cotangent, a tree like x. */
export function vjp<X extends Tree, R extends readonly unknown[], Y extends Tree>(
  f: (x: X, ...rest: R) => Y,
  x: X,
  ...rest: R
): { readonly value: Y; readonly pullback: (cotangent: Y) => X } {
  const { at, result } = withOpenAliases(x, (aliases) => f(aliases, ...rest));
  const outputs = tensorsOf(result);
  const pullback = (cotangent: Y): X => {
    const bars = matchLeaves('pullback', cotangent, result);
    const gradients = reverseSweep(outputs, bars, tensorsOf(at)).map((bar, i) => orZero(bar, tensorsOf(x)[i]));
    return unflatten(x, resolve(gradients));
  };
  return { value: unflatten(result, resolve(outputs)), pullback };
}

/** Value of `f` at x, and its tangent when x moves by `direction` (a tree like x). */
export function jvp<X extends Tree, R extends readonly unknown[], Y extends Tree>(
  f: (x: X, ...rest: R) => Y,
  x: X,
  direction: X,
  ...rest: R
): { readonly value: Y; readonly tangent: Y } {
  const { at, result } = withOpenAliases(x, (aliases) => f(aliases, ...rest));
  const outputs = tensorsOf(result);
  const tangents = forwardSweep(outputs, tensorsOf(at), matchLeaves('jvp', direction, x)).map((dy, i) =>
    orZero(dy, outputs[i]),
  );
  const values = resolve([...outputs, ...tangents]);
  return {
    value: unflatten(result, values.slice(0, outputs.length)),
    tangent: unflatten(result, values.slice(outputs.length)),
  };
}

/** Leaves of `given` as tensors, refused where their shapes are not those of `like`. */
function matchLeaves(operation: string, given: Tree, like: Tree): PopulationTensor[] {
  const expected = leavesOf(like);
  const found = tensorsOf(given);
  if (found.length !== expected.length)
    throw new ArgumentError(operation, `a tree of ${found.length} tensors`, `a tree of ${expected.length} tensors`);
  expected.forEach(({ path, value }, i) => {
    if (found[i].shape.join() !== value.shape.join())
      throw new ShapeError(
        operation,
        [found[i].shape, value.shape],
        `leaf ${path || '(root)'} has another shape`,
        'use the shape of the second',
      );
  });
  return found;
}

function requireScalar(loss: PopulationTensor): void {
  if (loss.shape.length > 0)
    throw new ShapeError(
      'grad',
      [loss.shape],
      'the function is not scalar',
      'return a tensor of shape [], e.g. sum(…)',
    );
}

/**
 * Value and gradient of a scalar function. With members, each member's loss is differentiated on its own; the gradient of
 * a shared argument is the sum over the members.
 */
export function valueAndGrad<R extends readonly unknown[]>(
  f: (x: PopulationTensor, ...rest: R) => PopulationTensor,
): (x: PopulationTensor, ...rest: R) => { readonly value: PopulationTensor; readonly gradient: PopulationTensor };
export function valueAndGrad<X extends Tree, R extends readonly unknown[]>(
  f: (x: X, ...rest: R) => PopulationTensor,
): (x: X, ...rest: R) => { readonly value: PopulationTensor; readonly gradient: X };
export function valueAndGrad<X extends Tree, R extends readonly unknown[]>(
  f: (x: X, ...rest: R) => PopulationTensor,
): (x: X, ...rest: R) => { readonly value: PopulationTensor; readonly gradient: X } {
  return (x, ...rest) => {
    const { value, pullback } = vjp(f, x, ...rest);
    requireScalar(value);
    return { value, gradient: pullback(ones([], value.population)) };
  };
}

/** Gradient of a scalar function with respect to its first argument. */
export function grad<R extends readonly unknown[]>(
  f: (x: PopulationTensor, ...rest: R) => PopulationTensor,
): (x: PopulationTensor, ...rest: R) => PopulationTensor;
export function grad<X extends Tree, R extends readonly unknown[]>(
  f: (x: X, ...rest: R) => PopulationTensor,
): (x: X, ...rest: R) => X;
export function grad<X extends Tree, R extends readonly unknown[]>(
  f: (x: X, ...rest: R) => PopulationTensor,
): (x: X, ...rest: R) => X {
  const both = valueAndGrad(f);
  return (x, ...rest) => both(x, ...rest).gradient;
}

/** One unit tensor for each element of the shape. */
function basis(like: PopulationTensor): PopulationTensor[] {
  return Array.from({ length: like.size }, (_, i) => {
    const data = new Float64Array(like.size);
    data[i] = 1;
    return tensor(data, like.shape);
  });
}

/** Jacobian of a function of one tensor to one tensor: shape [...shape of y, ...shape of x]; row by row or column by column, whichever is fewer. */
export function jacobian<R extends readonly unknown[]>(
  f: (x: PopulationTensor, ...rest: R) => PopulationTensor,
): (x: PopulationTensor, ...rest: R) => PopulationTensor {
  return (x, ...rest) => {
    const { at, result: y } = withOpenAliases(x, (aliased) => f(aliased, ...rest));
    const shape = [...y.shape, ...x.shape];
    const reverse = y.size < x.size;
    const rows = reverse
      ? basis(y).map((bar) => orZero(reverseSweep([y], [spread(bar, y.population)], [at])[0], x))
      : basis(x).map((dx) => orZero(forwardSweep([y], [at], [spread(dx, x.population)])[0], y));
    if (rows.length === 0) return zeros(shape);
    const flat = rows.map((row) => reshape(row, [row.size]));
    return resolve([reshape(stack(flat, reverse ? 0 : 1), shape)])[0];
  };
}

/** Hessian-vector product of a scalar function: forward over reverse. */
export function hvp<R extends readonly unknown[]>(
  f: (x: PopulationTensor, ...rest: R) => PopulationTensor,
): (x: PopulationTensor, direction: PopulationTensor, ...rest: R) => PopulationTensor;
export function hvp<X extends Tree, R extends readonly unknown[]>(
  f: (x: X, ...rest: R) => PopulationTensor,
): (x: X, direction: X, ...rest: R) => X;
export function hvp<X extends Tree, R extends readonly unknown[]>(
  f: (x: X, ...rest: R) => PopulationTensor,
): (x: X, direction: X, ...rest: R) => X {
  return (x, direction, ...rest) => jvp(grad(f), x, direction, ...rest).tangent;
}

/** Hessian of a scalar function of one tensor: shape [...shape of x, ...shape of x]. */
export const hessian = <R extends readonly unknown[]>(
  f: (x: PopulationTensor, ...rest: R) => PopulationTensor,
): ((x: PopulationTensor, ...rest: R) => PopulationTensor) => jacobian(grad(f));
