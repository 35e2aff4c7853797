/** @file The page's side of calls: who hears what, and when a worker is replaced. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PageMessage, WorkerMessage } from '../../../src/viewer/worker/calls.ts';
import { WorkerClient } from '../../../src/viewer/worker/worker-client.ts';

/** A worker that only writes down what it is told. */
class FakeWorker {
  readonly posted: PageMessage[] = [];
  isTerminated = false;
  onmessage: ((event: { data: WorkerMessage }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | null = null;

  postMessage(message: PageMessage): void {
    this.posted.push(message);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(message: WorkerMessage): void {
    this.onmessage?.({ data: message });
  }

  die(message = ''): void {
    this.onerror?.({ message, preventDefault: () => undefined });
  }
}

interface Calls {
  readonly work: { readonly argument: number; readonly progress: string; readonly result: string };
}

let workers: FakeWorker[];
let heard: unknown[];
let client: WorkerClient<Calls>;

const listener = (name: string) => ({
  onProgress: (value: string) => heard.push([name, 'progress', value]),
  onResult: (value: string) => heard.push([name, 'result', value]),
  onFailure: ({ message }: { readonly message: string }) => heard.push([name, 'failure', message]),
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  workers = [];
  heard = [];
  const start = (): Worker => {
    workers.push(new FakeWorker());
    return workers.at(-1) as unknown as Worker;
  };
  client = new WorkerClient(start, {
    onCrash: (reason) => heard.push(['crash', reason]),
    onDead: (reason) => heard.push(['dead', reason]),
    onReplaced: () => heard.push(['replaced']),
  });
});
afterEach(() => vi.useRealTimers());

const idsOf = (worker: FakeWorker): number[] => worker.posted.map(({ id }) => id);

describe('a client', () => {
  it('tells each call what is said of it, until its result', () => {
    client.call('work', 1, listener('a'));
    client.call('work', 2, listener('b'));
    const [a, b] = idsOf(workers[0]);
    workers[0].say({ type: 'progress', id: b, value: 'half' });
    workers[0].say({ type: 'result', id: a, failure: { during: 'scene', message: 'no', findings: [] } });
    workers[0].say({ type: 'result', id: b, value: 'all' });
    workers[0].say({ type: 'progress', id: b, value: 'more' });
    expect(heard).toEqual([
      ['b', 'progress', 'half'],
      ['a', 'failure', 'no'],
      ['b', 'result', 'all'],
    ]);
  });

  it('hears nothing more of a call that was dropped, which the worker is told, too', () => {
    const call = client.call('work', 1, listener('a'));
    const [id] = idsOf(workers[0]);
    call.drop();
    expect(workers[0].posted.at(-1)).toEqual({ type: 'cancel', id });
    workers[0].say({ type: 'result', id, value: 'late' });
    vi.advanceTimersByTime(10_000);
    expect([heard, workers.length]).toEqual([[], 1]);
  });

  it('replaces a worker that does not answer a cancelled call in time', () => {
    const call = client.call('work', 1, listener('a'));
    call.cancel();
    call.cancel();
    expect(workers[0].posted.filter(({ type }) => type === 'cancel').length).toBe(1);
    vi.advanceTimersByTime(399);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(1);
    expect([heard, workers.length, workers[0].isTerminated]).toEqual([[['replaced']], 2, true]);
    // what the old one still says, and its call
    workers[0].say({ type: 'result', id: 1, value: 'late' });
    call.drop();
    expect([heard.length, workers[1].posted]).toEqual([1, []]);
  });

  it.each(['result', 'drop'])('keeps a worker whose cancelled call has ended by %s', (how) => {
    const call = client.call('work', 1, listener('a'));
    call.cancel();
    workers[0].say({ type: 'progress', id: 1, value: 'still' });
    if (how === 'drop') call.drop();
    else workers[0].say({ type: 'result', id: 1, value: 'early' });
    vi.advanceTimersByTime(10_000);
    expect(workers.length).toBe(1);
    call.cancel();
    vi.advanceTimersByTime(10_000);
    expect(workers.length).toBe(1);
  });

  it('replaces a worker that dies after it has spoken, and gives up one that dies before', () => {
    client.call('work', 1, listener('a'));
    workers[0].say({ type: 'progress', id: 1, value: 'half' });
    workers[0].die('out of memory');
    expect(heard.at(-1)).toEqual(['crash', 'out of memory']);
    client.call('work', 2, listener('b'));
    expect(idsOf(workers[1])).toEqual([2]);
    workers[1].die();
    expect(heard.at(-1)).toEqual(['dead', expect.stringContaining('could not be loaded')]);
    expect(workers.length).toBe(2);
    workers[0].die('again');
    expect(heard.length).toBe(3);
  });

  it('starts its worker when it is needed or told to, and another one after a rest', () => {
    expect(workers.length).toBe(0);
    client.start();
    client.start();
    const call = client.call('work', 1, listener('a'));
    expect(workers.length).toBe(1);
    client.rest();
    workers[0].say({ type: 'result', id: 1, value: 'late' });
    call.cancel();
    vi.advanceTimersByTime(10_000);
    expect([heard, workers.length, workers[0].isTerminated]).toEqual([[], 1, true]);
    client.call('work', 2, listener('b'));
    workers[1].say({ type: 'result', id: 2, value: 'all' });
    expect(heard).toEqual([['b', 'result', 'all']]);
  });

  it('tries another worker with the next call after one that was dead', () => {
    client.call('work', 1, listener('a'));
    workers[0].die();
    client.call('work', 2, listener('b'));
    expect([workers.length, idsOf(workers[1])]).toEqual([2, [2]]);
  });
});
