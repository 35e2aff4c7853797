/** @file What a loop reads from memory because an earlier loop has computed it, and what it computes again: the cheaper by a minimum cut. */
import type { ProgramBuilder } from '../record/builder.ts';
import { Network } from './minimum-cut.ts';
import type { ScalarInstruction } from '../../scalar/instruction.ts';
import type { BlockArray, Load, Loop, Operation, Region, Store, Stream, Value } from '../record/values.ts';
import { ValueMarks } from '../record/value-marks.ts';

/** Cost of storing and loading a value, in additions. */
const storeCost = 3;
const loadCost = 1;
/** Costs of computing, where they are not 1. */
const computeCosts: Readonly<Record<string, number>> = { div: 5, sqrt: 5, select: 3 };
/** Of an elementary function that is not written out. */
const elementaryCost = 40;

/** Of computing, in additions. */
export const costOf = (instruction: ScalarInstruction): number =>
  instruction.expansion ? elementaryCost : (computeCosts[instruction.name] ?? 1);

/** Rewires every loop that computes what an earlier one has computed, where reading it costs less. */
export function storeOrRecompute(builder: ProgramBuilder): void {
  const kept = new Map<Loop, KeptValues>();
  const live = new Map<Region, LiveValues>();
  for (const loop of loopsOf(builder.root)) {
    const values = liveValues(loop);
    const twins = new Map<Value, Value>();
    const isLive = (earlier: Value): boolean =>
      earlier.kind !== 'constant' && (live.get(earlier.region)?.marks.has(earlier) ?? false);
    values.list.forEach((value) => {
      const twin = value.region === loop.body ? builder.twins.of(value).find(isLive) : undefined;
      if (twin) twins.set(value, twin);
    });
    const stored = twins.size > 0 ? chooseStored(loop, values.list, twins) : [];
    if (stored.length > 0) {
      const replacements = new Map<Value, Value>();
      for (const value of stored) {
        const twin = twins.get(value)!;
        const earlier = builder.twins.loopOf(twin.region)!;
        const own = kept.get(earlier) ?? new KeptValues(builder, earlier);
        kept.set(earlier, own);
        replacements.set(value, own.read(twin, loop));
      }
      rewire(loop, values.list, replacements);
    }
    live.set(loop.body, stored.length > 0 ? liveValues(loop) : values);
  }
  for (const values of kept.values()) values.finish();
}

/** All loops, those of one region in the order they run. */
function loopsOf(root: Region): Loop[] {
  const own = root.statements.filter((statement) => statement.kind === 'loop');
  return own.flatMap((loop) => [...loopsOf(loop.body), loop]);
}

const storesWithin = ({ stores, statements }: Region): Store[] => [
  ...stores,
  ...statements.flatMap((statement) => (statement.kind === 'loop' ? storesWithin(statement.body) : [])),
];

interface LiveValues {
  readonly list: readonly Value[];
  readonly marks: ValueMarks;
}

/** Values that the stores of a loop need, loops inside of it included. */
function liveValues({ body }: Loop): LiveValues {
  const marks = new ValueMarks();
  const list: Value[] = [];
  const stack: Operation[] = [];
  const visit = (value: Value): void => {
    if (value.region.depth < body.depth || !marks.add(value)) return;
    list.push(value);
    if (value.kind === 'operation') stack.push(value);
  };
  storesWithin(body).forEach(({ value }) => visit(value));
  for (let value = stack.pop(); value; value = stack.pop()) value.operands.forEach(visit);
  return { list, marks };
}

/**
 * Values to read, of those that have a twin. Each is computed again (which needs its operands), read, or not needed:
 * minimizing the cost is a minimum cut over two nodes a value, "needed" and "computed", on the sink's side where they hold.
 */
function chooseStored(loop: Loop, values: readonly Value[], twins: ReadonlyMap<Value, Value>): Operation[] {
  const stores = storesWithin(loop.body);
  const network = new Network(2 * twins.size + 2, 3 * twins.size + 3 * values.length + stores.length);
  const [source, sink] = [network.node(), network.node()];
  /** "needed"; "computed" is the node behind it. */
  const nodes = new Map<Value, number>();
  twins.forEach((_, value) => {
    nodes.set(value, network.node());
    network.node();
  });
  values.forEach((value) => {
    const needed = nodes.get(value);
    if (value.kind !== 'operation') {
      if (needed !== undefined) network.edge(source, needed, loadCost);
      return;
    }
    const computed = needed === undefined ? sink : needed + 1;
    if (needed !== undefined) {
      network.edge(source, computed, costOf(value.instruction));
      network.edge(computed, needed, storeCost);
      network.edge(needed, computed, Infinity);
    }
    const { operands } = value;
    for (let k = 0; k < operands.length; k++) {
      const node = nodes.get(operands[k]);
      if (node !== undefined) network.edge(node, computed, Infinity);
    }
  });
  for (const { value } of stores) {
    const node = nodes.get(value);
    if (node !== undefined) network.edge(node, sink, Infinity);
  }
  const isSource = network.sourceSide(source, sink);
  const stored: Operation[] = [];
  nodes.forEach((needed, value) => {
    if (value.kind === 'operation' && !isSource[needed] && isSource[needed + 1]) stored.push(value);
  });
  return stored;
}

function rewire({ body }: Loop, values: readonly Value[], replacements: ReadonlyMap<Value, Value>): void {
  const replaced = (value: Value): Value => replacements.get(value) ?? value;
  values.forEach((value) => {
    if (value.kind === 'operation' && value.operands.some((operand) => replacements.has(operand)))
      value.operands = value.operands.map(replaced);
  });
  for (const store of storesWithin(body)) store.value = replaced(store.value);
}

/** Values of a loop that later loops read: one more record a step. */
class KeptValues {
  readonly #builder: ProgramBuilder;
  readonly #loop: Loop;
  readonly #array: BlockArray;
  readonly #columns = new Map<Value, number>();
  readonly #streams = new Map<Loop, Stream>();

  constructor(builder: ProgramBuilder, loop: Loop) {
    this.#builder = builder;
    this.#loop = loop;
    this.#array = builder.array(0, { region: loop.body.parent! });
  }

  #stream(loop: Loop): Stream {
    let stream = this.#streams.get(loop);
    if (!stream) {
      stream = { id: this.#builder.nextId(), loop, array: this.#array, stride: 0, role: 'item' };
      this.#streams.set(loop, stream);
      loop.streams.push(stream);
    }
    return stream;
  }

  /** The value, read at the same step of a later loop. */
  read(value: Value, reader: Loop): Load {
    const known = this.#columns.get(value);
    const offset = known ?? this.#columns.size;
    if (known === undefined) {
      this.#columns.set(value, offset);
      this.#builder.store(this.#loop.body, { array: this.#array, offset, anchor: this.#stream(this.#loop) }, value);
    }
    return this.#builder.load({ array: this.#array, offset, anchor: this.#stream(reader) }, value.wide) as Load;
  }

  finish(): void {
    const count = this.#columns.size;
    this.#array.size = count * this.#loop.length;
    for (const stream of this.#streams.values()) stream.stride = count;
  }
}
