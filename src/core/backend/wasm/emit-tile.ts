/** @file One tile of a program: a function that loops over the lanes of a block, a vector at a time. */
import type { Address, Layout } from '../../program/arrange/layout.ts';
import type { Item } from '../../program/arrange/schedule.ts';
import { operandsOf } from '../../program/arrange/tiles.ts';
import type { Operation, Place, Stream, Value } from '../../program/record/values.ts';
import { FunctionWriter, opcode } from './assembler.ts';
import type { RareCase, ScalarInstruction } from '../../scalar/instruction.ts';
import type { DataSegment } from './data-segment.ts';
import { comparisons, type SequenceWriter, sequences } from './instructions.ts';
import { findMultiplyAdds, type MultiplyAdd } from './multiply-add.ts';
import { writeOut } from '../../program/write-out.ts';
import { type Pattern, type VectorFormat, vectorFormats, type VectorInstruction } from './vector-format.ts';

export const vectorBytes = 16;

/** Format of the numbers in memory, where constants lie, and which global holds the pointer of a stream. */
export interface Surroundings {
  readonly format: VectorFormat;
  /** Multiply-adds are fused, which takes relaxed SIMD. */
  readonly fuses: boolean;
  readonly layout: Layout;
  readonly data: DataSegment;
  readonly globalOf: (stream: Stream) => number;
  /** Index of the function that computes an elementary function of vectors. */
  readonly functionOf: (instruction: ScalarInstruction) => number;
}

/** Bytes from an element to the next. */
export const elementBytes = ({ format, layout }: Surroundings, { shared }: { readonly shared: boolean }): number =>
  format.bytes * (shared ? 1 : layout.lanes);

/** A new local with the address of an element. */
export function pointerTo(code: FunctionWriter, { base, stream }: Address, { format, globalOf }: Surroundings): number {
  const pointer = code.local('i32');
  code.integer(format.bytes * base);
  if (stream) code.getGlobal(globalOf(stream)).plain(opcode.i32Add);
  code.set(pointer);
  return pointer;
}

/** Emits items that are executed for `lanes` lanes; `storesOf` says where a result goes besides its home. */
export function emitTile(
  items: readonly Item[],
  lanes: number,
  surroundings: Surroundings,
  placesOf: (operation: Operation) => readonly Place[],
): FunctionWriter {
  return new TileWriter(new FunctionWriter(), items, surroundings, placesOf).write(lanes);
}

/** An elementary function of vectors of float64. */
export function emitFunction(instruction: ScalarInstruction, surroundings: Surroundings): FunctionWriter {
  const { items, operands } = writeOut(instruction, vectorFormats.float64);
  const code = new FunctionWriter({ parameters: operands.map(() => 'v128'), results: ['v128'] });
  const inFloat64 = {
    ...surroundings,
    format: vectorFormats.float64,
    layout: { ...surroundings.layout, slotOf: () => null },
  };
  return new TileWriter(code, items, inFloat64, () => []).writeFunction(operands);
}

class TileWriter implements SequenceWriter {
  readonly #code: FunctionWriter;
  readonly #items: readonly Item[];
  readonly #surroundings: Surroundings;
  readonly #placesOf: (operation: Operation) => readonly Place[];
  /** Byte offset of the present lanes. */
  #lane = 0;
  /** Locals that hold a value. */
  readonly #locals = new Map<Value, number>();
  /** Values whose local is a mask. */
  readonly #masks = new Set<Value>();
  /** Locals that hold a stream's pointer, moved along with the lanes, or not where the array is shared. */
  readonly #pointers = new Map<Stream, { readonly local: number; readonly shared: boolean }>();
  readonly #reads = new Map<Value, number>();
  readonly #multiplyAdds: ReadonlyMap<Operation, MultiplyAdd>;
  /** Products that are part of them. */
  readonly #fused: ReadonlySet<Item>;
  /** What is written now is not always executed. */
  #isBranch = false;
  /** Of the operation that is being written. */
  #format: VectorFormat;

