/** @file `path=value`: one setting changed by its path, as command lines and addresses write it; and the paths that differ. */
import { ArgumentError } from '../errors.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { printable } from '../text/printable.ts';
import type { JsonSchema } from './fields.ts';
import { formOf, formsAt, keysAt, kindOf, schemaAt, valueAt } from './schema-path.ts';
import { changeOf } from './touches.ts';

/** Keys and positions: `costs.arrive.weight`, `controller.kp[2]` or `controller.kp.2`. */
const keysOf = (path: string): string[] => path.replace(/\[(\d+)\]/g, '.$1').split('.');

/** Whether entries of a list have names of their own. */
const nameOf = (item: unknown): unknown => valueAt(item, ['name']);

/** The key of what a word of a path means in a value: an entry of a list by its name or position. */
function keyIn(value: unknown, word: string, path: string): PropertyKey {
  if (!Array.isArray(value)) return word;
  const named = value.findIndex((item) => nameOf(item) === word);
  const position = named >= 0 ? named : /^\d+$/.test(word) ? Number(word) : -1;
  if (position >= 0 && position < value.length) return position;
  const names = value.map((item) => nameOf(item)).filter((name) => typeof name === 'string');
  const known = names.length > 0 ? names.join(', ') : `a position below ${value.length}`;
  throw new ArgumentError(path, `"${printable(word)}"`, known, didYouMean(word, names, 'choose one of them'));
}

/** Refuses a word that the schema does not know at a place of a value. */
function requireKnown(schema: JsonSchema, value: unknown, keys: readonly PropertyKey[], path: string): void {
  if (schemaAt(schema, keys, value)) return;
  const known = keysAt(schema, keys.slice(0, -1), value);
  const word = printable(String(keys.at(-1)));
  const expected = known.length > 0 ? known.join(', ') : 'no further part: this is a value';
  throw new ArgumentError(path, `"${word}"`, expected, didYouMean(word, known, 'choose one of them'));
}

/** The value with another part at a path; a part that is `undefined` is left out. */
export function withPart(value: unknown, [key, ...rest]: readonly PropertyKey[], part: unknown): unknown {
  if (key === undefined) return part;
  const inner = withPart(valueAt(value, [key]), rest, part);
  if (Array.isArray(value)) return value.map((item: unknown, i) => (i === Number(key) ? inner : item));
  const own: Record<PropertyKey, unknown> = { ...(typeof value === 'object' ? value : null), [key]: inner };
  if (inner === undefined) delete own[key];
  return own;
}

/** Refuses to go into something that has no such name yet: what is new is given as a whole. */
function requireNamed(schema: JsonSchema, value: unknown, keys: readonly PropertyKey[], path: string): void {
  const place = keys.slice(0, -1);
  const around = schemaAt(schema, place, value);
  const names = valueAt(value, place);
  const isNamed = around && !formOf(around, names).properties && !Array.isArray(names);
  if (keys.length === 0 || !isNamed || valueAt(value, keys) !== undefined) return;
  const known = Object.keys(names ?? {});
  const word = printable(String(keys.at(-1)));
  throw new ArgumentError(
    path,
    `"${word}"`,
    known.join(', ') || 'a name',
    didYouMean(word, known, 'choose one of them'),
  );
}

/** A value as it is written after `=`: JSON where it is, else the text itself; null leaves a setting out. */
function valueFrom(text: string): unknown {
  try {
    return (JSON.parse(text) as unknown) ?? undefined;
  } catch {
    return text;
  }
}

/**
 * The value with one setting changed by `path=value`; `path=null` leaves it out, `method=lbfgs` chooses another kind. Throws an
 * ArgumentError that names the path where there is no such setting; whether the new value is right, the schema says.
 */
export function withSetting<T>(schema: JsonSchema, value: T, assignment: string): T {
  const at = assignment.indexOf('=');
  if (at < 1) throw new ArgumentError('setting', `"${printable(assignment)}"`, 'path=value, e.g. method.iterations=50');
  const path = assignment.slice(0, at);
  const shownPath = printable(path);
  const keys: PropertyKey[] = [];
  for (const word of keysOf(path)) {
    requireNamed(schema, value, keys, shownPath);
    keys.push(keyIn(valueAt(value, keys), word, shownPath));
    requireKnown(schema, value, keys, shownPath);
  }
  const part = valueFrom(assignment.slice(at + 1));
  if (typeof part === 'string') {
    if (keys.at(-1) === 'type') return withKind(schema, value, keys.slice(0, -1), part);
    if (isNamedAlone(schema, value, keys, part)) return withKind(schema, value, keys, part);
  }
  return withPart(value, keys, part) as T;
}

/** Whether a word chooses a kind that needs settings, of which those that stand there may do. */
function isNamedAlone(schema: JsonSchema, value: unknown, path: readonly PropertyKey[], word: string): boolean {
  const forms = formsAt(schema, path, value);
  return forms.some((form) => kindOf(form) === word) && !forms.some((form) => form.enum?.includes(word));
}

/** The value with another kind at a path: of the settings that stood there, those stay that the new kind has, too. */
export function withKind<T>(schema: JsonSchema, value: T, path: readonly PropertyKey[], type: string): T {
  const place = schemaAt(schema, path, value);
  const { properties = {}, required = [] } = place ? formOf(place, { type }) : {};
  const before = valueAt(value, path);
  const kept = Object.entries(typeof before === 'object' && before ? before : {}).filter(([key]) =>
    Object.hasOwn(properties, key),
  );
  const usual = required.flatMap((key) => (properties[key]?.usual === undefined ? [] : [[key, properties[key].usual]]));
  return withPart(value, path, { ...Object.fromEntries(usual), ...Object.fromEntries(kept), type }) as T;
}

/** The settings in which `after` differs from `before`, as `path=value`: what has to be said to come from one to the other. */
export function settingsBetween(schema: JsonSchema, before: unknown, after: unknown): string[] {
  return changeOf(schema, before, after).paths.map((path) => {
    const keys = path.split('.');
    const words = keys.map((key, depth) => {
      const list = valueAt(after, keys.slice(0, depth));
      const name = Array.isArray(list) ? nameOf(list[Number(key)]) : undefined;
      return typeof name === 'string' ? name : key;
    });
    return `${words.join('.')}=${JSON.stringify(valueAt(after, keys) ?? null)}`;
  });
}
