/** @file Which backend runs: WebAssembly SIMD where it is there, the interpreter else. Both have the same bits. */
import { requireWord } from '../arguments.ts';
import { hasWasmSimd } from './wasm/wasm-kernel.ts';

/** WebAssembly SIMD kernels, or the interpreter that they have the bits of. */
export type Backend = 'wasm' | 'interpreter';

let chosen: Backend = 'wasm';

/** Chooses the backend of everything that runs from now on. Throws an ArgumentError for what is none. */
export function chooseBackend(backend: Backend): void {
  requireWord('chooseBackend', backend, ['wasm', 'interpreter'] satisfies Backend[]);
  chosen = backend;
}

/** The backend that runs: the interpreter where WebAssembly SIMD is missing. */
export const activeBackend = (): Backend => (chosen === 'wasm' && hasWasmSimd() ? 'wasm' : 'interpreter');
