/**
 * @file Products of matrices: elements and vectors of lanes are summed block by block in registers, so that what is read serves
 * several sums. Each is a sum over k in order.
 */
import { type ArrayOperation, placeIn } from '../../program/record/values.ts';
import { FunctionWriter, opcode } from './assembler.ts';
import { elementBytes, pointerTo, type Surroundings, vectorBytes } from './emit-tile.ts';
import {
  addProduct,
  type Block,
  type Factor,
  type Factors,
  factorsOf,
  pushVector,
  repeatBlocks,
} from './product-blocks.ts';

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

class MatmulWriter {
  readonly #code = new FunctionWriter();
  readonly #operation: Matmul;
  readonly #surroundings: Surroundings;
  readonly #factors: Factors;
  /** Vectors of lanes in all, and of a block. */
  readonly #allVectors: number;
  readonly #vectors: number;
  readonly #sums = Array.from({ length: accumulators }, () => this.#code.local('v128'));
  /** Bytes of an element of the result. */
  readonly #bytes: number;
  /** Address of the block's first element, and byte offset of its lanes. */
  readonly #corner = this.#code.local('i32');
  readonly #lane = this.#code.local('i32');

  constructor(operation: Matmul, surroundings: Surroundings) {
    const { format, layout } = surroundings;
    this.#operation = operation;
    this.#surroundings = surroundings;
    this.#factors = factorsOf(this.#code, operation, surroundings);
    this.#allVectors = layout.lanes / format.vectorLanes;
    this.#vectors = Math.min(mostVectors, this.#allVectors);
    this.#bytes = elementBytes(surroundings, operation.result);
  }

  /** Matrix by matrix: blocks of elements, blocks of lanes in each. */
  write(): FunctionWriter {
    const code = this.#code;
    const { result, batch, columns } = this.#operation;
    const target = pointerTo(code, this.#surroundings.layout.addressOf(placeIn(result)), this.#surroundings);
    const elements = accumulators / this.#vectors;
    const wide = Math.min(columns, elements);
    const size = { rows: Math.max(1, Math.floor(elements / wide)), columns: wide };
    const at = { target, corner: this.#corner, bytes: this.#bytes };
    code.repeat(code.local('i32'), batch, 1, () => {
      repeatBlocks(code, this.#operation, size, this.#factors, at, (block) => this.#lanes(block));
      for (const { matrix, matrixStep } of this.#factors) code.advance(matrix, matrixStep);
    });
    return code;
  }

  #lanes(block: Block): void {
    const code = this.#code;
    code.repeat(this.#lane, vectorBytes * this.#allVectors, vectorBytes * this.#vectors, () => {
      for (const { block: begin, term, isShared } of this.#factors) {
        code.get(begin);
        if (!isShared) code.get(this.#lane).plain(opcode.i32Add);
        code.set(term);
      }
      this.#terms(block);
      this.#visit(block, (sum, row, column, vector) => {
        const at = this.#bytes * (row * this.#operation.columns + column) + vectorBytes * vector;
        code.get(this.#corner).get(this.#lane).plain(opcode.i32Add).get(sum).storeVector(at);
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
      for (const { term, innerStep } of this.#factors) code.advance(term, innerStep);
      this.#term(block, false);
    });
  }

  /** Adds a product to each sum, or is its first. What several of them take is read once. */
  #term(block: Block, isFirst: boolean): void {
    const code = this.#code;
    const { format } = this.#surroundings;
    const [left, right] = this.#factors;
    const pushLeft = this.#reader(left, block.columns);
    const pushRight = this.#reader(right, block.rows);
    this.#visit(block, (sum, row, column, vector) => {
      const push = (): void => {
        pushLeft(row, vector);
        pushRight(column, vector);
      };
      if (!isFirst) return addProduct(code, sum, push, this.#surroundings);
      push();
      code.simd(format.opcodes.mul).set(sum);
    });
  }

  /** Pushes a vector by its row or column; out of a local, where the other axis has several `uses` of it. */
  #reader(factor: Factor, uses: number): (own: number, vector: number) => void {
    const code = this.#code;
    const known = new Map<string, number>();
    const isUsedAgain = uses > 1 || (factor.isShared && this.#vectors > 1);
    return (own, vector) => {
      const key = `${own} ${factor.isShared ? 0 : vector}`;
      const local = known.get(key);
      if (local !== undefined) {
        code.get(local);
        return;
      }
      pushVector(code, factor, own, vector, this.#surroundings);
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
