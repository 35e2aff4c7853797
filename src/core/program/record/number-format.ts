/** @file What numbers a program computes with and keeps in memory: float64, or float32. */

/**
 * In float32 inputs, constants and the result of every instruction are rounded; an elementary function is computed in float64
 * and rounded once.
 */
export type Precision = 'float64' | 'float32';

export type NumberArray = Float64Array | Float32Array;

export interface NumberFormat {
  readonly precision: Precision;
  readonly bytes: number;
  /** Numbers of a vector of 16 bytes. */
  readonly vectorLanes: number;
  /** The number that is nearest to a float64. */
  readonly round: (value: number) => number;
  /** Powers of two up to this one are normal numbers, and so are their reciprocals. */
  readonly largestScale: number;
  readonly allocate: (length: number) => NumberArray;
  readonly viewOf: (buffer: ArrayBuffer) => NumberArray;
}

/** Vectors of members that are added up at once, whatever the lanes of a block: the order of a sum depends on the population only. */
const groupVectors = 8;

/** Members of a group of which sums are kept. */
export const groupMembers = ({ vectorLanes }: Pick<NumberFormat, 'vectorLanes'>): number => groupVectors * vectorLanes;

/** Numbers of an element of sums in a block of so many lanes: a vector for each group. */
export const numbersOfSum = (format: Pick<NumberFormat, 'vectorLanes'>, lanes: number): number =>
  Math.max(1, lanes / groupMembers(format)) * format.vectorLanes;

export const numberFormats: Readonly<Record<Precision, NumberFormat>> = {
  float64: {
    precision: 'float64',
    bytes: 8,
    vectorLanes: 2,
    round: (value) => value,
    largestScale: 2 ** 1022,
    allocate: (length) => new Float64Array(length),
    viewOf: (buffer) => new Float64Array(buffer),
  },
  float32: {
    precision: 'float32',
    bytes: 4,
    vectorLanes: 4,
    round: Math.fround,
    largestScale: 2 ** 126,
    allocate: (length) => new Float32Array(length),
    viewOf: (buffer) => new Float32Array(buffer),
  },
};
