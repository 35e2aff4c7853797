/** @file The command line run in this process, and files for it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { sceneText } from './robots.ts';

/** A folder of its own for each test file, gone at its end. */
export const folder = mkdtempSync(join(tmpdir(), 'adjoint-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

export const file = (name: string): string => join(folder, name);
export const scene = (name: string): string => fileURLToPath(new URL(`../../scenes/${name}.json`, import.meta.url));
export const robot = (name: string): string =>
  fileURLToPath(new URL(`../../assets/robots/${name}.urdf`, import.meta.url));

export const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

export interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a command line in this process. `stopAfter` presses Ctrl-C once that many progress lines were drawn; its clock goes so fast that
 * each is.
 */
export async function adjoint(argv: readonly string[], stopAfter = Infinity): Promise<Result> {
  const interruption = new AbortController();
  let [out, err, time] = ['', '', 0];
  const status = await runCommandLine(argv, {
    out: (text) => (out += text),
    err: (text) => {
      err += text;
      if (err.split('|grad|').length > stopAfter) interruption.abort();
    },
    isInteractive: stopAfter !== Infinity,
    interrupted: interruption.signal,
    ...(stopAfter !== Infinity && { now: () => (time += 10_000) }),
  });
  // whatever happens, nobody is shown a stack trace
  expect(out + err).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  expect(err).not.toContain('internal error');
  return { status, out, err };
}

/** The two-link scene, changed, in a file of the tests' folder; its path. */
export function sceneFile(name: string, change: (scene: Record<string, unknown>) => void): string {
  const json = JSON.parse(sceneText('two-link-reach')) as Record<string, unknown>;
  change(json);
  writeFileSync(file(name), JSON.stringify(json));
  return file(name);
}

/** A short experiment, for tests of what happens around it. */
export const short = sceneFile('short.json', (json) =>
  Object.assign(json, {
    name: 'short',
    horizon: 0.2,
    iterations: 8,
    tolerance: undefined,
    optimizer: { type: 'adam', learningRate: 0.3 },
  }),
);
