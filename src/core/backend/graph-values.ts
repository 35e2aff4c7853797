/** @file Values of a graph's tensors once more, of one member at a time and only those that are asked for: where a fault is looked for. */
import { type Application, applicationsOf, type TensorType } from '../application.ts';
import { type Graph, nodesOf, symbol } from '../graph.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import { apply } from '../primitive.ts';
import { compileProgram, layOutProgram, singleOperations } from '../program/compile-program.ts';
import { type ScanNeeds, scanNeeds, usesOf } from '../program/lower/liveness.ts';
import { isMemberwise } from '../program/lower/lower.ts';
import type { NumberFormat } from '../program/record/number-format.ts';
import type { Arithmetic } from '../scalar/arithmetic.ts';
import type { ScanAttributes } from '../scan-attributes.ts';
import { Interpreter } from './interpreter.ts';

/** Elements of one member. */
export type List = ArrayLike<number>;

/** What is known before a graph is evaluated. */
export interface GivenValues {
  /** Of an input of the graph. */
  readonly inputOf: (index: number, member: number) => List;
  /** All members of a tensor that enters or leaves an operation across the members. */
  readonly wholeOf: (tensor: PopulationTensor) => PopulationTensor;
}

/** A member's elements of a concrete tensor. */
export function memberOf(tensor: PopulationTensor, member: number): List {
  const { data, population, size } = tensor.sharedValue ?? tensor;
  if (population === 1) return data;
  return Float64Array.from({ length: size }, (_, element) => data[element * population + member]);
}

/** Evaluates in the numbers of the run: every result is rounded to its format. */
export class GraphValues {
  readonly graph: Graph;
  readonly format: NumberFormat;
  readonly #given: GivenValues;
  readonly #inputs = new Map<Application, number[]>();
  readonly #members = new Map<number, Map<Application, (List | undefined)[]>>();
  readonly #arithmetic: Arithmetic<number> & { readonly format: NumberFormat };