  constructor(
    code: FunctionWriter,
    items: readonly Item[],
    surroundings: Surroundings,
    placesOf: (operation: Operation) => readonly Place[],
  ) {
    this.#code = code;
    this.#items = items;
    this.#surroundings = surroundings;
    this.#format = surroundings.format;
    this.#placesOf = placesOf;
    items.forEach((item) =>
      operandsOf(item).forEach((operand) => this.#reads.set(operand, (this.#reads.get(operand) ?? 0) + 1)),
    );
    const isTemporary = (product: Operation): boolean =>
      this.#reads.get(product) === 1 && placesOf(product).length === 0 && !surroundings.layout.slotOf(product);
    this.#multiplyAdds = surroundings.fuses ? findMultiplyAdds(items, isTemporary) : new Map();
    this.#fused = new Set([...this.#multiplyAdds.values()].map(({ product }) => product));
  }

  write(lanes: number): FunctionWriter {
    const code = this.#code;
    this.#lane = code.local('i32');
    this.#findPointers();
    code.repeat(this.#lane, this.#surroundings.format.bytes * lanes, vectorBytes, () => {
      for (const item of this.#items) {
        if (this.#fused.has(item)) continue;
        if (item.kind === 'operation') this.#operation(item);
        else this.#storeTo(item.store.place, () => this.value(item.store.value));
      }
      for (const { local, shared } of this.#pointers.values()) if (!shared) code.advance(local, vectorBytes);
    });
    return code;
  }

  /** Operations, the last of them the result, that read nothing but the function's parameters and constants. */
  writeFunction(parameters: readonly Value[]): FunctionWriter {
    parameters.forEach((parameter, local) => this.#locals.set(parameter, local));
    const operations = this.#items.filter((item) => item.kind === 'operation');
    operations.forEach((operation) => this.#operation(operation));
    this.value(operations.at(-1)!);
    return this.#code;
  }

  /** Brings the pointers of all streams that the tile touches into locals. */
  #findPointers(): void {
    const visit = ({ stream, shared }: Address): void => {
      if (!stream || this.#pointers.has(stream)) return;
      const local = this.#code.local('i32');
      this.#pointers.set(stream, { local, shared });
      this.#code.getGlobal(this.#surroundings.globalOf(stream)).set(local);
    };
    const { layout } = this.#surroundings;
    const own = new Set<Value>();
    this.#items.forEach((item) => {
      operandsOf(item).forEach((operand) => {
        if (operand.kind === 'load') visit(layout.addressOf(operand.place));
        else if (operand.kind === 'operation' && !own.has(operand)) visit(layout.homeOf(operand));
      });
      if (item.kind === 'operation') {
        own.add(item);
        this.#placesOf(item).forEach((place) => visit(layout.addressOf(place)));
      } else visit(layout.addressOf(item.store.place));
    });
  }

  #operation(operation: Operation): void {
    const { instruction, operands } = operation;
    const code = this.#code;
    this.#format = this.#formatOf(operation);
    const multiplyAdd = this.#multiplyAdds.get(operation);
    if (multiplyAdd) this.#pushMultiplyAdd(multiplyAdd);
    else if (instruction.table) this.#pushEntries(instruction.table, operands[0]);
    else if (instruction.rare) this.#pushUnlessRare(instruction.rare, operands);
    else sequences[instruction.name](this, operands);
    const local = code.local('v128');
    code.set(local);
    this.#locals.set(operation, local);
    if (comparisons.has(instruction.name)) this.#masks.add(operation);
    const { layout } = this.#surroundings;
    const places = this.#placesOf(operation);
    const slot = layout.slotOf(operation);
    places.forEach((place) => this.#storeTo(place, () => this.value(operation)));
    if (slot) this.#storeAt(slot, () => this.value(operation));
  }

  #pushMultiplyAdd({ product, addend, isNegated }: MultiplyAdd): void {
    const [x, y] = product.operands;
    this.value(x).value(y).value(addend);
    this.simd(isNegated ? 'relaxedNegatedMultiplyAdd' : 'relaxedMultiplyAdd');
  }

  /** Numbers of a table, at the places that both halves of the operand say. */
  #pushEntries(table: readonly number[], operand: Value): void {
    const code = this.#code;
    const address = (lane: number): FunctionWriter =>
      this.value(operand).simd('truncate').#code.extractInteger(lane).integer(3).plain(opcode.i32ShiftLeft);
    const begin = this.#surroundings.data.numbersAt(table);
    address(1);
    address(0);
    code.loadSplat64(begin).loadUpperHalf(begin);
  }

