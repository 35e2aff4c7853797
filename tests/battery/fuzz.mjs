/** @file Bundles the fuzzer, as Node 20 does not start TypeScript, and runs it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const folder = mkdtempSync(join(tmpdir(), 'adjoint-fuzz-'));
const entry = (path) => fileURLToPath(new URL(path, import.meta.url));
await build({
  configFile: false,
  logLevel: 'error',
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: folder,
    target: 'node20',
    rolldownOptions: {
      input: [entry('fuzz.ts'), entry('../../src/platform/node/shard-worker.ts')],
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
});
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await import(pathToFileURL(join(folder, 'fuzz.mjs')).href);
