/** @file Factors of products where they lie in memory: transposed, as records of a loop's carry, or rows that a loop has left behind. */
import type { Matrices, Place } from '../record/values.ts';
import type { Lowered } from './lowered.ts';
import { shifted } from './lowered.ts';

export type MatrixExtents = readonly [matrices: number, rows: number, columns: number];

/** Steps of matrices that lie one behind the other, row by row. */
export const packed = ([, rows, columns]: MatrixExtents): Matrices['steps'] => [rows * columns, columns, 1];

/** Where each element lies, in row-major order. */
function placesOfElements(x: Lowered): ((i: number) => Place) | null {
  if (x.kind === 'array') return (i) => shifted(x.place, i);
  if (x.kind === 'values') {
    const { values } = x;
    const places = values.map((value) => (value.kind === 'load' && !value.wide ? value.place : null));
    return places.every((place) => place !== null) ? (i) => places[i] : null;
  }
  const { columns } = x;
  const places = columns.map((column) => (column.kind === 'column' ? column : null));
  if (!places.every((column) => column !== null)) return null;
  return (i) => {
    const { place, stride } = places[i % places.length];
    return shifted(place, Math.floor(i / places.length) * stride);
  };
}

/** The matrices as they lie, where even steps lead from element to element; `null` where none do, or some lead backwards. */
export function matricesIn(x: Lowered, extents: MatrixExtents): Matrices | null {
  const at = placesOfElements(x);
  const [count, rows, columns] = extents;
  const size = count * rows * columns;
  if (!at || size === 0) return null;
  const place = at(0);
  const stepTo = (i: number, extent: number): number => (extent > 1 ? at(i).offset - place.offset : 0);
  const steps = [stepTo(rows * columns, count), stepTo(columns, rows), stepTo(1, columns)] as const;
  if (steps.some((step) => step < 0)) return null;
  for (let s = 0, i = 0; s < count; s++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const { array, offset, anchor } = at(i++);
        const isThere = offset === place.offset + s * steps[0] + row * steps[1] + column * steps[2];
        if (array !== place.array || anchor !== place.anchor || !isThere) return null;
      }
  return { place, steps };
}
