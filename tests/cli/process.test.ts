import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeRun } from '../../src/run/run-file.ts';
import { sceneText } from '../support/robots.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'adjoint-process-'));
const built = join(folder, 'dist');
const main = join(built, 'src', 'cli', 'main.js');
const runPath = join(folder, 'long.run.json');
const scenePath = join(folder, 'long.json');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the program; `onError` sees what has come on standard error so far and may send signals. */
function start(
  argv: readonly string[],
  onError: (err: string, kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...argv], { cwd: folder });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => onError((err += data.toString()), (signal) => child.kill(signal)));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

beforeAll(() => {
  // a build of its own, beside the project's dependencies, so that no other test has to wait for it
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/@typescript/native/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', built],
    { cwd: root },
  );
  execFileSync('ln', ['-s', join(root, 'node_modules'), join(folder, 'node_modules')]);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const json = JSON.parse(sceneText('two-link-reach')) as Record<string, unknown>;
  delete json.tolerance;
  writeFileSync(
    scenePath,
    JSON.stringify({ ...json, name: 'long', iterations: 100000, optimizer: { type: 'adam', learningRate: 0.01 } }),
  );
  writeFileSync(join(folder, 'planar-2link.urdf'), readFileSync(join(root, 'assets/robots/planar-2link.urdf')));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the program as a process', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s writes what there is, says how to go on, and exits with 130',
    async (signal) => {
      let isSent = false;
      const { code, out } = await start(['reach', scenePath, '--out', runPath, '--force'], (err, kill) => {
        if (!isSent && err.includes('|grad|')) {
          isSent = true;
          kill(signal);
        }
      });
      expect(code).toBe(130);
      expect(out).toContain(`adjoint reach --resume ${runPath}`);
      expect(decodeRun(readFileSync(runPath, 'utf8')).state.history.loss.length).toBeGreaterThan(0);
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    },
  );

  it('SIGINT ends restarts on workers at once, threads and all, and keeps the best', async () => {
    const options = ['--restarts', '256', '--workers', '2', '--out', runPath, '--force'];
    let isSent = false;
    const { code, out, err } = await start(['reach', scenePath, ...options], (text, kill) => {
      if (isSent || !text.includes('|grad|')) return;
      isSent = true;
      kill('SIGINT');
    });
    expect(code).toBe(130);
    expect(err).not.toContain('worker');
    expect(out).toContain(`adjoint reach --resume ${runPath}`);
    expect(decodeRun(readFileSync(runPath, 'utf8')).state.history.loss.length).toBeGreaterThan(0);
  });

  it('an error is one message and status 2; --debug adds where it came from', async () => {
    const { code, out, err } = await start(['reach', 'missing.json']);
    expect([code, out, err]).toEqual([2, '', 'missing.json: cannot be read: no such file or folder\n']);
    expect((await start(['reach', 'missing.json', '--debug'])).err).toContain('    at ');
  });

  it('a reader that closes early is no error', async () => {
    const command = `"${process.execPath}" "${main}" dynamics planar-2link.urdf --json | head -c 1`;
    expect(execFileSync('bash', ['-o', 'pipefail', '-c', command], { cwd: folder, encoding: 'utf8' })).toBe('{');
  });
});
