/** @file The worker that runs the notes' checks: the checks of a note are loaded when they are asked for. */
/// <reference types="vite/client" />
import { type PageMessage, type Post, serveCalls } from '../../../worker/calls.ts';
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

/** The part of a dedicated worker's global scope that is used here; the page's own types know only windows. */
interface WorkerScope {
  readonly postMessage: Post;
  onmessage: ((event: MessageEvent<PageMessage>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
const receive = serveCalls<CheckCalls>(checkHandlers(load), (message, transfer) =>
  scope.postMessage(message, transfer),
);
scope.onmessage = ({ data }) => receive(data);
