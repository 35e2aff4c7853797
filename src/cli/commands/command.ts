/** @file What a command is. */
import type { OptionSpecs, ParsedArguments } from '../arguments.ts';
import type { Terminal } from '../terminal.ts';

export const exitStatus = { ok: 0, bug: 1, badInput: 2, fruitless: 3, io: 4, interrupted: 130 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

export interface Command {
  /** Text of `--help`. */
  readonly help: string;
  readonly operands: readonly string[];
  readonly options: OptionSpecs;
  readonly run: (parsed: ParsedArguments, terminal: Terminal) => Promise<ExitStatus>;
}
