/** @file Graph -> scalar code: every small tensor element by element, through the primitives' own definitions; large ones as loops over memory. */
import { type Application, applicationsOf } from '../../application.ts';
import { type Graph, nodesOf } from '../../graph.ts';
import type { PopulationTensor } from '../../population-tensor.ts';
import type { ScanAttributes } from '../../scan-attributes.ts';
import type { ProductExtents } from '../../primitive.ts';
import { sizeOf } from '../../shape.ts';
import { ProgramBuilder } from '../record/builder.ts';
import { usesOf } from './liveness.ts';
import { ArrayLowering } from './lower-arrays.ts';
import { lowerScan } from './lower-scan.ts';
import { type Expression, fromValues, type Lowered, sizeOfLowered, valueAt, valuesOf } from './lowered.ts';
import { planSum, type SumPlan } from './sums.ts';
import { type NumberFormat, numberFormats } from '../record/number-format.ts';
import { storeOrRecompute } from '../reuse/store-or-recompute.ts';
import { dropUnread } from '../reuse/unread.ts';
import { type BlockArray, type Kernel, type OutputView, type Place, placeIn, type Region } from '../record/values.ts';

/** Constants of more elements stay in memory. */
const largestConstantList = 128;

/** Whether every node has a per-member definition, those inside of loops included. */
export function canLower(graph: Graph): boolean {
  return nodesOf(graph).every(isMemberwise);
}

/** Whether a node has a per-member definition. */
export const isMemberwise = ({ primitive, attributes }: Application): boolean =>
  primitive.form?.kind === 'scan' ? canLower((attributes as ScanAttributes).body) : !primitive.computePopulation;

/** A sum over the members, and where it is added up. */
export interface Sum {
  readonly plan: SumPlan;
  readonly array: BlockArray;
}

interface WalkOptions {
  /** Which outputs are. */
  readonly needed?: readonly boolean[];
  /** Outputs of which only the sum over the members is. */
  readonly sums?: ReadonlyMap<number, Sum>;
  /** Where the graph is run: at the root, or in a step of a loop. */
  readonly region?: Region;
}

/** The walk over a graph and the bodies of its loops. */
export class Lowering {
  readonly builder: ProgramBuilder;
  readonly arrays: ArrayLowering;
  readonly #constants = new Map<PopulationTensor, Lowered>();

  constructor(builder: ProgramBuilder) {
    this.builder = builder;
    this.arrays = new ArrayLowering(builder);
  }

  /** Numbers that differ from member to member are inputs like any other. */
  give(tensor: PopulationTensor, lowered: Lowered): void {
    this.#constants.set(tensor, lowered);
  }

  /** Carries of loops that are sums over the members. */
  readonly #loopSums = new Map<Application, Map<number, Sum>>();
  #present: BlockArray | null = null;

  /** What says of each lane whether it has a member. */
  get present(): BlockArray | null {
    return this.#present;
  }

  /** Those of a loop's carries that are sums. */
  sumsOf(application: Application): ReadonlyMap<number, Sum> | undefined {
    return this.#loopSums.get(application);
  }

  /** Outputs of a graph of one member for lowered inputs; `null` for outputs that are not needed, and for sums. */
  walk(
    graph: Graph,
    inputs: readonly (Expression | null)[],
    { needed, sums = new Map(), region = this.builder.root }: WalkOptions = {},
  ): (Lowered | null)[] {
    const given = new Map<Application, (Expression | null)[]>();
    graph.inputs.forEach(({ application, outputIndex }, i) => {
      if (!application) return;
      const present = given.get(application) ?? application.outputs.map(() => null);
      present[outputIndex] = inputs[i];
      given.set(application, present);
    });
    const values = new Map<Application, readonly (Expression | null)[]>(given);
    const valueOf = (tensor: PopulationTensor): Expression | null =>
      tensor.application ? (values.get(tensor.application)?.[tensor.outputIndex] ?? null) : this.#constant(tensor);
    const isLowered = (i: number): boolean => needed?.[i] !== false && !sums.has(i);
    const terms = [...sums.values()].flatMap((sum) => this.#announce(sum));
    const outputs = [...graph.outputs.filter((_, i) => isLowered(i)), ...terms];
    const uses = usesOf(outputs, given);
    for (const application of applicationsOf(outputs, given)) {
      const used = uses.get(application);
      if (!used) continue;
      this.builder.source = application.source;
      values.set(application, this.#lower(application, application.inputs.map(valueOf), used));
    }
    for (const sum of sums.values()) this.#addTerms(sum, valueOf, region);
    return graph.outputs.map((output, i) => {
      const value = isLowered(i) ? valueOf(output) : null;
      return value && this.arrays.force(value);
    });
  }

  /** Tells the loops among the terms where they add to; returns what has to be lowered for the sum. */
  #announce({ plan: { products, loops, others }, array }: Sum): PopulationTensor[] {
    for (const { carry, steps } of loops) {
      const own = this.#loopSums.get(carry.application!) ?? new Map<number, Sum>();
      this.#loopSums.set(carry.application!, own.set(carry.outputIndex, { array, plan: steps }));
    }
    return [...products.flatMap(({ inputs }) => inputs), ...loops.map(({ carry }) => carry), ...others];
  }

  #addTerms({ plan, array }: Sum, valueOf: (tensor: PopulationTensor) => Expression | null, region: Region): void {
    this.#present ??= this.builder.array(1);
    const addTo = { array, present: placeIn(this.#present), region };
    for (const { inputs, attributes, source } of plan.products) {
      this.builder.source = source;
      const [left, right] = inputs.map((input) => this.arrays.force(valueOf(input)!));
      this.arrays.accumulate(addTo, left, right, attributes as ProductExtents);
    }
    for (const other of plan.others) this.arrays.accumulateLanes(addTo, this.arrays.force(valueOf(other)!));
  }

  #lower(
    application: Application,
    inputs: readonly (Expression | null)[],
    used: readonly boolean[],
  ): readonly (Expression | null)[] {
    const { primitive } = application;
    const { form } = primitive;
    if (form?.kind === 'scan') return lowerScan(this, application, inputs, used);
    const expressions = inputs as readonly Expression[];
    if (form && this.arrays.takes(form, expressions, application))
      return [this.arrays.lower(form, expressions, application)];
    const operands = expressions.map((x) => this.arrays.force(x));
    if (form?.kind === 'gather') {
      const { indices } = application.attributes as { readonly indices: Int32Array };
      return [fromValues(Array.from(indices, (i) => valueAt(this.builder, operands[0], i)))];
    }
    if (!primitive.compute) throw new Error(`${primitive.name} has no value of one member`);
    const lists = operands.map((operand) => valuesOf(this.builder, operand));
    return primitive.compute(this.builder, lists, application).map((list) => fromValues(Array.from(list)));
  }

  #constant(given: PopulationTensor): Lowered {
    const tensor = given.sharedValue ?? given;
    let lowered = this.#constants.get(tensor);
    if (!lowered) {
      lowered = this.#lowerConstant(tensor);
      this.#constants.set(tensor, lowered);
    }
    return lowered;
  }

