/** @file Checks on the page: comparisons are heard, handlers tell results, the page's side runs note after note. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sin, tensor } from '../../../../src/index.ts';
import type { CheckCalls, CheckResult } from '../../../../src/viewer/sections/notes/checks/calls.ts';
import { expectClose, expectEqual, takeHeard, uniform } from '../../../../src/viewer/sections/notes/checks/check.ts';
import { NoteChecks } from '../../../../src/viewer/sections/notes/checks/note-checks.ts';
import { checkHandlers, type RunnableCheck } from '../../../../src/viewer/sections/notes/checks/run-checks.ts';
import { resultWords, summaryOf } from '../../../../src/viewer/sections/notes/checks/words.ts';
import { type PageMessage, serveCalls, type WorkerMessage } from '../../../../src/viewer/worker/calls.ts';
import { uniform as uniformOfTests } from '../../../support/check.ts';
import { testSeed } from '../../../support/random.ts';

const result = (line: number, changed: Partial<CheckResult> = {}): CheckResult => ({
  line,
  passed: true,
  message: '',
  milliseconds: 2,
  count: 3,
  worst: { error: 1e-15, tolerance: 1e-13 },
  ...changed,
});

const failing = result(2, { passed: false, message: 'x', worst: { error: 1, tolerance: 1e-3 } });

/** Checks of three notes, one of which fails. */
const checks: Readonly<Record<string, readonly RunnableCheck[]>> = {
  'a.md': [
    { line: 3, run: () => expectClose(sin(tensor([1, 2])), [Math.sin(1), Math.sin(2)], 1e-15) },
    { line: 9, run: () => undefined },
  ],
  'b.md': [{ line: 5, run: () => expectEqual(1, 2) }],
  'c.md': [{ line: 7, run: () => expectClose([1, 2], [1, 2.002], 1e-2) }],
};

const load = (path: string): Promise<readonly RunnableCheck[]> =>
  Object.hasOwn(checks, path) ? Promise.resolve(checks[path]) : Promise.reject(new Error(`no note ${path}`));

describe('a check', () => {
  it('is heard: how much it compared, and what came closest to its tolerance', () => {
    takeHeard();
    expectClose(1, 1.001, 1e-2);
    expectClose(1, 1 + 1e-10, 1e-8);
    expectEqual([1], [1]);
    const { count, worst } = takeHeard();
    expect(count).toBe(3);
    expect(worst!.tolerance).toBe(1e-2);
    expect(worst!.error).toBeCloseTo(1e-3, 5);
    expect(takeHeard()).toEqual({ count: 0, worst: null });
  });

  it.runIf(testSeed === 20261124)('compares the numbers that tests compare', () => {
    expect(uniform(-1, 1, 5)).toEqual(uniformOfTests(-1, 1, 5));
  });

  it('is told as it ends, with what is wrong', async () => {
    const told: CheckResult[] = [];
    const ongoing = { signal: new AbortController().signal, tell: (value: CheckResult) => told.push(value) };
    const results = await checkHandlers(load).runChecks({ path: 'a.md' }, ongoing);
    expect(told).toEqual(results);
    expect(results.map(({ line, passed, count }) => [line, passed, count])).toEqual([
      [3, true, 1],
      [9, true, 0],
    ]);
    const [failed] = await checkHandlers(load).runChecks({ path: 'b.md' }, ongoing);
    expect(failed).toMatchObject({ passed: false, count: 1, worst: { error: Infinity, tolerance: 0 } });
    expect(failed.message).toContain('found 1; expected 2');
  });

  it('that waits for something is waited for, and fails where what it waited for does', async () => {
    const later = async (found: number): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      expectEqual(found, 1);
    };
    const waiting = [1, 2].map((found, line) => ({ line, run: () => later(found) }));
    const ongoing = { signal: new AbortController().signal, tell: () => undefined };
    const results = await checkHandlers(() => Promise.resolve(waiting)).runChecks({ path: 'w.md' }, ongoing);
    expect(results.map(({ passed, count }) => [passed, count])).toEqual([
      [true, 1],
      [false, 1],
    ]);
  });

  it('runs no more once it is cancelled', async () => {
    const controller = new AbortController();
    const ongoing = { signal: controller.signal, tell: () => controller.abort() };
    expect(await checkHandlers(load).runChecks({ path: 'a.md' }, ongoing)).toHaveLength(1);
  });
});

