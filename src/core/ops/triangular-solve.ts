/** @file Solution of lower triangular systems, and of their transposes, by substitution with whole rows. */
import { ShapeError } from '../../errors.ts';
import { requireOptions } from '../arguments.ts';
import { type AdjointRule, withAdjoint } from '../derivative/with-adjoint.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../population-tensor.ts';
import { div, sub } from './arithmetic.ts';
import { add, choose, equal, mul, neg } from './elementwise.ts';
import { at, concat, reshape, slice, transpose } from './indexing.ts';
import { matmul } from './linear-algebra.ts';

/** L [n, n] and right sides [n, k]. */
type System = { readonly factor: PopulationTensor; readonly right: PopulationTensor };

/** What of a square matrix is kept; the rest is 0, which costs nothing. */
const masked =
  (isKept: (row: number, column: number) => boolean) =>
  (x: PopulationTensor): PopulationTensor => {
    const [n] = x.shape;
    const mask = Float64Array.from({ length: n * n }, (_, k) => (isKept(Math.floor(k / n), k % n) ? 1 : 0));
    return mul(x, tensor(mask, [n, n]));
  };

/** A matrix [n, n] with 0 above its diagonal. */
export const lowerPart = masked((row, column) => row >= column);

/** A matrix [n, n] with 0 on its diagonal and below. */
export const upperPart = masked((row, column) => row < column);

/** How a row is divided by its pivot. */
type Quotient = (row: PopulationTensor, pivot: PopulationTensor) => PopulationTensor;

/** row / pivot, and 0 where the pivot is 0. */
export function lenientQuotient(row: PopulationTensor, pivot: PopulationTensor): PopulationTensor {
  const isZero = equal(pivot, 0);
  return choose(isZero, 0, div(row, add(pivot, isZero)));
}

/** Rows of x with L x = b from the first on; each row that is known is taken out of all that follow. */
function forward({ factor, right }: System, quotient: Quotient): PopulationTensor {
  const [n, k] = right.shape;
  const rows: PopulationTensor[] = [];
  let rest = right;
  for (let i = 0; i < n; i++) {
    const x = quotient(slice(rest, [0], [1]), at(factor, i, i));
    rows.push(x);
    rest = sub(slice(rest, [1], [n - i]), mul(slice(factor, [i + 1, i], [n, i + 1]), x));
  }
  return n === 0 ? reshape(right, [0, k]) : concat(rows);
}

/** Rows of x with L' x = b from the last on. */
function backward({ factor, right }: System, quotient: Quotient): PopulationTensor {
  const [n, k] = right.shape;
  const rows: PopulationTensor[] = [];
  let rest = right;
  for (let i = n - 1; i >= 0; i--) {
    const x = quotient(slice(rest, [i], [i + 1]), at(factor, i, i));
    rows.unshift(x);
    rest = sub(slice(rest, [0], [i]), mul(transpose(slice(factor, [i, 0], [i + 1, i])), x));
  }
  return n === 0 ? reshape(right, [0, k]) : concat(rows);
}

/** Solves L x = b, and L' x = b. */
interface Substitution {
  readonly lower: (system: System) => PopulationTensor;
  readonly transposed: (system: System) => PopulationTensor;
}

/** L x = b moves by L dx = db - dL x: the derivative of each kind is a solution of one kind. */
function substitution(name: string, quotient: Quotient): Substitution {
  const both: { -readonly [kind in keyof Substitution]: Substitution[kind] } = {
    lower: (system) => forward(system, quotient),
    transposed: (system) => backward(system, quotient),
  };
  const lowerRule: AdjointRule<System, PopulationTensor> = {
    jvp: ({ factor }, x, dot) => both.lower({ factor, right: sub(dot.right, matmul(lowerPart(dot.factor), x)) }),
    vjp: ({ factor }, x, bar) => {
      const right = both.transposed({ factor, right: bar });
      return { factor: neg(lowerPart(matmul(right, transpose(x)))), right };
    },
  };
  const transposedRule: AdjointRule<System, PopulationTensor> = {
    jvp: ({ factor }, x, dot) =>
      both.transposed({ factor, right: sub(dot.right, matmul(transpose(lowerPart(dot.factor)), x)) }),
    vjp: ({ factor }, x, bar) => {
      const right = both.lower({ factor, right: bar });
      return { factor: neg(lowerPart(matmul(x, transpose(right)))), right };
    },
  };
  both.lower = withAdjoint(name, both.lower, { ...lowerRule, isClosed: true });
  both.transposed = withAdjoint(`${name}Transposed`, both.transposed, { ...transposedRule, isClosed: true });
  return both;
}

/** Substitution that divides by pivots as they are. */
const exact = substitution('solveTriangular', div);

/** Substitution in which the unknown of a pivot 0 is 0: the rest is solved as if its row and column were not there. */
export const lenient = substitution('eliminate', lenientQuotient);

/** Which of the two systems of a triangular matrix is solved. */
export interface TriangularOptions {
  /** Solve L' x = b instead. Default false. */
  readonly transposed?: boolean;
}

/**
 * x with L x = b for a lower triangular L of shape [n, n], b of shape [n] or [n, k]; or with L' x = b. What stands above L's
 * diagonal is not read. A pivot 0 gives what a division by 0 gives.
 */
export function solveTriangular(L: TensorLike, b: TensorLike, options: TriangularOptions = {}): PopulationTensor {
  const [factor, right] = [tensor(L), tensor(b)];
  requireOptions('solveTriangular', options, ['transposed']);
  const [n] = factor.shape;
  if (factor.shape.length !== 2 || factor.shape[1] !== n)
    throw new ShapeError('solveTriangular', [factor.shape], 'not a square matrix', 'give shape [n, n]');
  if (right.shape[0] !== n || right.shape.length > 2)
    throw new ShapeError(
      'solveTriangular',
      [factor.shape, right.shape],
      'the right side does not fit',
      `give shape [${n}] or [${n}, k]`,
    );
  if (right.size === 0) return right;
  const system = { factor, right: reshape(right, [n, right.size / n]) };
  return reshape(options.transposed ? exact.transposed(system) : exact.lower(system), right.shape);
}
