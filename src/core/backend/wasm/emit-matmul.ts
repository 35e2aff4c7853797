/**
 * @file Products of matrices: elements and vectors of lanes are summed block by block in registers, so that what is read serves
 * several sums. Each is a sum over k in order.
 */
import { type ArrayOperation, type Matrices, placeIn } from '../../program/record/values.ts';
import { FunctionWriter, opcode } from './assembler.ts';
import { elementBytes, pointerTo, type Surroundings, vectorBytes } from './emit-tile.ts';
import { repeatBlocks } from './register-blocks.ts';

type Matmul = Extract<ArrayOperation, { kind: 'matmul' }>;

/** Sums that are carried in registers; with what they are made of they fill the sixteen that processors have. */
const accumulators = 8;
/** Vectors of lanes of an element among them. */
const mostVectors = 4;

export function emitMatmul(operation: Matmul, surroundings: Surroundings): FunctionWriter {
  const { result, inner } = operation;
  if (inner > 0 && result.size > 0) return new MatmulWriter(operation, surroundings).write();
  const code = new FunctionWriter();
  const bytes = elementBytes(surroundings, result);
  if (result.size > 0) code.clear(surroundings.format.bytes * surroundings.layout.baseOf(result), bytes * result.size);
  return code;
}

/** A factor as the loops go through it: locals with addresses, and bytes from element to element. */
interface Factor {
  readonly isShared: boolean;
  /** Where the present matrix begins, the block's rows or columns, and the terms that are added next. */
  readonly matrix: number;
  readonly block: number;
  readonly term: number;
  readonly matrixStep: number;
  /** Along the axis that the result has as well, and along the one that is summed. */
  readonly ownStep: number;
  readonly innerStep: number;
}

/** A block of the result: so many rows and columns. */
interface Block {
  readonly rows: number;
  readonly columns: number;
}

class MatmulWriter {
  readonly #code = new FunctionWriter();
  readonly #operation: Matmul;
  readonly #surroundings: Surroundings;
  readonly #left: Factor;
  readonly #right: Factor;
  /** Vectors of lanes in all, and of a block. */
  readonly #allVectors: number;
  readonly #vectors: number;
  readonly #sums: readonly number[];
  /** Byte offset of the block's lanes. */
  readonly #lane = this.#code.local('i32');

  constructor(operation: Matmul, surroundings: Surroundings) {
    const { left, right } = operation;
    this.#operation = operation;
    this.#surroundings = surroundings;
    this.#left = this.#factor(left, left.steps[1], left.steps[2]);
    this.#right = this.#factor(right, right.steps[2], right.steps[1]);
    this.#allVectors = surroundings.layout.lanes / surroundings.format.vectorLanes;
    this.#vectors = Math.min(mostVectors, this.#allVectors);
    this.#sums = Array.from({ length: accumulators }, () => this.#code.local('v128'));
  }

