/** @file How each carry of a scan is handled: in the loop's records, as an array of its own, or not at all. */
import type { PopulationTensor } from '../../population-tensor.ts';
import type { ScanAttributes } from '../../scan-attributes.ts';
import { sizeOf } from '../../shape.ts';
import type { ProgramBuilder } from '../record/builder.ts';
import type { Lowered } from './lowered.ts';
import type { BlockArray, Loop } from '../record/values.ts';

/** Carries and items of more elements are handled as arrays. */
export const largestRecordPart = 256;

/** The tensor that passes unchanged through identities. */
function origin(tensor: PopulationTensor): PopulationTensor {
  let at = tensor;
  while (at.application?.primitive.form?.kind === 'identity') at = at.application.inputs[0];
  return at;
}

export interface LargeCarry {
  readonly kind: 'array';
  readonly array: BlockArray;
  readonly size: number;
}

/** A carry as it is handled: left alone because it never changes, in the records, or as an array of its own. */
export type Carried =
  | { readonly kind: 'unused' }
  | { readonly kind: 'invariant'; readonly value: Lowered }
  | { readonly kind: 'record'; readonly offset: number; readonly size: number }
  | LargeCarry;

/** Plans all carries, and counts the elements of a record. */
export function planCarries(
  builder: ProgramBuilder,
  loop: Loop,
  { body, carries }: ScanAttributes,
  isCarried: (i: number) => boolean,
  inputs: readonly (Lowered | null)[],
): Carried[] {
  return body.inputs.slice(0, carries).map((input, i): Carried => {
    const size = sizeOf(input.shape);
    if (!isCarried(i)) return { kind: 'unused' };
    if (origin(body.outputs[i]) === input) return { kind: 'invariant', value: inputs[i]! };
    if (size > largestRecordPart)
      return { kind: 'array', array: builder.array(size, { region: loop.body, isOverwritten: true }), size };
    const offset = loop.carrySize;
    loop.carrySize += size;
    return { kind: 'record', offset, size };
  });
}
