/** @file The whole Hessian, column by column, where there are few parameters; and how symmetric it came out. */
import { requireOptions } from '../../core/arguments.ts';
import { CheckedProduct, type Product } from './product.ts';

/** A Hessian as a matrix. */
export interface FullHessian {
  /** Symmetric part, [size, size] row by row. */
  readonly matrix: Float64Array;
  /** Largest |H_ij - H_ji| as a part of the largest |H_ij|: some rounding errors where the products are right; 0 where H is 0. */
  readonly asymmetry: number;
}

/** The matrix of a product by unit vectors, one product a column. Rejects as `lanczos` does. */
export async function fullHessian(
  product: Product,
  size: number,
  options: { readonly signal?: AbortSignal } = {},
): Promise<FullHessian> {
  requireOptions('fullHessian', options, ['signal']);
  const checked = new CheckedProduct(product, size, options.signal);
  const columns: Float64Array[] = [];
  for (let j = 0; j < size; j++) {
    const unit = new Float64Array(size);
    unit[j] = 1;
    columns.push(await checked.of(unit));
  }
  const matrix = new Float64Array(size * size);
  let [difference, most] = [0, 0];
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      const [a, b] = [columns[j][i], columns[i][j]];
      matrix[i * size + j] = a / 2 + b / 2;
      difference = Math.max(difference, Math.abs(a - b));
      most = Math.max(most, Math.abs(a));
    }
  return { matrix, asymmetry: most === 0 ? 0 : difference / most };
}
