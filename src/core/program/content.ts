/** @file Content of a graph as numbers: graphs of the same content lower to the same program. */
import { type Application, applicationsOf, type TensorType } from '../application.ts';
import { type Graph, nodesOf } from '../graph.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import type { Primitive } from '../primitive.ts';

/** A growing list of 32-bit integers. */
class IntegerList {
  #numbers = new Int32Array(1024);
  #length = 0;

  add(value: number): void {
    if (this.#length === this.#numbers.length) this.#reserve(1);
    this.#numbers[this.#length++] = value;
  }

  addAll(values: ArrayLike<number>): void {
    this.#reserve(values.length);
    for (let i = 0; i < values.length; i++) this.#numbers[this.#length + i] = values[i];
    this.#length += values.length;
  }

  /** A list that tells its own length. */
  addSized(values: ArrayLike<number>): void {
    this.add(values.length);
    this.addAll(values);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#numbers.length) return;
    const larger = new Int32Array(Math.max(2 * this.#numbers.length, this.#length + count));
    larger.set(this.#numbers.subarray(0, this.#length));
    this.#numbers = larger;
  }

  get numbers(): Int32Array {
    return this.#numbers.slice(0, this.#length);
  }
}

/** Numbers of names, for as long as the program runs. */
const names = new Map<string, number>();

function numberOf(name: string): number {
  const number = names.get(name) ?? names.size;
  names.set(name, number);
  return number;
}

/** Numbers of primitives whose nodes tell nothing of themselves: two of one name need not compute the same. */
const primitives = new WeakMap<Primitive, number>();
let primitiveCount = 0;

function numberOfPrimitive(primitive: Primitive): number {
  const number = primitives.get(primitive) ?? primitiveCount++;
  primitives.set(primitive, number);
  return number;
}

/** What a graph's content was told for. */
interface Told {
  readonly captured: readonly PopulationTensor[];
  readonly content: Int32Array | null;
}

const contents = new WeakMap<Graph, Told>();

/**
 * The graph's content; `null` where a node has attributes that it does not tell. `captured`: tensors that stand for inputs,
 * also where graphs inside of nodes read them. It tells the types of all tensors and the bits of all numbers but those of
 * the captured ones, each list with its length, so that no two graphs that differ have the same.
 */
export function contentOf(graph: Graph, captured: readonly PopulationTensor[] = []): Int32Array | null {
  const known = contents.get(graph);
  if (known && isSameList(known.captured, captured)) return known.content;
  const content = new ContentWriter(graph, captured).write();
  contents.set(graph, { captured, content });
  return content;
}

const isSameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

/** Some numbers that graphs of the same content have in common, and few others; quick to tell. */
export const outlineOf = (graph: Graph): number[] => [
  nodesOf(graph).length,
  ...graph.inputs.flatMap(({ shape, population }) => [...shape, population]),
  ...graph.outputs.flatMap(({ shape }) => shape),
];

/** What an operand is, as the first of its numbers. */
const operandKinds = { input: 0, captured: 1, constant: 2, node: 3 } as const;

/** How a primitive is told: by its name, where its nodes tell all the rest. */
const primitiveKinds = { named: 0, known: 1 } as const;

class ContentWriter {
  readonly #graph: Graph;
  readonly #captured: readonly PopulationTensor[];
  readonly #list = new IntegerList();
  /** Places of an application's outputs among the graph's inputs. */
  readonly #inputs = new Map<Application, number[]>();
  readonly #nodes = new Map<Application, number>();
  readonly #constants = new Map<PopulationTensor, number>();

  constructor(graph: Graph, captured: readonly PopulationTensor[]) {
    this.#graph = graph;
    this.#captured = captured;
  }

  write(): Int32Array | null {
    const { inputs, outputs } = this.#graph;
    this.#list.add(inputs.length);
    inputs.forEach((input, i) => this.#input(input, i));
    this.#list.add(this.#captured.length);
    this.#captured.forEach((tensor) => this.#type(tensor));
    const applications = applicationsOf(outputs, this.#inputs);
    this.#list.add(applications.length);
    for (const application of applications) if (!this.#node(application)) return null;
    this.#list.add(outputs.length);
    outputs.forEach((output) => this.#operand(output));
    return this.#list.numbers;
  }

  #type({ shape, population }: TensorType): void {
    this.#list.add(population);
    this.#list.addSized(shape);
  }

  #input(input: PopulationTensor, i: number): void {
    this.#type(input);
    const { application, outputIndex } = input;
    if (!application) return;
    const places = this.#inputs.get(application) ?? [];
    places[outputIndex] = i;
    this.#inputs.set(application, places);
  }

  /** Whether the node tells what it does. */
  #node(application: Application): boolean {
    const { primitive, attributes, inputs, outputs } = application;
    const own = primitive.content?.(application);
    if (!own && attributes !== null) return false;
    const list = this.#list;
    list.add(own ? primitiveKinds.named : primitiveKinds.known);
    list.add(own ? numberOf(primitive.name) : numberOfPrimitive(primitive));
    list.add(inputs.length);
    inputs.forEach((input) => this.#operand(input));
    list.add(outputs.length);
    outputs.forEach((type) => this.#type(type));
    list.addSized(own?.numbers ?? []);
    const graphs = own?.graphs ?? [];
    list.add(graphs.length);
    for (const graph of graphs) {
      const content = contentOf(graph, this.#captured);
      if (!content) return false;
      list.addSized(content);
    }
    this.#nodes.set(application, this.#nodes.size);
    return true;
  }

  #operand(tensor: PopulationTensor): void {
    const { application, outputIndex } = tensor;
    if (!application) return this.#constant(tensor);
    const input = this.#inputs.get(application)?.[outputIndex];
    this.#list.add(input === undefined ? operandKinds.node : operandKinds.input);
    this.#list.add(input ?? this.#nodes.get(application)!);
    this.#list.add(outputIndex);
  }

  #constant(given: PopulationTensor): void {
    const list = this.#list;
    const place = this.#captured.indexOf(given);
    if (place >= 0) {
      list.add(operandKinds.captured);
      return list.add(place);
    }
    list.add(operandKinds.constant);
    // the node that reads it sees the members, a program only what they share
    list.add(given.population);
    const tensor = given.sharedValue ?? given;
    const known = this.#constants.get(tensor);
    list.add(known ?? this.#constants.size);
    if (known !== undefined) return;
    this.#constants.set(tensor, this.#constants.size);
    this.#type(tensor);
    list.addAll(bitsOf(tensor.data));
  }
}

/** The words of the numbers, so that -0 is not 0. */
const bitsOf = ({ buffer, byteOffset, length }: Float64Array): Int32Array =>
  new Int32Array(buffer, byteOffset, 2 * length);
