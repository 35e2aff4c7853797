/** @file The peak rate of this machine, measured: what a program would reach that neither waits nor touches memory. */
import { ProgramBuilder } from '../program/record/builder.ts';
import { layOutProgram } from '../program/compile-program.ts';
import { schedule } from '../program/arrange/schedule.ts';
import { placeIn, type Value } from '../program/record/values.ts';
import { add, mul } from '../scalar/basic.ts';
import { createWasmImage, hasWasmSimd, WasmKernel } from './wasm/wasm-kernel.ts';

/** Numbers that stay in registers; a processor has 16 at least, and a chain and the sum want theirs. */
const numbers = 8;
/** Operations of a chain. Several chains fit into what a processor looks ahead, so it need not wait for any of them. */
const chainLength = 12;
const chains = 24;
const lanes = 64;

interface Load {
  readonly kernel: WasmKernel;
  readonly operations: number;
}

/** One tile: chains of alternating products and sums of the same few numbers, no two alike, and the sum over the chains. */
function makeLoad(): Load {
  const builder = new ProgramBuilder({ expands: true });
  const arrays = Array.from({ length: numbers }, () => builder.array(1));
  const given = arrays.map((array) => builder.load(placeIn(array)));
  let total: Value = given[0];
  for (let chain = 0; chain < chains; chain++) {
    const numberAt = (i: number): Value => given[i % numbers];
    let value = builder.record(mul, [numberAt(chain), numberAt(chain + 1 + Math.floor(chain / numbers))]);
    for (let i = 1; i < chainLength; i++) value = builder.record(i % 2 === 1 ? add : mul, [value, numberAt(chain + i)]);
    total = builder.record(add, [total, value]);
  }
  const result = builder.array(1);
  const place = placeIn(result);
  builder.store(builder.root, place, total);
  const code = {
    format: builder.format,
    root: builder.root,
    inputs: arrays,
    present: null,
    outputs: [{ rows: 1, columns: [{ place, stride: 1 }] }],
  };
  const all = chains * (chainLength + 1);
  const scheduled = schedule(code, { least: all, most: all });
  const kernel = new WasmKernel(createWasmImage(layOutProgram({ kernel: code, schedule: scheduled }, lanes)), lanes);
  // products and sums of a half stay between a quarter and 1
  for (const { base } of kernel.inputs) kernel.memory.fill(0.5, base, base + lanes);
  return { kernel, operations: scheduled.operations };
}

/**
 * Operations a second of one member, on one core, of independent additions and multiplications in registers; `null` where
 * WebAssembly SIMD is missing. The best of many short measurements over about `milliseconds`: what else the machine does,
 * and code that is not optimized yet, only lowers the others.
 */
export function measurePeakRate(milliseconds = 200): number | null {
  if (!hasWasmSimd()) return null;
  const { kernel, operations } = makeLoad();
  const runs = 200;
  const end = performance.now() + milliseconds;
  let best = Infinity;
  for (let start = performance.now(); start < end;) {
    for (let i = 0; i < runs; i++) kernel.run();
    const now = performance.now();
    best = Math.min(best, now - start);
    start = now;
  }
  return (1000 * runs * operations * lanes) / best;
}
