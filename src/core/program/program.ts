/** @file The scalar program: straight-line code in static single assignment, and its packed form with reused slots. */
import type { ScalarInstruction } from '../scalar/instruction.ts';
import type { Source } from '../application.ts';

/** Code ready to run: slot numbers into a register file that holds one block of lanes a slot. */
export interface Program {
  readonly slots: number;
  /** Slots of the inputs, in order; slot i is input i. */
  readonly inputs: number;
  readonly constants: readonly { readonly slot: number; readonly value: number }[];
  /** Instructions used; `code[k]` is an index into it. */
  readonly instructions: readonly ScalarInstruction[];
  readonly code: Uint16Array;
  readonly results: Int32Array;
  /** Three operand slots for each operation; unused ones repeat the first. */
  readonly operands: Int32Array;
  readonly outputs: Int32Array;
  readonly sources: readonly Source[];
}

/** A value under construction: an input, a constant or the result of an operation on earlier values. */
export type Value =
  | { readonly kind: 'input'; readonly id: number }
  | { readonly kind: 'constant'; readonly id: number; readonly value: number }
  | {
      readonly kind: 'operation';
      readonly id: number;
      readonly instruction: ScalarInstruction;
      readonly operands: readonly Value[];
      readonly source: Source;
    };

/** Operations that the outputs depend on, in the order they were made. */
export function liveOperations(outputs: readonly Value[]): Extract<Value, { kind: 'operation' }>[] {
  const seen = new Set<Value>(outputs);
  const stack = [...seen];
  for (let value = stack.pop(); value; value = stack.pop()) {
    if (value.kind !== 'operation') continue;
    for (const operand of value.operands)
      if (!seen.has(operand)) {
        seen.add(operand);
        stack.push(operand);
      }
  }
  return [...seen].filter((value) => value.kind === 'operation').sort((a, b) => a.id - b.id);
}

/** Packs what the outputs need: dead code goes, and a slot is free again after the last use of its value. */
export function assemble(inputs: readonly Value[], outputs: readonly Value[]): Program {
  const operations = liveOperations(outputs);
  const slotOf = new Map<Value, number>();
  inputs.forEach((input, slot) => slotOf.set(input, slot));
  let slots = inputs.length;
  const constants: { slot: number; value: number }[] = [];
  const placeConstant = (value: Value): void => {
    if (value.kind !== 'constant' || slotOf.has(value)) return;
    slotOf.set(value, slots);
    constants.push({ slot: slots++, value: value.value });
  };
  const lastUse = new Map<Value, number>();
  operations.forEach(({ operands }, position) =>
    operands.forEach((operand) => {
      placeConstant(operand);
      lastUse.set(operand, position);
    }),
  );
  outputs.forEach((output) => {
    placeConstant(output);
    lastUse.set(output, Infinity);
  });
  const instructions = [...new Set(operations.map(({ instruction }) => instruction))];
  const code = new Uint16Array(operations.length);
  const results = new Int32Array(operations.length);
  const operandSlots = new Int32Array(3 * operations.length);
  const free: number[] = [];
  operations.forEach((operation, position) => {
    const { operands } = operation;
    code[position] = instructions.indexOf(operation.instruction);
    for (let k = 0; k < 3; k++) operandSlots[3 * position + k] = slotOf.get(operands[k] ?? operands[0])!;
    for (const operand of new Set(operands))
      if (operand.kind === 'operation' && lastUse.get(operand) === position) free.push(slotOf.get(operand)!);
    const slot = free.pop() ?? slots++;
    slotOf.set(operation, slot);
    results[position] = slot;
  });
  return {
    slots,
    inputs: inputs.length,
    constants,
    instructions,
    code,
    results,
    operands: operandSlots,
    outputs: Int32Array.from(outputs, (output) => slotOf.get(output)!),
    sources: operations.map(({ source }) => source),
  };
}
