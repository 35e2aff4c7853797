/**
 * @file Products of matrices that are added up over the lanes: blocks of sums are taken into registers, get the products of all
 * vectors of a group of members, one after the other, and go back to memory.
 */
import { groupMembers } from '../../program/record/number-format.ts';
import { type ArrayOperation, type Matrices, placeIn } from '../../program/record/values.ts';
import { FunctionWriter } from './assembler.ts';
import { elementBytes, pointerTo, type Surroundings, vectorBytes } from './emit-tile.ts';
import { repeatBlocks } from './register-blocks.ts';

type Accumulate = Extract<ArrayOperation, { kind: 'accumulate' }>;

interface Block {
  readonly rows: number;
  readonly columns: number;
}

/** Blocks of sums that fit in registers with what they are made of. */
const blocks: readonly Block[] = [
  { rows: 3, columns: 3 },
  { rows: 4, columns: 2 },
  { rows: 2, columns: 4 },
];

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

/** A factor as the loops go through it: locals with addresses, and bytes from element to element. */
interface Factor {
  readonly isShared: boolean;
  readonly matrix: number;
  readonly block: number;
  readonly term: number;
  readonly ownStep: number;
  readonly innerStep: number;
}

export function emitAccumulate(operation: Accumulate, surroundings: Surroundings): FunctionWriter {
  return new AccumulateWriter(operation, surroundings).write();
}

class AccumulateWriter {
  readonly #code = new FunctionWriter();
  readonly #operation: Accumulate;
  readonly #surroundings: Surroundings;
  /** The left and the right one. */
  readonly #factors: readonly [Factor, Factor];
  /** Vectors of a group, and groups of the lanes. */
  readonly #vectors: number;
  readonly #groups: number;
  /** Bytes of an element's sums. */
  readonly #bytes: number;
  readonly #sums = Array.from({ length: 9 }, () => this.#code.local('v128'));
  /** Vectors that several products take: of all columns of the block, and of a row. */
  readonly #columns = Array.from({ length: 4 }, () => this.#code.local('v128'));
  readonly #row = this.#code.local('v128');
  /** Address of the block's first sum. */
  readonly #corner = this.#code.local('i32');
  /** Byte offset of the present lanes in their group. */
  readonly #lane = this.#code.local('i32');
  /** Some lanes have no member. */
  #isPartial = false;

  constructor(operation: Accumulate, surroundings: Surroundings) {
    const { left, right } = operation;
    const { format, layout } = surroundings;
    this.#operation = operation;
    this.#surroundings = surroundings;
    this.#factors = [
      this.#factor(left, left.steps[1], left.steps[2]),
      this.#factor(right, right.steps[2], right.steps[1]),
    ];
    this.#vectors = Math.min(layout.lanes, groupMembers(format)) / format.vectorLanes;
    this.#groups = Math.max(1, layout.lanes / groupMembers(format));
    this.#bytes = format.bytes * layout.unitOf(operation.result);
  }

  #factor({ place }: Matrices, own: number, inner: number): Factor {
    const code = this.#code;
    const bytes = elementBytes(this.#surroundings, place.array);
    return {
      isShared: place.array.shared,
      matrix: pointerTo(code, this.#surroundings.layout.addressOf(place), this.#surroundings),
      block: code.local('i32'),
      term: code.local('i32'),
      ownStep: bytes * own,
      innerStep: bytes * inner,
    };
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
    const { result, rows, columns } = this.#operation;
    const [left, right] = this.#factors;
    const size = blocks.reduce((best, block) =>
      costOf({ rows, columns }, block) < costOf({ rows, columns }, best) ? block : best,
    );
    const target = pointerTo(code, this.#surroundings.layout.addressOf(placeIn(result)), this.#surroundings);
    code.get(left.matrix).set(left.block);
    repeatBlocks(code, rows, size.rows, (high) => {
      code.get(right.matrix).set(right.block);
      code.get(target).set(this.#corner);
      repeatBlocks(code, columns, size.columns, (wide) => {
        for (let group = 0; group < this.#groups; group++) this.#group({ rows: high, columns: wide }, group);
        code.advance(right.block, right.ownStep * wide).advance(this.#corner, this.#bytes * wide);
      });
      code.advance(left.block, left.ownStep * high).advance(target, this.#bytes * columns * high);
    });
  }

  #group(block: Block, group: number): void {
    const code = this.#code;
    const { inner } = this.#operation;
    const address = (row: number, column: number): number =>
      this.#bytes * (row * this.#operation.columns + column) + vectorBytes * group;
    this.#visit(block, (sum, row, column) => code.get(this.#corner).loadVector(address(row, column)).set(sum));
    const bytes = vectorBytes * this.#vectors;
    const lanes = ({ isShared }: Factor): number => (isShared ? 0 : 1);
    for (const factor of this.#factors)
      code
        .get(factor.block)
        .set(factor.term)
        .advance(factor.term, lanes(factor) * bytes * group);
    code.repeat(code.local('i32'), inner, 1, () => {
      code.repeat(this.#lane, bytes, vectorBytes, () => {
        this.#products(block, group);
        for (const factor of this.#factors) if (lanes(factor)) code.advance(factor.term, vectorBytes);
      });
      if (inner > 1)
        for (const factor of this.#factors) code.advance(factor.term, factor.innerStep - lanes(factor) * bytes);
    });
    this.#visit(block, (sum, row, column) => code.get(this.#corner).get(sum).storeVector(address(row, column)));
  }

  /** Adds the products of a vector of lanes. */
  #products(block: Block, group: number): void {
    const code = this.#code;
    const { format, fuses } = this.#surroundings;
    const [left, right] = this.#factors;
    for (let column = 0; column < block.columns; column++) {
      this.#push(right, column);
      if (this.#isPartial)
        code
          .get(this.#lane)
          .loadVector(format.bytes * this.#presentAt + vectorBytes * this.#vectors * group)
          .simd(format.opcodes.mul);
      code.set(this.#columns[column]);
    }
    this.#visit(block, (sum, row, column) => {
      if (!fuses) code.get(sum);
      if (column === 0) {
        this.#push(left, row);
        code.tee(this.#row);
      } else code.get(this.#row);
      code.get(this.#columns[column]);
      if (fuses) code.get(sum).simd(format.opcodes.relaxedMultiplyAdd);
      else code.simd(format.opcodes.mul).simd(format.opcodes.add);
      code.set(sum);
    });
  }

  #push({ isShared, term, ownStep }: Factor, own: number): void {
    const code = this.#code.get(term);
    if (isShared) this.#surroundings.format.loadSplat(code, own * ownStep);
    else code.loadVector(own * ownStep);
  }

  #visit({ rows, columns }: Block, visit: (sum: number, row: number, column: number) => void): void {
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) visit(this.#sums[row * columns + column], row, column);
  }
}
