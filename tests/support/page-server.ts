/** @file Serves the built page with the headers that it is meant to run under. */
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface PageServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The page as `vite build` left it; built first where it is missing. */
export async function servePage(): Promise<PageServer> {
  if (!existsSync(`${root}dist/page/index.html`)) await build({ root, logLevel: 'warn' });
  const server = await preview({ root, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
  const { port } = server.httpServer.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
