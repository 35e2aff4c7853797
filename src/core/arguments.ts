/** @file What arguments of public functions have to be, asked in one place: what was found, what is expected, what to do. */
import { ArgumentError } from '../errors.ts';
import { described } from '../text/described.ts';
import { didYouMean } from '../text/did-you-mean.ts';

const refuse = (argument: string, value: unknown, expected: string, remedy?: string): never => {
  throw new ArgumentError(argument, described(value), expected, remedy);
};

/** A function that is waited for; a class is called by `new` only. */
export function requireCallback(argument: string, value: unknown): void {
  if (typeof value !== 'function' || /^class\b/.test(Function.prototype.toString.call(value)))
    refuse(argument, value, 'a function');
}

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

/** A number that is finite; `unit` says what it counts. */
export function requireFiniteNumber(argument: string, value: unknown, unit = ''): void {
  if (!Number.isFinite(value)) refuse(argument, value, `a finite number${unit}`);
}

/** A list of numbers, of which each is judged elsewhere. */
export function requireNumbers(argument: string, value: unknown, expected = 'a list of numbers'): void {
  requireList(argument, value, expected);
  (value as unknown[]).forEach((entry, i) => requireNumber(`${argument}[${i}]`, entry));
}

export function requireObject(argument: string, value: unknown, expected: string, remedy?: string): void {
  if (typeof value !== 'object' || value === null) refuse(argument, value, expected, remedy);
}

const parts = {
  'a function': (value: unknown) => typeof value === 'function',
  'an object': (value: unknown) => typeof value === 'object' && value !== null,
  'a list': (value: unknown) => Array.isArray(value),
  'a text': (value: unknown) => typeof value === 'string',
  'a number': (value: unknown) => typeof value === 'number',
} as const;

/** An object that has these parts; `remedy` says where one comes from. */
export function requireParts(
  argument: string,
  value: unknown,
  expected: Readonly<Record<string, keyof typeof parts>>,
  remedy?: string,
): void {
  requireObject(argument, value, `an object of ${Object.keys(expected).join(', ')}`, remedy);
  for (const [name, kind] of Object.entries(expected)) {
    const part = (value as Readonly<Record<string, unknown>>)[name];
    if (!parts[kind](part)) refuse(`${argument}.${name}`, part, kind, remedy);
  }
}

/** What an AbortController gives. */
export function requireSignal(value: unknown): void {
  const { throwIfAborted } = Object(value) as Partial<AbortSignal>;
  if (typeof throwIfAborted !== 'function') refuse('signal', value, 'an AbortSignal', 'use that of an AbortController');
}

export function requireBoolean(argument: string, value: unknown): void {
  if (typeof value !== 'boolean') refuse(argument, value, 'true or false');
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
