/** @file What columns of a figure's numbers are called, and how they get one length. */
import type { AxisWords } from './plane.ts';

/** "kp [N m / rad]". */
export const columnName = ({ name, unit }: AxisWords): string => (unit ? `${name} [${unit}]` : name);

/** Without a value behind its end. */
export const padded = (values: ArrayLike<number>, length: number): (number | null)[] =>
  Array.from({ length }, (_, index) => values[index] ?? null);
