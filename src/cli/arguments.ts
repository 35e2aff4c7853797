/** @file Command-line arguments: strict, with one clear message for what is wrong. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { AdjointError } from '../errors.ts';
import { oneLine } from '../text/printable.ts';
import { didYouMean } from '../text/did-you-mean.ts';

/** A wrong argument; the command exits with status 2. */
export class UsageError extends AdjointError {
  override readonly name = 'UsageError';

  constructor(message: string) {
    super(oneLine(message));
  }
}

export type OptionSpecs = NonNullable<ParseArgsConfig['options']>;
export type OptionValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export interface ParsedArguments {
  readonly positionals: readonly string[];
  readonly values: OptionValues;
}

/** Positionals and options; unknown options, missing values and wrong counts are refused. */
export function parseArguments(
  argv: readonly string[],
  options: OptionSpecs,
  operands: readonly string[],
): ParsedArguments {
  const known = Object.keys(options).map((name) => `--${name}`);
  for (const argument of argv) {
    if (argument === '--') break;
    const [name] = argument.split('=');
    if (name.startsWith('--') && !known.includes(name))
      throw new UsageError(`unknown option ${name}; ${didYouMean(name, known, `options: ${known.join(', ')}`)}`);
  }
  const parsed = parse(argv, options);
  const takesMore = operands.at(-1)?.endsWith('...');
  if (!takesMore && parsed.positionals.length > operands.length)
    throw new UsageError(
      `unexpected argument "${parsed.positionals[operands.length]}"; expected ${operands.join(' ') || 'no argument'}`,
    );
  for (const [name, given] of Object.entries(parsed.values))
    if ([given].flat().includes('')) throw new UsageError(`--${name}: found ""; expected a value`);
  return parsed;
}

function parse(argv: readonly string[], options: OptionSpecs): ParsedArguments {
  try {
    const { positionals, values } = parseArgs({
      args: joinNegativeValues(argv, options),
      options,
      allowPositionals: true,
      strict: true,
    });
    return { positionals, values };
  } catch (error) {
    throw new UsageError((error as Error).message.replace(/\. To specify.*$/s, '').replaceAll('\n', ' '));
  }
}

/** `--q -1,2` means `--q=-1,2`. */
function joinNegativeValues(argv: readonly string[], options: OptionSpecs): string[] {
  const joined: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const takesValue = argv[i].startsWith('--') && options[argv[i].slice(2)]?.type === 'string';
    if (takesValue && /^-[\d.]/.test(argv[i + 1] ?? '')) joined.push(`${argv[i]}=${argv[++i]}`);
    else joined.push(argv[i]);
  }
  return joined;
}

/** The first operand, required. */
export function operand(positionals: readonly string[], name: string): string {
  if (!positionals[0]) throw new UsageError(`missing argument ${name}`);
  return positionals[0];
}

/** An integer option from `least` to `most`. */
export function integerOption(
  values: OptionValues,
  name: string,
  least = 1,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  const number = Number(value);
  if (typeof value === 'string' && /^\d+$/.test(value) && number >= least && number <= most) return number;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new UsageError(`--${name}: found "${String(value)}"; expected an integer ${range}`);
}

/** An option that is one of a few words. */
export function choiceOption<Choice extends string>(
  values: OptionValues,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  throw new UsageError(`--${name}: found "${String(value)}"; expected ${choices.join(' or ')}`);
}

/** The finite number that a word of an option is. */
export function numberOf(option: string, word: string): number {
  const value = Number(word);
  if (word.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`--${option}: found "${word}"; expected a finite number`);
}

/** The parts of `elbow=1,wrist=2`. Names may hold commas and equals signs themselves: values do not. */
export function assignmentsIn(option: string, text: string): [name: string, value: string][] {
  const found: [string, string][] = [];
  const part = /\s*(.+?)\s*=([^,=]*)(,|$)/gsy;
  let rest = ',';
  while (rest === ',') {
    const match = part.exec(text);
    if (!match) throw new UsageError(`--${option}: found "${text}"; expected NAME=NUMBER, or several after commas`);
    found.push([match[1], match[2].trim()]);
    rest = match[3];
  }
  return found;
}
