/** @file What products of matrices have in common: their factors as loops go through them, and blocks of the result that fit in registers. */
import type { Matrices } from '../../program/record/values.ts';
import type { FunctionWriter } from './assembler.ts';
import { elementBytes, pointerTo, type Surroundings, vectorBytes } from './emit-tile.ts';

/** So many rows and columns. */
export interface Block {
  readonly rows: number;
  readonly columns: number;
}

/** A factor: locals with addresses, and bytes from element to element. */
export interface Factor {
  readonly isShared: boolean;
  /** Where the present matrix begins, the block's rows or columns, and the terms that are added next. */
  readonly matrix: number;
  readonly block: number;
  readonly term: number;
  readonly matrixStep: number;
  /** Along the axis that the result has as well, and along the one that is summed. */
  readonly ownStep: number;
  readonly innerStep: number;
}

export type Factors = readonly [left: Factor, right: Factor];

export function factorsOf(
  code: FunctionWriter,
  { left, right }: { readonly left: Matrices; readonly right: Matrices },
  surroundings: Surroundings,
): Factors {
  const factor = ({ place, steps }: Matrices, own: 1 | 2): Factor => {
    const bytes = elementBytes(surroundings, place.array);
    return {
      isShared: place.array.shared,
      matrix: pointerTo(code, surroundings.layout.addressOf(place), surroundings),
      block: code.local('i32'),
      term: code.local('i32'),
      matrixStep: bytes * steps[0],
      ownStep: bytes * steps[own],
      innerStep: bytes * steps[own === 1 ? 2 : 1],
    };
  };
  return [factor(left, 1), factor(right, 2)];
}

/** Writes `body` for blocks of `most` elements of an axis, and for what is left. */
function repeatAlong(code: FunctionWriter, extent: number, most: number, body: (size: number) => void): void {
  const whole = Math.floor(extent / most);
  if (whole > 0) code.repeat(code.local('i32'), whole, 1, () => body(most));
  if (extent % most > 0) body(extent % most);
}

/**
 * Writes `body` for the blocks of a matrix of the result, which begins at the address in `target` and ends there behind it: `size`
 * is that of most, `bytes` lead from element to element. The block's first element is at the address in `corner`.
 */
export function repeatBlocks(
  code: FunctionWriter,
  { rows, columns }: Block,
  size: Block,
  [left, right]: Factors,
  { target, corner, bytes }: { readonly target: number; readonly corner: number; readonly bytes: number },
  body: (block: Block) => void,
): void {
  code.get(left.matrix).set(left.block);
  repeatAlong(code, rows, size.rows, (high) => {
    code.get(right.matrix).set(right.block);
    code.get(target).set(corner);
    repeatAlong(code, columns, size.columns, (wide) => {
      body({ rows: high, columns: wide });
      code.advance(right.block, right.ownStep * wide).advance(corner, bytes * wide);
    });
    code.advance(left.block, left.ownStep * high).advance(target, bytes * columns * high);
  });
}

/** Pushes a vector of lanes of the block's row or column `own`. */
export function pushVector(
  code: FunctionWriter,
  { isShared, term, ownStep }: Factor,
  own: number,
  vector: number,
  { format }: Surroundings,
): void {
  code.get(term);
  if (isShared) format.loadSplat(code, own * ownStep);
  else code.loadVector(own * ownStep + vectorBytes * vector);
}

/** Adds the product of the two vectors that `push` pushes to the one in a local. */
export function addProduct(code: FunctionWriter, sum: number, push: () => void, { format, fuses }: Surroundings): void {
  if (!fuses) code.get(sum);
  push();
  if (fuses) code.get(sum).simd(format.opcodes.relaxedMultiplyAdd);
  else code.simd(format.opcodes.mul).simd(format.opcodes.add);
  code.set(sum);
}
