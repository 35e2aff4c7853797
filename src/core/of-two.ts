/** @file Operations of two operands, which refuse more of them. */
import { ArgumentError } from '../errors.ts';
import type { PopulationTensor, TensorLike } from './population-tensor.ts';

/** An operation that refuses a third operand, which would be without effect. An index and a list are what `reduce` hands to a callback besides. */
export const ofTwo =
  (
    operation: string,
    evaluate: (x: TensorLike, y: TensorLike) => PopulationTensor,
  ): ((x: TensorLike, y: TensorLike) => PopulationTensor) =>
  (x, y, index?: unknown, list?: unknown) => {
    if (index !== undefined && !(typeof index === 'number' && Array.isArray(list)))
      throw new ArgumentError(
        operation,
        'more than two operands',
        'two operands',
        `combine more by xs.reduce(${operation})`,
      );
    return evaluate(x, y);
  };
