/** @file Content of a graph as numbers: graphs of the same content lower to the same program. */
import { type Application, applicationsOf } from '../application.ts';
import { type Graph, nodesOf } from '../graph.ts';
import type { PopulationTensor } from '../population-tensor.ts';

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

const contents = new WeakMap<Graph, Int32Array | null>();

/** The graph's content; `null` where a node has attributes that it does not tell. `captured`: tensors that stand for inputs. */
export function contentOf(graph: Graph, captured: readonly PopulationTensor[] = []): Int32Array | null {
  let content = contents.get(graph);
  if (content === undefined) {
    content = write(graph, captured);
    contents.set(graph, content);
  }
  return content;
}

/** Some numbers that graphs of the same content have in common, and few others; quick to tell. */
export const outlineOf = (graph: Graph): number[] => [
  nodesOf(graph).length,
  ...graph.inputs.flatMap(({ shape, population }) => [...shape, population]),
  ...graph.outputs.flatMap(({ shape }) => shape),
];

/** What an operand is, as the first of its numbers. */
const operandKinds = { input: 0, captured: 1, constant: 2, node: 3 } as const;

function write(graph: Graph, captured: readonly PopulationTensor[]): Int32Array | null {
  const list = new IntegerList();
  const inputs = new Map<Application, number[]>();
  graph.inputs.forEach(({ application, outputIndex, shape, population }, i) => {
    list.add(population === 1 ? 1 : 0);
    list.addSized(shape);
    if (!application) return;
    const places = inputs.get(application) ?? [];
    places[outputIndex] = i;
    inputs.set(application, places);
  });
  const nodes = new Map<Application, number>();
  const constants = new Map<PopulationTensor, number>();
  const writeOperand = (tensor: PopulationTensor): void => {
    const { application, outputIndex } = tensor;
    if (!application) return writeConstant(tensor);
    const input = inputs.get(application)?.[outputIndex];
    list.add(input === undefined ? operandKinds.node : operandKinds.input);
    list.add(input ?? nodes.get(application)!);
    list.add(outputIndex);
  };
  const writeConstant = (given: PopulationTensor): void => {
    const place = captured.indexOf(given);
    list.add(place < 0 ? operandKinds.constant : operandKinds.captured);
    if (place >= 0) return list.add(place);
    const tensor = given.sharedValue ?? given;
    const known = constants.get(tensor);
    list.add(known ?? constants.size);
    if (known !== undefined) return;
    constants.set(tensor, constants.size);
    const { data, shape } = tensor;
    list.addSized(shape);
    list.addAll(new Int32Array(Float64Array.from(data).buffer));
  };
  for (const application of applicationsOf(graph.outputs, inputs)) {
    const { primitive, attributes, outputs } = application;
    const own = primitive.content?.(application);
    if (!own && attributes !== null) return null;
    list.add(numberOf(primitive.name));
    list.add(application.inputs.length);
    application.inputs.forEach(writeOperand);
    for (const { shape } of outputs) list.addSized(shape);
    list.addSized(own?.numbers ?? []);
    for (const inner of own?.graphs ?? []) {
      const content = contentOf(inner);
      if (!content) return null;
      list.addSized(content);
    }
    nodes.set(application, nodes.size);
  }
  graph.outputs.forEach(writeOperand);
  return list.numbers;
}
