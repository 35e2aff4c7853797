#!/usr/bin/env node
/** @file The `adjoint` program. */
import { runCommandLine } from './run-command-line.ts';

const interruption = new AbortController();
process.on('SIGINT', () => {
  // the second Ctrl-C does not wait for the iteration to end
  if (interruption.signal.aborted) process.exit(130);
  interruption.abort();
});
process.on('SIGTERM', () => interruption.abort());

// a reader such as `head` that closes its end early is no error
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 4));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isInteractive: process.stderr.isTTY === true,
  interrupted: interruption.signal,
});
