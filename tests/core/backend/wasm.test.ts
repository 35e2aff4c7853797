import { describe, expect, it } from 'vitest';
import { Interpreter } from '../../../src/core/backend/interpreter.ts';
import { WasmKernel } from '../../../src/core/backend/wasm/wasm-kernel.ts';
import { ProgramBuilder } from '../../../src/core/program/builder.ts';
import { expand } from '../../../src/core/program/expand.ts';
import { assemble, type Value } from '../../../src/core/program/program.ts';
import * as basic from '../../../src/core/scalar/basic.ts';
import { elementaryFunctions, instructions } from '../../../src/core/scalar/table.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';

const specials = [
  0,
  -0,
  1,
  -1,
  NaN,
  Infinity,
  -Infinity,
  5e-324,
  -5e-324,
  2.2e-308,
  1e-310,
  1.7e308,
  -1e300,
  0.5,
  2 ** 52,
  1e22,
];
const draw = (random: Random): number =>
  random.pick([random.pick(specials), random.uniform(-4, 4), random.pick([1, -1]) * 2 ** random.uniform(-1070, 1020)]);

/** Results of a program on both backends: same bits, where NaN is NaN whatever its payload. */
function expectSameBits(
  inputs: readonly Value[],
  outputs: readonly Value[],
  columns: readonly (readonly number[])[],
  what: string,
): void {
  const lanes = columns[0]?.length ?? 1;
  const reference = new Interpreter(assemble(inputs, outputs), lanes);
  const written = expand(inputs, outputs);
  const kernel = WasmKernel.create(assemble(written.inputs, written.outputs), lanes);
  if (!kernel) throw new Error('WebAssembly SIMD is missing');
  for (const { registers, stride } of [reference, kernel])
    columns.forEach((column, slot) => column.forEach((value, lane) => (registers[slot * stride + lane] = value)));
  reference.run();
  kernel.run();
  outputs.forEach((_, i) => {
    const row = ({ registers, stride, outputs: slots }: Interpreter | WasmKernel): number[] =>
      Array.from(registers.subarray(slots[i] * stride, slots[i] * stride + lanes));
    expect(row(kernel), `${what}, output ${i}, TEST_SEED=${testSeed}`).toEqual(row(reference));
  });
}

describe('WebAssembly SIMD has the bits of the interpreter', () => {
  it.each([...instructions.keys()])('in %s, special values and subnormal numbers included', (name) => {
    const random = new Random();
    const instruction = instructions.get(name)!;
    for (const lanes of [1, 2, 3, 64]) {
      const builder = new ProgramBuilder();
      const [x, y, z] = [builder.input(), builder.input(), builder.input()];
      const output = builder.apply(instruction, x, y, z);
      const columns = [0, 1, 2].map(() =>
        Array.from({ length: lanes }, () => (name === 'powerOfTwo' ? random.integer(-1022, 1023) : draw(random))),
      );
      expectSameBits([x, y, z], [output], columns, name);
    }
  });

  it('in 1,000 random programs over all instructions, of one to some hundred operations, for odd and even blocks', () => {
    const random = new Random();
    const usable = [...Object.values(basic).filter(({ name }) => name !== 'powerOfTwo'), ...elementaryFunctions];
    for (let i = 0; i < testCases(1000); i++) {
      const builder = new ProgramBuilder();
      const inputs = Array.from({ length: random.integer(1, 5) }, () => builder.input());
      const values: Value[] = [...inputs, builder.constant(draw(random)), builder.constant(0.5)];
      // elementary functions weigh a hundred operations each
      const common = random.next() < 0.7;
      for (let k = random.integer(1, common ? 250 : 12); k > 0; k--) {
        const instruction = common && random.next() < 0.97 ? random.pick(usable.slice(0, 14)) : random.pick(usable);
        const [x, y, z] = [0, 1, 2].map(() => values[Math.floor(random.next() ** 0.5 * values.length)]);
        values.push(builder.apply(instruction, x, y, z));
      }
      const outputs = [values.at(-1)!, random.pick(values), random.pick(values)];
      const lanes = random.pick([1, 2, 3, 5, 8, 63]);
      expectSameBits(
        inputs,
        outputs,
        inputs.map(() => Array.from({ length: lanes }, () => draw(random))),
        `program ${i}`,
      );
    }
  });
});
