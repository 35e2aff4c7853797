/** @file Large tensors: each kind of primitive as a loop over memory, or as another view of what is there already. */
import type { Application } from '../../application.ts';
import type { PrimitiveForm, ProductExtents, TakeExtents } from '../../primitive.ts';
import { sizeOf } from '../../shape.ts';
import { keyOfPlace, type ProgramBuilder } from '../record/builder.ts';
import { ArrayTwins } from './array-twins.ts';
import { viewOf } from './views.ts';
import { RowLowering } from './lower-rows.ts';
import {
  type Column,
  type Expression,
  type Lowered,
  placeOf,
  regionOf,
  shifted,
  sizeOfLowered,
  type Stretch,
} from './lowered.ts';
import {
  type ArrayOperation,
  type BlockArray,
  type Matrices,
  type Place,
  placeIn,
  type Region,
} from '../record/values.ts';
import { type MatrixExtents, matricesIn, packed } from './matrices.ts';

/** Tensors in memory of more elements are worked on by loops, smaller ones element by element. */
const largestScalarized = 128;
/** The same for tensors that are lists of values already. */
const largestList = 8192;
/** Products of matrices of more multiplications are loops. */
const largestProduct = 2048;

/** Products with a matrix in memory are loops from fewer on, and work on what they make is from so many elements. */
const smallestLayer = { matrix: 64, product: 256, result: 16 };

/** Whether it is a matrix of weights, as one lies in memory. */
const isMatrix = (x: Expression): boolean => x.kind !== 'values' && sizeOfLowered(x) >= smallestLayer.matrix;

const isShared = (x: Expression): boolean => x.kind !== 'elementwise' && (placeOf(x)?.array.shared ?? false);

/** Whether the tensor is the item of a loop's present step, and so moves on. */
const moves = (x: Expression): boolean => x.kind === 'array' && x.place.anchor !== 'fixed';

type Draft = ArrayOperation extends infer O ? (O extends ArrayOperation ? Omit<O, 'id' | 'source'> : never) : never;

/** Sums, and where they are added to. */
export interface AddTo {
  readonly array: BlockArray;
  readonly present: Place;
  readonly region: Region;
}

/** Lowers applications of large tensors. */
export class ArrayLowering {
  readonly #builder: ProgramBuilder;
  /** What has been written to memory already. */
  readonly #arrays = new Map<Lowered, Place>();
  /** Results of maps, by instruction, size and operands: equal ones are one. */
  readonly #maps = new Map<string, Lowered>();
  /** Results of products. */
  readonly #products = new Set<BlockArray>();
  readonly #twins: ArrayTwins;
  readonly rows: RowLowering;

