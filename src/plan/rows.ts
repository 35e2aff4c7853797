/** @file Rows of plain numbers, one a member, and tensors with members: the same numbers in two orders. */
import { PopulationTensor } from '../core/population-tensor.ts';
import { type Shape, sizeOf } from '../core/shape.ts';
import type { Motion } from './planning.ts';
import { plusZero } from './numbers.ts';

/** Members whose rows are written side by side, as their numbers lie on one line of the cache; written out below, which is twice as fast. */
const side = 4;

/** Members of rows [count, …shape], those of several lists one after the other. One row alone is shared by all members. */
export function membersOfRows(lists: readonly Float64Array[], shape: Shape): PopulationTensor {
  const size = sizeOf(shape);
  const count = lists.reduce((total, rows) => total + rows.length / size, 0);
  const data = new Float64Array(count * size);
  let first = 0;
  for (const rows of lists) {
    const end = first + rows.length / size;
    for (let i = 0; i < size; i++)
      for (let to = i * count + first, from = i; from < rows.length; to++, from += size) data[to] = rows[from];
    first = end;
  }
  return new PopulationTensor({ shape, population: count }, data);
}

/**
 * Writes the members of a tensor as rows; `places`, where given, says for each element of a row which element of the tensor it is, so
 * that a packed matrix is unpacked on the way.
 */
export function writeRows({ data, population, size }: PopulationTensor, rows: Float64Array, places?: Int32Array): void {
  const width = places?.length ?? size;
  const count = rows.length / width;
  if (population === 1) {
    for (let i = 0; i < width; i++) rows[i] = data[places ? places[i] : i];
    for (let member = 1; member < count; member++) rows.copyWithin(member * width, 0, width);
    return;
  }
  const whole = count - (count % side);
  for (let first = 0; first < whole; first += side) {
    let to = first * width;
    for (let i = 0; i < width; i++, to++) {
      const from = (places ? places[i] : i) * population + first;
      rows[to] = data[from];
      rows[to + width] = data[from + 1];
      rows[to + 2 * width] = data[from + 2];
      rows[to + 3 * width] = data[from + 3];
    }
  }
  for (let member = whole; member < count; member++)
    for (let i = 0; i < width; i++) rows[member * width + i] = data[(places ? places[i] : i) * population + member];
}

/** One member's elements, as they would stand in a row. */
export function rowOf({ data, population, size }: PopulationTensor, member: number): Float64Array {
  const row = new Float64Array(size);
  const lane = population === 1 ? 0 : member;
  for (let i = 0; i < size; i++) row[i] = data[i * population + lane];
  return row;
}

/** A motion with gains in which no 0 has a sign: JSON knows no -0, so that what is resumed from a file has the same bits. */
export function withoutMinusZero<T extends { readonly motion: Motion; readonly K: Float64Array }>(state: T): T {
  const { q, v, tau } = state.motion;
  return { ...state, motion: { q: plusZero(q), v: plusZero(v), tau: plusZero(tau) }, K: plusZero(state.K) };
}
