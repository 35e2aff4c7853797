import { describe, expect, it } from 'vitest';
import { ProgressLine, type Streams, terminalOn } from '../../src/cli/terminal.ts';

interface Screen {
  readonly progress: ProgressLine;
  readonly written: string[];
  time: number;
}

function screen(given: Partial<Streams>): Screen {
  const written: string[] = [];
  const { signal: interrupted } = new AbortController();
  const terminal = terminalOn({
    out: () => undefined,
    err: (text) => written.push(text),
    isInteractive: false,
    interrupted,
    now: () => result.time,
    ...given,
  });
  const result: Screen = { progress: new ProgressLine(terminal), written, time: 0 };
  return result;
}

/** Progress of `count` of `total` steps of one millisecond each. */
function advance(on: Screen, count: number, total: number): void {
  for (let i = 1; i <= count; i++, on.time++) on.progress.show(i, total, `step ${i}`);
  on.progress.end();
}

const steps = (on: Screen): number[] =>
  on.written.flatMap((text) => /step (\d+)/.exec(text)?.slice(1).map(Number) ?? []);

describe('progress', () => {
  it('without a terminal is the first line, one every five seconds, and the last', () => {
    const log = screen({});
    advance(log, 17_000, 1_000_000);
    expect(steps(log)).toEqual([1, 5001, 10_001, 15_001, 17_000]);
    expect(log.written.every((text) => /^[█░]{20} \d+\/1000000 {2}step \d+\n$/.test(text))).toBe(true);
  });

  it('that is quick is two lines, and of one step it is one', () => {
    for (const [count, expected] of [
      [1000, [1, 1000]],
      [1, [1]],
    ] as const) {
      const log = screen({});
      advance(log, count, count);
      expect(steps(log)).toEqual(expected);
    }
  });

  it('that goes slowly is a line for each step', () => {
    const log = screen({});
    for (let i = 1; i <= 4; i++, log.time += 6000) log.progress.show(i, 4, `step ${i}`);
    log.progress.end();
    expect(steps(log)).toEqual([1, 2, 3, 4]);
  });

  it('in a terminal is redrawn twenty times a second, and ends with the last state and a new line', () => {
    const terminal = screen({ isInteractive: true });
    advance(terminal, 1010, 1_000_000);
    expect(steps(terminal)).toEqual([...Array.from({ length: 21 }, (_, i) => 1 + 50 * i), 1010]);
    expect(terminal.written.at(-1)).toBe('\n');
    expect(terminal.written.slice(0, -1).every((text) => text.startsWith('\r\u001b[2K'))).toBe(true);
  });

  it('that was never shown writes no line', () => {
    const log = screen({});
    log.progress.end();
    expect(log.written).toEqual([]);
  });

  it('is cut to the width of the terminal, so that it stays one line', () => {
    let columns: number | undefined = 40;
    const terminal = screen({ isInteractive: true, columns: () => columns });
    terminal.progress.show(1, 2, 'x'.repeat(100));
    expect(terminal.written[0].replace('\r\u001b[2K', '').length).toBe(39);
    for (columns of [undefined, 0]) {
      terminal.time += 1000;
      terminal.progress.show(1, 2, 'x'.repeat(100));
      expect(terminal.written.at(-1)).toContain('x'.repeat(100));
    }
  });

  it('gives way to a message', () => {
    const terminal = screen({ isInteractive: true });
    terminal.progress.show(1, 2, 'a');
    terminal.progress.say('warning: b\n');
    expect(terminal.written.slice(1)).toEqual(['\r\u001b[2K', 'warning: b\n']);
  });
});
