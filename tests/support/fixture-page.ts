/** @file Pages of tests/fixtures: built into a folder of their own, and served with the headers that a test wants. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin, preview } from 'vite';

/** Headers under which scripts and workers come from the page's own origin, and nothing is evaluated. */
export const strictPolicy = (workers = "'self'"): Record<string, string> => ({
  'Content-Security-Policy': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src ${workers}; connect-src 'self'`,
});

/** Headers that isolate a page from other origins, so that it has shared memory. */
export const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export interface FixturePage {
  /** Serves it under its address, until it is closed. */
  readonly serve: (headers: Record<string, string>) => Promise<{ readonly url: string; close(): Promise<void> }>;
  readonly remove: () => void;
}

/** Builds the page whose index.html lies in the folder `root`; `plugins` makes those that page and workers are built with. */
export async function buildFixturePage(root: string, plugins: () => Plugin[] = () => []): Promise<FixturePage> {
  const outDir = mkdtempSync(join(tmpdir(), 'adjoint-page-'));
  const options = { root, configFile: false, logLevel: 'error' } as const;
  await build({
    ...options,
    base: './',
    plugins: plugins(),
    // the seed of tests is read where they run; a page is told
    define: { 'process.env': '{}' },
    build: { outDir, target: 'es2022' },
    worker: { format: 'es', plugins },
  });
  return {
    async serve(headers) {
      const server = await preview({
        ...options,
        build: { outDir },
        preview: { port: 0, host: '127.0.0.1', headers },
      });
      const { port } = server.httpServer.address() as AddressInfo;
      return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
    },
    remove: () => rmSync(outDir, { recursive: true }),
  };
}
