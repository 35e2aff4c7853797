/** @file What factorizations ask of a matrix: numbers that hold only where the matrix has the structure, so that no other matrix is silently taken for one that has. */
import { ArgumentError } from '../../errors.ts';
import type { Application } from '../application.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import { apply, fromMembers, membersOf, type Primitive } from '../primitive.ts';
import type { Arithmetic } from '../scalar/arithmetic.ts';
import * as scalar from '../scalar/basic.ts';
import { numberArithmetic } from '../scalar/number-arithmetic.ts';

/** Largest difference of an entry and its transpose that counts as rounding, relative to the geometric mean of their diagonal entries. */
const rounding = { float64: 1e-9, float32: 1e-5 } as const;

/** That of the numbers that are computed with. */
const roundingIn = (arithmetic: object & { readonly format?: { readonly precision: keyof typeof rounding } }): number =>
  rounding[arithmetic.format?.precision ?? 'float64'];

/** Pairs i > j of a matrix of n rows. */
const pairsOf = (n: number): (readonly [number, number])[] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: i }, (_, j) => [i, j] as const)).flat();

interface Structure {
  /** What is wrong with a matrix that lacks it. */
  readonly problem: string;
  readonly remedy: string;
  /** How far the pair of entries (i, j) and (j, i) is from it, and how far it may be. */
  readonly deviation: <T>(
    arithmetic: Arithmetic<T>,
    matrix: ArrayLike<T>,
    n: number,
    pair: readonly [number, number],
  ) => { readonly found: T; readonly allowed: T };
}

const structures = {
  symmetric: {
    problem: 'the matrix is not symmetric',
    remedy: 'give a symmetric matrix; where it is one up to rounding, mul(0.5, add(A, transpose(A)))',
    deviation: (arithmetic, matrix, n, [i, j]) => {
      // a geometric mean is the scale of the pair's rounding in whatever units the rows are, and roots do not overflow
      const root = (k: number) => arithmetic.apply(scalar.sqrt, arithmetic.apply(scalar.abs, matrix[k * n + k]));
      const difference = arithmetic.apply(scalar.sub, matrix[i * n + j], matrix[j * n + i]);
      const scale = arithmetic.apply(scalar.mul, root(i), root(j));
      return {
        found: arithmetic.apply(scalar.abs, difference),
        allowed: arithmetic.apply(scalar.mul, arithmetic.constant(roundingIn(arithmetic)), scale),
      };
    },
  },
  lowerTriangular: {
    problem: 'the factor is not lower triangular',
    remedy: 'give the result of cholesky(A), not A itself or the transpose of its factor',
    deviation: (arithmetic, matrix, n, [i, j]) => ({
      found: arithmetic.apply(scalar.abs, matrix[j * n + i]),
      allowed: arithmetic.constant(0),
    }),
  },
} as const satisfies Record<string, Structure>;

interface Attributes {
  readonly structure: Structure;
  readonly operation: string;
}

const attributesOf = ({ attributes }: Application): Attributes => attributes as Attributes;

/** Throws the pair of entries of a known matrix that is farthest from the structure, if it is too far. */
function requireStructure({ structure, operation }: Attributes, matrix: ArrayLike<number>, n: number, member: number) {
  let worst: { readonly excess: number; readonly pair: readonly [number, number] } | undefined;
  for (const pair of pairsOf(n)) {
    const { found, allowed } = structure.deviation(numberArithmetic, matrix, n, pair);
    if (found > allowed && !(found - allowed <= (worst?.excess ?? 0))) worst = { excess: found - allowed, pair };
  }
  if (!worst) return;
  const [i, j] = worst.pair;
  throw new ArgumentError(
    `${operation}: ${structure.problem}: entries [${j}, ${i}] and [${i}, ${j}] of member ${member}`,
    `${matrix[j * n + i]} and ${matrix[i * n + j]}`,
    structure === structures.symmetric ? 'equal numbers' : `0 above the diagonal`,
    structure.remedy,
  );
}

/** The first input as it is; NaN, or an error where numbers are known, for members whose second input, a matrix, lacks the structure. */
const providedPrimitive: Primitive = {
  name: 'provided',
  content: (application) => ({
    numbers: [Object.values<Structure>(structures).indexOf(attributesOf(application).structure)],
  }),
  compute: (arithmetic, [x, matrix], application) => {
    const { structure } = attributesOf(application);
    const n = Math.sqrt(matrix.length);
    let lacking = arithmetic.constant(0);
    for (const pair of pairsOf(n)) {
      const { found, allowed } = structure.deviation(arithmetic, matrix, n, pair);
      lacking = arithmetic.apply(scalar.add, lacking, arithmetic.apply(scalar.less, allowed, found));
    }
    const nothing = arithmetic.constant(NaN);
    return [Array.from(x, (value) => arithmetic.apply(scalar.select, lacking, nothing, value))];
  },
  computeConcrete: ([x, matrix], application) => {
    membersOf(matrix).forEach((values, member) =>
      requireStructure(attributesOf(application), values, matrix.shape[0], member),
    );
    return [fromMembers(membersOf(x), application.outputs[0])];
  },
  refuse: (application, [, matrix], member) =>
    requireStructure(attributesOf(application), matrix, application.inputs[1].shape[0], member),
  flows: () => [true, false],
  jvp: (_, __, [dx]) => [dx],
  vjp: (_, __, [bar]) => [bar, null],
};

/**
 * x, of the matrix's population, for members whose matrix has the structure. For others an ArgumentError where the numbers
 * are known and NaN where they are not: whatever is computed from x then shows it. Derivatives see x only.
 */
export const provided = (
  structure: keyof typeof structures,
  operation: string,
  matrix: PopulationTensor,
  x: PopulationTensor,
): PopulationTensor =>
  apply(providedPrimitive, [x, matrix], [x], { structure: structures[structure], operation } satisfies Attributes)[0];
