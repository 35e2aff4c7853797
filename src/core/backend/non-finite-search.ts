/** @file Walks back from a value that is not finite to the node that made it, into loops and algorithms; one member at a time. */
import { NonFiniteError } from '../../errors.ts';
import type { Application } from '../application.ts';
import { insideOf } from '../derivative/with-adjoint.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import { isMemberwise } from '../program/lower/lower.ts';
import { sizeOf } from '../shape.ts';
import { GraphValues, type List } from './graph-values.ts';
import { LoopSteps } from './loop-steps.ts';

/** Elements of a member that are not finite. */
export interface Bad {
  readonly tensor: PopulationTensor;
  readonly member: number;
  /** At least one. */
  readonly elements: readonly number[];
}

/** The same of an input of a graph, by its index. */
export interface BadInput extends Omit<Bad, 'tensor'> {
  readonly input: number;
}

const badAmong = (list: List, elements: readonly number[]): number[] =>
  elements.filter((element) => !Number.isFinite(list[element]));

function badElements(list: List): number[] {
  const found: number[] = [];
  for (let i = 0; i < list.length; i++) if (!Number.isFinite(list[i])) found.push(i);
  return found;
}

/**
 * The input of the graph by which the fault comes in; `undefined` where what was bad in the run is finite when it is evaluated
 * again. Throws a NonFiniteError where a node of the graph made it.
 */
export function searchIn(values: GraphValues, start: Bad, step?: number): BadInput | undefined {
  let bad = start;
  for (;;) {
    const { tensor, member, elements } = bad;
    const { application } = tensor;
    if (!application) throw constantError(values, bad, step);
    const input = values.inputIndex(tensor);
    if (input !== undefined) return { input, member, elements };
    const cause = causeOf(application, bad, values, step);
    if (!cause) {
      if (badAmong(values.of(tensor, member), elements).length === 0) return undefined;
      throw originError(application, bad, values, step);
    }
    bad = cause;
  }
}

function causeOf(application: Application, bad: Bad, values: GraphValues, step?: number): Bad | undefined {
  const { primitive, inputs } = application;
  if (primitive.form?.kind === 'scan') {
    const cause = causeInLoop(new LoopSteps(application, values), bad);
    if (cause) return cause;
  }
  if (primitive.form?.kind === 'populationSum' || primitive.form?.kind === 'takeMembers')
    return causeAmongMembers(inputs[0], bad, values);
  return causeAmongInputs(application, bad, values) ?? causeInside(application, bad, values, step);
}

/** The first operand that the bad elements come from: the same ones where the op is elementwise, of the taken branch of a where. */
function causeAmongInputs(
  application: Application,
  { tensor, member, elements }: Bad,
  values: GraphValues,
): Bad | undefined {
  const { inputs, primitive } = application;
  const size = sizeOf(application.outputs[tensor.outputIndex].shape);
  const isWhere = primitive.name === 'where';
  const condition = isWhere ? values.of(inputs[0], member) : [];
  for (const i of cheapestFirst(inputs, member, values)) {
    if (isWhere && i === 0) continue;
    const input = inputs[i];
    const list = values.of(input, member);
    const read = elementsRead(application, i, elements, { of: list.length, to: size });
    const found = read.filter(
      (element) => !Number.isFinite(list[element]) && (!isWhere || (condition[element] !== 0) === (i === 1)),
    );
    if (found.length > 0) return { tensor: input, member, elements: found };
  }
  return undefined;
}

/** Operands in the order in which they are looked at: what is nearly known before a loop that has to run first. */
function cheapestFirst(inputs: readonly PopulationTensor[], member: number, values: GraphValues): number[] {
  const order = inputs.map((_, i) => i);
  if (inputs.length < 2) return order;
  const costs = inputs.map((input) => values.costOf(input, member));
  return order.sort((a, b) => costs[a] - costs[b]);
}

/** The elements of an operand that some elements of the result are made of. */
function elementsRead(
  { primitive: { form }, attributes, inputs }: Application,
  operand: number,
  elements: readonly number[],
  sizes: { readonly of: number; readonly to: number },
): readonly number[] {
  const kind = form?.kind;
  if ((kind === 'map' || kind === 'identity') && sizes.of === sizes.to) return elements;
  const all = Array.from({ length: sizes.of }, (_, i) => i);
  const asked = new Set(elements);
  if (kind === 'gather' || kind === 'scatterAdd') {
    const { indices } = attributes as { readonly indices: Int32Array };
    return kind === 'gather'
      ? [...new Set(elements.map((element) => indices[element]))]
      : all.filter((i) => asked.has(indices[i]));
  }
  if (kind !== 'join') return all;
  const begin = inputs.slice(0, operand).reduce((total, { size }) => total + size, 0);
  return all.filter((i) => asked.has(begin + i));
}

