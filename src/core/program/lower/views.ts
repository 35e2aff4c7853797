/** @file Gathered elements as another view of what is there already: a stretch of it, or rows that follow one another evenly. */
import type { ProgramBuilder } from '../record/builder.ts';
import { asRows, type Column, type Lowered, shifted, sizeOfLowered, valueAt } from './lowered.ts';

/** The gathered elements; `null` where they are no view. `rows`: of the result. */
export function viewOf(builder: ProgramBuilder, x: Lowered, indices: Int32Array, rows: number): Lowered | null {
  const size = sizeOfLowered(x);
  const isStretch = indices.every((index, i) => index === indices[0] + i);
  if (isStretch && indices.length === size) return x;
  if (isStretch && x.kind === 'array')
    return { kind: 'array', place: shifted(x.place, indices[0]), size: indices.length };
  const count = indices.length / rows;
  if (rows < 2 || !Number.isInteger(count)) return null;
  const step = indices[count] - indices[0];
  const isEven = indices.every((index, i) => index === indices[i % count] + step * Math.floor(i / count));
  if (!isEven) return null;
  const first = Array.from(indices.subarray(0, count));
  if (step === 0) return { kind: 'rows', rows, columns: first.map((i) => valueAt(builder, x, i)) };
  const source = asRows(x, x.kind === 'rows' ? x.rows : size);
  if (!source || step % source.columns.length !== 0) return null;
  const width = source.columns.length;
  const columns = first.map((i): Column => {
    const column = source.columns[i % width];
    if (column.kind !== 'column') return column;
    const from = shifted(column.place, Math.floor(i / width) * column.stride);
    return { kind: 'column', place: from, stride: (step / width) * column.stride };
  });
  return { kind: 'rows', rows, columns };
}
