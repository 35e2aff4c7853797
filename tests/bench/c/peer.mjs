/** @file The C program as a peer: written, compiled, checked against the library's numbers, and timed by itself in a child process. */
import { Buffer } from 'node:buffer';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { emitScans } from './scans.mjs';

/** First line of `gcc --version`, or undefined where there is none. */
export function compilerVersion() {
  try {
    return execFileSync('gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0];
  } catch {
    return undefined;
  }
}

/** Numbers of the given buffers, block by block. */
function dataFile({ buffers, blocks }, lanes) {
  const parts = [];
  for (let block = 0; block < blocks; block++)
    for (const { data: tensor, shared, numbers } of buffers) {
      if (!tensor) continue;
      const { data, population } = tensor;
      if (shared) parts.push(data);
      else {
        const part = new Float64Array(numbers * lanes);
        for (let i = 0; i < numbers; i++)
          for (let lane = 0; lane < lanes; lane++) part[i * lanes + lane] = data[i * population + block * lanes + lane];
        parts.push(part);
      }
    }
  return Buffer.concat(parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
}

/** Largest difference from the library's results, relative to the largest number of each result. */
function largestError({ results, blocks }, lanes, scans, numbers) {
  let position = 0;
  let error = 0;
  const scaleOf = results.map(({ scan, output }) =>
    scans[scan].results[output].value.data.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-300),
  );
  for (let block = 0; block < blocks; block++)
    results.forEach(({ scan, output, numbers: count }, k) => {
      const { data, population } = scans[scan].results[output].value;
      for (let i = 0; i < count; i++)
        for (let lane = 0; lane < lanes; lane++) {
          const expected = data[i * population + (population === 1 ? 0 : block * lanes + lane)];
          const difference = Math.abs(numbers[position++] - expected) / scaleOf[k];
          error = difference <= error ? error : difference;
        }
    });
  return error;
}

export class CPeer {
  #child;
  #answers = [];
  #folder;

  /** `variant`: { lanes, order, size, contract }; without `contract` no fused multiply-adds, and the library's bits. */
  static async build(name, scans, members, variant) {
    const { lanes, contract } = variant;
    const folder = mkdtempSync(join(tmpdir(), 'adjoint-bench-'));
    const path = (file) => join(folder, file);
    const program = emitScans(scans, members, variant);
    writeFileSync(path('program.c'), program.text);
    writeFileSync(path('data'), dataFile(program, lanes));
    const flags = ['-O3', '-march=native', ...(contract ? [] : ['-ffp-contract=off'])];
    await promisify(execFile)('gcc', [...flags, '-w', '-o', path('program'), path('program.c'), '-lm']);
    const peer = new CPeer(name, folder);
    await peer.#ask('run 1');
    await peer.#ask(`results ${path('results')}`);
    const bytes = readFileSync(path('results'));
    const numbers = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
    peer.error = largestError(program, lanes, scans, numbers);
    return peer;
  }

  constructor(name, folder) {
    this.name = name;
    this.#folder = folder;
    this.#child = spawn(join(folder, 'program'), [join(folder, 'data')], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.#child.stdout }).on('line', (line) =>
      this.#answers.shift().resolve(JSON.parse(line)),
    );
    this.#child.on('exit', (code) =>
      this.#answers.forEach(({ reject }) => reject(new Error(`C program: exit ${code}`))),
    );
  }

  #ask(command) {
    return new Promise((resolve, reject) => {
      this.#answers.push({ resolve, reject });
      this.#child.stdin.write(`${command}\n`);
    });
  }

  /** Time of `calls` evaluations by the program's own clock, 'cpu' or 'wall', ms. */
  async sample(calls, clock = 'cpu') {
    return (await this.#ask(`run ${calls}`))[clock] / 1e3;
  }

  close() {
    this.#child.stdin.end();
    rmSync(this.#folder, { recursive: true });
  }
}
