/** @file What does not fit a schema, in words: where, what was found, what was expected, what to do. */
import type * as z from 'zod/mini';
import { described } from '../text/described.ts';
import { didYouMean, nearestWord } from '../text/did-you-mean.ts';
import { printable } from '../text/printable.ts';
import { jsonSchemaOf, type Schema } from './fields.ts';
import { formsAt, keysAt, kindOf, valueAt } from './schema-path.ts';

export interface Misfit {
  readonly path: readonly PropertyKey[];
  readonly found: string;
  readonly expected: string;
  readonly remedy?: string;
}

/** The text that JSON has for a value; none for a function, and none for one that holds itself. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value) as string | undefined;
  } catch {
    return undefined;
  }
}

/** A value as it stands in a message. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : (jsonOf(value) ?? described(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The first thing that is wrong with a value, which `schema` refused with `error`. */
export function firstMisfit(schema: Schema, value: unknown, error: z.core.$ZodError): Misfit {
  const { path, reason } = innermost(error.issues[0]);
  if (reason.code === 'unrecognized_keys')
    return unknownKey(path, reason.keys[0], keysAt(jsonSchemaOf(schema), path, value));
  if (reason.code === 'invalid_key')
    return { path, found: `the name ${shown(path.at(-1))}`, expected: expectation(reason.issues[0]) };
  const found = valueAt(value, path);
  const misspelt = found === undefined ? misspeltKey(schema, value, path) : undefined;
  if (misspelt) return misspelt;
  const unsettled = typeof found === 'string' ? kindAlone(schema, value, path, found, reason) : undefined;
  if (unsettled) return unsettled;
  const named = typeof found === 'string' ? choicesOf(reason) : [];
  const remedy = named.length > 0 ? { remedy: didYouMean(found as string, named, 'choose one of them') } : {};
  return { path, found: shown(found), expected: expectation(reason), ...remedy };
}

/** A word where a kind has to be given with its settings. */
function kindAlone(
  schema: Schema,
  value: unknown,
  path: readonly PropertyKey[],
  word: string,
  { code }: z.core.$ZodIssue,
): Misfit | undefined {
  const kinds = formsAt(jsonSchemaOf(schema), path, value)
    .map(kindOf)
    .filter((type) => type !== undefined);
  const isKind = kinds.includes(word);
  if (!isKind && (code !== 'invalid_type' || kinds.length === 0)) return undefined;
  const remedy = isKind
    ? `give it as { "type": ${shown(word)} } with its settings`
    : didYouMean(word, kinds, 'choose one of them');
  return { path, found: shown(word), expected: `an object of type ${kinds.join(', ')}`, remedy };
}

const unknownKey = (path: readonly PropertyKey[], key: string, known: readonly string[]): Misfit => ({
  path: [...path, key],
  found: `unknown key "${printable(key)}"`,
  expected: known.length > 0 ? known.join(', ') : 'no key here',
  remedy: didYouMean(key, known, 'remove it or correct its spelling'),
});

/** A key beside the missing one at `path` that is none, and likely meant to be that one. */
function misspeltKey(schema: Schema, value: unknown, path: readonly PropertyKey[]): Misfit | undefined {
  const around = path.slice(0, -1);
  const object = valueAt(value, around);
  if (path.length === 0 || typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
  const json = jsonSchemaOf(schema);
  const missing = String(path.at(-1));
  // without its type it may be of any kind
  const known =
    missing === 'type'
      ? [...new Set(formsAt(json, around, value).flatMap(({ properties = {} }) => Object.keys(properties)))]
      : keysAt(json, around, value);
  const others = Object.keys(object).filter((key) => !known.includes(key));
  const alike = nearestWord(missing, others);
  return alike === undefined || known.length === 0 ? undefined : unknownKey(around, alike, known);
}

/** Of the forms that a value could have had, the one it came nearest to: whose first issue lies deepest. */
function innermost(issue: z.core.$ZodIssue): {
  readonly path: readonly PropertyKey[];
  readonly reason: z.core.$ZodIssue;
} {
  const { path } = issue;
  if (issue.code !== 'invalid_union') return { path, reason: issue };
  const branches = issue.errors.flatMap(([first]) => (first ? [innermost(first)] : []));
  const depth = ({ path: at, reason }: (typeof branches)[number]): number =>
    at.length + (reason.code === 'unrecognized_keys' ? 1 : 0);
  const [deepest] = branches.filter((branch) => depth(branch) > 0).sort((a, b) => depth(b) - depth(a));
  return deepest ? { path: [...path, ...deepest.path], reason: deepest.reason } : { path, reason: issue };
}

/** Words that would have been right. */
function choicesOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_value') return issue.values.filter((value) => typeof value === 'string');
  if (issue.code !== 'invalid_union') return [];
  const own = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
  return [...own.filter((option) => typeof option === 'string'), ...issue.errors.flat().flatMap(choicesOf)];
}

/** The types that the forms of a union are of, in words. */
function typesOf(errors: readonly (readonly z.core.$ZodIssue[])[]): string {
  const types = errors.flatMap(([first]) => (first?.code === 'invalid_type' ? [first.expected] : []));
  return types.length > 0 ? `a value of type ${[...new Set(types)].join(' or ')}` : 'one of the forms in the schema';
}

/** What the length of a value is counted in. */
const countedIn = (origin: string): string =>
  origin === 'array' ? ' items' : origin === 'string' ? ' characters' : '';

/** What an issue of the schema wanted, in words. */
function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'an integer' : `a value of type ${issue.expected}`;
    case 'invalid_value':
      return issue.values.map((value) => shown(value)).join(' or ');
    case 'too_small':
      return `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${countedIn(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${countedIn(issue.origin)}`;
    case 'invalid_format':
      return `text that matches ${issue.pattern ?? issue.format}`;
    case 'invalid_union': {
      const choices = choicesOf(issue);
      return choices.length > 0 ? choices.map(shown).join(' or ') : typesOf(issue.errors);
    }
    case 'custom':
      return issue.message;
    default:
      return 'what the schema says';
  }
}
