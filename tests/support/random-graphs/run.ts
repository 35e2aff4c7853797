/** @file Random programs run on the engine, and evaluated node by node. */
import { type Backend, chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { Executable, type ExecutableOptions } from '../../../src/core/backend/executable.ts';
import { evaluateGraph, type Graph, trace } from '../../../src/core/graph.ts';
import type { PopulationTensor } from '../../../src/core/population-tensor.ts';
import { fromMembers, membersOf } from '../../../src/core/primitive.ts';
import type { Arithmetic } from '../../../src/core/scalar/arithmetic.ts';
import type { ScalarInstruction } from '../../../src/core/scalar/instruction.ts';
import { compileParallel } from '../../../src/parallel/compile-parallel.ts';
import type { PopulationRunner } from '../../../src/parallel/population-runner.ts';
import { hashBits } from './numbers.ts';
import { drawPlan, type Plan } from './plan.ts';
import { programOf } from './program.ts';

/** A program traced, which can be run on each backend. */
export interface TracedProgram {
  readonly graph: Graph;
  readonly inputs: readonly PopulationTensor[];
}

/** Loops of known numbers are computed while a program is traced, on the backend that is chosen. */
export function traceProgram(plan: Plan): TracedProgram {
  const { f, inputs } = programOf(plan);
  return { graph: trace(f, inputs), inputs };
}

export function runOn(
  backend: Backend,
  { graph, inputs }: TracedProgram,
  options?: ExecutableOptions,
): readonly PopulationTensor[] {
  chooseBackend(backend);
  try {
    return new Executable(graph, options).run(inputs);
  } finally {
    chooseBackend('wasm');
  }
}

/** Bits of all results of programs [first, first + count) of a seed on a backend. */
export function hashesOf(seed: number, first: number, count: number, backend: Backend): string[] {
  return Array.from({ length: count }, (_, i) => {
    const results = runOn(backend, traceProgram(drawPlan(seed, first + i)));
    return hashBits(results.map(({ data }) => data));
  });
}

/** The same with all kernels on the workers of `runner`. */
export async function runOnWorkers(runner: PopulationRunner, plan: Plan): Promise<readonly PopulationTensor[]> {
  const { f, inputs } = programOf(plan);
  return compileParallel(f, [inputs], runner, { checkFinite: false })(inputs);
}

/**
 * Outputs by the primitives' own definitions in numbers, loops step by step; `null` where a number on the way is not finite:
 * there a program, whose products with a structural zero are 0, may differ. `round` is applied to inputs, constants and results.
 */
export function evaluatePlainly(
  { graph, inputs }: TracedProgram,
  round = (value: number): number => value,
): readonly PopulationTensor[] | null {
  let isPlain = true;
  const arithmetic: Arithmetic<number> = {
    constant: round,
    apply(instruction: ScalarInstruction, x, y = 0, z = 0) {
      const result = round(instruction.value(x, y, z));
      if (!Number.isFinite(result)) isPlain = false;
      return result;
    },
  };
  const values = evaluateGraph(
    graph,
    arithmetic,
    inputs.map((input) => membersOf(input).map((numbers) => Array.from(numbers, round))),
  );
  return isPlain ? values.map((members, i) => fromMembers(members, graph.outputs[i])) : null;
}
