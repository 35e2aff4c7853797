/** @file What a command may do to the world, so that tests can stand in for it; and what it may show there. */
import { largest } from '../core/largest.ts';
import { oneLine, visible } from '../text/printable.ts';

/** Where a program's text goes, as it is. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether standard error is a terminal that can redraw a line. */
  readonly isInteractive: boolean;
  /** How many characters a line of that terminal has, where it is known. */
  readonly columns?: () => number | undefined;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Clock, ms. Default: the system's. */
  readonly now?: () => number;
}

/** What commands write to: whatever stands in a name, nothing but text and line breaks reaches the streams. */
export interface Terminal extends Omit<Streams, 'columns'> {
  /** Writes over the last line of standard error; what is longer than a line is cut. */
  readonly redraw: (line: string) => void;
  readonly now: () => number;
}

/** JSON stays the same value: what is made visible is an escape of JSON too, and stands in strings only. */
export const terminalOn = (streams: Streams): Terminal => ({
  out: (text) => streams.out(visible(text)),
  err: (text) => streams.err(visible(text)),
  redraw: (line) => streams.err(`\r\u001b[2K${oneLine(line).slice(0, (streams.columns?.() || Infinity) - 1)}`),
  isInteractive: streams.isInteractive,
  interrupted: streams.interrupted,
  now: streams.now ?? (() => performance.now()),
});

/** Least time between two lines of progress, ms: as fast as eyes follow, or as often as a log may say it. */
const pace = { redrawn: 50, logged: 5000 } as const;

/** A line that is redrawn in a terminal, and written every few seconds elsewhere; the first and the last always. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #pace: number;
  #due = -Infinity;
  /** The last state, while it is not written. */
  #pending: string | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#pace = terminal.isInteractive ? pace.redrawn : pace.logged;
  }

  /** Shows progress `done` of `total`, where it is time to. */
  show(done: number, total: number, text: string): void {
    const part = Math.min(1, done / Math.max(1, total));
    const bar = '█'.repeat(Math.round(part * 20)).padEnd(20, '░');
    this.#pending = `${bar} ${done}/${total}  ${text}`;
    if (this.#terminal.now() >= this.#due) this.#write();
  }

  /** A message between lines of progress, which goes on below it. */
  say(text: string): void {
    if (this.#terminal.isInteractive) this.#terminal.redraw('');
    this.#terminal.err(text);
  }

  end(): void {
    this.#write();
    if (this.#terminal.isInteractive) this.#terminal.err('\n');
  }

  #write(): void {
    if (this.#pending === undefined) return;
    if (this.#terminal.isInteractive) this.#terminal.redraw(this.#pending);
    else this.#terminal.err(`${oneLine(this.#pending)}\n`);
    this.#pending = undefined;
    this.#due = this.#terminal.now() + this.#pace;
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

/** Width of help, characters: of a small terminal. */
const helpWidth = 100;

/** Names and what they mean below each other; what is longer than a line goes on below itself. */
export function glossary(rows: readonly (readonly [name: string, text: string])[]): string {
  const column =
    largest(
      0,
      rows.map(([name]) => name.length),
    ) + 4;
  const lines = rows.flatMap(([name, text]) =>
    wrapped(text, helpWidth - column).map((line, i) => `${(i === 0 ? `  ${name}` : '').padEnd(column)}${line}`),
  );
  return lines.join('\n');
}

/** Lines of at most `width` characters, cut between words. */
function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trimStart();
    if (line.length <= width) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}

/** Names and values below each other. */
export const listed = (rows: readonly (readonly [name: string, value: string])[], width: number): string =>
  rows.map(([name, value]) => `${name.padEnd(width)}${oneLine(value)}\n`).join('');
