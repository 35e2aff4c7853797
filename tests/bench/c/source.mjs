/** @file The whole C program: a population block by block through one memory, and a main that times it. */
import { emitProgram, prelude } from './emit.mjs';

/** What programs time themselves with. */
export const clock = `
static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1e6 + t.tv_nsec * 1e-3;
}
`;

/** Answers "run N" with the times of N calls of `evaluate`, in us, and "results FILE" by what `save` writes to `results`. */
export const answerCommands = (save) => `  char command[4096], name[4000];
  while (fgets(command, sizeof command, stdin)) {
    int calls;
    if (sscanf(command, "run %d", &calls) == 1) {
      double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
      for (int k = 0; k < calls; k++) evaluate();
      cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
      printf("{\\"wall\\": %.3f, \\"cpu\\": %.3f}\\n", now(CLOCK_MONOTONIC) - wall, cpu);
    } else if (sscanf(command, "results %3999s", name) == 1) {
      FILE *results = fopen(name, "wb");
${save}      fclose(results);
      printf("{\\"saved\\": true}\\n");
    }
    fflush(stdout);
  }
`;

/**
 * A C program that reads a file of numbers (constants, then inputs), then commands: "run N" answers the times of N whole
 * evaluations in us, "results FILE" writes the outputs. `outputs`: tensors of the results' types.
 */
export function emitSource(program, outputs, members) {
  const { layout, inputs } = program;
  const { lanes } = layout;
  const each = (list, text) => list.map((entry, i) => `  ${text(entry, i)}\n`).join('');
  const positions = each(program.outputs, (list, i) => `static const int at${i}[] = {${Array.from(list).join(', ')}};`);
  const load = each(inputs, ({ base, size, shared }, i) =>
    shared
      ? `memcpy(M + ${base}, in${i}, ${8 * size});`
      : `for (long k = 0; k < ${size}; k++) memcpy(M + ${base} + k * ${lanes}, in${i} + k * ${members} + first, ${8 * lanes});`,
  );
  const store = each(outputs, ({ size, population }, i) =>
    population === 1
      ? `for (long k = 0; k < ${size}; k++) out${i}[k] = M[at${i}[k]];`
      : `for (long k = 0; k < ${size}; k++) memcpy(out${i} + k * ${members} + first, M + at${i}[k], ${8 * lanes});`,
  );
  const count = ({ size, shared, population }) => size * (shared || population === 1 ? 1 : members);
  return `${prelude}
${emitProgram(program)}
${positions}
static double *M;
${each(inputs, (input, i) => `static double *in${i};`)}${each(outputs, (output, i) => `static double *out${i};`)}
${clock}
static void evaluate(void) {
  for (long first = 0; first < ${members}; first += ${lanes}) {
${load}    run(M);
${store}    __asm__ volatile("" ::: "memory");
  }
}

static double *numbers(size_t count) {
  double *all = aligned_alloc(64, (count * 8 + 63) / 64 * 64);
  memset(all, 0, count * 8);
  return all;
}

static double *read_numbers(double *to, size_t count, FILE *file) {
  if (fread(to, 8, count, file) != count) exit(1);
  return to;
}

int main(int argc, char **argv) {
  FILE *file = fopen(argv[argc - 1], "rb");
  M = numbers(${layout.size});
${each(layout.constants, ({ base, data }) => `read_numbers(M + ${base}, ${data.length}, file);`)}${each(inputs, (input, i) => `in${i} = read_numbers(numbers(${count(input)}), ${count(input)}, file);`)}${each(outputs, (output, i) => `out${i} = numbers(${count(output)});`)}  fclose(file);
${answerCommands(each(outputs, (output, i) => `fwrite(out${i}, 8, ${count(output)}, results);`))}  return 0;
}
`;
}
