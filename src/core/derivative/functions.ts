/** @file Derivatives as functions on functions: vjp, jvp, grad, jacobian, hvp, hessian. They nest. */
import { ArgumentError, ShapeError } from '../../errors.ts';
import type { Application } from '../application.ts';
import { requireFunction, requireInstance } from '../arguments.ts';
import { nodesOf, resolve, withOpenAliases } from '../graph.ts';
import { addTangents } from '../ops/elementwise.ts';
import { reshape, stack } from '../ops/indexing.ts';
import { spread } from '../ops/structural.ts';
import { ones, PopulationTensor, tensor, zeros } from '../population-tensor.ts';
import type { Tangent } from '../primitive.ts';
import { leavesOf, matchTensors, type Tree, type TreeOf, tensorsOf, unflatten } from '../tree.ts';
import { forwardSweep } from './forward.ts';
import type { ScanAttributes } from '../scan-attributes.ts';
import { activeApplications, reverseSweep, sweepInParts } from './reverse.ts';

const orZero = (tangent: Tangent, like: PopulationTensor): PopulationTensor =>
  tangent ?? zeros(like.shape, like.population);

/** Value and pullback of `f` at x: `pullback(cotangent)` is J' cotangent, a tree like x. */
export function vjp<X extends TreeOf<X>, R extends readonly unknown[], Y extends TreeOf<Y>>(
  f: (x: X, ...rest: R) => Y,
  x: X,
  ...rest: R
): { readonly value: Y; readonly pullback: (cotangent: Y) => X } {
  requireFunction('vjp', f);
  const { at, result } = withOpenAliases(x, (aliases) => f(aliases, ...rest));
  const outputs = tensorsOf(result);
  const leaves = tensorsOf(x);
  const pullback = (cotangent: Y): X => {
    const bars = matchDerivatives('pullback', cotangent, result);
    const gradients = reverseSweep(outputs, bars, tensorsOf(at)).map((bar, i) => orZero(bar, leaves[i]));
    return unflatten(x, resolve(gradients));
  };
  return { value: unflatten(result, resolve(outputs)), pullback };
}

/** Value of `f` at x, and its tangent when x moves by `direction` (a tree like x). */
export function jvp<X extends TreeOf<X>, R extends readonly unknown[], Y extends TreeOf<Y>>(
  f: (x: X, ...rest: R) => Y,
  x: X,
  direction: X,
  ...rest: R
): { readonly value: Y; readonly tangent: Y } {
  requireFunction('jvp', f);
  const { at, result } = withOpenAliases(x, (aliases) => f(aliases, ...rest));
  const outputs = tensorsOf(result);
  const directions = matchDerivatives('jvp', direction, x);
  const tangents = forwardSweep(outputs, tensorsOf(at), directions).map((dy, i) => orZero(dy, outputs[i]));
  const values = resolve([...outputs, ...tangents]);
  return {
    value: unflatten(result, values.slice(0, outputs.length)),
    tangent: unflatten(result, values.slice(outputs.length)),
  };
}

/**
 * Directions and cotangents, a tree like the values that they belong to. Those of a value that all members share are shared
 * too: many at a time would have to be added up, or be as many results.
 */
function matchDerivatives(operation: string, given: Tree, like: Tree): PopulationTensor[] {
  const expected = leavesOf(like);
  return matchTensors(operation, given, like).map((tensor, i) => {
    const { path, value } = expected[i];
    if (tensor.population !== 1 && tensor.population !== value.population)
      throw new ArgumentError(
        `${operation}: leaf ${path || '(root)'}`,
        `a population of ${tensor.population}`,
        value.population === 1
          ? 'population 1, as the value is shared by all members'
          : `a population of ${value.population}, as the value has, or of 1`,
        value.population === 1 ? `give the value to each member by spread(…, ${tensor.population})` : undefined,
      );
    return tensor;
  });
}

