import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { mathNotes } from './src/viewer/sections/notes/build/plugin.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** What notes and programs in tests import by name: the public API, what checks compare with, and source files. */
const alias = {
  adjoint: path('src/index.ts'),
  '#check': path('tests/support/check.ts'),
  '#src': path('src'),
  '#controllers': path('controllers'),
};

/** Tests of pure functions leave nothing behind: files that run after each other share their imports, half a second each. */
const pure = [
  'tests/math_notes/generated/**/*.test.ts',
  'tests/core/{derivative,ops,scalar}/**/*.test.ts',
  'tests/{dynamics,robot,rollout,simulation,spatial,text}/**/*.test.ts',
];

const common = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // one more than Vitest takes by itself, whose own process has little to do
  maxWorkers: availableParallelism(),
};

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [mathNotes()],
        resolve: { alias },
        test: {
          ...common,
          name: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/page/**', ...pure],
        },
      },
      {
        resolve: { alias },
        test: { ...common, name: 'pure', include: pure, isolate: false },
      },
      {
        resolve: { alias },
        test: {
          name: 'page',
          include: ['tests/page/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // After everything else: a browser that draws in software wants the machine for itself.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
