/** @file How a tensor shows itself to a person, abbreviated, and to JSON, whole. */
import { type Shape, stridesOf } from './shape.ts';

/** What is known of a tensor: the elements of each member, unless it is symbolic. */
export interface ShownTensor {
  readonly shape: Shape;
  readonly population: number;
  /** Elements of a member in row-major order; of population 1 where all members hold the same. */
  readonly values:
    | { readonly data: Float64Array; readonly population: number }
    /** What the tensor is, where it has no numbers. */
    | { readonly origin: string };
}

/** Entries that are listed along an axis, and members. */
const listed = 6;

const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** The first entries, and how many follow. */
function listText(count: number, entry: (i: number) => string): string {
  const entries = Array.from({ length: Math.min(count, listed) }, (_, i) => entry(i));
  return [...entries, ...(count > listed ? [`… ${count - listed} more`] : [])].join(', ');
}

/** Nested lists of the elements of one member. */
function elementsText(shape: Shape, element: (index: number) => number): string {
  const strides = stridesOf(shape);
  const axisText = (axis: number, offset: number): string =>
    axis === shape.length
      ? numberText(element(offset))
      : `[${listText(shape[axis], (i) => axisText(axis + 1, offset + i * strides[axis]))}]`;
  return axisText(0, 0);
}

/** E.g. `PopulationTensor [2] [1, 2]`, `PopulationTensor [] of 2 members: 1, 2` or `PopulationTensor [3], symbolic (output of sin)`. */
export function tensorText({ shape, population, values }: ShownTensor): string {
  const type = `PopulationTensor [${shape.join(', ')}]${population === 1 ? '' : ` of ${population} members`}`;
  if ('origin' in values) return `${type}, symbolic (${values.origin})`;
  const { data, population: members } = values;
  const memberText = (member: number): string => elementsText(shape, (index) => data[index * members + member]);
  if (population === 1) return `${type} ${memberText(0)}`;
  return members === 1 ? `${type}, each: ${memberText(0)}` : `${type}: ${listText(members, memberText)}`;
}

/** JSON has no word for numbers that are not finite: they stand as strings. */
const jsonNumber = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

/** `{ shape, data }` of a shared tensor, data in row-major order; `{ shape, population, members }` else, a list a member. */
export function tensorJson(
  { shape, population }: Pick<ShownTensor, 'shape' | 'population'>,
  toArray: (member: number) => readonly number[],
): Readonly<Record<string, unknown>> {
  const dataOf = (member: number): (number | string)[] => toArray(member).map(jsonNumber);
  if (population === 1) return { shape, data: dataOf(0) };
  return { shape, population, members: Array.from({ length: population }, (_, member) => dataOf(member)) };
}
