/** @file The simulation worker: the handlers of all sections on the worker's port. */
import { handlers } from '../sections/arm/handlers.ts';
import { type PageMessage, type Post, serveCalls } from './calls.ts';

/** The part of a dedicated worker's global scope that is used here; the page's own types know only windows. */
interface WorkerScope {
  readonly postMessage: Post;
  onmessage: ((event: MessageEvent<PageMessage>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
const receive = serveCalls(handlers(), (message, transfer) => scope.postMessage(message, transfer));
scope.onmessage = ({ data }) => receive(data);
