/** @file The command line run in this process, and files for it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { decodeRun, type RunFile } from '../../src/run/run-file.ts';
import { termNames } from '../../src/scene/migrate.ts';
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
      if (err.split(/\|grad\||promised/).length > stopAfter) interruption.abort();
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

/** What tests change in a scene, as its file has it: whether it is right is not known here. */
export interface SceneJson {
  [key: string]: unknown;
  name: string;
  time: Record<string, unknown>;
  start: Record<string, unknown>;
  goals: Record<string, Record<string, unknown>>;
  costs: Record<string, unknown>[];
  measures?: Record<string, unknown>;
  success?: Record<string, unknown>;
  controller: Record<string, unknown>;
  method: Record<string, unknown>;
}

/** A changed scene in a file of the tests' folder, named after that file; its path. */
export function sceneFile(
  name: string,
  change: (scene: SceneJson) => void,
  from = sceneText('two-link-reach'),
): string {
  const json = JSON.parse(from) as SceneJson;
  json.name = name.replace(/\.json$/, '');
  change(json);
  writeFileSync(file(name), JSON.stringify(json));
  return file(name);
}

export const distance = { type: 'link-position', link: 'tip', to: 'point' };

/** A short experiment without an end of its own, for tests of what happens around it. */
export function shorten(json: SceneJson): void {
  json.time.horizon = 0.2;
  json.method = { type: 'adam', learningRate: 0.3, iterations: 8 };
  json.measures = { distance: { residual: distance } };
  delete json.success;
}

export const short = sceneFile('short.json', shorten);

export const runOf = (path: string): RunFile => decodeRun(readFileSync(path, 'utf8'), { terms: termNames });

/** Runs a scene to a file of the tests' folder; what is printed as JSON. */
export async function summaryOf(path: string, name: string, ...options: readonly string[]): Promise<Summary> {
  const { status, out } = await adjoint(['run', path, '--out', file(name), '--json', '--force', ...options]);
  expect(status).toBe(0);
  return JSON.parse(out) as Summary;
}

export interface Summary {
  readonly scene: string;
  readonly outcome: string;
  readonly detail: string;
  readonly reached: boolean | null;
  readonly iterations: number;
  readonly loss: number;
  readonly measures: Readonly<Record<string, number>>;
  readonly terms: Readonly<Record<string, number>>;
  readonly restarts: {
    readonly count: number;
    readonly diverged: number;
    readonly bestMember: number;
    readonly losses: { readonly lowest: number; readonly median: number; readonly highest: number };
  };
  readonly runFile: string;
}
