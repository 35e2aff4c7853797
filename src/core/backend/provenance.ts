/** @file Finds where the first value that is not finite was born: walks back from a bad output to the node that made it. */
import { NonFiniteError } from '../../errors.ts';
import type { Application } from '../application.ts';
import { insideOf } from '../derivative/with-adjoint.ts';
import { evaluateConcrete, type Graph, nodesOf } from '../graph.ts';
import { computeConcrete } from '../primitive.ts';
import { isKnownFinite } from './known-finite.ts';
import { PopulationTensor } from '../population-tensor.ts';
import { type NumberFormat, numberFormats } from '../program/number-format.ts';
import type { ScanAttributes } from '../scan.ts';
import { sizeOf } from '../shape.ts';

const badIndex = ({ data }: PopulationTensor): number => data.findIndex((value) => !Number.isFinite(value));

/** Whether all numbers are finite: for those, and for those only, x - x is 0. */
export function isFinite(tensor: PopulationTensor): boolean {
  if (isKnownFinite(tensor)) return true;
  const { data } = tensor;
  // four sums side by side do not wait for one another
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = data.length - (data.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += data[i] - data[i];
    b += data[i + 1] - data[i + 1];
    c += data[i + 2] - data[i + 2];
    d += data[i + 3] - data[i + 3];
  }
  for (let i = whole; i < data.length; i++) a += data[i] - data[i];
  return a + b + c + d === 0;
}

/** A non-finite entry of a concrete tensor. */
interface Bad {
  readonly tensor: PopulationTensor;
  readonly index: number;
}

interface ExplainOptions {
  /** Step of the loop whose body the graph is. */
  readonly step?: number;
  /** The numbers that were computed with; default float64. */
  readonly format?: NumberFormat;
}

const rounded = (tensor: PopulationTensor, { precision, round }: NumberFormat): PopulationTensor =>
  precision === 'float64' ? tensor : new PopulationTensor(tensor, tensor.data.map(round));

/**
 * Evaluates a graph whose outputs are known to be non-finite once more, and throws a NonFiniteError that names the
 * operation, joint, step, member and operands. Returns where every output is finite after all.
 */
export function explainNonFinite(
  graph: Graph,
  inputs: readonly PopulationTensor[],
  { step, format = numberFormats.float64 }: ExplainOptions = {},
): void {
  const values = new Map<Application, readonly PopulationTensor[]>();
  graph.inputs.forEach((input, i) => input.application && values.set(input.application, [rounded(inputs[i], format)]));
  const given = new Set(values.keys());
  const valueOf = (tensor: PopulationTensor): PopulationTensor =>
    tensor.application ? values.get(tensor.application)![tensor.outputIndex] : tensor;
  for (const application of nodesOf(graph))
    if (!values.has(application)) {
      const results = computeConcrete(application, application.inputs.map(valueOf));
      values.set(
        application,
        results.map((result) => rounded(result, format)),
      );
    }
  const first = graph.outputs.find((output) => !isFinite(valueOf(output)));
  if (!first) return;
  let bad: Bad = { tensor: first, index: badIndex(valueOf(first)) };
  for (;;) {
    const { application } = bad.tensor;
    if (!application || given.has(application)) throw inputError(graph, bad, valueOf(bad.tensor), step);
    const cause = causeAmongInputs(application, bad, valueOf);
    if (!cause) {
      const operands = application.inputs.map(valueOf);
      if (application.primitive.name === 'scan') explainScan(application, operands, format);
      const inside = insideOf(application);
      if (inside) explainNonFinite(inside, operands, { step, format });
      throw originError(application, bad, valueOf, step);
    }
    bad = cause;
  }
}

/** The operand that the bad value came from: at the same element where the op is elementwise, in the taken branch of a select. */
function causeAmongInputs(
  application: Application,
  { tensor, index }: Bad,
  valueOf: (tensor: PopulationTensor) => PopulationTensor,
): Bad | undefined {
  const { inputs, primitive } = application;
  const size = valueOf(tensor).data.length;
  let candidates = inputs;
  if (primitive.name === 'select') {
    const taken = valueOf(inputs[0]).data[index] !== 0 ? inputs[1] : inputs[2];
    candidates = [taken];
  }
  const isElementwise = primitive.form?.kind === 'map' || primitive.form?.kind === 'identity';
  for (const input of candidates) {
    const value = valueOf(input);
    const isSameElement = isElementwise && value.data.length === size;
    const found = isSameElement ? index : badIndex(value);
    if (found >= 0 && !Number.isFinite(value.data[found])) return { tensor: input, index: found };
  }
  return undefined;
}

/** Replays a scan step by step, and explains the first one that turns finite operands into something else. */
function explainScan(application: Application, inputs: readonly PopulationTensor[], format: NumberFormat): void {
  const { body, carries, sequences, length, reverse } = application.attributes as ScanAttributes;
  let carry = inputs.slice(0, carries);
  for (let k = 0; k < length; k++) {
    const t = reverse ? length - 1 - k : k;
    const items = inputs.slice(carries, carries + sequences).map((sequence) => {
      const shape = sequence.shape.slice(1);
      const count = sizeOf(shape) * sequence.population;
      return new PopulationTensor(
        { shape, population: sequence.population },
        sequence.data.subarray(t * count, (t + 1) * count),
      );
    });
    const operands = [...carry, ...items, ...inputs.slice(carries + sequences)];
    explainNonFinite(body, operands, { step: t, format });
    carry = evaluateConcrete(body, operands).slice(0, carries);
  }
}

function originError(
  application: Application,
  { tensor, index }: Bad,
  valueOf: (tensor: PopulationTensor) => PopulationTensor,
  step?: number,
): NonFiniteError {
  const { primitive, source, inputs } = application;
  const result = valueOf(tensor);
  const operands = inputs.map((input) => {
    const { data } = valueOf(input);
    return data.length === result.data.length ? data[index] : data[index % data.length];
  });
  return new NonFiniteError({
    operation: primitive.name,
    pass: source.adjoint ? 'reverse' : 'forward',
    step,
    joint: source.joint,
    note: source.note,
    member: index % result.population,
    operands,
    value: result.data[index],
  });
}

function inputError(graph: Graph, { tensor, index }: Bad, value: PopulationTensor, step?: number): NonFiniteError {
  const position = graph.inputs.findIndex(({ application }) => application === tensor.application);
  return new NonFiniteError(
    {
      operation: position < 0 ? 'constant' : `input ${position}`,
      pass: 'forward',
      step,
      member: index % value.population,
      operands: [],
      value: value.data[index],
    },
    'pass finite numbers',
  );
}
