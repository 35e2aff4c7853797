/** @file The command line where WebAssembly has no SIMD. The library asks once, so this file has that all to itself. */
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Explanation } from '../../src/learning/explain-experiment.ts';
import { hasWasmSimd } from '../../src/core/backend/wasm/wasm-kernel.ts';
import { adjoint, file, robot, short } from '../support/command-line.ts';

vi.stubGlobal('WebAssembly', { validate: () => false });
afterAll(() => vi.unstubAllGlobals());

const notice =
  'WebAssembly SIMD is not available here: running on the interpreter, fifty to two hundred times slower; the bits are the same\n';

describe('without WebAssembly SIMD', () => {
  it('the interpreter runs, with a notice', async () => {
    expect(hasWasmSimd()).toBe(false);
    const { status, err } = await adjoint([
      'run',
      short,
      '--set',
      'method.iterations=1',
      '--out',
      file('slow.run.json'),
    ]);
    expect(status).toBe(0);
    expect(err.startsWith(notice)).toBe(true);
  });

  it('who asks for the interpreter needs no notice', async () => {
    const { err } = await adjoint(['gradcheck', short, '--horizon', '1', '--backend', 'interpreter']);
    expect(err).not.toContain('interpreter');
  });

  it('one state of a robot needs neither', async () => {
    const { status, out, err } = await adjoint(['dynamics', robot('planar-2link'), '--json']);
    expect([status, err]).toEqual([0, '']);
    expect(() => JSON.parse(out) as unknown).not.toThrow();
  });

  it('--backend wasm is refused', async () => {
    const { status, out, err } = await adjoint(['run', short, '--backend', 'wasm']);
    expect([status, out]).toEqual([2, '']);
    expect(err).toBe('--backend wasm: WebAssembly SIMD is not available here; fix: leave the option out\n');
  });

  it('workers have nothing to run: this thread does it', async () => {
    const options = ['--restarts', '2', '--workers', '2', '--set', 'method.iterations=1'];
    const { status, err } = await adjoint(['run', short, ...options, '--out', file('workers.run.json')]);
    expect(status).toBe(0);
    expect(err).toContain('Workers run WebAssembly only: the interpreter runs on this thread\n');
  });

  it('explain still counts, and has no limit to show', async () => {
    const { status, out } = await adjoint(['explain', short]);
    expect(status).toBe(0);
    expect(out).toMatch(
      /^Limit: not measured, as WebAssembly SIMD is not available here\noperations of a member and step +\d+$/m,
    );
    const { limit } = JSON.parse((await adjoint(['explain', short, '--json'])).out) as Explanation;
    expect([limit.peakOperationsPerSecond, limit.secondsPerStep]).toEqual([null, null]);
  });
});
