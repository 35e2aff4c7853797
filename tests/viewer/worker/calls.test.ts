/** @file Calls between page and worker: each has one result, whatever the handler does. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ArgumentError, SceneError } from '../../../src/errors.ts';
import { handOver, type Ongoing, serveCalls, type WorkerMessage } from '../../../src/viewer/worker/calls.ts';

/** Handlers served on a port that writes down what it is given. */
function serve(handlers: Record<string, (argument: never, ongoing: Ongoing<unknown>) => unknown>) {
  const said: (WorkerMessage & { readonly transfer: Transferable[] })[] = [];
  const receive = serveCalls<Record<string, { argument: never; progress: unknown; result: unknown }>>(
    handlers,
    (message, transfer) => said.push({ ...structuredClone(message, { transfer }), transfer }),
  );
  const call = (id: number, name: string, argument?: unknown): void => receive({ type: 'call', id, name, argument });
  return { said, call, cancel: (id: number) => receive({ type: 'cancel', id }) };
}

describe('a call', () => {
  it('gives its argument to the handler of its name, and the result under its number', async () => {
    const { said, call } = serve({ double: (x: number) => 2 * x, later: async (x: number) => nextTurn(x + 1) });
    call(1, 'later', 5);
    call(2, 'double', 4);
    await nextTurn();
    await nextTurn();
    expect(said).toEqual([
      { type: 'result', id: 2, value: 8, transfer: [] },
      { type: 'result', id: 1, value: 6, transfer: [] },
    ]);
  });

  it('tells of its progress before its result, in order', async () => {
    const { said, call } = serve({
      count: async (to: number, { tell }) => {
        for (let i = 0; i < to; i++) {
          tell(i);
          await nextTurn();
        }
        return 'done';
      },
    });
    call(7, 'count', 3);
    for (let i = 0; i < 6; i++) await nextTurn();
    expect(said.map((message) => ('value' in message ? [message.type, message.value] : null))).toEqual([
      ['progress', 0],
      ['progress', 1],
      ['progress', 2],
      ['result', 'done'],
    ]);
  });

  it('is told when it is cancelled, alone among those under way, and still gives a result', async () => {
    const untilAborted = (_: never, { signal }: Ongoing<unknown>): Promise<string> =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve('early')));
    const { said, call, cancel } = serve({ untilAborted });
    call(1, 'untilAborted');
    call(2, 'untilAborted');
    cancel(2);
    await nextTurn();
    expect(said).toEqual([{ type: 'result', id: 2, value: 'early', transfer: [] }]);
    // one that has ended, and one that never was
    cancel(2);
    cancel(9);
    cancel(1);
    await nextTurn();
    expect(said.map(({ id }) => id)).toEqual([2, 1]);
  });

  it('fails where there is no handler of its name, with the nearest one', async () => {
    const { said, call } = serve({ optimize: () => 1 });
    call(1, 'optimise');
    call(2, 'toString');
    await nextTurn();
    expect(said).toMatchObject([
      { type: 'result', id: 1, failure: { during: 'internal', message: expect.stringContaining('"optimize"') } },
      { type: 'result', id: 2, failure: { during: 'internal', message: expect.stringContaining('"toString"') } },
    ]);
  });

  it.each([
    [new SceneError('$.x', 'a', 'b'), 'scene'],
    [new ArgumentError('x', 'a', 'b'), 'scene'],
    [new RangeError('Array buffer allocation failed'), 'internal'],
    ['a text', 'internal'],
  ])('fails with what its handler throws, at once or later: %s', async (error, during) => {
    const { said, call } = serve({
      now: () => {
        throw error;
      },
      later: async () => {
        await nextTurn();
        throw error;
      },
    });
    call(1, 'now');
    call(2, 'later');
    for (let i = 0; i < 3; i++) await nextTurn();
    const failure = { during, message: error instanceof Error ? error.message : error };
    expect(said).toMatchObject([
      { type: 'result', id: 1, failure },
      { type: 'result', id: 2, failure },
    ]);
  });

  it('fails where its result cannot be sent', async () => {
    const { said, call } = serve({ secret: () => () => 1 });
    call(1, 'secret');
    await nextTurn();
    expect(said).toMatchObject([{ type: 'result', id: 1, failure: { during: 'internal' } }]);
  });

  it('hands buffers over instead of copying them, each once', async () => {
    const numbers = new Float64Array([1, 2, 3]);
    const { said, call } = serve({
      give: (_: never, { tell }) => {
        tell(handOver({ part: new Float32Array(2) }, [new Float32Array(2)]));
        return handOver({ numbers }, [numbers, numbers.subarray(1)]);
      },
    });
    call(1, 'give');
    await nextTurn();
    expect(said.map(({ transfer }) => transfer.length)).toEqual([1, 1]);
    expect(said[1]).toMatchObject({ value: { numbers: new Float64Array([1, 2, 3]) } });
    expect(numbers.length).toBe(0);
  });
});
