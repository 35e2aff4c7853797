/** @file Graph -> scalar code: every small tensor element by element, through the primitives' own definitions; large ones as loops over memory. */
import { type Application, applicationsOf } from '../../application.ts';
import { type Graph, nodesOf } from '../../graph.ts';
import type { PopulationTensor } from '../../population-tensor.ts';
import type { ScanAttributes } from '../../scan-attributes.ts';
import { sizeOf } from '../../shape.ts';
import { ProgramBuilder } from '../record/builder.ts';
import { usesOf } from './liveness.ts';
import { ArrayLowering } from './lower-arrays.ts';
import { lowerScan } from './lower-scan.ts';
import { type Expression, fromValues, type Lowered, sizeOfLowered, valueAt, valuesOf } from './lowered.ts';
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

  /** Outputs of a graph of one member for lowered inputs; `null` for outputs that are not needed. */
  walk(graph: Graph, inputs: readonly (Expression | null)[], needed?: readonly boolean[]): (Lowered | null)[] {
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
    const outputs = graph.outputs.filter((_, i) => needed?.[i] !== false);
    const uses = usesOf(outputs, given);
    for (const application of applicationsOf(outputs, given)) {
      const used = uses.get(application);
      if (!used) continue;
      this.builder.source = application.source;
      values.set(application, this.#lower(application, application.inputs.map(valueOf), used));
    }
    return graph.outputs.map((output, i) => {
      const value = needed?.[i] === false ? null : valueOf(output);
      return value && this.arrays.force(value);
    });
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
    if (form && this.arrays.takes(form, expressions, application)) return [this.arrays.lower(form, expressions, application)];
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
  /** Called with the code as it stands behind each pass, with the number of operations that were asked for. */
  readonly onPass?: (pass: 'recorded' | 'stored', root: Region, requested: number) => void;
}

/** Scalar code of one member; inputs of population 1 are shared by all lanes. */
export function lower(
  graph: Graph,
  { expands, format = numberFormats.float64, captured = [], onPass }: LoweringOptions,
): Kernel {
  const builder = new ProgramBuilder({ expands, format });
  const lowering = new Lowering(builder);
  const inputs: BlockArray[] = [...graph.inputs, ...captured].map(({ shape, population }) =>
    builder.array(sizeOf(shape), { shared: population === 1 }),
  );
  const lowered = inputs.map((array): Lowered => ({ kind: 'array', place: placeIn(array), size: array.size }));
  captured.forEach((tensor, i) => lowering.give(tensor, lowered[graph.inputs.length + i]));
  const results = lowering.walk(graph, lowered.slice(0, graph.inputs.length)) as Lowered[];
  const outputs = results.map((result) => viewOf(lowering, result));
  dropUnread({ root: builder.root, outputs });
  onPass?.('recorded', builder.root, builder.requested);
  storeOrRecompute(builder);
  onPass?.('stored', builder.root, builder.requested);
  return { format, root: builder.root, inputs, outputs };
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
