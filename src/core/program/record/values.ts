/** @file What scalar code is made of: values, the regions they live in, and arrays of block memory. */
import type { Source } from '../../application.ts';
import type { TakeExtents } from '../../primitive.ts';
import type { ScalarInstruction } from '../../scalar/instruction.ts';
import type { NumberFormat } from './number-format.ts';

/** Straight-line code that runs once (the root) or once a step (the body of a loop). */
export class Region {
  readonly parent: Region | null;
  readonly depth: number;
  /** Sinks in the order they were made. */
  readonly stores: Store[] = [];
  readonly statements: Statement[] = [];

  constructor(parent: Region | null) {
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
  }
}

/**
 * Numbers in the memory of one block: `size` elements, each with one number a lane, or one for all lanes (`shared`).
 * Written by one statement (or by stores) before anything reads it; large carries apart (see `isOverwritten`).
 */
export interface BlockArray {
  readonly id: number;
  size: number;
  readonly shared: boolean;
  /** Of each element, instead of a number a lane, sums over some of them: those of a group of members, apart by their place in a vector. */
  readonly isSum?: boolean;
  /** Where it is written; reading it in a deeper region is loop-invariant. */
  readonly region: Region;
  /** Content of an array of constants. */
  readonly data?: Float64Array;
  /** The loop whose carry it holds. */
  readonly carryOf?: Loop;
  /** A large carry: the steps of the loop in whose body it stands write it again, each at its end. */
  readonly isOverwritten?: boolean;
}

let nextLayoutId = -1;

/** Memory that only a layout needs: the program does not know of it. */
export const layoutArray = (size: number, region: Region): BlockArray => ({
  id: nextLayoutId--,
  size,
  shared: false,
  region,
});

/** How a place moves: not at all, with the steps of a loop, or at the record where a loop begins or has ended. */
export type Anchor = 'fixed' | 'first' | 'last' | Stream;

/** A position in an array that moves by `stride` elements a step of a loop. */
export interface Stream {
  readonly id: number;
  readonly loop: Loop;
  readonly array: BlockArray;
  /** Elements; of an array that still grows, known only when lowering has ended. */
  stride: number;
  /** A sequence's item, the carry that enters the step, or the one that leaves it. */
  readonly role: 'item' | 'entering' | 'next';
}

/** One element of an array; of a view, the first. */
export interface Place {
  readonly array: BlockArray;
  readonly offset: number;
  readonly anchor: Anchor;
}

/** An element of an array that is no view of a stream. */
export const placeIn = (array: BlockArray, offset = 0): Place => ({ array, offset, anchor: 'fixed' });

interface Common {
  readonly id: number;
  readonly region: Region;
  /** In a float32 program: float64, of half of the lanes. */
  readonly wide: boolean;
}

export interface Constant extends Common {
  readonly kind: 'constant';
  readonly value: number;
}

/** A number read from memory. */
export interface Load extends Common {
  readonly kind: 'load';
  readonly place: Place;
}

export interface Operation extends Common {
  readonly kind: 'operation';
  readonly instruction: ScalarInstruction;
  operands: readonly Value[];
  readonly source: Source;
  /** Its rounding is part of an elementary function: never fused with another operation. */
  exact: boolean;
}

/** A number of every lane, in static single assignment. Ids grow, so they are a topological order. */
export type Value = Constant | Load | Operation;

/** A value written to memory. */
export interface Store {
  readonly id: number;
  readonly place: Place;
  value: Value;
}

/** What runs between stretches of straight-line code, in the order of ids. */
export type Statement = Loop | ArrayOperation;

/** The steps of a scan. Its carry lives in an array of records, the next one written beside the one that is read. */
export interface Loop {
  readonly kind: 'loop';
  id: number;
  readonly body: Region;
  readonly length: number;
  readonly reverse: boolean;
  carry: BlockArray;
  carrySize: number;
  /** All records of the carry are kept, because something reads them later. */
  keepsCarries: boolean;
  readonly streams: Stream[];
}

