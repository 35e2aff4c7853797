/** @file `--backend`: which one computes, and what a person is told where it is not the fast one. */
import { activeBackend, chooseBackend } from '../core/backend/choose-backend.ts';
import { hasWasmSimd } from '../core/backend/wasm/wasm-kernel.ts';
import { choiceOption, type OptionSpecs, type OptionValues, UsageError } from './arguments.ts';
import type { Terminal } from './terminal.ts';

export const backendOption = { backend: { type: 'string' } } as const satisfies OptionSpecs;

/** The option in a command's help. */
export const backendHelp = [
  '--backend NAME',
  'wasm (WebAssembly SIMD, the default) or interpreter: the same bits, fifty to two hundred times slower',
] as const;

/** From now on everything runs on the backend that the options name, or on the best there is. */
export function useBackend(values: OptionValues, terminal: Terminal): void {
  const chosen = choiceOption(values, 'backend', ['interpreter', 'wasm']);
  if (chosen === 'wasm' && !hasWasmSimd())
    throw new UsageError('--backend wasm: WebAssembly SIMD is not available here; fix: leave the option out');
  chooseBackend(chosen ?? 'wasm');
  if (chosen === undefined && activeBackend() === 'interpreter')
    terminal.err(
      'WebAssembly SIMD is not available here: running on the interpreter, fifty to two hundred times slower; the bits are the same\n',
    );
}
