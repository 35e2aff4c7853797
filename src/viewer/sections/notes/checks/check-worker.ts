/** @file The worker that runs the notes' checks: the checks of a note are loaded when they are asked for. */
/// <reference types="vite/client" />
import { serveInWorker } from '../../../worker/serve-in-worker.ts';
import type { CheckCalls } from './calls.ts';
import { checkHandlers, type RunnableCheck } from './run-checks.ts';

const folder = '../../../../../math_notes/';
const modules = import.meta.glob<readonly RunnableCheck[]>('../../../../../math_notes/**/*.md', {
  query: '?checks&lang.ts',
  import: 'checks',
});

const load = (path: string): Promise<readonly RunnableCheck[]> => {
  const module = Object.hasOwn(modules, folder + path) ? modules[folder + path] : null;
  return module ? module() : Promise.reject(new Error(`there is no note "${path}"`));
};

serveInWorker<CheckCalls>(checkHandlers(load));
