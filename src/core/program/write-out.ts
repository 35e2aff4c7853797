/** @file One scalar instruction as a program of its own, written out in basic instructions. */
import type { ScalarInstruction } from '../scalar/instruction.ts';
import { ProgramBuilder } from './record/builder.ts';
import type { NumberFormat, Precision } from './record/number-format.ts';
import { type Item, type Schedule, schedule } from './arrange/schedule.ts';
import { type BlockArray, placeIn, type Value } from './record/values.ts';

export interface WrittenOut {
  /** Numbers that it takes, each the first of an array. */
  readonly operands: readonly Value[];
  readonly inputs: readonly BlockArray[];
  /** Where its value goes. */
  readonly output: BlockArray;
  /** Straight-line code, the value last. */
  readonly items: readonly Item[];
  readonly storesOf: Schedule['storesOf'];
}

/** All operations of an elementary function. */
const oneTile = { least: Infinity, most: Infinity };

/** What has been written out: many kernels need the same few functions. */
const known = new Map<ScalarInstruction, Partial<Record<Precision, WrittenOut>>>();

export function writeOut(instruction: ScalarInstruction, format: NumberFormat): WrittenOut {
  const own = known.get(instruction) ?? {};
  known.set(instruction, own);
  return (own[format.precision] ??= record(instruction, format));
}

function record(instruction: ScalarInstruction, format: NumberFormat): WrittenOut {
  const builder = new ProgramBuilder({ expands: true, format });
  const inputs = Array.from({ length: instruction.arity }, () => builder.array(1));
  const output = builder.array(1);
  const operands = inputs.map((array) => builder.load(placeIn(array)));
  const [x, y, z] = operands;
  builder.store(builder.root, placeIn(output), builder.apply(instruction, x, y, z));
  const { steps, storesOf } = schedule(builder, oneTile);
  return {
    operands,
    inputs,
    output,
    items: steps.flatMap((step) => (step.kind === 'tile' ? step.items : [])),
    storesOf,
  };
}
