/** @file The steps of a loop that was evaluated: what enters each one, and the graph of one of them with its values. */
import type { Application } from '../application.ts';
import { PopulationTensor } from '../population-tensor.ts';
import { computeConcrete, outputsOf } from '../primitive.ts';
import { isMemberwise } from '../program/lower/lower.ts';
import { numberFormats } from '../program/record/number-format.ts';
import { type Graph, nodesOf } from '../graph.ts';
import type { ScanAttributes } from '../scan-attributes.ts';
import { sizeOf } from '../shape.ts';
import { GraphValues, type List, memberOf } from './graph-values.ts';

/** Row `t` of a list of rows of the shape. */
const rowOf = (list: List, t: number, shape: readonly number[]): List => {
  const size = sizeOf(shape);
  return Array.prototype.slice.call(list, t * size, (t + 1) * size) as number[];
};

/** The item of a step of a stacked tensor, of all members. */
export function itemOf(stacked: PopulationTensor, t: number): PopulationTensor {
  const shape = stacked.shape.slice(1);
  const { population } = stacked;
  const count = sizeOf(shape) * population;
  return new PopulationTensor({ shape, population }, stacked.data.subarray(t * count, (t + 1) * count));
}

/** Steps are counted in the order in which they run, rows as they are stacked. */
export class LoopSteps {
  readonly application: Application;
  readonly attributes: ScanAttributes;
  readonly #values: GraphValues;
  readonly #outputs: readonly PopulationTensor[];

  /** `values`: of the graph that the loop is a node of. */
  constructor(application: Application, values: GraphValues) {
    this.application = application;
    this.attributes = application.attributes as ScanAttributes;
    this.#values = values;
    this.#outputs = outputsOf(application);
  }

  /** Outputs of the body that are stacked. */
  get produced(): number {
    return this.attributes.body.outputs.length - this.attributes.carries;
  }

  /** The row of a step, and the step of a row. */
  rowOf(step: number): number {
    const { length, reverse } = this.attributes;
    return reverse ? length - 1 - step : step;
  }

  /** A carry as it enters a step; behind the last step, as it leaves the loop. */
  carryInto(step: number, carry: number, member: number): List {
    if (step === 0) return this.#values.of(this.application.inputs[carry], member);
    if (step === this.attributes.length) return this.#values.of(this.#outputs[carry], member);
    return rowOf(this.#values.of(this.#stackedCarry(carry), member), this.rowOf(step), this.#outputs[carry].shape);
  }

  #stackedCarry(carry: number): PopulationTensor {
    return this.#outputs[this.attributes.carries + this.produced + carry];
  }

  /** The body's values in a step. */
  valuesIn(step: number): GraphValues {
    const { body } = this.attributes;
    if (!isMemberwise(this.application)) return this.#valuesAcross(step);
    return new GraphValues(body, this.#values.format, {
      inputOf: (i, member) => this.#inputOf(step, i, member),
      wholeOf: (tensor) => {
        throw new Error(`${tensor.application!.primitive.name} looks across members inside of a loop that does not`);
      },
    });
  }

  #inputOf(step: number, i: number, member: number): List {
    const { carries, sequences } = this.attributes;
    if (i < carries) return this.carryInto(step, i, member);
    const operand = this.application.inputs[i];
    const list = this.#values.of(operand, member);
    return i < carries + sequences ? rowOf(list, this.rowOf(step), operand.shape.slice(1)) : list;
  }

  /** Of a body that looks across the members: of all of them, in float64 as it was run. */
  #valuesAcross(step: number): GraphValues {
    const { body, carries, sequences } = this.attributes;
    const row = this.rowOf(step);
    const inputs = body.inputs.map((_, i) => {
      const operand = this.application.inputs[i];
      if (i >= carries + sequences) return this.#values.wholeOf(operand);
      return itemOf(this.#values.wholeOf(i < carries ? this.#stackedCarry(i) : operand), row);
    });
    return new GraphValues(body, numberFormats.float64, {
      inputOf: (i, member) => memberOf(inputs[i], member),
      wholeOf: wholeValues(body, inputs),
    });
  }
}

/** All members of all tensors of a graph. */
function wholeValues(
  graph: Graph,
  inputs: readonly PopulationTensor[],
): (tensor: PopulationTensor) => PopulationTensor {
  const values = new Map<Application, readonly PopulationTensor[]>();
  graph.inputs.forEach(({ application }, i) => application && values.set(application, [inputs[i]]));
  const valueOf = (tensor: PopulationTensor): PopulationTensor =>
    tensor.application ? values.get(tensor.application)![tensor.outputIndex] : tensor;
  for (const application of nodesOf(graph))
    if (!values.has(application))
      values.set(application, computeConcrete(application, application.inputs.map(valueOf)));
  return valueOf;
}
