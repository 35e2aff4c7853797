/** @file What a command may do to the world, so that tests can stand in for it. */

export interface Terminal {
  /** Writes to standard output, as it is. */
  readonly out: (text: string) => void;
  /** Writes to standard error, as it is. */
  readonly err: (text: string) => void;
  /** Whether standard error is a terminal that can redraw a line. */
  readonly isInteractive: boolean;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
}

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
    if (this.#terminal.isInteractive) this.#terminal.err(`\r\u001b[2K${bar} ${done}/${total}  ${text}`);
    else if (part - this.#lastWritten >= 0.1 || done === total) {
      this.#lastWritten = part;
      this.#terminal.err(`${bar} ${done}/${total}  ${text}\n`);
    }
  }

  end(): void {
    if (this.#terminal.isInteractive) this.#terminal.err('\n');
  }
}

/** Text with everything that could move a cursor or change a terminal's state made visible; line breaks stay. */
export const visible = (text: string): string =>
  text.replace(
    /[^\P{Cc}\n]|\p{Bidi_Control}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Columns padded to their widest cell; all but the first to the right. */
export function table(rows: readonly (readonly string[])[]): string {
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