/** A loss that is differentiated by `operation`: one number a member. */
export function requireScalar(loss: PopulationTensor, operation = 'grad'): void {
  requireInstance(`${operation}: result of the function`, loss, PopulationTensor, 'return a tensor of shape []');
  if (loss.shape.length > 0)
    throw new ShapeError(
      operation,
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
export function valueAndGrad<X extends TreeOf<X>, R extends readonly unknown[]>(
  f: (x: X, ...rest: R) => PopulationTensor,
): (x: X, ...rest: R) => { readonly value: PopulationTensor; readonly gradient: X };
export function valueAndGrad<X extends TreeOf<X>, R extends readonly unknown[]>(
  f: (x: X, ...rest: R) => PopulationTensor,
): (x: X, ...rest: R) => { readonly value: PopulationTensor; readonly gradient: X } {
  requireFunction('grad', f);
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
export function grad<X extends TreeOf<X>, R extends readonly unknown[]>(
  f: (x: X, ...rest: R) => PopulationTensor,
): (x: X, ...rest: R) => X;
export function grad<X extends TreeOf<X>, R extends readonly unknown[]>(
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

/** Whether members are looked across on the way from x to y. */
const couplesMembers = (y: PopulationTensor, x: PopulationTensor): boolean =>
  activeApplications([y], [x]).order.some(couples);

function couples({ primitive, attributes }: Application): boolean {
  if (primitive.form?.kind === 'populationSum' || primitive.form?.kind === 'takeMembers') return true;
  return primitive.form?.kind === 'scan' && nodesOf((attributes as ScanAttributes).body).some(couples);
}

/**
 * Jacobian of a function of one tensor to one tensor: shape [...shape of y, ...shape of x]; row by row or column by column,
 * whichever is fewer. It has members where x or y has: entry (i, j) of member p is the derivative of its y_i by its x_j, where
 * what all members share is y or x of each. Where both have members and y of one depends on x of another there is no such
 * matrix: that is refused.
 */
export function jacobian<R extends readonly unknown[]>(
  f: (x: PopulationTensor, ...rest: R) => PopulationTensor,
): (x: PopulationTensor, ...rest: R) => PopulationTensor {
  requireFunction('jacobianOf', f);
  return (x, ...rest) => {
    requireInstance(
      'jacobianOf: x',
      x,
      PopulationTensor,
      'flatten a tree by ParameterLayout, or ask for products by jvp and vjp',
    );
    const { at, result: y } = withOpenAliases(x, (aliased) => f(aliased, ...rest));
    requireInstance('jacobianOf: result of the function', y, PopulationTensor, 'return one tensor');
    const shape = [...y.shape, ...x.shape];
    const members = Math.max(x.population, y.population);
    if (shape.includes(0)) return zeros(shape, members);
    const reverse = usesRows(y, at);
    const rows = reverse
      ? basis(y).map((bar) => {
          const { whole, parts } = sweepInParts([y], [spread(bar, y.population)], [at])[0];
          return orZero(addTangents(whole, parts), x);
        })
      : basis(x).map((dx) => orZero(forwardSweep([y], [at], [spread(dx, x.population)])[0], y));
    const flat = rows.map((row) => spread(reshape(row, [row.size]), members));
    return resolve([reshape(stack(flat, reverse ? 0 : 1), shape)])[0];
  };
}

/** Whether rows by reverse sweeps are right and fewer. Tangents of a shared x, and cotangents of a shared y, see all members. */
function usesRows(y: PopulationTensor, x: PopulationTensor): boolean {
  const isFewer = y.size < x.size;
  if ((y.population === 1 && x.population === 1) || !couplesMembers(y, x)) return isFewer;
  if (y.population > 1 && x.population > 1)
    throw new ArgumentError(
      'jacobianOf',
      'a function whose members depend on one another, of an argument with members',
      'a member of the result that depends on its own argument only',
      'ask for products by jvp and vjp, or stack the members along an axis',
    );
  return y.population === 1;
}

/** Hessian-vector product of a scalar function: forward over reverse. */
export function hvp<R extends readonly unknown[]>(
  f: (x: PopulationTensor, ...rest: R) => PopulationTensor,
): (x: PopulationTensor, direction: PopulationTensor, ...rest: R) => PopulationTensor;
export function hvp<X extends TreeOf<X>, R extends readonly unknown[]>(
  f: (x: X, ...rest: R) => PopulationTensor,
): (x: X, direction: X, ...rest: R) => X;
export function hvp<X extends TreeOf<X>, R extends readonly unknown[]>(
  f: (x: X, ...rest: R) => PopulationTensor,
): (x: X, direction: X, ...rest: R) => X {
  return (x, direction, ...rest) => jvp(grad(f), x, direction, ...rest).tangent;
}

/** Hessian of a scalar function of one tensor: shape [...shape of x, ...shape of x]. */
export const hessian = <R extends readonly unknown[]>(
  f: (x: PopulationTensor, ...rest: R) => PopulationTensor,
): ((x: PopulationTensor, ...rest: R) => PopulationTensor) => jacobian(grad(f));
