/** @file Trees kept in rows, one a tick: what a filter has to remember of the last ticks. */
import { concat, reshape, slice } from '../../core/ops/indexing.ts';
import { type PopulationTensor, zeros } from '../../core/population-tensor.ts';
import { mapTree, matchTensors, type Tree, tensorsOf, unflatten } from '../../core/tree.ts';

/** Rows [count, …] of zeros, each like the tree. */
export const emptyRows = <X extends Tree>(like: X, count: number): X =>
  mapTree<Tree>(like, ({ shape }) => zeros([count, ...shape])) as X;

/** The rows with one of them replaced. */
export function withRow(rows: PopulationTensor, i: number, row: PopulationTensor): PopulationTensor {
  const [count] = rows.shape;
  const own = reshape(row, [1, ...row.shape]);
  const before = i > 0 ? [slice(rows, [0], [i])] : [];
  const after = i < count - 1 ? [slice(rows, [i + 1])] : [];
  return concat([...before, own, ...after]);
}

/** The same for every leaf; `row` is matched by path, and named `part` where it does not fit. */
export function withTreeRow<X extends Tree>(rows: X, i: number, row: Tree, part: string): X {
  const like = mapTree<Tree>(rows, ({ shape }) => zeros(shape.slice(1)));
  const given = matchTensors(part, row, like);
  return unflatten<Tree>(
    rows,
    tensorsOf<Tree>(rows).map((leaf, k) => withRow(leaf, i, given[k])),
  ) as X;
}

/** All rows one place towards the first, which is forgotten; zeros in the last. */
export const shiftedRows = <X extends Tree>(rows: X): X =>
  mapTree<Tree>(rows, (leaf) => concat([slice(leaf, [1]), zeros([1, ...leaf.shape.slice(1)])])) as X;

/** One row of each leaf. */
export const rowOf = <X extends Tree>(rows: X, i: number): X =>
  mapTree<Tree>(rows, (leaf) => reshape(slice(leaf, [i], [i + 1]), leaf.shape.slice(1))) as X;

/** Rows from `begin` to before `end` of each leaf. */
export const rowsBetween = <X extends Tree>(rows: X, begin: number, end: number): X =>
  mapTree<Tree>(rows, (leaf) => slice(leaf, [begin], [end])) as X;
