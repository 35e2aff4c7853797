/** @file The same layers in C, a vector of 128 bits at a time, members in the lanes; the best of some blocks of registers. */
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../statistics.mjs';
import { members, stepsOf, weightScale } from '../work/layers.mjs';
import { CPeer } from './peer.mjs';
import { answerCommands, clock } from './source.mjs';

const flags = ['-O3', '-march=native', '-mprefer-vector-width=128', '-ffp-contract=off'];

/** Outputs and vectors of a block. */
const blocks = [
  [4, 4],
  [4, 2],
  [2, 4],
];

const lanesOf = (type) => (type === 'double' ? 32 : 64);

/** Sums of OUT outputs in VEC vectors each; `weight(o, k)` is the address of a weight. */
const product = (name, weight) => `
static void ${name}(number *y, const number *x) {
  for (int i = 0; i < N; i += OUT)
    for (int l = 0; l < LANES / WIDTH; l += VEC) {
      vector sum[OUT][VEC] = {0};
      for (int k = 0; k < N; k++) {
        const vector *xk = (const vector *)(x + k * LANES) + l;
        for (int o = 0; o < OUT; o++)
          for (int v = 0; v < VEC; v++) sum[o][v] += W[${weight}] * xk[v];
      }
      for (int o = 0; o < OUT; o++)
        for (int v = 0; v < VEC; v++) ((vector *)(y + (i + o) * LANES))[l + v] = sum[o][v];
    }
}
`;

const accumulate = `
static vector total[N * N];

/** Adds x ybar', lanes apart by their place in a vector. */
static void accumulate(const number *x, const number *ybar) {
  for (int k = 0; k < N; k += 4)
    for (int i = 0; i < N; i += OUT) {
      vector sum[4][OUT];
      for (int a = 0; a < 4; a++)
        for (int b = 0; b < OUT; b++) sum[a][b] = total[(k + a) * N + i + b];
      for (int l = 0; l < LANES / WIDTH; l++)
        for (int a = 0; a < 4; a++)
          for (int b = 0; b < OUT; b++)
            sum[a][b] += ((const vector *)(x + (k + a) * LANES))[l] * ((const vector *)(ybar + (i + b) * LANES))[l];
      for (int a = 0; a < 4; a++)
        for (int b = 0; b < OUT; b++) total[(k + a) * N + i + b] = sum[a][b];
    }
}
`;

/** What a call does to a block of members at \`first\`, whose numbers are in A. */
const evaluations = {
  forward: 'for (int t = 0; t < STEPS; t++) { forward(B, A); number *last = A; A = B; B = last; }',
  'by input': 'for (int t = 0; t < STEPS; t++) { backward(B, A); number *last = A; A = B; B = last; }',
  'by weights': `for (int t = 0; t < STEPS; t++) {
      for (int i = 0; i < N * LANES; i++) B[i] = A[i] * (number)(1 + t % 2);
      accumulate(B, A);
    }`,
};

function sourceOf(what, type, n) {
  const ofWeights = what === 'by weights';
  const size = ofWeights ? 'N * N' : 'N * MEMBERS';
  const sums = `for (int e = 0; e < N * N; e++) {
    result[e] = 0;
    for (int j = 0; j < WIDTH; j++) result[e] += total[e][j];
  }`;
  return `
#include <stdio.h>
#include <string.h>
#include <time.h>
#define N ${n}
#define STEPS ${stepsOf(n)}
#define MEMBERS ${members}
#define LANES ${lanesOf(type)}
typedef ${type} number;
typedef number vector __attribute__((vector_size(16)));
#define WIDTH ((int)(16 / sizeof(number)))
static number W[N * N] __attribute__((aligned(64)));
static number first[N * LANES] __attribute__((aligned(64))), second[N * LANES] __attribute__((aligned(64)));
static number given[MEMBERS / LANES][N * LANES] __attribute__((aligned(64)));
static double result[${size}];
${product('forward', 'k * N + i + o')}${product('backward', '(i + o) * N + k')}${accumulate}${clock}
static double value(long i) { return ((i * 7919 + 13) % 1021 - 510) / 1024.; }

static void evaluate(void) {
  memset(total, 0, sizeof total);
  for (int block = 0; block < MEMBERS / LANES; block++) {
    number *A = first, *B = second;
    memcpy(A, given[block], sizeof first);
    ${evaluations[what]}
    ${ofWeights ? '' : 'for (int k = 0; k < N; k++) for (int j = 0; j < LANES; j++) result[k * MEMBERS + block * LANES + j] = A[k * LANES + j];'}
  }
  ${ofWeights ? sums : ''}
  __asm__ volatile("" ::: "memory");
}

int main(void) {
  for (int i = 0; i < N * N; i++) W[i] = value(i) * ${weightScale(n)};
  for (long k = 0; k < N; k++)
    for (long m = 0; m < MEMBERS; m++) given[m / LANES][k * LANES + m % LANES] = value(3 * (k * MEMBERS + m) + 1);
${answerCommands('      fwrite(result, sizeof(double), sizeof result / sizeof(double), results);\n')}  return 0;
}
`;
}

async function build(what, type, n, [outputs, vectors]) {
  const folder = mkdtempSync(join(tmpdir(), 'adjoint-bench-'));
  writeFileSync(join(folder, 'program.c'), sourceOf(what, type, n));
  const sizes = [`-DOUT=${outputs}`, `-DVEC=${vectors}`];
  const program = join(folder, 'program');
  await promisify(execFile)('gcc', [...flags, ...sizes, '-w', '-o', program, `${program}.c`]);
  return new CPeer(`C ${type}, ${outputs} x ${vectors}`, folder);
}

/** The fastest of the blocks by a short trial; its results are \`expected\` but for rounding. */
export async function layerPeer(what, type, n, expected) {
  let best;
  for (const block of blocks) {
    const peer = await build(what, type, n, block);
    const results = await peer.results();
    const scale = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const error = expected.reduce((most, x, i) => Math.max(most, Math.abs(x - results[i])), 0) / scale;
    if (!(error < (type === 'double' ? 1e-9 : 1e-3)))
      throw new Error(`${peer.name}, ${what}, ${n}: results differ by ${error}`);
    const times = [];
    for (let k = 0; k < 5; k++) times.push(await peer.sample(1));
    peer.trial = median(times);
    if (best && best.trial <= peer.trial) peer.close();
    else {
      best?.close();
      best = peer;
    }
  }
  return best;
}