  constructor(builder: ProgramBuilder) {
    this.#builder = builder;
    this.#twins = new ArrayTwins(builder);
    this.rows = new RowLowering(builder, this.#twins, (x) => this.fixed(x));
  }

  /** Whether an application is better done as a loop over memory. */
  takes(
    form: PrimitiveForm,
    inputs: readonly Expression[],
    { outputs, inputs: types, attributes }: Application,
  ): boolean {
    const isInMemory = inputs.some((input) => input.kind !== 'values');
    const size = form.kind === 'scatterAdd' ? types[0].size : sizeOf(outputs[0].shape);
    if (form.kind === 'matmul') {
      const work = size * (attributes as ProductExtents).inner;
      if (inputs.some(isMatrix)) return work >= smallestLayer.product;
      return work > (isInMemory ? largestProduct : 4 * largestProduct);
    }
    // by an index that is computed nothing else is known
    if (form.kind === 'take' || form.kind === 'put') return true;
    if (form.kind === 'identity') return isInMemory || size > largestList;
    if (form.kind === 'map' && size >= smallestLayer.result && inputs.some((x) => this.#isLayer(x))) return true;
    return size > (isInMemory ? largestScalarized : largestList);
  }

  /** Whether the tensor is the result of a product in memory, or work on it that is yet to be done. */
  #isLayer(x: Expression): boolean {
    return (
      x.kind === 'elementwise' || this.#twins.isRecord(x) || (x.kind === 'array' && this.#products.has(x.place.array))
    );
  }

  /** The tensor as it lies in memory. */
  force(x: Expression): Lowered {
    return this.rows.force(x);
  }

  lower(form: PrimitiveForm, given: readonly Expression[], application: Application): Expression {
    if (form.kind === 'identity') return given[0];
    if (form.kind === 'map') return this.#map(form, given);
    if (form.kind === 'scatterAdd') return this.#scatterAdd(given[0], application);
    const inputs = given.map((x) => this.force(x));
    switch (form.kind) {
      case 'gather':
        return this.#gather(inputs[0], (application.attributes as { indices: Int32Array }).indices, application);
      case 'join':
        return this.#join(inputs);
      case 'matmul':
        return this.#matmul(inputs, application);
      case 'take':
      case 'put':
        return this.#takeOrPut(form.kind, inputs, application);
      default:
        throw new Error(`${form.kind} is no work on one array`);
    }
  }

  /** The tensor as one contiguous stretch of memory; `isFixed`: that does not move with the steps of a loop. */
  toArray(
    x: Lowered,
    { shared, isFixed = false }: { readonly shared?: boolean; readonly isFixed?: boolean } = {},
  ): Place {
    const known = [placeOf(x), this.#arrays.get(x)].find(
      (place) =>
        place && (shared === undefined || shared === place.array.shared) && (!isFixed || place.anchor === 'fixed'),
    );
    if (known) return known;
    const size = sizeOfLowered(x);
    const region = regionOf([x], this.#builder.root);
    const result = this.newArray(size, region);
    if (x.kind === 'array') this.copy(region, x.place, 1, placeIn(result), 1, size);
    else if (x.kind === 'rows') {
      const count = x.columns.length;
      x.columns.forEach((column, k) => this.#fillColumn(region, column, x.rows, placeIn(result, k), count));
    } else x.values.forEach((value, i) => this.#builder.store(region, placeIn(result, i), value));
    this.#arrays.set(x, placeIn(result));
    return placeIn(result);
  }

  /** The tensor as one stretch of memory that does not move with the steps of a loop. */
  fixed(x: Lowered): Stretch {
    return { kind: 'array', place: this.toArray(x, { isFixed: true }), size: sizeOfLowered(x) };
  }

  #fillColumn(region: Region, column: Column, rows: number, to: Place, toStride: number): void {
    if (column.kind === 'column') return this.copy(region, column.place, column.stride, to, toStride, rows);
    if (rows === 0) return;
    this.#builder.store(region, to, column);
    if (rows > 1) this.copy(region, to, 0, shifted(to, toStride), toStride, rows - 1);
  }

  newArray(size: number, region: Region, shared = false): BlockArray {
    return this.#builder.array(size, { region, shared });
  }

  /** Sums over the members, 0 at first. */
  newSum(size: number): BlockArray {
    const { root } = this.#builder;
    const result = this.#builder.array(size, { region: root, isSum: true });
    this.#push(root, { kind: 'clear', result });
    return result;
  }

  /** Adds a product of matrices, summed over the members. */
  accumulate({ array, present, region }: AddTo, left: Lowered, right: Lowered, extents: ProductExtents): void {
    const { rows, inner, columns } = extents;
    this.#push(region, {
      kind: 'accumulate',
      result: array,
      left: this.#matrices(left, [1, rows, inner], false),
      right: this.#matrices(right, [1, inner, columns], false),
      present,
      rows,
      inner,
      columns,
    });
  }

  /** Adds the sum over the members of each element. */
  accumulateLanes(to: AddTo, x: Lowered): void {
    const one: Stretch = { kind: 'array', place: to.present, size: 1 };
    this.accumulate(to, x, one, { batch: 1, rows: sizeOfLowered(x), inner: 1, columns: 1 });
  }

  copy(region: Region, from: Place, stride: number, to: Place, toStride: number, count: number): void {
    this.#push(region, { kind: 'copy', from, stride, to, toStride, count });
  }

  #push(region: Region, operation: Draft): void {
    region.statements.push({
      ...operation,
      id: this.#builder.nextId(),
      source: this.#builder.source,
    } as ArrayOperation);
  }

  #gather(x: Lowered, indices: Int32Array, { outputs }: Application): Lowered {
    const view = viewOf(this.#builder, x, indices, outputs[0].shape[0] ?? 1);
    if (view) return view;
    const from = this.toArray(x);
    const region = regionOf([x], this.#builder.root);
    const result = this.newArray(indices.length, region, from.array.shared);
    this.#push(region, { kind: 'gather', result, from, indices });
    return { kind: 'array', place: placeIn(result), size: indices.length };
  }

  #scatterAdd(given: Expression, { attributes, outputs }: Application): Lowered {
    const { indices } = attributes as { indices: Int32Array };
    const size = sizeOf(outputs[0].shape);
    const sums = moves(given) ? null : this.rows.sums(given, indices, size);
    if (sums) return sums;
    const x = this.force(given);
    const from = this.toArray(x, { shared: false });
    const region = regionOf([x], this.#builder.root);
    const result = this.newArray(size, region);
    this.#push(region, { kind: 'scatterAdd', result, from, indices });
    return { kind: 'array', place: placeIn(result), size };
  }

  #join(inputs: readonly Lowered[]): Lowered {
    const sizes = inputs.map(sizeOfLowered);
    const size = sizes.reduce((total, count) => total + count, 0);
    const region = regionOf(inputs, this.#builder.root);
    const result = this.newArray(size, region);
    let offset = 0;
    inputs.forEach((input, k) => {
      const to = placeIn(result, offset);
      if (input.kind === 'values')
        input.values.forEach((value, i) => this.#builder.store(region, shifted(to, i), value));
      else this.copy(region, this.toArray(input), 1, to, 1, sizes[k]);
      offset += sizes[k];
    });
    return { kind: 'array', place: placeIn(result), size };
  }

  /** At once on numbers that all members share, and on the item of a step; else where it is needed. */
  #map({ instruction }: Extract<PrimitiveForm, { kind: 'map' }>, given: readonly Expression[]): Expression {
    const shared = given.every(isShared);
    if (!shared && !given.some((x) => moves(x) && !this.#twins.isRecord(x))) return this.rows.map(instruction, given);
    const inputs = given.map((x) => this.force(x));
    const operands = inputs.map((input) => this.toArray(input, { shared }));
    const size = sizeOfLowered(inputs[0]);
    const key = `${instruction.name} ${size} ${operands.map(keyOfPlace).join(' ')}`;
    const known = this.#maps.get(key);
    if (known) return known;
    const region = regionOf(inputs, this.#builder.root);
    const result = this.newArray(size, region, shared);
    this.#push(region, { kind: 'map', result, instruction, operands });
    const lowered: Lowered = { kind: 'array', place: placeIn(result), size };
    this.#maps.set(key, lowered);
    return lowered;
  }

  #takeOrPut(kind: 'take' | 'put', inputs: readonly Lowered[], { attributes, outputs }: Application): Lowered {
    const [from, index] = inputs.map((input) => this.toArray(input));
    const region = regionOf(inputs, this.#builder.root);
    const result = this.newArray(sizeOf(outputs[0].shape), region);
    this.#push(region, { kind, result, from, index, ...(attributes as TakeExtents) });
    return { kind: 'array', place: placeIn(result), size: result.size };
  }

  #matmul([a, b]: readonly Lowered[], { attributes }: Application): Lowered {
    const { batch, rows, inner, columns } = attributes as ProductExtents;
    const region = regionOf([a, b], this.#builder.root);
    const key = `matmul ${batch} ${rows} ${inner} ${columns} ${this.#twins.keyOf(a)} ${this.#twins.keyOf(b)}`;
    const known = this.#twins.find(key, region);
    if (known) return known;
    const isAllShared = isShared(a) && isShared(b);
    const left = this.#matrices(a, [batch, rows, inner], false);
    const right = this.#matrices(b, [batch, inner, columns], isAllShared);
    const size = batch * rows * columns;
    const result = this.newArray(size, region);
    this.#products.add(result);
    this.#push(region, { kind: 'matmul', result, left, right, batch, rows, inner, columns });
    const lowered: Stretch = { kind: 'array', place: placeIn(result), size };
    this.#twins.add(key, lowered, region);
    return lowered;
  }

  /** A factor where it lies, or as one stretch; `inLanes`: with members. */
  #matrices(x: Lowered, extents: MatrixExtents, inLanes: boolean): Matrices {
    const known = inLanes ? undefined : matricesIn(x, extents);
    return known ?? { place: this.toArray(x, inLanes ? { shared: false } : {}), steps: packed(extents) };
  }
}
