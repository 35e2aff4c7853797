/** @file The program as a process of its own, from a build of its own, so that no other test has to wait for it. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundle } from './bundle.ts';
import { assetText, sceneText } from './robots.ts';

const sources = new URL('../../src/', import.meta.url);

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
}

/** No machine is so slow, ms. */
export const patience = 240_000;

/** Waits until something is so, however slow the machine is. */
export async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + patience; !isSo(); await sleep(20)) if (Date.now() > end) throw new Error('never came');
}

/** The program in one script, which begins sooner, in a folder with a scene of a run that never ends by itself. */
export class Program {
  readonly folder: string;
  readonly main: string;
  readonly scene: string;

  static async build(): Promise<Program> {
    // the script of its workers is looked for beside it, by this name
    const entries = ['cli/main.ts', 'platform/node/shard-worker.ts'].map((path) => new URL(path, sources));
    return new Program((await bundle(entries, 'js')).folder);
  }

  private constructor(folder: string) {
    this.folder = folder;
    this.main = this.file('main.js');
    this.scene = this.file('long.json');
    writeFileSync(this.file('package.json'), '{ "type": "module" }');
    writeFileSync(this.file('planar-2link.urdf'), assetText('planar-2link'));
    const json = JSON.parse(sceneText('two-link-reach')) as Record<string, unknown>;
    delete json.success;
    const method = { type: 'adam', learningRate: 0.01, iterations: 1_000_000 };
    writeFileSync(this.scene, JSON.stringify({ ...json, name: 'long', method }));
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  /** `onError` sees what has come on standard error so far. */
  start(argv: readonly string[], { onError }: { readonly onError?: (err: string) => void } = {}): Started {
    const child = spawn(process.execPath, [this.main, ...argv], { cwd: this.folder });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
      onError?.(err);
    });
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal, out, err }));
    });
    return { child, ended };
  }

  /** A command of the shell in which $ADJOINT is the program; its output, and its status at the end of it. */
  shell(command: string): string {
    const adjoint = `${process.execPath} ${this.main}`;
    return execFileSync('bash', ['-c', `${command}\necho "status $?"`], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, ADJOINT: adjoint },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: patience,
    });
  }

  async untilWritten(name: string): Promise<void> {
    await until(() => existsSync(this.file(name)));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
