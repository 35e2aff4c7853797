/** @file Command line in, exit status out: dispatch, help, and every error as one clear message. */
import { AdjointError, NonFiniteError } from '../errors.ts';
import { FileError } from '../platform/node/file-error.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { oneLine } from '../text/printable.ts';
import { version } from '../version.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { commands } from './commands/all.ts';
import { type ExitStatus, exitStatus } from './commands/command.ts';
import { type Streams, type Terminal, terminalOn } from './terminal.ts';

const usage = (): string => `adjoint ${version}: gradients through a robot's dynamics

Usage: adjoint COMMAND [arguments]

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n')}

adjoint COMMAND --help says more. --version prints the version; --debug adds the stack trace to an error.
`;

/** Runs a command line (without node and the script) and returns its exit status. */
export async function runCommandLine(argv: readonly string[], streams: Streams): Promise<ExitStatus> {
  const terminal = terminalOn(streams);
  const debug = argv.includes('--debug');
  try {
    return await dispatch(
      argv.filter((argument) => argument !== '--debug'),
      terminal,
    );
  } catch (error) {
    return report(error, debug, terminal);
  }
}

async function dispatch([name, ...rest]: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(usage());
    return name === undefined ? exitStatus.badInput : exitStatus.ok;
  }
  if (name === '--version') {
    terminal.out(`${version}\n`);
    return exitStatus.ok;
  }
  const names = commands.map((command) => command.name);
  const listed = commands.find((candidate) => candidate.name === name);
  if (!listed)
    throw new UsageError(`unknown command "${name}"; ${didYouMean(name, names, `commands: ${names.join(', ')}`)}`);
  const command = await listed.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(command.help);
    return exitStatus.ok;
  }
  return command.run(parseArguments(rest, command.options, command.operands), terminal);
}

function report(error: unknown, debug: boolean, terminal: Terminal): ExitStatus {
  const isExpected = error instanceof AdjointError;
  const message = error instanceof Error ? error.message : String(error);
  terminal.err(
    isExpected
      ? `${message}\n`
      : `adjoint: internal error: ${oneLine(message)}\nThis is a bug in Adjoint: please report it with the command line.\n`,
  );
  if (debug && error instanceof Error) terminal.err(`${error.stack}\n`);
  if (error instanceof NonFiniteError) return exitStatus.fruitless;
  if (error instanceof FileError && !error.isInput) return exitStatus.io;
  return isExpected ? exitStatus.badInput : exitStatus.bug;
}
