/** @file Calls: the page asks its worker for something by name, hears how it goes on, and gets one result. What is asked for is the handlers' affair. */
import { didYouMean } from '../../text/did-you-mean.ts';
import { type Failure, failureOf } from './failure.ts';

/** What goes with a call, as plain data. */
export interface CallType {
  readonly argument: unknown;
  /** Told any number of times before the result; `never` for a call that tells nothing. */
  readonly progress: unknown;
  readonly result: unknown;
}

/** Types of all calls of a registry, by their names. */
export type CallTypes<C> = { readonly [N in keyof C]: CallType };

/** `id` is the page's number for one call, and no other. */
export type PageMessage =
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly argument: unknown }
  /** Asks for an early result; there still is one. */
  | { readonly type: 'cancel'; readonly id: number };

export type WorkerMessage =
  | { readonly type: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'result'; readonly id: number; readonly failure: Failure };

/** What a handler knows of its call besides the argument. */
export interface Ongoing<P> {
  /** Aborted when the page cancels the call. */
  readonly signal: AbortSignal;
  readonly tell: (progress: P) => void;
}

/** The registry: what is done for each call. Whatever a handler throws becomes a failure. */
export type Handlers<C extends CallTypes<C>> = {
  readonly [N in keyof C]: (
    argument: C[N]['argument'],
    ongoing: Ongoing<C[N]['progress']>,
  ) => C[N]['result'] | Promise<C[N]['result']>;
};

/** Sends a message; the buffers are handed over, not copied. */
export type Post = (message: WorkerMessage, transfer: Transferable[]) => void;

const handedOver = new WeakMap<object, Transferable[]>();

/** The value, whose buffers go with it when it is sent, instead of copies of them. */
export function handOver<T extends object>(value: T, arrays: readonly ArrayBufferView[]): T {
  handedOver.set(value, [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))]);
  return value;
}

/** Buffers that go with a value. */
const buffersOf = (value: unknown): Transferable[] =>
  typeof value === 'object' && value !== null ? (handedOver.get(value) ?? []) : [];

type AnyHandler = (argument: unknown, ongoing: Ongoing<unknown>) => unknown;

function handlerOf(handlers: object, name: string): AnyHandler {
  if (Object.hasOwn(handlers, name)) return (handlers as Record<string, AnyHandler>)[name];
  const names = Object.keys(handlers);
  throw new Error(`no call "${name}"; ${didYouMean(name, names, `there are ${names.join(', ')}`)}`);
}

/** The worker's side: takes the page's messages, and answers each call with one result. */
export function serveCalls<C extends CallTypes<C>>(handlers: Handlers<C>, post: Post): (message: PageMessage) => void {
  const controllers = new Map<number, AbortController>();
  const serve = async (id: number, name: string, argument: unknown): Promise<void> => {
    const { signal } = controllers.get(id)!;
    try {
      const tell = (value: unknown): void => post({ type: 'progress', id, value }, buffersOf(value));
      const value = await handlerOf(handlers, name)(argument, { signal, tell });
      post({ type: 'result', id, value }, buffersOf(value));
    } catch (error) {
      post({ type: 'result', id, failure: failureOf(error) }, []);
    } finally {
      controllers.delete(id);
    }
  };
  return (message) => {
    if (message.type === 'cancel') return controllers.get(message.id)?.abort();
    controllers.set(message.id, new AbortController());
    void serve(message.id, message.name, message.argument);
  };
}
