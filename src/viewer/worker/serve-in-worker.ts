/** @file Handlers on the port of the worker that this runs in. */
import { type CallTypes, type Handlers, type PageMessage, type Post, serveCalls } from './calls.ts';

/** The part of a dedicated worker's global scope that is used here; the page's own types know only windows. */
interface WorkerScope {
  readonly postMessage: Post;
  onmessage: ((event: MessageEvent<PageMessage>) => void) | null;
}

export function serveInWorker<C extends CallTypes<C>>(handlers: Handlers<C>): void {
  const scope = globalThis as unknown as WorkerScope;
  const receive = serveCalls<C>(handlers, (message, transfer) => scope.postMessage(message, transfer));
  scope.onmessage = ({ data }) => receive(data);
}
