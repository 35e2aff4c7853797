import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** What notes and programs in tests import by name: the public API, what checks compare with, and source files. */
const alias = {
  adjoint: path('src/index.ts'),
  '#check': path('tests/support/check.ts'),
  '#src': path('src'),
  '#controllers': path('controllers'),
};

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/page/**'],
          testTimeout: 300_000,
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
