/** @file Chooses the backend: WebAssembly SIMD where it is there, the interpreter else. Both have the same bits. */
import type { Graph } from '../graph.ts';
import { lower, lowerToBasic } from '../program/lower.ts';
import type { Program } from '../program/program.ts';
import { Interpreter } from './interpreter.ts';
import type { Kernel } from './kernel.ts';
import { hasWasmSimd, WasmKernel } from './wasm/wasm-kernel.ts';

export type Backend = 'wasm' | 'interpreter';

let chosen: Backend = 'wasm';

/** Chooses the backend of everything that runs from now on. */
export function chooseBackend(backend: Backend): void {
  chosen = backend;
}

/** The backend that runs: the interpreter where WebAssembly SIMD is missing. */
export const activeBackend = (): Backend => (chosen === 'wasm' && hasWasmSimd() ? 'wasm' : 'interpreter');

const interpreted = new WeakMap<Graph, Program>();
const basic = new WeakMap<Graph, Program>();

function programOf(known: WeakMap<Graph, Program>, graph: Graph, make: (graph: Graph) => Program): Program {
  let program = known.get(graph);
  if (!program) {
    program = make(graph);
    known.set(graph, program);
  }
  return program;
}

/** A kernel for a graph that can be lowered; the program is made once a graph. */
export function createKernel(graph: Graph, lanes: number): Kernel {
  const fast = activeBackend() === 'wasm' ? WasmKernel.create(programOf(basic, graph, lowerToBasic), lanes) : null;
  return fast ?? new Interpreter(programOf(interpreted, graph, lower), lanes);
}