/** The first member that is bad, where numbers of members are added up or moved between them. */
function causeAmongMembers(tensor: PopulationTensor, { elements }: Bad, values: GraphValues): Bad | undefined {
  const { data, population } = values.wholeOf(tensor);
  const asked = new Set(elements);
  const { round } = values.format;
  const isBad = (value: number, i: number): boolean =>
    !Number.isFinite(round(value)) && asked.has(Math.floor(i / population));
  const first = data.findIndex(isBad);
  if (first < 0) return undefined;
  const member = first % population;
  return { tensor, member, elements: elements.filter((e) => isBad(data[e * population + member], e * population)) };
}

/** Inside of an algorithm whose operands are finite. */
function causeInside(application: Application, { tensor, member }: Bad, values: GraphValues, step?: number): undefined {
  const graph = insideOf(application);
  if (!graph) return undefined;
  const inside = new GraphValues(graph, values.format, {
    inputOf: (i, each) => values.of(application.inputs[i], each),
    wholeOf: () => {
      throw new Error(`${application.primitive.name} looks across members`);
    },
  });
  const output = graph.outputs[tensor.outputIndex];
  const elements = badElements(inside.of(output, member));
  if (elements.length > 0) searchIn(inside, { tensor: output, member, elements }, step);
  return undefined;
}

/**
 * From the first step that shows the bad elements back to the step that made them. Of a carry that enters many steps badly
 * only the first is looked into. `undefined` where the steps are finite when they are evaluated again.
 */
function causeInLoop(loop: LoopSteps, bad: Bad): Bad | undefined {
  const { body, carries, sequences, length } = loop.attributes;
  const { inputs } = loop.application;
  let { member } = bad;
  /** Bad elements of a carry that enters a step, or else of an output of the step. */
  let place = placeOf(loop, bad);
  for (;;) {
    if (place.entersWith) {
      let elements = place.entersWith;
      let { step } = place;
      for (; step > 0; step--) {
        const before = loop.carryInto(step - 1, place.output, member);
        const found = badAmong(before, elements);
        if (found.length === 0) break;
        elements = found;
      }
      if (step === 0) return { tensor: inputs[place.output], member, elements };
      place = { output: place.output, step: step - 1 };
    }
    if (length === 0) return undefined;
    const { step } = place;
    const values = loop.valuesIn(step);
    const tensor = body.outputs[place.output];
    const elements = badElements(values.of(tensor, member));
    if (elements.length === 0) return undefined;
    const row = loop.rowOf(step);
    const found = searchIn(values, { tensor, member, elements }, row);
    if (!found) return undefined;
    ({ member } = found);
    if (found.input >= carries) {
      const operand = inputs[found.input];
      const first = found.input < carries + sequences ? row * sizeOf(operand.shape.slice(1)) : 0;
      return { tensor: operand, member, elements: found.elements.map((element) => first + element) };
    }
    place = { output: found.input, step, entersWith: found.elements };
  }
}

interface PlaceInLoop {
  /** Of the body; of a carry, its position. */
  readonly output: number;
  readonly step: number;
  readonly entersWith?: readonly number[];
}

/** Where the bad elements of an output of a loop are first to be seen. */
function placeOf(loop: LoopSteps, { tensor, elements }: Bad): PlaceInLoop {
  const { carries, length } = loop.attributes;
  const { outputIndex } = tensor;
  if (outputIndex < carries) return { output: outputIndex, step: length, entersWith: elements };
  const size = sizeOf(loop.application.outputs[outputIndex].shape.slice(1));
  const step = elements.reduce((first, element) => Math.min(first, loop.rowOf(Math.floor(element / size))), length);
  if (outputIndex < carries + loop.produced) return { output: outputIndex, step };
  const first = loop.rowOf(step) * size;
  return {
    output: outputIndex - carries - loop.produced,
    step,
    entersWith: elements.map((element) => element - first).filter((element) => element >= 0 && element < size),
  };
}

/** What errors say of the numbers that were computed with. */
const precisionOf = ({ format: { precision } }: GraphValues): { readonly precision?: 'float32' } =>
  precision === 'float32' ? { precision } : {};

function originError(application: Application, bad: Bad, values: GraphValues, step?: number): NonFiniteError {
  const { tensor, member, elements } = bad;
  const { primitive, source, inputs } = application;
  const [element] = elements;
  const result = values.of(tensor, member);
  const isAcross = !isMemberwise(application);
  const lists = inputs.map((input) => values.of(isAcross ? values.wholeOf(input) : input, member));
  primitive.refuse?.(application, lists, member);
  const operands = lists.map((list) => list[list.length === result.length ? element : element % list.length]);
  return new NonFiniteError({
    operation: primitive.name,
    pass: source.adjoint ? 'reverse' : 'forward',
    step,
    joint: source.joint,
    note: source.note,
    member: tensor.population === 1 ? 0 : member,
    operands,
    value: result[element],
    ...precisionOf(values),
  });
}

function constantError(values: GraphValues, { tensor, member, elements }: Bad, step?: number): NonFiniteError {
  const origin = {
    operation: 'constant',
    pass: 'forward',
    step,
    member: tensor.population === 1 ? 0 : member,
    operands: [],
    value: values.of(tensor, member)[elements[0]],
    ...precisionOf(values),
  } as const;
  return new NonFiniteError(origin, 'pass finite numbers');
}