describe('words of results', () => {
  it('name residual, tolerance and time', () => {
    expect(resultWords(result(1))).toBe('3 comparisons, residual 1.00e-15 of 1.00e-13, 2 ms');
    expect(resultWords(result(1, { count: 1, worst: { error: 0, tolerance: 0 } }))).toBe(
      '1 comparison, no residual, 2 ms',
    );
    expect(resultWords(result(1, { count: 0, worst: null, milliseconds: 0.1 }))).toBe('1 ms');
  });

  it('add up', () => {
    expect(summaryOf(new Map())).toBeNull();
    const good = new Map([['a.md', [result(1), result(2, { worst: { error: 5e-9, tolerance: 1e-8 } })]]]);
    expect(summaryOf(good)).toEqual({
      failed: [],
      words: '2 checks, all passed: 6 comparisons, largest residual 5.00e-9 of 1.00e-8',
    });
    const bad = summaryOf(new Map([...good, ['b.md', [failing]]]))!;
    expect(bad.failed).toEqual(['b.md']);
    expect(bad.words).toMatch(/^2 of 3 checks passed: .* residual 1.000 of /);
  });
});

describe('the page', () => {
  /** Answers as the worker of the checks does, but only to what it is let. */
  class FakeWorker {
    onmessage: ((event: { data: WorkerMessage }) => void) | null = null;
    onerror: ((event: { message: string; preventDefault: () => void }) => void) | null = null;
    readonly posted: PageMessage[] = [];
    readonly #receive = serveCalls<CheckCalls>(checkHandlers(load), (data) => this.onmessage?.({ data }));
    answers = true;

    postMessage(message: PageMessage): void {
      this.posted.push(message);
      if (this.answers) this.#receive(message);
    }

    terminate(): void {
      this.onmessage = null;
    }
  }

  let workers: FakeWorker[];
  let notes: NoteChecks;
  const until = (condition: () => boolean): Promise<void> => vi.waitFor(() => expect(condition()).toBe(true));
  const isIdle = (): boolean => notes.state.value.running === null;

  beforeEach(() => {
    workers = [];
    notes = new NoteChecks(Object.keys(checks), () => {
      workers.push(new FakeWorker());
      return workers.at(-1) as unknown as Worker;
    });
  });
  afterEach(() => vi.useRealTimers());

  it('starts a worker when it needs one, and keeps it', async () => {
    expect(workers).toHaveLength(0);
    notes.run('a.md');
    expect(notes.state.value.running).toEqual({ path: 'a.md', done: 0, total: 1 });
    await until(isIdle);
    notes.run('c.md');
    await until(isIdle);
    expect(workers).toHaveLength(1);
    expect([...notes.state.value.results.keys()]).toEqual(['a.md', 'c.md']);
  });

  it('runs all notes, also behind one that fails', async () => {
    notes.run('all');
    await until(isIdle);
    const { results, failure } = notes.state.value;
    expect([...results].map(([path, of]) => [path, of.length])).toEqual([
      ['a.md', 2],
      ['b.md', 1],
      ['c.md', 1],
    ]);
    expect(summaryOf(results)!.failed).toEqual(['b.md']);
    expect(failure).toBe('');
  });

  it('stops, though a check never ends, and can run again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    notes.run('c.md');
    workers[0].answers = false;
    notes.run('all');
    notes.cancel();
    vi.advanceTimersByTime(1000);
    expect(isIdle()).toBe(true);
    vi.useRealTimers();
    notes.run('a.md');
    await until(isIdle);
    expect(notes.state.value.results.get('a.md')).toHaveLength(2);
  });

  it('says why checks could not run', async () => {
    notes.run('nothing.md');
    await until(isIdle);
    expect(notes.state.value.failure).toContain('no note nothing.md');
    notes.run('a.md');
    expect(notes.state.value.failure).toBe('');
    workers[0].onerror!({ message: 'out of memory', preventDefault: () => undefined });
    expect(notes.state.value).toMatchObject({ running: null });
    expect(notes.state.value.failure).toContain('out of memory');
  });
});
