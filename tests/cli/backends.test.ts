import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { activeBackend } from '../../src/core/backend/choose-backend.ts';
import type { GradientReport } from '../../src/learning/check-problem.ts';
import { decodeRun } from '../../src/run/run-file.ts';
import { adjoint, file, hash, sceneFile, short } from '../support/command-line.ts';

const backends = ['wasm', 'interpreter'] as const;

describe('--backend', () => {
  it('gives the same run file, byte by byte', async () => {
    for (const backend of backends) {
      const { status } = await adjoint(['run', short, '--backend', backend, '--out', file(`${backend}.run.json`)]);
      expect([status, activeBackend()]).toEqual([0, backend]);
    }
    expect(hash(file('interpreter.run.json'))).toBe(hash(file('wasm.run.json')));
  });

  it('left out, goes back to WebAssembly', async () => {
    await adjoint(['gradcheck', short, '--horizon', '1', '--backend', 'interpreter']);
    expect(activeBackend()).toBe('interpreter');
    await adjoint(['gradcheck', short, '--horizon', '1']);
    expect(activeBackend()).toBe('wasm');
  });

  it('prints the same digits: gradcheck', async () => {
    const argv = ['gradcheck', short, '--horizon', '10', '--json'];
    const [compiled, interpreted] = [await adjoint(argv), await adjoint([...argv, '--backend', 'interpreter'])];
    expect(compiled.status).toBe(0);
    expect(interpreted.out).toBe(compiled.out);
  });

  it.each(['run', 'gradcheck'])('%s refuses a backend that there is not, with the choices', async (command) => {
    const { status, out, err } = await adjoint([command, short, '--backend=wsam']);
    expect([status, out, err]).toEqual([2, '', '--backend: found "wsam"; expected interpreter or wasm\n']);
  });
});

describe('gradcheck', () => {
  it('checks the gradient that a run goes by', async () => {
    const start = sceneFile('start.json', (json) =>
      Object.assign(json, { time: { ...json.time, horizon: 0.2 }, method: { ...json.method, iterations: 1 } }),
    );
    await adjoint(['run', start, '--out', file('start.run.json')]);
    const { history } = decodeRun(readFileSync(file('start.run.json'), 'utf8')).state;
    const report = JSON.parse((await adjoint(['gradcheck', start, '--json'])).out) as GradientReport;
    expect(report.value).toBe(history.loss[0]);
    expect(report.gradientNorm).toBeCloseTo(history.gradientNorm[0], 10);
  });
});
