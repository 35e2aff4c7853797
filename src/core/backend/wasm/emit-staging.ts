/** @file Members in and out of a block: rows of a whole chunk of the population lie staged in memory, a block takes its lanes of each. */
import type { Layout } from '../../program/arrange/layout.ts';
import { isSum, type OutputView } from '../../program/record/values.ts';
import type { KernelInput } from '../kernel.ts';
import type { NumberFormat } from '../../program/record/number-format.ts';
import { FunctionWriter, opcode } from './assembler.ts';
import type { VectorFormat } from './vector-format.ts';

const vectorBytes = 16;

/**
 * Copies the `bytes` of the lanes of `rows` rows; both addresses, in locals, move on by their strides, of which the staged one is a local.
 * `watch` looks at each vector on the stack, and leaves it there.
 */
function copyRows(
  code: FunctionWriter,
  rows: number,
  bytes: number,
  from: { readonly local: number; readonly advance: () => void },
  to: { readonly local: number; readonly advance: () => void },
  watch: () => void = () => undefined,
): void {
  if (rows === 0) return;
  code.repeat(code.local('i32'), rows, 1, () => {
    for (let at = 0; at < bytes; at += vectorBytes) {
      code.get(to.local).get(from.local).loadVector(at);
      watch();
      code.storeVector(at);
    }
    from.advance();
    to.advance();
  });
}

/** `load(staged, stride)`: the lanes at `staged` of all members' inputs, rows `stride` bytes apart, in the order of the inputs. */
export function emitLoad(inputs: readonly KernelInput[], lanes: number, { bytes }: NumberFormat): FunctionWriter {
  const code = new FunctionWriter({ parameters: ['i32', 'i32'] });
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

/**
 * `store(staged, stride)`: the lanes of all outputs that are no sums, rows in the order of the outputs and their elements. Leaves at
 * `finiteAt` the sum of x - x over all numbers, lane by lane: 0 where they are finite, NaN where one is not.
 */
export function emitStore(
  outputs: readonly OutputView[],
  { lanes, addressOf }: Layout,
  { bytes, opcodes }: VectorFormat,
  finiteAt: number,
): FunctionWriter {
  const code = new FunctionWriter({ parameters: ['i32', 'i32'] });
  const [staged, stride] = [0, 1];
  const [value, total] = [code.local('v128'), code.local('v128')];
  const watch = (): void => {
    code.tee(value);
    code.get(total).get(value).get(value).simd(opcodes.sub).simd(opcodes.add).set(total);
  };
  const [block, target] = [code.local('i32'), code.local('i32')];
  for (const output of outputs) {
    const { rows, columns } = output;
    if (isSum(output)) continue;
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
        watch,
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
  code.integer(finiteAt).get(total).storeVector(0);
  return code;
}
