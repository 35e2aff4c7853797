/** @file A function of tensors computed in every way there is, for tests that say they agree. */
import { type Backend, chooseBackend } from '../../src/core/backend/choose-backend.ts';
import { Executable, type ExecutableOptions } from '../../src/core/backend/executable.ts';
import { trace } from '../../src/core/graph.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';

export type Tensors = readonly PopulationTensor[];
export type TensorFunction = (...inputs: PopulationTensor[]) => Tensors;

/** Kernels that differ in how they lie in memory: all of it, the fewest lanes and segments, windows. */
export const memories: Readonly<Record<string, ExecutableOptions>> = {
  plain: {},
  segments: { blockMemory: 1 },
  windows: { cacheMemory: 4096 },
};

/** Runs in one way; the backend is WebAssembly again afterwards. */
export function runCompiled(
  f: TensorFunction,
  inputs: Tensors,
  backend: Backend,
  options: ExecutableOptions = {},
): PopulationTensor[] {
  chooseBackend(backend);
  try {
    return new Executable(trace(f, ...inputs), options).run(inputs);
  } finally {
    chooseBackend('wasm');
  }
}

/** Results by the name of the way: at once (scans are loops there, too), and compiled. */
export function runAllWays(f: TensorFunction, inputs: Tensors): ReadonlyMap<string, Tensors> {
  const ways = new Map<string, Tensors>([['at once', f(...inputs)]]);
  for (const backend of ['wasm', 'interpreter'] as const)
    for (const [memory, options] of Object.entries(memories))
      ways.set(`${backend}, ${memory}`, runCompiled(f, inputs, backend, options));
  return ways;
}

/** Numbers of one output, whose zeros have no sign; those that all members share are repeated for `population` members. */
function numbersOf({ data, size, population: own }: PopulationTensor, population: number): number[] {
  return Array.from({ length: size * population }, (_, i) => {
    const [element, member] = [Math.floor(i / population), i % population];
    return data[element * own + (own === 1 ? 0 : member)] + 0;
  });
}

/** Where two lists of results differ by more than `tolerance` (relative above 1), or `null`. */
export function differenceOf(found: Tensors, right: Tensors, tolerance: number): string | null {
  for (const [k, expected] of right.entries()) {
    const population = Math.max(expected.population, found[k].population);
    const [a, b] = [numbersOf(found[k], population), numbersOf(expected, population)];
    if (a.length !== b.length) return `output ${k}: ${a.length} numbers instead of ${b.length}`;
    const i = a.findIndex(
      (x, at) => !Object.is(x, b[at]) && !(Math.abs(x - b[at]) <= tolerance * Math.max(1, Math.abs(b[at]))),
    );
    if (i >= 0) return `output ${k}, number ${i}: ${a[i]} instead of ${b[i]}`;
  }
  return null;
}
