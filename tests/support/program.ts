/** @file The program as a process of its own, from a build of its own, so that no other test has to wait for it. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sceneText } from './robots.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

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

/** The built program, in a folder with a scene of a run that never ends by itself. */
export class Program {
  readonly folder = mkdtempSync(join(tmpdir(), 'adjoint-process-'));
  readonly main = join(this.folder, 'dist', 'src', 'cli', 'main.js');
  readonly scene = join(this.folder, 'long.json');

  constructor() {
    execFileSync(
      process.execPath,
      [
        join(root, 'node_modules/@typescript/native/bin/tsc'),
        '-p',
        'tsconfig.build.json',
        '--outDir',
        this.file('dist'),
      ],
      { cwd: root },
    );
    execFileSync('ln', ['-s', join(root, 'node_modules'), this.file('node_modules')]);
    writeFileSync(this.file('package.json'), '{ "type": "module" }');
    writeFileSync(this.file('planar-2link.urdf'), readFileSync(join(root, 'assets/robots/planar-2link.urdf')));
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
