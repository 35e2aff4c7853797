/** @file Operations of two operands, which refuse more of them. */
import { requireNoMore } from './arguments.ts';
import type { PopulationTensor, TensorLike } from './population-tensor.ts';

/** An operation of two operands, which refuses more: without effect, they would be taken for summands. */
export const ofTwo =
  (
    operation: string,
    evaluate: (x: TensorLike, y: TensorLike) => PopulationTensor,
  ): ((x: TensorLike, y: TensorLike) => PopulationTensor) =>
  (x, y, ...surplus: readonly unknown[]) => {
    requireNoMore(operation, surplus);
    return evaluate(x, y);
  };
