/** @file C of a rollout and its reverse sweep: scans one after the other over each block of lanes, and a main that times them. */
import { cut } from './tiles.mjs';
import { emitProgram, prelude } from './emit.mjs';

/** Buffers are per block, `[row][element][lane]`, one after the other; shared ones hold one number an element. */
class Buffers {
  constructor(lanes) {
    this.lanes = lanes;
    this.list = [];
  }

  add(numbers, contents) {
    this.list.push({ numbers, ...contents });
    return this.list.length - 1;
  }
}

/** Where the carry of a scan lies: rows before and after each step, all of them where they are asked for later. */
function carryRows(scan, index) {
  const { results, length, reverse, outputs } = scan;
  const kept = results[outputs.length + index].used;
  const row = (step) => (kept ? (reverse ? `${length} - (${step})` : `(${step})`) : `((${step}) & 1)`);
  return { kept, rows: kept ? length + 1 : 2, row, firstSaved: reverse ? 1 : 0 };
}

/** Views `{ buffer, offset, rows, size, shared }` of all scans' inputs and outputs. */
function layOut(scans, lanes) {
  const buffers = new Buffers(lanes);
  const views = [];
  for (const scan of scans) {
    const { inputs, outputs, carries, length, reverse } = scan;
    const given = inputs.map(({ value, from }) => {
      if (from) return views[from.scan].results[from.output];
      const shared = value.population === 1;
      return { buffer: buffers.add(value.size, { data: value, shared }), offset: 0, shared };
    });
    const carry = inputs.slice(0, carries).map(({ size }, i) => {
      const rows = carryRows(scan, i);
      return { ...rows, size, buffer: buffers.add(rows.rows * size, {}) };
    });
    const stacked = outputs
      .slice(carries)
      .map(({ size }) => ({ buffer: buffers.add(length * size, {}), offset: 0, numbers: length * size }));
    const results = [
      ...carry.map(({ buffer, kept, size }) => ({
        buffer,
        offset: (kept ? (reverse ? 0 : length) : length & 1) * size,
        numbers: size,
      })),
      ...stacked,
      ...carry.map(({ buffer, kept, size, firstSaved }) =>
        kept ? { buffer, offset: firstSaved * size, numbers: length * size } : undefined,
      ),
    ];
    views.push({ given, carry, stacked, results });
  }
  return { buffers: buffers.list, views };
}

function emitScan(name, scan, { given, carry, stacked }, lanes) {
  const { inputs, outputs, carries, length, reverse } = scan;
  const at = ({ buffer, offset = 0 }) => `b[${buffer}] + ${offset * lanes}`;
  const starts = carry.map(({ buffer, row, size }, i) => {
    const to = `b[${buffer}] + (${row('0')}) * ${size * lanes}`;
    const { shared } = given[i];
    return shared
      ? `  for (int i = 0; i < ${size}; i++) for (int j = 0; j < ${lanes}; j++) (${to})[i * ${lanes} + j] = b[${given[i].buffer}][i];\n`
      : `  memcpy(${to}, ${at(given[i])}, ${8 * size * lanes});\n`;
  });
  const sources = inputs.map(({ role, size }, i) => {
    if (role === 'carry') return `b[${carry[i].buffer}] + (${carry[i].row('k')}) * ${size * lanes}`;
    const item = role === 'sequence' ? ` + t * ${given[i].shared ? size : size * lanes}` : '';
    return `${given[i].shared ? `b[${given[i].buffer}]` : at(given[i])}${item}`;
  });
  const targets = outputs.map(({ size }, i) =>
    i < carries
      ? `b[${carry[i].buffer}] + (${carry[i].row('k + 1')}) * ${size * lanes}`
      : `${at(stacked[i - carries])} + t * ${size * lanes}`,
  );
  return `static void ${name}_scan(double *M, double *const *b) {
${starts.join('')}  for (int k = 0; k < ${length}; k++) {
    int t = ${reverse ? `${length - 1} - k` : 'k'};
    (void)t;
    const double *in[] = {${sources.join(', ')}};
    double *out[] = {${targets.join(', ')}};
    ${name}(M, in, out);
  }
}
`;
}

/**
 * A C program that reads `data` (the numbers of all scans' inputs), then commands: "run N" answers the times of N whole
 * evaluations in us, "results FILE" writes what the scans returned.
 */
export function emitScans(scans, members, { lanes, order, size }) {
  const { buffers, views } = layOut(scans, lanes);
  const blocks = members / lanes;
  let slots = 1;
  const text = scans.map((scan, k) => {
    const plan = cut(scan.program, { order, size });
    slots = Math.max(slots, plan.slots);
    const inputs = scan.inputs.map((input, i) => ({
      size: input.size,
      shared: input.role !== 'carry' && views[k].given[i].shared,
    }));
    const groups = { lanes, inputs, outputs: scan.outputs };
    return emitProgram(`step${k}`, scan.program, plan, groups) + emitScan(`step${k}`, scan, views[k], lanes);
  });
  const count = ({ numbers, shared }) => (shared ? numbers : numbers * lanes);
  const results = views.flatMap((view, k) =>
    view.results.flatMap((result, i) =>
      result && scans[k].results[i].used ? [{ ...result, scan: k, output: i }] : [],
    ),
  );
  const rows = (list, row) => list.map((entry) => `    ${row(entry)}\n`).join('');
  const main = `
static double *b[${blocks}][${buffers.length}];
static double M[${slots * lanes}] __attribute__((aligned(64)));

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1e6 + t.tv_nsec * 1e-3;
}

static void evaluate(void) {
  for (int block = 0; block < ${blocks}; block++) {
${scans.map((_, k) => `    step${k}_scan(M, b[block]);\n`).join('')}    __asm__ volatile("" ::: "memory");
  }
}

static void save(const char *name) {
  FILE *file = fopen(name, "wb");
  for (int block = 0; block < ${blocks}; block++) {
${rows(results, ({ buffer, offset, numbers }) => `fwrite(b[block][${buffer}] + ${offset * lanes}, 8, ${numbers * lanes}, file);`)}  }
  fclose(file);
}

int main(int argc, char **argv) {
  FILE *file = fopen(argv[argc - 1], "rb");
  static const int size[] = {${buffers.map(count).join(', ')}};
  static const int given[] = {${buffers.map(({ data }) => (data ? 1 : 0)).join(', ')}};
  for (int block = 0; block < ${blocks}; block++)
    for (int i = 0; i < ${buffers.length}; i++) {
      b[block][i] = aligned_alloc(64, ((size_t)size[i] * 8 + 63) / 64 * 64);
      memset(b[block][i], 0, (size_t)size[i] * 8);
      if (given[i] && fread(b[block][i], 8, size[i], file) != (size_t)size[i]) return 1;
    }
  fclose(file);
  char command[4096], name[4000];
  while (fgets(command, sizeof command, stdin)) {
    int calls;
    if (sscanf(command, "run %d", &calls) == 1) {
      double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
      for (int k = 0; k < calls; k++) evaluate();
      cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
      printf("{\\"wall\\": %.3f, \\"cpu\\": %.3f}\\n", now(CLOCK_MONOTONIC) - wall, cpu);
    } else if (sscanf(command, "results %3999s", name) == 1) {
      save(name);
      printf("{\\"saved\\": true}\\n");
    }
    fflush(stdout);
  }
  return 0;
}
`;
  return { text: `${prelude}\n${text.join('\n')}\n${main}`, buffers, results, blocks };
}
