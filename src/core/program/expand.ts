/** @file Program of basic instructions only: elementary functions written out, what they share computed once. */
import type { BasicArithmetic } from '../scalar/arithmetic.ts';
import * as scalar from '../scalar/basic.ts';
import type { ScalarInstruction } from '../scalar/instruction.ts';
import { ProgramBuilder } from './builder.ts';
import { liveOperations, type Value } from './program.ts';

/** Basic instructions by name that record exactly what is asked: no rewriting, so that the bits are those of the value. */
function recorder(builder: ProgramBuilder): BasicArithmetic<Value> {
  const methods = Object.entries(scalar).map(([name, instruction]) => [
    name,
    (...operands: Value[]) => builder.record(instruction, operands),
  ]);
  return {
    ...Object.fromEntries(methods),
    constant: (value: number) => builder.constant(value),
  } as BasicArithmetic<Value>;
}

/** The same inputs and outputs in terms of basic instructions. */
export function expand(
  inputs: readonly Value[],
  outputs: readonly Value[],
): { readonly inputs: Value[]; readonly outputs: Value[] } {
  const builder = new ProgramBuilder();
  const basic = recorder(builder);
  const expanded = new Map<Value, Value>(inputs.map((input) => [input, builder.input()]));
  const valueOf = (value: Value): Value =>
    value.kind === 'constant' ? builder.constant(value.value) : expanded.get(value)!;
  for (const operation of liveOperations(outputs)) {
    const [x, y, z] = operation.operands.map(valueOf);
    builder.source = operation.source;
    expanded.set(operation, expandOne(operation.instruction, basic, builder, [x, y ?? x, z ?? x]));
  }
  return { inputs: [...builder.inputs], outputs: outputs.map(valueOf) };
}

function expandOne(
  instruction: ScalarInstruction,
  basic: BasicArithmetic<Value>,
  builder: ProgramBuilder,
  [x, y, z]: readonly Value[],
): Value {
  if (instruction.expansion) return instruction.expansion(basic, x, y, z);
  return builder.record(instruction, [x, y, z].slice(0, instruction.arity));
}
