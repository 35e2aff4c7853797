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

/** Tests that start processes, workers or browsers, or that add kinds of their own to what is listed. */
const alone = [
  'tests/{cli,house,parallel,platform}/**/*.test.ts',
  'tests/viewer/{plots,worker}/**/*.test.ts',
  'tests/core/backend/{chromium,relaxed}.test.ts',
  'tests/sim2sim/rapier/chromium.test.ts',
  'tests/settings/new-kinds.test.ts',
  'tests/viewer/sections/arm/toy-kinds.test.ts',
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
        test: { ...common, name: 'alone', include: alone },
      },
      {
        plugins: [mathNotes()],
        resolve: { alias },
        test: {
          ...common,
          name: 'together',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/page/**', ...alone],
          // they leave nothing behind: files that run after each other share their imports, half a second each, and code that is warm
          isolate: false,
        },
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
