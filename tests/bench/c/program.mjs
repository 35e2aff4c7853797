/**
 * @file The library's scalar programs in the shape that the C emitter reads. A program is
 * `{ inputs, operations: [{ name, operands }], outputs }`; a value (operand, output) is an operation, `{ input: k }` or
 * `{ constant: x }`. Operations are basic instructions, in an order in which every operand comes first.
 */
import { applicationsOf } from '../../../dist/src/core/application.js';
import { evaluateConcrete, replay } from '../../../dist/src/core/graph.js';
import { outputsOf } from '../../../dist/src/core/primitive.js';
import { PopulationTensor } from '../../../dist/src/core/population-tensor.js';
import { lowerToBasic } from '../../../dist/src/core/program/lower.js';
import { activeBackend, chooseBackend } from '../library.mjs';

/** Values of packed code, which names them by slots that are used again. */
function unpack({ inputs, constants, instructions, code, results, operands, outputs }) {
  const held = [];
  for (let k = 0; k < inputs; k++) held[k] = { input: k };
  for (const { slot, value } of constants) held[slot] = { constant: value };
  const operations = Array.from(code, (index, k) => {
    const { name, arity } = instructions[index];
    const operation = { name, operands: Array.from({ length: arity }, (_, i) => held[operands[3 * k + i]]) };
    held[results[k]] = operation;
    return operation;
  });
  return { inputs, operations, outputs: Array.from(outputs, (slot) => held[slot]) };
}

/** The program of one member's step. */
const programOf = (body) => unpack(lowerToBasic(body));

/** What an alias stands for. */
function origin(tensor) {
  while (tensor.application && ['alias', 'named'].includes(tensor.application.primitive.name))
    tensor = tensor.application.inputs[0];
  return tensor;
}

/** A number that every member holds, or undefined. */
function sharedNumbers(tensor) {
  const { application, population, size } = tensor;
  if (application) return undefined;
  const { data } = tensor;
  for (let i = 0; i < data.length; i++) if (data[i] !== data[i - (i % population)]) return undefined;
  const numbers = Float64Array.from({ length: size }, (_, element) => data[element * population]);
  return new PopulationTensor({ shape: tensor.shape, population: 1 }, numbers);
}

/** The body of a scan with those constants inside that are plain numbers, and the inputs that are left. */
function withConstants({ attributes: { body, carries, sequences }, inputs }) {
  const at = body.inputs.map((input, i) => (i < carries + sequences ? undefined : sharedNumbers(origin(inputs[i]))));
  const outputs = replay(
    body,
    body.inputs.map((input, i) => at[i] ?? input),
  );
  const kept = body.inputs.flatMap((_, i) => (at[i] ? [] : [i]));
  return { body: { inputs: kept.map((i) => body.inputs[i]), outputs }, inputs: kept.map((i) => inputs[i]) };
}

/**
 * The scans of a traced graph, which are all but a thousandth of a rollout's work, for given arguments. Of each: its
 * program, its groups of inputs and outputs, where each input comes from (an earlier scan, or numbers), and the values
 * of its outputs by the reference interpreter.
 */
export function scansOf(graph, args) {
  const applications = applicationsOf(graph.outputs);
  const scans = applications
    .filter(({ primitive }) => primitive.name === 'scan')
    .map((application) => ({ application, ...withConstants(application), results: outputsOf(application) }));
  const makers = scans.map(({ application }) => application);
  const used = new Set([...applications.flatMap(({ inputs }) => inputs), ...graph.outputs].map(outputKey));
  const values = interpret(
    graph,
    args,
    scans.flatMap(({ inputs, results }) => [...inputs, ...results]),
  );
  return scans.map(({ application: { attributes }, body, inputs, results }) => {
    const { carries, sequences, length, reverse } = attributes;
    return {
      program: programOf(body),
      length,
      reverse,
      carries,
      inputs: inputs.map((input, i) => {
        const { application: maker, outputIndex } = origin(input);
        return {
          role: i < carries ? 'carry' : i < carries + sequences ? 'sequence' : 'constant',
          size: body.inputs[i].size,
          value: values.get(input),
          from: makers.includes(maker) ? { scan: makers.indexOf(maker), output: outputIndex } : undefined,
        };
      }),
      /** Next carries and items of the stacked outputs, as the body returns them. */
      outputs: body.outputs.map(({ size }) => ({ size })),
      /** Final carries, stacked outputs, stacked carries. */
      results: results.map((output) => ({ value: values.get(output), used: used.has(outputKey(output)) })),
    };
  });
}

/** Numbers of inner tensors of a graph, by the reference interpreter. */
function interpret(graph, args, tensors) {
  const backend = activeBackend();
  chooseBackend('interpreter');
  const values = evaluateConcrete({ inputs: graph.inputs, outputs: tensors }, args);
  chooseBackend(backend);
  return new Map(tensors.map((tensor, i) => [tensor, values[i]]));
}

const outputKey = ({ application, outputIndex }) => `${application?.id}.${outputIndex}`;
