/** @file What arguments of public functions have to be, asked in one place: what was found, what is expected, what to do. */
import { ArgumentError } from '../errors.ts';
import { didYouMean } from '../text/did-you-mean.ts';

/** Characters of a text that an error repeats. */
const lettersShown = 40;

/** A value as an error names it. */
export function described(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > lettersShown ? `${value.slice(0, lettersShown)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return typeof value === 'symbol' ? 'a symbol' : String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' && name !== '' && name !== 'Object' ? `a ${name}` : 'an object';
}

const refuse = (argument: string, value: unknown, expected: string, remedy?: string): never => {
  throw new ArgumentError(argument, described(value), expected, remedy);
};

/** A function that gives its result at once; a class is called by `new` only. */
export function requireFunction(argument: string, value: unknown): void {
  if (typeof value !== 'function') return refuse(argument, value, 'a function');
  if (/^(async|class)\b/.test(Function.prototype.toString.call(value)))
    throw new ArgumentError(
      argument,
      'an async function or a class',
      'a function that returns its result',
      'await what is needed before, and hand it in',
    );
}

export function requireText(argument: string, value: unknown): void {
  if (typeof value !== 'string') refuse(argument, value, 'a text');
}

export function requireNumber(argument: string, value: unknown): void {
  if (typeof value !== 'number') refuse(argument, value, 'a number');
}

/** A list of numbers, of which each is judged elsewhere. */
export function requireNumbers(argument: string, value: unknown, expected = 'a list of numbers'): void {
  requireList(argument, value, expected);
  (value as unknown[]).forEach((entry, i) => requireNumber(`${argument}[${i}]`, entry));
}

export function requireObject(argument: string, value: unknown, expected: string, remedy?: string): void {
  if (typeof value !== 'object' || value === null) refuse(argument, value, expected, remedy);
}

/** One of some words. */
export function requireWord(argument: string, value: unknown, words: readonly string[]): void {
  if (typeof value !== 'string' || !words.includes(value))
    refuse(argument, value, words.map((word) => `"${word}"`).join(' or '));
}

export function requireList(argument: string, value: unknown, expected = 'a list'): void {
  if (!Array.isArray(value)) refuse(argument, value, expected);
}

/** An instance of a class of the package; `remedy` says how one is made. */
export function requireInstance(
  argument: string,
  value: unknown,
  type: abstract new (...args: never[]) => unknown,
  remedy?: string,
): void {
  if (!(value instanceof type)) refuse(argument, value, `a ${type.name}`, remedy);
}

/** A whole number of at least `least` and at most `most`. */
export function requireInteger(argument: string, value: unknown, least: number, most = 2 ** 31 - 1): void {
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
    refuse(
      argument,
      value,
      most === 2 ** 31 - 1 ? `an integer of at least ${least}` : `an integer from ${least} to ${most}`,
    );
}

/** Options by their names; a name that is none is refused, as it would be without effect. */
export function requireOptions(operation: string, options: unknown, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    refuse(`${operation}: options`, options, `an object of ${names.join(', ')}`);
  for (const name of Object.keys(options as object))
    if (!names.includes(name))
      throw new ArgumentError(
        `${operation}: options`,
        `"${name}"`,
        names.join(', '),
        didYouMean(name, names, 'leave it out'),
      );
}
