/** @file PopulationTensor: a value held by every member of a population, as numbers (concrete) or as a graph node (symbolic). */
import { ArgumentError, ShapeError } from '../errors.ts';
import type { Application, TensorType } from './application.ts';
import { requireInteger, requireList, requireNumber, requireObject } from './arguments.ts';
import { described } from '../text/described.ts';
import { requireElements, requireShape, sameShape, type Shape, sizeOf } from './shape.ts';
import { tensorJson, tensorText } from './tensor-text.ts';

/** Numbers in lists of lists, of one length on each level: row-major, as literals show them. */
export type NestedNumbers = readonly (number | NestedNumbers)[];
/** Whatever an op accepts as an operand. */
export type TensorLike = PopulationTensor | number | NestedNumbers;

/** A number of members, refused where it is none. */
export function requireMembers(operation: string, members: number): void {
  requireInteger(`${operation}: members`, members, 1);
}

/** Refuses numbers that do not fill the type: what reads them would run past their end. */
function requireValue(type: TensorType, value: Float64Array | { readonly sharedValue: PopulationTensor }): void {
  requireShape('tensor', type.shape);
  requireMembers('tensor', type.population);
  requireObject('data of a tensor', value, 'a Float64Array', 'use Float64Array.from(…)');
  if (value instanceof Float64Array) {
    const expected = sizeOf(type.shape) * type.population;
    if (value.length !== expected)
      throw new ArgumentError(
        `data of a tensor of shape [${type.shape.join(', ')}] and population ${type.population}`,
        `${value.length} numbers`,
        `${expected} numbers, data[element * population + member]`,
      );
  } else if (!('sharedValue' in value) || value instanceof PopulationTensor)
    throw new ArgumentError('data of a tensor', described(value), 'a Float64Array', 'use Float64Array.from(…)');
  else if (value.sharedValue.population !== 1 || !sameShape(value.sharedValue.shape, type.shape))
    throw new ShapeError('tensor', [type.shape, value.sharedValue.shape], 'another value is shared', 'give that shape');
}

/** Whether a value is given as a node of a graph; a tensor, which has one, is no value of another. */
const isOutput = (value: unknown): value is { application: Application; outputIndex: number } =>
  typeof value === 'object' && value !== null && 'application' in value && !(value instanceof PopulationTensor);

/** What a symbolic tensor is, for people. */
const originOf = ({ primitive: { name } }: Application): string =>
  name === 'symbol' ? 'an argument of what is traced' : `output of ${name}`;

/**
 * Immutable value of `shape` for each of `population` members, float64. Population 1 is shared by all members.
 * A concrete tensor holds numbers in `data`, laid out `data[element * population + member]` (row-major elements, members
 * side by side as SIMD lanes want them). A symbolic one is output `outputIndex` of a graph node.
 */
export class PopulationTensor implements TensorType {
  readonly shape: Shape;
  readonly population: number;
  /** @internal The node that it is an output of; none where there are numbers. */
  readonly application: Application | null;
  /** @internal Which output of the node. */
  readonly outputIndex: number;
  /** @internal The concrete tensor of population 1 that every member holds, where that is known. */
  readonly sharedValue: PopulationTensor | null;
  #data: Float64Array | null;

  /** A concrete tensor of numbers `data[element * population + member]`, which are kept, not copied: nobody writes to them later. */
  constructor(type: TensorType, data: Float64Array);
  /** @internal */
  constructor(
    type: TensorType,
    // eslint-disable-next-line @typescript-eslint/unified-signatures -- users see the first signature only
    value: Float64Array | { application: Application; outputIndex: number } | { sharedValue: PopulationTensor },
  );
  constructor(
    type: TensorType,
    value: Float64Array | { application: Application; outputIndex: number } | { sharedValue: PopulationTensor },
  ) {
    requireObject('type of a tensor', type, 'an object of shape and population');
    this.shape = type.shape;
    this.population = type.population;
    const isNode = isOutput(value);
    if (!isNode) requireValue(type, value);
    this.#data = value instanceof Float64Array ? value : null;
    this.sharedValue = 'sharedValue' in value ? value.sharedValue : null;
    this.application = isNode ? value.application : null;
    this.outputIndex = isNode ? value.outputIndex : 0;
  }

