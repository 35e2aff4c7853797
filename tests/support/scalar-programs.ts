/** @file Scalar programs recorded by hand, run on both backends. */
import { Interpreter } from '../../src/core/backend/interpreter.ts';
import type { Kernel } from '../../src/core/backend/kernel.ts';
import { createWasmImage, WasmKernel } from '../../src/core/backend/wasm/wasm-kernel.ts';
import { ProgramBuilder } from '../../src/core/program/record/builder.ts';
import {
  defaultTileSize,
  type LaidOutProgram,
  layOutProgram,
  singleOperations,
} from '../../src/core/program/compile-program.ts';
import { numberFormats, type Precision } from '../../src/core/program/record/number-format.ts';
import { schedule } from '../../src/core/program/arrange/schedule.ts';
import type { Value } from '../../src/core/program/record/values.ts';

/** Records outputs that depend on the inputs. */
export type Recipe = (builder: ProgramBuilder, inputs: readonly Value[]) => readonly Value[];

/** The program of a recipe for `lanes` lanes, rounded up to whole vectors where it is to be compiled. */
export function programOf(
  recipe: Recipe,
  inputs: number,
  backend: 'wasm' | 'interpreter',
  lanes: number,
  precision: Precision = 'float64',
): LaidOutProgram {
  const isCompiled = backend === 'wasm';
  const format = numberFormats[precision];
  const builder = new ProgramBuilder({ expands: isCompiled, format });
  const arrays = Array.from({ length: inputs }, () => builder.array(1));
  const values = arrays.map((array) => builder.load({ array, offset: 0, anchor: 'fixed' }));
  const outputs = recipe(builder, values).map((value) => {
    const array = builder.array(1);
    const place = { array, offset: 0, anchor: 'fixed' } as const;
    builder.store(builder.root, place, value);
    return { rows: 1, columns: [{ place, stride: 1 }] };
  });
  const kernel = { format, root: builder.root, inputs: arrays, present: null, outputs };
  const scheduled = schedule(kernel, isCompiled ? defaultTileSize : singleOperations);
  const whole = Math.ceil(lanes / format.vectorLanes) * format.vectorLanes;
  return layOutProgram({ kernel, schedule: scheduled }, isCompiled ? whole : lanes);
}

/** Rows of results, one a recipe output, for columns of numbers, one an input. */
export function runRecipe(
  recipe: Recipe,
  columns: readonly (readonly number[])[],
  backend: 'wasm' | 'interpreter',
  precision: Precision = 'float64',
): number[][] {
  const lanes = columns[0]?.length ?? 1;
  const program = programOf(recipe, columns.length, backend, lanes, precision);
  const kernel: Kernel =
    backend === 'wasm' ? new WasmKernel(createWasmImage(program), lanes) : new Interpreter(program);
  columns.forEach((column, i) => kernel.memory.set(column, kernel.inputs[i].base));
  kernel.run();
  return kernel.outputs.map(([position]) => Array.from(kernel.memory.subarray(position, position + lanes)));
}
