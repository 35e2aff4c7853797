/** @file Multiply-adds of a tile: sums and differences that take a product in, so that relaxed SIMD may round both at once. */
import type { Item } from '../../program/arrange/schedule.ts';
import type { Operation, Value } from '../../program/record/values.ts';
import * as scalar from '../../scalar/basic.ts';

/** addend + product, or addend - product. */
export interface MultiplyAdd {
  readonly product: Operation;
  readonly addend: Value;
  readonly isNegated: boolean;
}

/**
 * Multiply-adds among the items by their sums. `isTemporary` says whether the product is read once and written nowhere. What is
 * exact, because an elementary function counts on its rounding, is left alone; and so is a b - c, whose c would cost a negation.
 */
export function findMultiplyAdds(
  items: readonly Item[],
  isTemporary: (product: Operation) => boolean,
): ReadonlyMap<Operation, MultiplyAdd> {
  const own = new Set<Value>(items.filter((item) => item.kind === 'operation'));
  const isFusible = (value: Value): value is Operation =>
    value.kind === 'operation' &&
    value.instruction === scalar.mul &&
    !value.exact &&
    own.has(value) &&
    isTemporary(value);
  const found = new Map<Operation, MultiplyAdd>();
  for (const item of items) {
    if (item.kind !== 'operation' || item.exact) continue;
    const { instruction, operands } = item;
    if (instruction !== scalar.add && instruction !== scalar.sub) continue;
    const [x, y] = operands;
    if (isFusible(y)) found.set(item, { product: y, addend: x, isNegated: instruction === scalar.sub });
    else if (instruction === scalar.add && isFusible(x)) found.set(item, { product: x, addend: y, isNegated: false });
  }
  return found;
}
