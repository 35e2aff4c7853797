/**
 * @file Results of which only the sum over the members is asked for: gradients by weights that members share. Where they are made
 * of products of matrices, each product is added up over the lanes as it is made, in the step of a loop that makes it, and what
 * each member contributes to it lies nowhere.
 */
import { type Application, applicationsOf, type Graph } from '../../application.ts';
import { isKnownZero } from '../../known-zero.ts';
import type { PopulationTensor } from '../../population-tensor.ts';
import type { ProductExtents } from '../../primitive.ts';
import { attributesOf } from '../../scan-attributes.ts';
import { sameShape, sizeOf } from '../../shape.ts';
import * as scalar from '../../scalar/basic.ts';

/** Products of fewer elements are left to the lanes. */
const smallestProduct = 128;

/** The terms of a sum. */
export interface SumPlan {
  /** Products of matrices. */
  readonly products: readonly Application[];
  /** Carries of loops, 0 at first, to which each step adds the terms of a sum of its own. */
  readonly loops: readonly LoopTerm[];
  /** Any other tensors. */
  readonly others: readonly PopulationTensor[];
}

export interface LoopTerm {
  /** The carry that leaves the loop. */
  readonly carry: PopulationTensor;
  readonly steps: SumPlan;
}

/** How often the nodes of a graph, and its outputs, read each output of a node. */
class Readers {
  readonly #counts = new Map<Application, number[]>();

  constructor({ inputs, outputs }: Graph) {
    const given = new Set(inputs.map(({ application }) => application));
    for (const application of applicationsOf(outputs, given as ReadonlySet<Application>))
      application.inputs.forEach((tensor) => this.#read(tensor));
    outputs.forEach((tensor) => this.#read(tensor));
  }

  #read({ application, outputIndex }: PopulationTensor): void {
    if (!application) return;
    const counts = this.#counts.get(application) ?? [];
    this.#counts.set(application, counts);
    counts[outputIndex] = (counts[outputIndex] ?? 0) + 1;
  }

  of(application: Application, outputIndex: number): number {
    return this.#counts.get(application)?.[outputIndex] ?? 0;
  }
}

const known = new WeakMap<Graph, Readers>();

function readersOf(graph: Graph): Readers {
  const readers = known.get(graph) ?? new Readers(graph);
  known.set(graph, readers);
  return readers;
}

/**
 * The terms of an output of a graph; `null` where none are products or loops of them. `total`: the input that the terms are
 * added to, once, and that nothing else reads.
 */
export function planSum(graph: Graph, output: PopulationTensor, total?: PopulationTensor): SumPlan | null {
  const readers = readersOf(graph);
  const plan = { products: [] as Application[], loops: [] as LoopTerm[], others: [] as PopulationTensor[] };
  let totals = 0;
  const stack = [output];
  for (let tensor = stack.pop(); tensor; tensor = stack.pop()) {
    if (total && isSame(tensor, total)) {
      totals++;
      continue;
    }
    if (isKnownZero(tensor)) continue;
    const parts = partsOf(tensor, readers);
    const loop = parts ? null : loopTerm(tensor, readers);
    if (parts) for (const part of parts) stack.push(part);
    else if (loop) plan.loops.push(loop);
    else if (isProduct(tensor, readers)) plan.products.push(tensor.application!);
    else plan.others.push(tensor);
  }
  const isTotalApart = !total || (totals === 1 && readers.of(total.application!, total.outputIndex) === 1);
  return isTotalApart && plan.products.length + plan.loops.length > 0 ? plan : null;
}

const isSame = (a: PopulationTensor, b: PopulationTensor): boolean =>
  a.application === b.application && a.outputIndex === b.outputIndex;

/** The terms of a sum, or what a view shows as it is; `null` of any other node, and of one that others read as well. */
function partsOf({ application, outputIndex }: PopulationTensor, readers: Readers): readonly PopulationTensor[] | null {
  if (!application || readers.of(application, outputIndex) > 1) return null;
  const { primitive, inputs, attributes, outputs } = application;
  const { form } = primitive;
  if (form?.kind === 'map' && form.instruction === scalar.add) return inputs;
  const isView = form?.kind === 'identity' && inputs[0].population === outputs[0].population;
  if (isView) return inputs;
  if (form?.kind !== 'gather' || inputs[0].size !== sizeOf(outputs[0].shape)) return null;
  const { indices } = attributes as { readonly indices: Int32Array };
  return indices.every((index, i) => index === i) ? inputs : null;
}

function isProduct({ application, outputIndex, size }: PopulationTensor, readers: Readers): boolean {
  if (application?.primitive.form?.kind !== 'matmul' || readers.of(application, outputIndex) > 1) return false;
  return (application.attributes as ProductExtents).batch === 1 && size >= smallestProduct;
}

/** A loop's final carry that nothing but the sum reads, and that its steps only add to. */
function loopTerm(carry: PopulationTensor, readers: Readers): LoopTerm | null {
  const { application, outputIndex } = carry;
  if (application?.primitive.form?.kind !== 'scan') return null;
  const { body, carries, length } = attributesOf(application);
  const isOnly = readers.of(application, outputIndex) === 1;
  const isStacked = readers.of(application, body.outputs.length + outputIndex) > 0;
  if (outputIndex >= carries || !isOnly || isStacked || length === 0) return null;
  if (!isKnownZero(application.inputs[outputIndex])) return null;
  const total = body.inputs[outputIndex];
  if (!sameShape(total.shape, carry.shape)) return null;
  const steps = planSum(body, body.outputs[outputIndex], total);
  return steps && { carry, steps };
}
