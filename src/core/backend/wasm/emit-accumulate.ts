/**
 * @file Products of matrices that are added up over the lanes: blocks of sums are taken into registers, get the products of all
 * vectors of a group of members, one after the other, and go back to memory.
 */
import { groupMembers } from '../../program/record/number-format.ts';
import { type ArrayOperation, placeIn } from '../../program/record/values.ts';
import { FunctionWriter } from './assembler.ts';
import { pointerTo, type Surroundings, vectorBytes } from './emit-tile.ts';
import {
  addProduct,
  type Block,
  type Factor,
  type Factors,
  factorsOf,
  pushVector,
  repeatBlocks,
} from './product-blocks.ts';

type Accumulate = Extract<ArrayOperation, { kind: 'accumulate' }>;

/** Blocks of sums that fit in registers with what they are made of. */
const blocks: readonly Block[] = [
  { rows: 3, columns: 3 },
  { rows: 4, columns: 2 },
  { rows: 2, columns: 4 },
];
const mostSums = 9;
const mostColumns = 4;

/** Instructions, roughly, that a matrix takes in such blocks. */
function costOf(matrix: Block, { rows, columns }: Block): number {
  const cost = (high: number, wide: number): number => 2 * high * wide + high + wide;
  const parts = (extent: number, size: number): [number, number][] => [
    [Math.floor(extent / size), size],
    [1, extent % size],
  ];
  let total = 0;
  for (const [times, high] of parts(matrix.rows, rows))
    for (const [again, wide] of parts(matrix.columns, columns))
      if (high * wide > 0) total += times * again * cost(high, wide);
  return total;
}

export function emitAccumulate(operation: Accumulate, surroundings: Surroundings): FunctionWriter {
  return new AccumulateWriter(operation, surroundings).write();
}

class AccumulateWriter {
  readonly #code = new FunctionWriter();
  readonly #operation: Accumulate;
  readonly #surroundings: Surroundings;
  readonly #factors: Factors;
  /** Vectors of a group, and groups of the lanes. */
  readonly #vectors: number;
  readonly #groups: number;
  /** Bytes of an element's sums, and of a group's lanes. */
  readonly #bytes: number;
  readonly #groupBytes: number;
  readonly #sums = Array.from({ length: mostSums }, () => this.#code.local('v128'));
  /** Vectors that several products take: of all columns of the block, and of a row. */
  readonly #columns = Array.from({ length: mostColumns }, () => this.#code.local('v128'));
  readonly #row = this.#code.local('v128');
  /** Address of the block's first sum. */
  readonly #corner = this.#code.local('i32');
  /** Byte offset of the present lanes in their group. */
  readonly #lane = this.#code.local('i32');
  /** Some lanes have no member. */
  #isPartial = false;

  constructor(operation: Accumulate, surroundings: Surroundings) {
    const { format, layout } = surroundings;
    this.#operation = operation;
    this.#surroundings = surroundings;
    this.#factors = factorsOf(this.#code, operation, surroundings);
    this.#vectors = Math.min(layout.lanes, groupMembers(format)) / format.vectorLanes;
    this.#groups = Math.max(1, layout.lanes / groupMembers(format));
    this.#bytes = format.bytes * layout.unitOf(operation.result);
    this.#groupBytes = vectorBytes * this.#vectors;
  }

  /** A block whose last lane has a member is full, and is not asked lane by lane. */
  write(): FunctionWriter {
    const code = this.#code;
    const { format, layout } = this.#surroundings;
    const { rows, inner, columns } = this.#operation;
    if (rows * inner * columns === 0) return code;
    const last = format.bytes * (this.#presentAt + layout.lanes) - 4;
    code.integer(last).loadInteger(0);
    code.branch(
      () => this.#matrix(),
      () => {
        this.#isPartial = true;
        this.#matrix();
      },
    );
    return code;
  }

  get #presentAt(): number {
    return this.#surroundings.layout.addressOf(this.#operation.present).base;
  }

  #matrix(): void {
    const code = this.#code;
    const matrix = this.#operation;
    const size = blocks.reduce((best, block) => (costOf(matrix, block) < costOf(matrix, best) ? block : best));
    const { addressOf } = this.#surroundings.layout;
    const target = pointerTo(code, addressOf(placeIn(matrix.result)), this.#surroundings);
    const at = { target, corner: this.#corner, bytes: this.#bytes };
    repeatBlocks(code, matrix, size, this.#factors, at, (block) => {
      for (let group = 0; group < this.#groups; group++) this.#group(block, group);
    });
  }

  #group(block: Block, group: number): void {
    const code = this.#code;
    const { inner, columns } = this.#operation;
    const address = (row: number, column: number): number =>
      this.#bytes * (row * columns + column) + vectorBytes * group;
    const ofLanes = ({ isShared }: Factor, bytes: number): number => (isShared ? 0 : bytes);
    this.#visit(block, (sum, row, column) => code.get(this.#corner).loadVector(address(row, column)).set(sum));
    for (const factor of this.#factors)
      code
        .get(factor.block)
        .set(factor.term)
        .advance(factor.term, ofLanes(factor, this.#groupBytes * group));
    code.repeat(code.local('i32'), inner, 1, () => {
      code.repeat(this.#lane, this.#groupBytes, vectorBytes, () => {
        this.#products(block, group);
        for (const factor of this.#factors) code.advance(factor.term, ofLanes(factor, vectorBytes));
      });
      for (const factor of this.#factors)
        code.advance(factor.term, factor.innerStep - ofLanes(factor, this.#groupBytes));
    });
    this.#visit(block, (sum, row, column) => code.get(this.#corner).get(sum).storeVector(address(row, column)));
  }

  /** Adds the products of a vector of lanes. */
  #products(block: Block, group: number): void {
    const code = this.#code;
    const { format } = this.#surroundings;
    const [left, right] = this.#factors;
    for (let column = 0; column < block.columns; column++) {
      pushVector(code, right, column, 0, this.#surroundings);
      if (this.#isPartial)
        code
          .get(this.#lane)
          .loadVector(format.bytes * this.#presentAt + this.#groupBytes * group)
          .simd(format.opcodes.mul);
      code.set(this.#columns[column]);
    }
    this.#visit(block, (sum, row, column) => {
      const push = (): void => {
        if (column === 0) {
          pushVector(code, left, row, 0, this.#surroundings);
          code.tee(this.#row);
        } else code.get(this.#row);
        code.get(this.#columns[column]);
      };
      addProduct(code, sum, push, this.#surroundings);
    });
  }

  #visit({ rows, columns }: Block, visit: (sum: number, row: number, column: number) => void): void {
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) visit(this.#sums[row * columns + column], row, column);
  }
}
