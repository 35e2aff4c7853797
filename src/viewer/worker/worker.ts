/** @file The simulation worker: a Simulator on the worker's port. */
import type { PageMessage } from './protocol.ts';
import type { Post } from './reporter.ts';
import { Simulator } from './simulator.ts';

/** The part of a dedicated worker's global scope that is used here; the page's own types know only windows. */
interface WorkerScope {
  readonly postMessage: Post;
  onmessage: ((event: MessageEvent<PageMessage>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
const simulator = new Simulator((message, transfer) => scope.postMessage(message, transfer));
scope.onmessage = ({ data }) => simulator.receive(data);
