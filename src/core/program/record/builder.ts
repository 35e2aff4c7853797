/** @file Records scalar code: constants folded, structural zeros and ones gone, common subexpressions shared, invariants out of loops. */
import type { Source } from '../../application.ts';
import type { Arithmetic, BasicArithmetic } from '../../scalar/arithmetic.ts';
import * as scalar from '../../scalar/basic.ts';
import type { ScalarInstruction } from '../../scalar/instruction.ts';
import { ConstantTable } from './constant-table.ts';
import { demote, promoteHigh, promoteLow } from './conversions.ts';
import { type NumberFormat, numberFormats } from './number-format.ts';
import { OperationTable } from './operation-table.ts';
import { isConstant, negated, simplify } from './simplify.ts';
import { Twins } from '../reuse/twins.ts';
import {
  type BlockArray,
  type Constant,
  type Load,
  type Loop,
  type Operation,
  type Place,
  Region,
  type Stream,
  type Value,
} from './values.ts';

/** The value of an instruction whose operands are known. */
function valueOf(instruction: ScalarInstruction, operands: readonly Value[]): number {
  const number = (k: number): number => (operands[Math.min(k, operands.length - 1)] as Constant).value;
  return instruction.value(number(0), number(1), number(2));
}

const deeper = (a: Region, b: Region): Region => (a.depth >= b.depth ? a : b);

/** Tells places apart. */
export const keyOfPlace = ({ array, offset, anchor }: Place): string =>
  `${array.id} ${offset} ${typeof anchor === 'string' ? anchor : anchor.id}`;

/** Work on the bits of a float64. */
const bitInstructions: ReadonlySet<ScalarInstruction> = new Set([
  scalar.xor,
  scalar.shiftLeft62,
  scalar.exponent,
  scalar.powerOfTwo,
  scalar.truncateLow,
]);

/** Exact, and the same for -x or its negative, so that functions of x and of -x share what they can. */
const evenOrOdd: ReadonlySet<ScalarInstruction> = new Set([scalar.abs, promoteLow, promoteHigh]);

/** Operands of what commutes in the order of ids. */
const ordered = (instruction: ScalarInstruction, operands: readonly Value[]): readonly Value[] =>
  (instruction === scalar.add || instruction === scalar.mul) && operands[0].id > operands[1].id
    ? [operands[1], operands[0]]
    : operands;

export interface BuilderOptions {
  /** Elementary functions are written out in basic instructions, with the same bits. */
  readonly expands: boolean;
  /** Default float64. */
  readonly format?: NumberFormat;
}

/**
 * An arithmetic whose numbers are values of a program. Equal operations on equal operands are one value, recorded in the
 * outermost region that has its operands. Rewrites keep the bits of every finite result, up to the sign of zero; a
 * product with a constant 0 is 0 whatever the other factor.
 */
export class ProgramBuilder implements Arithmetic<Value> {
  readonly root = new Region(null);
  /** Label of the operations recorded next. */
  source: Source = {};
  /** Operations asked for, before anything was folded or shared. */
  requested = 0;
  readonly format: NumberFormat;
  readonly #expands: boolean;
  readonly #basic: BasicArithmetic<Value>;
  #nextId = 0;
  readonly #constants: ConstantTable;
  /** Those of elementary functions. */
  readonly #exactConstants: ConstantTable;
  readonly #operations = new OperationTable();
  readonly #codes = new Map<ScalarInstruction, number>();
  readonly #loads = new Map<string, Load>();
  readonly #twins: Twins;
  readonly #loops = new Map<Region, Loop>();

