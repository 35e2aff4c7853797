/** @file Runs a scan in float64: as a compiled loop, or step by step where its body looks across the members. */
import type { TensorType } from '../application.ts';
import { evaluateConcrete, symbol } from '../graph.ts';
import { PopulationTensor } from '../population-tensor.ts';
import { apply, type Primitive } from '../primitive.ts';
import { canLower } from '../program/lower/lower.ts';
import { type ScanAttributes, walkScan } from '../scan-attributes.ts';
import { sizeOf } from '../shape.ts';
import { Executable } from './executable.ts';
import { itemOf } from './loop-steps.ts';

/** Compiled loops; `null` where a body cannot be one. */
const executables = new WeakMap<ScanAttributes, Executable | null>();

/** Values of all outputs of a scan application. */
export function runScan(
  primitive: Primitive,
  attributes: ScanAttributes,
  inputs: readonly PopulationTensor[],
  types: readonly TensorType[],
): PopulationTensor[] {
  let executable = executables.get(attributes);
  if (executable === undefined) {
    // a loop that reads nothing has no symbols to be compiled for
    const isCompiled = inputs.length > 0 && canLower(attributes.body);
    executable = isCompiled ? compileLoop(primitive, attributes, inputs, types) : null;
    executables.set(attributes, executable);
  }
  return executable ? executable.run(inputs) : runByTensor(attributes, inputs, types);
}

function compileLoop(
  primitive: Primitive,
  attributes: ScanAttributes,
  inputs: readonly PopulationTensor[],
  types: readonly TensorType[],
): Executable {
  const symbols = inputs.map((input) => symbol(input));
  return new Executable({ inputs: symbols, outputs: apply(primitive, symbols, types, attributes) });
}

function runByTensor(
  attributes: ScanAttributes,
  inputs: readonly PopulationTensor[],
  types: readonly TensorType[],
): PopulationTensor[] {
  const outputs = types.map(
    (type) => new PopulationTensor(type, new Float64Array(sizeOf(type.shape) * type.population)),
  );
  const carry = walkScan(attributes, inputs, {
    itemOf,
    evaluate: (values) => evaluateConcrete(attributes.body, values),
    put: (output, row, t) => outputs[output].data.set(row.data, t * row.data.length),
  });
  carry.forEach((value, i) => outputs[i].data.set(value.data));
  return outputs;
}
