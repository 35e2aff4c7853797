/** @file Whether relaxed SIMD is there: multiply-adds that round once or twice, as the processor likes. */
import { encodeModule, FunctionWriter } from './assembler.ts';
import { vectorFormats } from './vector-format.ts';

let isAvailable: boolean | undefined;

function probes(): boolean {
  const code = new FunctionWriter().integer(0);
  for (let operand = 0; operand < 3; operand++) code.integer(0).loadVector(0);
  code.simd(vectorFormats.float64.opcodes.relaxedMultiplyAdd).storeVector(0);
  return typeof WebAssembly === 'object' && WebAssembly.validate(encodeModule([code], 0, {}));
}

export const hasRelaxedSimd = (): boolean => (isAvailable ??= probes());