  constructor(graph: Graph, format: NumberFormat, given: GivenValues) {
    this.graph = graph;
    this.format = format;
    this.#given = given;
    const { round } = format;
    this.#arithmetic = {
      format,
      constant: round,
      apply: (instruction, x, y = 0, z = 0) => round(instruction.value(x, y, z)),
    };
    graph.inputs.forEach(({ application, outputIndex }, i) => {
      if (!application) return;
      const places = this.#inputs.get(application) ?? [];
      places[outputIndex] = i;
      this.#inputs.set(application, places);
    });
  }

  /** Which input of the graph a tensor is, if any. */
  inputIndex({ application, outputIndex }: PopulationTensor): number | undefined {
    return application ? this.#inputs.get(application)?.[outputIndex] : undefined;
  }

  /** All members of a tensor that enters or leaves an operation across the members. */
  wholeOf(tensor: PopulationTensor): PopulationTensor {
    return tensor.application ? this.#given.wholeOf(tensor) : tensor;
  }

  /** A member's elements of a tensor of the graph. */
  of(tensor: PopulationTensor, member: number): List {
    const { application, outputIndex } = tensor;
    if (!application) return this.#rounded(memberOf(tensor, member));
    const input = this.inputIndex(tensor);
    if (input !== undefined) return this.#rounded(this.#given.inputOf(input, member));
    if (!isMemberwise(application)) return this.#rounded(memberOf(this.wholeOf(tensor), member));
    const known = this.#knownOf(member);
    if (!known.get(application)?.[outputIndex]) {
      const given = this.#givenFor(member);
      const uses = usesOf([tensor], given);
      for (const each of applicationsOf([tensor], given)) {
        const used = uses.get(each);
        if (used?.some((isUsed, i) => isUsed && !known.get(each)?.[i])) this.#compute(each, member, used);
      }
    }
    return known.get(application)![outputIndex]!;
  }

  /** About how many operations there are before a member's elements of a tensor are known. */
  costOf(tensor: PopulationTensor, member: number): number {
    const known = this.#knownOf(member);
    let cost = 0;
    for (const [application, used] of usesOf([tensor], this.#givenFor(member)))
      if (used.some((isUsed, i) => isUsed && !known.get(application)?.[i])) cost += operationsOf(application, used);
    return cost;
  }

  #knownOf(member: number): Map<Application, (List | undefined)[]> {
    const known = this.#members.get(member) ?? new Map<Application, (List | undefined)[]>();
    this.#members.set(member, known);
    return known;
  }

  /** Nodes behind which nothing is to be computed. */
  #givenFor(member: number): { has(application: Application): boolean } {
    const known = this.#knownOf(member);
    const isKnown = (application: Application): boolean => {
      const lists = known.get(application);
      return lists !== undefined && application.outputs.every((_, i) => lists[i]);
    };
    return { has: (each) => isKnown(each) || this.#inputs.has(each) || !isMemberwise(each) };
  }

  #compute(application: Application, member: number, used: readonly boolean[]): void {
    const { primitive, inputs } = application;
    const known = this.#knownOf(member);
    if (primitive.form?.kind === 'scan') {
      const needs = scanNeeds(application.attributes as ScanAttributes, used);
      const given = inputs.map((input, i) => (needs.inputs[i] ? this.of(input, member) : null));
      const lists = runLoop(application, given, outputsWith(application, used, needs), this.format);
      known.set(
        application,
        lists.map((list, i) => list ?? known.get(application)?.[i]),
      );
    } else {
      const lists = inputs.map((input) => this.of(input, member));
      known.set(application, [...primitive.compute!(this.#arithmetic, lists, application)]);
    }
  }

  #rounded(list: List): List {
    const { precision, round } = this.format;
    return precision === 'float64' ? list : Float64Array.from(list, round);
  }
}

/** The outputs that are asked for, and all that says how the carries they depend on came about. */
function outputsWith({ attributes, outputs }: Application, used: readonly boolean[], needs: ScanNeeds): boolean[] {
  const { body, carries } = attributes as ScanAttributes;
  return outputs.map((_, i) => {
    const carry = i < carries ? i : i - body.outputs.length;
    return used[i] || (carry >= 0 && needs.outputs[carry]);
  });
}

function operationsOf(application: Application, used: readonly boolean[]): number {
  const { primitive, attributes } = application;
  if (primitive.form?.kind !== 'scan') {
    const graphs = primitive.content?.(application).graphs ?? [];
    return graphs.reduce((count, graph) => count + nodesOf(graph).length, 1);
  }
  const { body, length } = attributes as ScanAttributes;
  const needs = scanNeeds(attributes as ScanAttributes, used);
  let count = 0;
  for (const [each, inner] of usesOf(body.outputs.filter((_, i) => needs.outputs[i])))
    count += operationsOf(each, inner);
  return length * count;
}

/**
 * Some outputs of a loop of one member. On the interpreter: to compile a kernel takes longer than the steps of one member.
 * Inputs that are not needed may be missing.
 */
function runLoop(
  { primitive, inputs, attributes, outputs }: Application,
  given: readonly (List | null)[],
  wanted: readonly boolean[],
  format: NumberFormat,
): (List | undefined)[] {
  const ofOne = ({ shape }: TensorType): TensorType => ({ shape, population: 1 });
  const symbols = inputs.map((input) => symbol(ofOne(input)));
  const results = apply(primitive, symbols, outputs.map(ofOne), attributes);
  // a loop that reads nothing is known by now
  if (symbols.length === 0) return results.map(({ data }) => data);
  const program = compileProgram(
    { inputs: symbols, outputs: results.filter((_, i) => wanted[i]) },
    { expands: false, format, tileSize: singleOperations },
  );
  const { memory, inputs: places, outputs: positions, run } = new Interpreter(layOutProgram(program, 1));
  given.forEach((list, i) => list && memory.set(list, places[i].base));
  run();
  let next = 0;
  return wanted.map((isWanted) =>
    isWanted ? Float64Array.from(positions[next++], (position) => memory[position]) : undefined,
  );
}