  constructor({ expands, format = numberFormats.float64 }: BuilderOptions) {
    this.format = format;
    this.#expands = expands;
    const table = (wide: boolean): ConstantTable => new ConstantTable(this.root, wide, () => this.nextId());
    this.#constants = table(false);
    this.#exactConstants = this.#isNarrow ? table(true) : this.#constants;
    this.#twins = new Twins({
      load: (place) => this.#loads.get(keyOfPlace(place)),
      operation: (instruction, operands) =>
        this.#operations.get(this.#codeOf(instruction), ordered(instruction, operands)),
    });
    const methods = Object.entries(scalar).map(([name, instruction]) => [
      name,
      (...operands: Value[]) => this.#recordExactly(instruction, operands),
    ]);
    this.#basic = {
      ...Object.fromEntries(methods),
      constant: (value: number) => this.#exactConstants.of(value),
      apply: (instruction: ScalarInstruction, ...operands: Value[]) => this.#recordExactly(instruction, operands),
    } as BasicArithmetic<Value>;
  }

  nextId(): number {
    return this.#nextId++;
  }

  array(size: number, options: Partial<Omit<BlockArray, 'id' | 'size'>> = {}): BlockArray {
    return { id: this.nextId(), size, shared: false, region: this.root, ...options };
  }

  constant(value: number): Value {
    return this.#constants.of(this.format.round(value));
  }

  get #isNarrow(): boolean {
    return this.format.precision === 'float32';
  }

  /** A number of memory; the region is that of the loop it moves with, or that of the array. `wide`: as such a value was stored. */
  load(place: Place, wide = false): Value {
    const { array, offset, anchor } = place;
    const { data } = array;
    if (data && anchor === 'fixed') return this.constant(data[offset]);
    const key = keyOfPlace(place);
    let load = this.#loads.get(key);
    if (!load) {
      const region = typeof anchor === 'string' ? array.region : anchor.loop.body;
      load = { kind: 'load', id: this.nextId(), region, wide, place };
      this.#loads.set(key, load);
      this.#twins.addLoad(load);
    }
    return load;
  }

  store(region: Region, place: Place, value: Value): void {
    region.stores.push({ id: this.nextId(), place, value });
  }

  apply(instruction: ScalarInstruction, x: Value, y?: Value, z?: Value): Value {
    this.requested++;
    const second = instruction.arity > 1 ? y : undefined;
    const third = instruction.arity > 2 ? z : undefined;
    const isKnown = isConstant(x) && (!second || isConstant(second)) && (!third || isConstant(third));
    const simpler = isKnown ? undefined : simplify(this, instruction, x, second, third);
    // a list is made only of what is recorded
    if (simpler) return simpler;
    const operands = third ? [x, second!, third] : second ? [x, second] : [x];
    return isKnown ? this.constant(valueOf(instruction, operands)) : this.record(instruction, operands);
  }

  /** Records an operation as it is; only an equal one on equal operands is shared. */
  record(instruction: ScalarInstruction, operands: readonly Value[]): Value {
    const minus = evenOrOdd.has(instruction) ? negated(operands[0]) : undefined;
    if (minus) {
      const value = this.record(instruction, [minus]);
      return instruction === scalar.abs ? value : this.record(scalar.neg, [value]);
    }
    const inOrder = ordered(instruction, operands);
    const code = this.#codeOf(instruction);
    const known = this.#operations.get(code, inOrder);
    if (known) return known;
    const value =
      this.#expands && this.#isExpanded(instruction, inOrder)
        ? this.#expand(instruction, inOrder)
        : this.#operation(instruction, inOrder);
    this.#operations.set(code, inOrder, value);
    return value;
  }

  #operation(instruction: ScalarInstruction, operands: readonly Value[]): Value {
    let region = operands[0].region;
    for (let k = 1; k < operands.length; k++) region = deeper(region, operands[k].region);
    const operation: Operation = {
      kind: 'operation',
      id: this.nextId(),
      region,
      wide: instruction === promoteLow || instruction === promoteHigh || (operands[0].wide && instruction !== demote),
      instruction,
      operands,
      source: this.source,
      exact: false,
    };
    this.#twins.addOperation(operation);
    return operation;
  }

  /** What earlier loops compute at the same step, by the values of later ones. */
  get twins(): Twins {
    return this.#twins;
  }

  /** Whether an instruction has no vector form of its own. */
  #isExpanded(instruction: ScalarInstruction, operands: readonly Value[]): boolean {
    const { expansion, table, rare } = instruction;
    if (expansion) return true;
    return this.#isNarrow && !operands[0].wide && (Boolean(table ?? rare) || bitInstructions.has(instruction));
  }

  #expand(instruction: ScalarInstruction, operands: readonly Value[]): Value {
    const { expansion } = instruction;
    const compute = (given: readonly Value[]): Value => {
      const [x, y = x, z = x] = given;
      return expansion ? expansion(this.#basic, x, y, z) : this.#recordExactly(instruction, given);
    };
    if (!this.#isNarrow) return compute(operands);
    const [low, high] = [promoteLow, promoteHigh].map((promote) =>
      compute(operands.map((operand) => this.#recordExactly(promote, [operand]))),
    );
    return low.kind === 'constant' ? this.constant(low.value) : this.#recordExactly(demote, [low, high]);
  }

  /** What elementary functions are written in: no rewriting, so that the bits are those of the value. */
  #recordExactly(instruction: ScalarInstruction, operands: readonly Value[]): Value {
    if (operands.every((operand) => isConstant(operand)))
      return this.#exactConstants.of(valueOf(instruction, operands));
    const value = this.record(instruction, operands);
    if (value.kind === 'operation') value.exact = true;
    return value;
  }

  #codeOf(instruction: ScalarInstruction): number {
    let code = this.#codes.get(instruction);
    if (code === undefined) {
      code = this.#codes.size;
      this.#codes.set(instruction, code);
    }
    return code;
  }

  /** An empty loop inside of `parent`; its body is recorded next. */
  beginLoop(parent: Region, length: number, reverse: boolean): Loop {
    const none = this.array(0, { region: parent });
    const loop: Loop = {
      kind: 'loop',
      id: -1,
      body: new Region(parent),
      length,
      reverse,
      carry: none,
      carrySize: 0,
      keepsCarries: false,
      streams: [],
    };
    loop.carry = this.array(0, { region: parent, carryOf: loop });
    this.#loops.set(loop.body, loop);
    return loop;
  }

  /** The loop whose steps a region is. */
  loopOf(body: Region): Loop | undefined {
    return this.#loops.get(body);
  }

  /** Gives a loop its place behind what it needs. */
  endLoop(loop: Loop): void {
    loop.id = this.nextId();
    loop.body.parent!.statements.push(loop);
    this.#twins.addLoop(loop);
  }

  /** How the steps of a loop move through an array. */
  stream(loop: Loop, array: BlockArray, stride: number, role: Stream['role'] = 'item'): Stream {
    const known = loop.streams.find(
      (stream) => stream.array === array && stream.stride === stride && stream.role === role,
    );
    if (known) return known;
    const stream: Stream = { id: this.nextId(), loop, array, stride, role };
    loop.streams.push(stream);
    this.#twins.addTouched(loop, array);
    return stream;
  }

  /** An array of the values of every step of a loop, one row a step. */
  stack(loop: Loop, row: readonly Value[]): BlockArray {
    const array = this.array(row.length * loop.length, { region: loop.body.parent! });
    const anchor = this.stream(loop, array, row.length);
    row.forEach((value, offset) => this.store(loop.body, { array, offset, anchor }, value));
    this.#twins.addWritten(loop, array);
    return array;
  }
}
