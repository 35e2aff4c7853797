/** @file TypeScript of the tests as a script that Node and its worker threads start: from the sources as they are now, no build needed. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

/** Bundles the modules into a folder of their own; removed by the caller. Returns a script for each. */
export async function bundle(
  entries: readonly URL[],
): Promise<{ readonly folder: string; readonly scripts: readonly URL[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'adjoint-bundle-'));
  const paths = entries.map((entry) => fileURLToPath(entry));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20',
      rolldownOptions: { input: paths, output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
  const scripts = paths.map((path) => pathToFileURL(join(folder, basename(path).replace(/\.ts$/, '.mjs'))));
  return { folder, scripts };
}