  /** The common value, replaced where the condition holds, out of line. What is loaded in the branch is not there behind it. */
  #pushUnlessRare({ f, rest }: RareCase, [condition, x, common]: readonly Value[]): void {
    const code = this.#code;
    const [isRare, result] = [code.local('v128'), code.local('v128')];
    this.value(common);
    code.set(result);
    this.mask(condition);
    code.tee(isRare);
    this.simd('anyTrue');
    code.branch(() => {
      this.#isBranch = true;
      this.value(x);
      this.#isBranch = false;
      rest.forEach((number) => this.#pushBits(vectorFormats.float64.bitsOf(number)));
      code.call(this.#surroundings.functionOf(f)).get(result).get(isRare);
      this.simd('bitSelect');
      code.set(result);
    });
    code.get(result);
  }

  #storeTo(place: Place, push: () => void): void {
    this.#storeAt(this.#surroundings.layout.addressOf(place), push);
  }

  #storeAt(address: Address, push: () => void): void {
    this.#pushPointer(address);
    push();
    this.#code.storeVector(this.#surroundings.format.bytes * address.base);
  }

  #pushPointer({ stream, shared }: Address): void {
    if (stream) this.#code.get(this.#pointers.get(stream)!.local);
    else if (shared) this.#code.integer(0);
    else this.#code.get(this.#lane);
  }

  #pushLoad(value: Value, address: Address): void {
    this.#pushPointer(address);
    const { format } = this.#surroundings;
    const offset = format.bytes * address.base;
    if (address.shared) format.loadSplat(this.#code, offset);
    else this.#code.loadVector(offset);
    this.#keepIfReadAgain(value);
  }

  /** What lies on the stack stays in a local for the tile's other reads of it. */
  #keepIfReadAgain(value: Value): void {
    if (this.#reads.get(value)! < 2 || this.#isBranch) return;
    const local = this.#code.local('v128');
    this.#locals.set(value, local);
    this.#code.tee(local);
  }

  value(operand: Value): this {
    const local = this.#locals.get(operand);
    if (local !== undefined) {
      this.#code.get(local);
      if (this.#masks.has(operand)) this.#pushPattern('one', this.#formatOf(operand)).simd('and');
      return this;
    }
    const { layout } = this.#surroundings;
    if (operand.kind === 'constant') {
      this.#pushBits(this.#formatOf(operand).bitsOf(operand.value));
      this.#keepIfReadAgain(operand);
    } else this.#pushLoad(operand, operand.kind === 'load' ? layout.addressOf(operand.place) : layout.homeOf(operand));
    return this;
  }

  mask(operand: Value): this {
    if (this.#masks.has(operand)) {
      this.#code.get(this.#locals.get(operand)!);
      return this;
    }
    return this.value(operand).pattern('zero').simd('notEqual');
  }

  pattern(name: Pattern): this {
    return this.#pushPattern(name, this.#format);
  }

  #pushPattern(name: Pattern, format: VectorFormat): this {
    return this.#pushBits(format.patterns[name]!);
  }

  #pushBits(bits: bigint): this {
    this.#code.integer(0).loadVector(this.#surroundings.data.patternAt(bits));
    return this;
  }

  #formatOf({ wide }: Value): VectorFormat {
    return wide ? vectorFormats.float64 : this.#surroundings.format;
  }

  simd(instruction: VectorInstruction): this {
    this.#code.simd(this.#format.opcodes[instruction]);
    return this;
  }

  shuffle(bytes: readonly number[]): this {
    this.#code.shuffle(bytes);
    return this;
  }

  integer(value: number): this {
    this.#code.integer(value);
    return this;
  }
}
