/** @file Values of a graph's tensors once more, of one member at a time and only those that are asked for: where a fault is looked for. */
import { type Application, applicationsOf, type TensorType } from '../application.ts';
import { type Graph, symbol } from '../graph.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import { apply } from '../primitive.ts';
import { compileProgram, layOutProgram, singleOperations } from '../program/compile-program.ts';
import { isMemberwise } from '../program/lower.ts';
import type { NumberFormat } from '../program/number-format.ts';
import type { Arithmetic } from '../scalar/arithmetic.ts';
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
  readonly #members = new Map<number, Map<Application, readonly List[]>>();
  readonly #arithmetic: Arithmetic<number>;

  constructor(graph: Graph, format: NumberFormat, given: GivenValues) {
    this.graph = graph;
    this.format = format;
    this.#given = given;
    const { round } = format;
    this.#arithmetic = {
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
    const known = this.#members.get(member) ?? new Map<Application, readonly List[]>();
    this.#members.set(member, known);
    const isGiven = (each: Application): boolean => known.has(each) || this.#inputs.has(each) || !isMemberwise(each);
    if (!known.has(application))
      for (const each of applicationsOf([tensor], { has: isGiven })) known.set(each, this.#compute(each, member));
    return known.get(application)![outputIndex];
  }

  #compute(application: Application, member: number): readonly List[] {
    const { primitive } = application;
    const inputs = application.inputs.map((input) => this.of(input, member));
    if (primitive.form?.kind === 'scan') return runLoop(application, inputs, this.format);
    return primitive.compute!(this.#arithmetic, inputs, application);
  }

  #rounded(list: List): List {
    const { precision, round } = this.format;
    return precision === 'float64' ? list : Float64Array.from(list, round);
  }
}

/** A loop of one member, on the interpreter: what there is to compile takes longer than so few steps. */
function runLoop(
  { primitive, inputs, attributes, outputs }: Application,
  given: readonly List[],
  format: NumberFormat,
): List[] {
  const ofOne = ({ shape }: TensorType): TensorType => ({ shape, population: 1 });
  const symbols = inputs.map((input) => symbol(ofOne(input)));
  const results = apply(primitive, symbols, outputs.map(ofOne), attributes);
  // a loop that reads nothing is known by now
  if (results.every(({ isConcrete }) => isConcrete)) return results.map(({ data }) => data);
  const program = compileProgram(
    { inputs: symbols, outputs: results },
    { expands: false, format, tileSize: singleOperations },
  );
  const interpreter = new Interpreter(layOutProgram(program, 1));
  const { memory } = interpreter;
  given.forEach((list, i) => memory.set(list, interpreter.inputs[i].base));
  interpreter.run();
  return interpreter.outputs.map((positions) => Float64Array.from(positions, (position) => memory[position]));
}
