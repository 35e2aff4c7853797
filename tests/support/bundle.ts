/** @file TypeScript of the tests as a script that Node and its worker threads start: from the sources as they are now, no build needed. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

/** Bundles the modules, and what they import, into a folder of their own; removed by the caller. Returns a script for each. */
export async function bundle(
  entries: readonly URL[],
  extension: 'mjs' | 'js' = 'mjs',
): Promise<{ readonly folder: string; readonly scripts: readonly URL[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'adjoint-bundle-'));
  const paths = entries.map((entry) => fileURLToPath(entry));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20',
      rolldownOptions: {
        input: paths,
        output: { entryFileNames: `[name].${extension}`, chunkFileNames: `[name]-[hash].${extension}` },
      },
    },
  });
  const scripts = paths.map((path) => pathToFileURL(join(folder, basename(path).replace(/\.ts$/, `.${extension}`))));
  return { folder, scripts };
}