  #factor({ place, steps }: Matrices, own: number, inner: number): Factor {
    const code = this.#code;
    const bytes = elementBytes(this.#surroundings, place.array);
    return {
      isShared: place.array.shared,
      matrix: pointerTo(code, this.#surroundings.layout.addressOf(place), this.#surroundings),
      block: code.local('i32'),
      term: code.local('i32'),
      matrixStep: bytes * steps[0],
      ownStep: bytes * own,
      innerStep: bytes * inner,
    };
  }

  /** Blocks of rows, blocks of columns in each, blocks of lanes in those. */
  write(): FunctionWriter {
    const code = this.#code;
    const { layout } = this.#surroundings;
    const { result, batch, rows, columns } = this.#operation;
    const [left, right] = [this.#left, this.#right];
    const target = pointerTo(code, layout.addressOf(placeIn(result)), this.#surroundings);
    const bytes = elementBytes(this.#surroundings, result);
    const elements = accumulators / this.#vectors;
    const wide = Math.min(columns, elements);
    const corner = code.local('i32');
    code.repeat(code.local('i32'), batch, 1, () => {
      code.get(left.matrix).set(left.block);
      repeatBlocks(code, rows, Math.max(1, Math.floor(elements / wide)), (high) => {
        code.get(right.matrix).set(right.block);
        code.get(target).set(corner);
        repeatBlocks(code, columns, wide, (width) => {
          this.#lanes({ rows: high, columns: width }, corner);
          code.advance(right.block, right.ownStep * width).advance(corner, bytes * width);
        });
        code.advance(left.block, left.ownStep * high).advance(target, bytes * columns * high);
      });
      code.advance(left.matrix, left.matrixStep).advance(right.matrix, right.matrixStep);
    });
    return code;
  }

  /** A block of elements whose first lies at `corner`. */
  #lanes(block: Block, corner: number): void {
    const code = this.#code;
    const bytes = elementBytes(this.#surroundings, this.#operation.result);
    const own = vectorBytes * this.#vectors;
    code.repeat(this.#lane, vectorBytes * this.#allVectors, own, () => {
      for (const factor of [this.#left, this.#right]) {
        code.get(factor.block);
        if (!factor.isShared) code.get(this.#lane).plain(opcode.i32Add);
        code.set(factor.term);
      }
      this.#terms(block);
      this.#visit(block, (sum, row, column, vector) => {
        const at = bytes * (row * this.#operation.columns + column) + vectorBytes * vector;
        code.get(corner).get(this.#lane).plain(opcode.i32Add).get(sum).storeVector(at);
      });
    });
  }

  /** Not unrolled: the engine then moves loads apart from their uses, and takes twice the time. */
  #terms(block: Block): void {
    const { inner } = this.#operation;
    const code = this.#code;
    this.#term(block, true);
    if (inner === 1) return;
    code.repeat(code.local('i32'), inner - 1, 1, () => {
      for (const { term, innerStep } of [this.#left, this.#right]) code.advance(term, innerStep);
      this.#term(block, false);
    });
  }

  /** Adds a product to each sum. What several of them take is read once. */
  #term(block: Block, isFirst: boolean): void {
    const code = this.#code;
    const { format, fuses } = this.#surroundings;
    const pushLeft = this.#reader(this.#left, block.columns);
    const pushRight = this.#reader(this.#right, block.rows);
    this.#visit(block, (sum, row, column, vector) => {
      const push = (): void => {
        pushLeft(row, vector);
        pushRight(column, vector);
      };
      if (isFirst) {
        push();
        code.simd(format.opcodes.mul);
      } else if (fuses) {
        push();
        code.get(sum).simd(format.opcodes.relaxedMultiplyAdd);
      } else {
        code.get(sum);
        push();
        code.simd(format.opcodes.mul).simd(format.opcodes.add);
      }
      code.set(sum);
    });
  }

  /** Pushes a vector of a factor, by its row or column; in a local for its later uses, of which each number has `uses` along the other axis. */
  #reader(factor: Factor, uses: number): (own: number, vector: number) => void {
    const code = this.#code;
    const { format } = this.#surroundings;
    const { isShared, term, ownStep } = factor;
    const known = new Map<string, number>();
    const isUsedAgain = uses > 1 || (isShared && this.#vectors > 1);
    return (own, vector) => {
      const key = `${own} ${isShared ? 0 : vector}`;
      const local = known.get(key);
      if (local !== undefined) {
        code.get(local);
        return;
      }
      code.get(term);
      const offset = own * ownStep;
      if (isShared) format.loadSplat(code, offset);
      else code.loadVector(offset + vectorBytes * vector);
      if (!isUsedAgain) return;
      known.set(key, code.local('v128'));
      code.tee(known.get(key)!);
    };
  }

  #visit(block: Block, visit: (sum: number, row: number, column: number, vector: number) => void): void {
    let next = 0;
    for (let row = 0; row < block.rows; row++)
      for (let column = 0; column < block.columns; column++)
        for (let vector = 0; vector < this.#vectors; vector++) visit(this.#sums[next++], row, column, vector);
  }
}
