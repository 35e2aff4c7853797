/** @file What a command may do to the world, so that tests can stand in for it; and what it may show there. */
import { oneLine, visible } from '../text/printable.ts';

/** Where a program's text goes, as it is. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether standard error is a terminal that can redraw a line. */
  readonly isInteractive: boolean;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** What commands write to: whatever stands in a name, nothing but text and line breaks reaches the streams. */
export interface Terminal extends Streams {
  /** Writes over the last line of standard error. */
  readonly redraw: (line: string) => void;
}

/** JSON stays the same value: what is made visible is an escape of JSON too, and stands in strings only. */
export const terminalOn = (streams: Streams): Terminal => ({
  out: (text) => streams.out(visible(text)),
  err: (text) => streams.err(visible(text)),
  redraw: (line) => streams.err(`\r\u001b[2K${oneLine(line)}`),
  isInteractive: streams.isInteractive,
  interrupted: streams.interrupted,
});

/** A line that is redrawn in a terminal, and written now and then elsewhere. */
export class ProgressLine {
  readonly #terminal: Terminal;
  #lastWritten = -Infinity;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Shows progress `done` of `total`; where lines cannot be redrawn, about every tenth part. */
  show(done: number, total: number, text: string): void {
    const part = Math.min(1, done / Math.max(1, total));
    const bar = '█'.repeat(Math.round(part * 20)).padEnd(20, '░');
    if (this.#terminal.isInteractive) this.#terminal.redraw(`${bar} ${done}/${total}  ${text}`);
    else if (part - this.#lastWritten >= 0.1 || done === total) {
      this.#lastWritten = part;
      this.#terminal.err(`${bar} ${done}/${total}  ${oneLine(text)}\n`);
    }
  }

  end(): void {
    if (this.#terminal.isInteractive) this.#terminal.err('\n');
  }
}

/** Columns padded to their widest cell; all but the first to the right. Every cell is one line. */
export function table(given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(oneLine));
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)), []);
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and values below each other. */
export const listed = (rows: readonly (readonly [name: string, value: string])[], width: number): string =>
  rows.map(([name, value]) => `${name.padEnd(width)}${oneLine(value)}\n`).join('');
