/** @file Branches and loops that depend on values: every member goes its own way, so both ways are computed and one is selected. */
import { ShapeError } from '../errors.ts';
import { requireFunction, requireInteger, requireOptions } from './arguments.ts';
import { add, where } from './ops/elementwise.ts';
import { type PopulationTensor, tensor, type TensorLike } from './population-tensor.ts';
import { scan } from './scan.ts';
import { leavesOf, matchTensors, type TreeOf, unflatten } from './tree.ts';

function requireScalar(operation: string, condition: TensorLike): PopulationTensor {
  const value = tensor(condition);
  if (value.shape.length > 0)
    throw new ShapeError(
      operation,
      [value.shape],
      'the condition is not scalar',
      'give one number a member, of shape []',
    );
  return value;
}

/** Leaves of two trees of one form, one or the other. */
function selectTree<Y extends TreeOf<Y>>(operation: string, condition: PopulationTensor, whenTrue: Y, whenFalse: Y): Y {
  const others = matchTensors(operation, whenFalse, whenTrue);
  return unflatten(
    whenTrue,
    leavesOf(whenTrue).map(({ value }, i) => where(condition, value, others[i])),
  );
}

/**
 * `whenTrue()` where the condition is not 0, else `whenFalse()`: trees of one form, member by member. Both are computed, whatever
 * the condition; a value or derivative of the branch not taken need not be finite (see `where`).
 */
export function cond<Y extends TreeOf<Y>>(condition: TensorLike, whenTrue: () => Y, whenFalse: () => Y): Y {
  requireFunction('cond: whenTrue', whenTrue);
  requireFunction('cond: whenFalse', whenFalse);
  return selectTree('cond', requireScalar('cond', condition), whenTrue(), whenFalse());
}

/** How long a loop that depends on values may be. */
export interface WhileOptions {
  /** Most steps; the time is always that of so many, as members end at different ones. */
  readonly most: number;
}

/**
 * Repeats `step` on a state for as long as the condition on it is not 0, member by member, and at most `most` times. `steps`: how
 * many were made; `isDone`: 1 where the condition was 0 in the end, 0 where the steps did not suffice.
 */
export function whileLoop<C extends TreeOf<C>>(
  condition: (state: C) => TensorLike,
  step: (state: C) => C,
  start: C,
  options: WhileOptions,
): { readonly state: C; readonly steps: PopulationTensor; readonly isDone: PopulationTensor } {
  requireFunction('whileLoop: condition', condition);
  requireFunction('whileLoop: step', step);
  requireOptions('whileLoop', options, ['most']);
  const { most } = options;
  requireInteger('whileLoop: most', most, 0);
  const isRunning = (state: C): PopulationTensor => requireScalar('whileLoop', condition(state));
  const { carry } = scan(
    ({ state, steps }: { readonly state: C; readonly steps: PopulationTensor }) => {
      const runs = isRunning(state);
      return {
        carry: { state: selectTree('whileLoop', runs, step(state), state), steps: add(steps, where(runs, 1, 0)) },
        output: [],
      };
    },
    { state: start, steps: tensor(0) },
    [],
    { length: most },
  );
  return { ...carry, isDone: where(isRunning(carry.state), 0, 1) };
}
