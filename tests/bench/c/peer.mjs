/** @file The C program as a peer: written, compiled, checked against the library's numbers, and timed by itself in a child process. */
import { Buffer } from 'node:buffer';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { emitSource } from './source.mjs';

/** First line of `gcc --version`, or undefined where there is none. */
export function compilerVersion() {
  try {
    return execFileSync('gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0];
  } catch {
    return undefined;
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength);

/** Largest difference from the interpreter's results, relative to the largest number of each result. */
function largestError(numbers, outputs) {
  let position = 0;
  let error = 0;
  for (const { data } of outputs) {
    const scale = data.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-300);
    for (const expected of data) {
      const difference = Math.abs(numbers[position++] - expected) / scale;
      // written so that NaN counts
      error = difference <= error ? error : difference;
    }
  }
  return error;
}

export class CPeer {
  #child;
  #answers = [];
  #folder;

  /** `variant`: { tileSize, lanes, contract }; without `contract` no fused multiply-adds, and the library's bits. */
  static async build(name, scalarProgram, members, { tileSize, lanes, contract }) {
    const folder = mkdtempSync(join(tmpdir(), 'adjoint-bench-'));
    const path = (file) => join(folder, file);
    const { inputs, outputs } = scalarProgram;
    const program = scalarProgram.layOut(tileSize, lanes);
    writeFileSync(path('program.c'), emitSource(program, outputs, members));
    const data = [...program.layout.constants.map((each) => each.data), ...inputs.map((each) => each.data)];
    writeFileSync(path('data'), Buffer.concat(data.map(bytesOf)));
    const flags = ['-O3', '-march=native', ...(contract ? [] : ['-ffp-contract=off'])];
    await promisify(execFile)('gcc', [...flags, '-w', '-o', path('program'), path('program.c'), '-lm']);
    const peer = new CPeer(name, folder);
    peer.operations = program.schedule.operations;
    peer.error = largestError(await peer.results(), outputs);
    return peer;
  }

  /** Numbers of a run. */
  async results() {
    const path = join(this.#folder, 'results');
    await this.#ask('run 1');
    await this.#ask(`results ${path}`);
    const bytes = readFileSync(path);
    return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
  }

  /** Starts the program of a folder, which goes with it. */
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