/** result[i] = from[indices[i]], or result[indices[i]] += from[i] from zeros. */
interface Indexed {
  readonly result: BlockArray;
  readonly from: Place;
  readonly indices: Int32Array;
}

/** A stack of matrices in memory, however they lie: elements from one to the next along each axis. */
export interface Matrices {
  readonly place: Place;
  /** From matrix to matrix, from row to row, and from column to column. */
  readonly steps: readonly [matrix: number, row: number, column: number];
}

/** Work on whole arrays: a loop over memory instead of a list of operations. */
export type ArrayOperation = { readonly id: number; readonly source: Source } & (
  | {
      /** to[k toStride] = from[k stride]: `count` elements. */
      readonly kind: 'copy';
      readonly from: Place;
      readonly stride: number;
      readonly to: Place;
      readonly toStride: number;
      readonly count: number;
    }
  | ({ readonly kind: 'gather' } & Indexed)
  | ({ readonly kind: 'scatterAdd' } & Indexed)
  | ({
      /** result[c] = from[index[c]] or `missing`, or result[index[c]] += from[c] from zeros: rows of `inner` numbers. */
      readonly kind: 'take' | 'put';
      readonly result: BlockArray;
      readonly from: Place;
      readonly index: Place;
    } & TakeExtents)
  | {
      readonly kind: 'map';
      readonly result: BlockArray;
      readonly instruction: ScalarInstruction;
      readonly operands: readonly Place[];
    }
  | {
      /** Zeros. */
      readonly kind: 'clear';
      readonly result: BlockArray;
    }
  | {
      /** result += [rows, inner] x [inner, columns], summed over the lanes; `present` is 0 in lanes without a member, else 1. */
      readonly kind: 'accumulate';
      readonly result: BlockArray;
      readonly left: Matrices;
      readonly right: Matrices;
      readonly present: Place;
      readonly rows: number;
      readonly inner: number;
      readonly columns: number;
    }
  | {
      /** [batch, rows, inner] x [batch, inner, columns]. */
      readonly kind: 'matmul';
      readonly result: BlockArray;
      readonly left: Matrices;
      readonly right: Matrices;
      readonly batch: number;
      readonly rows: number;
      readonly inner: number;
      readonly columns: number;
    }
);

/** What work on whole arrays reads, the sums apart that it adds to. */
export function operandPlaces(operation: ArrayOperation): readonly Place[] {
  switch (operation.kind) {
    case 'map':
      return operation.operands;
    case 'matmul':
      return [operation.left.place, operation.right.place];
    case 'accumulate':
      return [operation.left.place, operation.right.place, operation.present];
    case 'clear':
      return [];
    case 'take':
    case 'put':
      return [operation.from, operation.index];
    default:
      return [operation.from];
  }
}

/** Where it writes. */
export const resultPlace = (operation: ArrayOperation): Place =>
  operation.kind === 'copy' ? operation.to : placeIn(operation.result);

/** Whether the steps of a loop write to an array, its carry apart. */
export const writesTo = ({ body: { stores, statements } }: Loop, array: BlockArray): boolean =>
  stores.some(({ place }) => place.array === array) ||
  statements.some((statement) => statement.kind !== 'loop' && resultPlace(statement).array === array);

/** Scalar code of one block of members, before it is laid out in memory. */
export interface Kernel {
  readonly format: NumberFormat;
  readonly root: Region;
  readonly inputs: readonly BlockArray[];
  /** 1 in lanes with a member, 0 in others; `null` where nothing asks for it. */
  readonly present: BlockArray | null;
  readonly outputs: readonly OutputView[];
}

/** Where an output lies when the block has run: element `i` is column `i % columns.length` of row `floor(i / columns.length)`. */
export interface OutputView {
  readonly rows: number;
  readonly columns: readonly { readonly place: Place; readonly stride: number }[];
}

/** Whether an output has been added up over the members, group by group. */
export const isSum = ({ columns: [column] }: OutputView): boolean => column?.place.array.isSum ?? false;