  #lowerConstant({ data, shape, size }: PopulationTensor): Lowered {
    const { builder } = this;
    if (size <= largestConstantList) return fromValues(Array.from(data, (value) => builder.constant(value)));
    const rows = shape[0];
    if (data.every((value) => Object.is(value, data[0])))
      return { kind: 'rows', rows, columns: new Array(size / rows).fill(builder.constant(data[0])) };
    return { kind: 'array', place: placeIn(builder.array(size, { shared: true, data })), size };
  }
}

export interface LoweringOptions {
  /** Elementary functions are written out in basic instructions. */
  readonly expands: boolean;
  /** Default float64. */
  readonly format?: NumberFormat;
  /** Concrete tensors with members among the graph's nodes; they are inputs behind the graph's own. */
  readonly captured?: readonly PopulationTensor[];
  /** Outputs of which only the sum over the members is asked for. */
  readonly sums?: Iterable<number>;
  /** Called with the code as it stands behind each pass, with the number of operations that were asked for. */
  readonly onPass?: (pass: 'recorded' | 'stored', root: Region, requested: number) => void;
}

/** Scalar code of one member; inputs of population 1 are shared by all lanes. */
export function lower(
  graph: Graph,
  { expands, format = numberFormats.float64, captured = [], sums: asked = [], onPass }: LoweringOptions,
): Kernel {
  const builder = new ProgramBuilder({ expands, format });
  const lowering = new Lowering(builder);
  const inputs: BlockArray[] = [...graph.inputs, ...captured].map(({ shape, population }) =>
    builder.array(sizeOf(shape), { shared: population === 1 }),
  );
  const lowered = inputs.map((array): Lowered => ({ kind: 'array', place: placeIn(array), size: array.size }));
  captured.forEach((tensor, i) => lowering.give(tensor, lowered[graph.inputs.length + i]));
  const sums = new Map<number, Sum>();
  for (const i of asked) {
    const plan = planSum(graph, graph.outputs[i]);
    if (plan) sums.set(i, { plan, array: lowering.arrays.newSum(graph.outputs[i].size) });
  }
  const results = lowering.walk(graph, lowered.slice(0, graph.inputs.length), { sums });
  const outputs = results.map((result, i) => {
    const sum = sums.get(i)?.array;
    return sum ? { rows: sum.size, columns: [{ place: placeIn(sum), stride: 1 }] } : viewOf(lowering, result!);
  });
  dropUnread({ root: builder.root, outputs });
  onPass?.('recorded', builder.root, builder.requested);
  storeOrRecompute(builder);
  onPass?.('stored', builder.root, builder.requested);
  return { format, root: builder.root, inputs, present: lowering.present, outputs };
}

/** Where a result lies; what is in no memory yet is written. */
function viewOf(lowering: Lowering, x: Lowered): OutputView {
  const { builder, arrays } = lowering;
  const isShared = (at: Place): boolean => at.array.shared;
  const inLanes = (): OutputView => ({
    rows: sizeOfLowered(x),
    columns: [{ place: arrays.toArray(x, { shared: false }), stride: 1 }],
  });
  if (x.kind === 'array')
    return isShared(x.place) ? inLanes() : { rows: x.size, columns: [{ place: x.place, stride: 1 }] };
  if (x.kind === 'rows' && x.columns.some((column) => column.kind === 'column' && isShared(column.place)))
    return inLanes();
  if (x.kind === 'values') {
    const result = builder.array(x.values.length);
    x.values.forEach((value, i) => builder.store(builder.root, placeIn(result, i), value));
    return { rows: x.values.length, columns: [{ place: placeIn(result), stride: 1 }] };
  }
  const columns = x.columns.map((column) => {
    if (column.kind === 'column') return column;
    const result = builder.array(1);
    builder.store(builder.root, placeIn(result), column);
    return { place: placeIn(result), stride: 0 };
  });
  return { rows: x.rows, columns };
}
