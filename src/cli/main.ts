#!/usr/bin/env node
/** @file The `adjoint` program. */
import { exitStatus } from './commands/command.ts';
import { runCommandLine } from './run-command-line.ts';

const interruption = new AbortController();
process.on('SIGINT', () => {
  // the second Ctrl-C does not wait for the iteration to end
  if (interruption.signal.aborted) process.exit(exitStatus.interrupted);
  interruption.abort();
});
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());

/** Of a reader that has closed its end, or a terminal that is gone: no error, and no reason to stop working. */
const goneReader = ['EPIPE', 'EIO'];
process.stdout.on('error', ({ code = '', message }: NodeJS.ErrnoException) => {
  if (goneReader.includes(code) || process.exitCode === exitStatus.io) return;
  process.exitCode = exitStatus.io;
  process.stderr.write(`standard output: ${message}\n`);
});
// who does not want to hear of progress wants the result all the same
process.stderr.on('error', () => undefined);

const status = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isInteractive: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
  columns: () => process.stderr.columns,
  interrupted: interruption.signal,
});
if (status !== exitStatus.ok) process.exitCode = status;