  /** Number of elements of one member's value. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Whether it holds numbers; a symbolic one stands for a value while a function is traced. */
  get isConcrete(): boolean {
    return this.application === null;
  }

  /** The numbers of a concrete tensor, `data[element * population + member]`. Not to be written to. */
  get data(): Float64Array {
    if (this.#data) return this.#data;
    if (this.sharedValue) return (this.#data = this.#spread(this.sharedValue));
    throw new ArgumentError(
      'data',
      `a symbolic tensor (${originOf(this.application!)})`,
      'a concrete tensor',
      'values exist only outside of a traced function; return the tensor from it',
    );
  }

  #spread({ data }: PopulationTensor): Float64Array {
    const { population: members } = this;
    requireElements('tensor', this.shape, members);
    const spread = new Float64Array(data.length * members);
    for (let i = 0; i < data.length; i++) spread.fill(data[i], i * members, (i + 1) * members);
    return spread;
  }

  /** The only element of one member's value. */
  item(member = 0): number {
    if (this.size !== 1)
      throw new ShapeError(
        'item',
        [this.shape],
        this.size === 0 ? 'no element' : 'more than one element',
        'use toArray() or at()',
      );
    return this.data[this.#memberIndex(member)];
  }

  /** One member's elements in row-major order. */
  toArray(member = 0): number[] {
    const index = this.#memberIndex(member);
    return Array.from({ length: this.size }, (_, element) => this.data[element * this.population + index]);
  }

  /** The shape and the numbers, e.g. `PopulationTensor [2] [1, 2]`, the first of many; a symbolic tensor says what it is. */
  toString(): string {
    const { shape, population, application } = this;
    const values = application ? { origin: originOf(application) } : (this.sharedValue ?? this);
    return tensorText({ shape, population, values });
  }

  /** What `console.log` shows in Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /**
   * `{ shape, data }` with all numbers in row-major order, or `{ shape, population, members }` with a list a member; what is not
   * finite stands as a string. Throws an ArgumentError where the tensor is symbolic.
   */
  toJSON(): Readonly<Record<string, unknown>> {
    if (this.application)
      throw new ArgumentError(
        'JSON',
        `a symbolic tensor (${originOf(this.application)})`,
        'a concrete tensor',
        'return the tensor from the traced function, and write the result',
      );
    return tensorJson(this, (member) => this.toArray(member));
  }

  /** Text for strings; JavaScript's own arithmetic and comparisons are refused: they would be NaN. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint !== 'number') return this.toString();
    throw new ArgumentError(
      'a number',
      'a PopulationTensor',
      'a number of JavaScript',
      'use ops (add, mul, less, …) instead of operators, or item() for its number',
    );
  }

  #memberIndex(member: number): number {
    const isIndex = Number.isInteger(member) && member >= 0;
    // all members hold a shared value, however many there are
    if (isIndex && this.population === 1) return 0;
    if (isIndex && member < this.population) return member;
    const expected = this.population === 1 ? 'of at least 0' : `from 0 to ${this.population - 1}`;
    throw new ArgumentError('member', described(member), `an integer ${expected}`);
  }
}

/** Levels of nested lists; one that holds itself has no end. */
const deepest = 64;

function nestedShape(values: number | NestedNumbers): number[] {
  const shape: number[] = [];
  for (let level: number | NestedNumbers | undefined = values; Array.isArray(level); level = level[0] as typeof level)
    if (shape.push(level.length) > deepest)
      throw new ArgumentError('tensor', `lists within lists, more than ${deepest} deep`, 'nested lists of numbers');
  return shape;
}

function flattenNested(values: number | NestedNumbers, shape: Shape, depth: number, out: number[]): void {
  if (typeof values === 'number') {
    if (depth === shape.length) {
      out.push(values);
      return;
    }
  } else if (Array.isArray(values) && depth < shape.length && values.length === shape[depth]) {
    for (const value of values) flattenNested(value, shape, depth + 1, out);
    return;
  }
  if (typeof values !== 'number' && !Array.isArray(values))
    throw new ArgumentError(`tensor: an element at depth ${depth}`, described(values), 'a number or a list of numbers');
  throw new ShapeError(
    'tensor',
    [shape],
    `nested lists of unequal lengths at depth ${depth}`,
    'give rows of equal length',
  );
}

/**
 * A tensor of population 1 from a number, nested lists, or flat numbers with their shape. Tensors pass through; another
 * shape for one is refused (`reshape`).
 */
export function tensor(values: TensorLike | Float64Array, shape?: Shape): PopulationTensor {
  if (shape !== undefined) requireShape('tensor', shape);
  if (values instanceof PopulationTensor) {
    if (shape && !sameShape(shape, values.shape))
      throw new ShapeError('tensor', [values.shape, shape], 'a tensor has a shape of its own', 'use reshape');
    return values;
  }
  if (values instanceof Float64Array) {
    const given = shape ?? [values.length];
    if (sizeOf(given) !== values.length)
      throw new ShapeError('tensor', [given], `${values.length} numbers do not fill the shape`, 'give as many numbers');
    return new PopulationTensor({ shape: given, population: 1 }, values.slice());
  }
  if (typeof values !== 'number' && !Array.isArray(values))
    throw new ArgumentError(
      'tensor',
      described(values),
      'a number, nested lists of numbers, a Float64Array or a PopulationTensor',
      ArrayBuffer.isView(values) ? 'use Float64Array.from(…)' : undefined,
    );
  const nested = nestedShape(values);
  const flat: number[] = [];
  flattenNested(values, nested, 0, flat);
  return tensor(Float64Array.from(flat), shape ?? nested);
}

/**
 * One value per member, all of one shape: population = `members.length`. Throws a ShapeError where shapes differ, and an
 * ArgumentError where there is no member.
 */
export function population(members: readonly (number | NestedNumbers)[]): PopulationTensor {
  requireList('members', members, 'a list with a value a member');
  if (members.length === 0) throw new ArgumentError('members', 'an empty list', 'at least one member');
  const values = Array.from(members as readonly (number | NestedNumbers)[], (member) => tensor(member));
  const { shape, size } = values[0];
  const data = new Float64Array(size * members.length);
  values.forEach((value, member) => {
    if (!value.isConcrete || value.population !== 1)
      throw new ArgumentError(`members[${member}]`, 'a tensor with members', 'the numbers of one member');
    if (!sameShape(value.shape, shape))
      throw new ShapeError(
        'population',
        [shape, value.shape],
        `member ${member} has another shape`,
        'give all members one shape',
      );
    for (let element = 0; element < size; element++) data[element * members.length + member] = value.data[element];
  });
  return new PopulationTensor({ shape, population: members.length }, data);
}

/** `value` at every element of `shape`, for each of `members` members. Throws a ShapeError where `shape` is none. */
export function full(shape: Shape, value: number, members = 1): PopulationTensor {
  requireShape('full', shape);
  requireMembers('full', members);
  requireNumber('full: value', value);
  const shared = new PopulationTensor({ shape, population: 1 }, new Float64Array(sizeOf(shape)).fill(value));
  return members === 1 ? shared : new PopulationTensor({ shape, population: members }, { sharedValue: shared });
}

/** Zeros of `shape`, for each of `members` members. Throws a ShapeError where `shape` is none. */
export const zeros = (shape: Shape, members = 1): PopulationTensor => full(shape, 0, members);

/** Ones of `shape`, for each of `members` members. Throws a ShapeError where `shape` is none. */
export const ones = (shape: Shape, members = 1): PopulationTensor => full(shape, 1, members);

/** Identity matrix [n, n]. Throws a ShapeError where n is no whole number of at least 0. */
export function eye(n: number): PopulationTensor {
  requireShape('eye', [n, n]);
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) data[i * n + i] = 1;
  return new PopulationTensor({ shape: [n, n], population: 1 }, data);
}
