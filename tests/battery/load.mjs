/** @file Loads TypeScript of the tests into a script, as Node 20 does not start it. */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** The module at a path that is relative to this folder. */
export const load = async (path) => (await runnerImport(fileURLToPath(new URL(path, import.meta.url)))).module;
