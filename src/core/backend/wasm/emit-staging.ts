/** @file Members in and out of a block: rows of a whole chunk of the population lie staged in memory, a block takes its lanes of each. */
import type { Layout } from '../../program/layout.ts';
import type { OutputView } from '../../program/values.ts';
import type { KernelInput } from '../kernel.ts';
import type { NumberFormat } from '../../program/number-format.ts';
import { FunctionWriter, opcode } from './assembler.ts';

const vectorBytes = 16;

/** Copies the `bytes` of the lanes of `rows` rows; both addresses, in locals, move on by their strides, of which the staged one is a local. */
function copyRows(
  code: FunctionWriter,
  rows: number,
  bytes: number,
  from: { readonly local: number; readonly advance: () => void },
  to: { readonly local: number; readonly advance: () => void },
): void {
  if (rows === 0) return;
  code.repeat(code.local('i32'), rows, 1, () => {
    for (let at = 0; at < bytes; at += vectorBytes) code.get(to.local).get(from.local).loadVector(at).storeVector(at);
    from.advance();
    to.advance();
  });
}

/** `load(staged, stride)`: the lanes at `staged` of all members' inputs, rows `stride` bytes apart, in the order of the inputs. */
export function emitLoad(inputs: readonly KernelInput[], lanes: number, { bytes }: NumberFormat): FunctionWriter {
  const code = new FunctionWriter(2);
  const [staged, stride] = [0, 1];
  const block = code.local('i32');
  for (const { base, size, shared } of inputs) {
    if (shared) continue;
    code.integer(bytes * base).set(block);
    copyRows(
      code,
      size,
      bytes * lanes,
      { local: staged, advance: () => code.get(staged).get(stride).plain(opcode.i32Add).set(staged) },
      { local: block, advance: () => code.advance(block, bytes * lanes) },
    );
  }
  return code;
}

/** `store(staged, stride)`: the lanes of all outputs, rows in the order of the outputs and their elements. */
export function emitStore(
  outputs: readonly OutputView[],
  { lanes, addressOf }: Layout,
  { bytes }: NumberFormat,
): FunctionWriter {
  const code = new FunctionWriter(2);
  const [staged, stride] = [0, 1];
  const [block, target] = [code.local('i32'), code.local('i32')];
  for (const { rows, columns } of outputs) {
    columns.forEach(({ place, stride: step }, k) => {
      code.integer(bytes * addressOf(place).base).set(block);
      code.get(stride).integer(k).plain(opcode.i32Mul).get(staged).plain(opcode.i32Add).set(target);
      copyRows(
        code,
        rows,
        bytes * lanes,
        { local: block, advance: () => code.advance(block, bytes * lanes * step) },
        {
          local: target,
          advance: () =>
            code.get(stride).integer(columns.length).plain(opcode.i32Mul).get(target).plain(opcode.i32Add).set(target),
        },
      );
    });
    code
      .get(stride)
      .integer(rows * columns.length)
      .plain(opcode.i32Mul)
      .get(staged)
      .plain(opcode.i32Add)
      .set(staged);
  }
  return code;
}
