/** @file Content of a graph as numbers: graphs of the same content lower to the same program. */
import { type Application, applicationsOf } from '../application.ts';
import type { Graph } from '../graph.ts';
import type { PopulationTensor } from '../population-tensor.ts';

/** A growing list of 32-bit integers. */
class IntegerList {
  #numbers = new Int32Array(1024);
  #length = 0;

  push(...values: readonly number[]): void {
    this.append(values);
  }

  append(values: ArrayLike<number>): void {
    if (this.#length + values.length > this.#numbers.length) {
      const larger = new Int32Array(Math.max(2 * this.#numbers.length, this.#length + values.length));
      larger.set(this.#numbers.subarray(0, this.#length));
      this.#numbers = larger;
    }
    this.#numbers.set(values, this.#length);
    this.#length += values.length;
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

/** What an operand is, as the first of its numbers. */
const operandKinds = { input: 0, captured: 1, constant: 2, node: 3 } as const;

function write(graph: Graph, captured: readonly PopulationTensor[]): Int32Array | null {
  const list = new IntegerList();
  const inputs = new Map<Application, number[]>();
  graph.inputs.forEach(({ application, outputIndex, shape, population }, i) => {
    list.push(population === 1 ? 1 : 0, shape.length, ...shape);
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
    if (input !== undefined) list.push(operandKinds.input, input);
    else list.push(operandKinds.node, nodes.get(application)!, outputIndex);
  };
  const writeConstant = (given: PopulationTensor): void => {
    const place = captured.indexOf(given);
    if (place >= 0) return list.push(operandKinds.captured, place);
    const tensor = given.sharedValue ?? given;
    const known = constants.get(tensor);
    list.push(operandKinds.constant, known ?? constants.size);
    if (known !== undefined) return;
    constants.set(tensor, constants.size);
    const { data, shape } = tensor;
    list.push(shape.length, ...shape);
    list.append(new Int32Array(Float64Array.from(data).buffer));
  };
  for (const application of applicationsOf(graph.outputs, inputs)) {
    const { primitive, attributes, outputs } = application;
    const own = primitive.content?.(application);
    if (!own && attributes !== null) return null;
    list.push(numberOf(primitive.name), application.inputs.length);
    application.inputs.forEach(writeOperand);
    for (const { shape } of outputs) list.push(shape.length, ...shape);
    list.push(own?.numbers?.length ?? 0);
    list.append(own?.numbers ?? []);
    for (const inner of own?.graphs ?? []) {
      const content = contentOf(inner);
      if (!content) return null;
      list.push(content.length);
      list.append(content);
    }
    nodes.set(application, nodes.size);
  }
  graph.outputs.forEach(writeOperand);
  return list.numbers;
}
