/** @file Rows of a heatmap in the order of their size. */
import type { Drawing, HeatNumbers, RowOrder } from './lab-figure.ts';

/** Rows with the largest mean size first; rows of one size stay in their order. */
function sortedBySize(data: HeatNumbers): HeatNumbers {
  const { rows, columns, values } = data;
  const size = rows.map((_, row) => {
    let total = 0;
    for (let k = 0; k < columns; k++) total += Math.abs(values[k * rows.length + row]);
    return total;
  });
  const order = rows.map((_, row) => row).sort((a, b) => size[b] - size[a] || a - b);
  const moved = values.map((_, at) => values[Math.floor(at / rows.length) * rows.length + order[at % rows.length]]);
  return { ...data, rows: order.map((row) => rows[row]), values: moved };
}

/** A drawing with its rows in an order; what has none is as it was. */
export const inOrder = (drawing: Drawing, order: RowOrder = 'order'): Drawing =>
  order === 'size' && 'rows' in drawing.data ? { ...drawing, data: sortedBySize(drawing.data) } : drawing;
