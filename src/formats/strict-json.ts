/** @file JSON as files of people have it: errors that say where, no key twice, no key that could reach a prototype, no endless nesting. */
import { SceneError } from '../errors.ts';
import { printable } from '../text/printable.ts';

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);
const deepest = 64;

/** `$.controller.kp[2]` */
export const jsonPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${printable(String(key))}`),
    '$',
  );

/** The value of a JSON text, which JSON.parse alone would accept too easily. Throws a SceneError. */
export function parseStrictJson(text: string): unknown {
  const source = text.replace(/^\ufeff/, '');
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw new SceneError('$', (error as Error).message, 'a JSON document');
  }
  checkStructure(value);
  refuseDuplicates(source);
  return value;
}

/** Refuses keys that could reach an object's prototype, and nesting that no file of ours has; iterative. */
export function checkStructure(root: unknown): void {
  const pending: { readonly value: unknown; readonly path: readonly PropertyKey[] }[] = [{ value: root, path: [] }];
  for (let item = pending.pop(); item; item = pending.pop()) {
    const { value, path } = item;
    if (typeof value !== 'object' || value === null) continue;
    if (path.length > deepest)
      throw new SceneError(`${jsonPath(path.slice(0, 4))}...`, 'deeper nesting', `at most ${deepest} levels`);
    if (Array.isArray(value)) {
      value.forEach((element: unknown, i) => {
        if (typeof element === 'object') pending.push({ value: element, path: [...path, i] });
      });
      continue;
    }
    for (const [key, element] of Object.entries(value)) {
      if (forbiddenKeys.has(key))
        throw new SceneError(jsonPath([...path, key]), `key "${key}"`, 'a key of the schema', 'remove it');
      pending.push({ value: element, path: [...path, key] });
    }
  }
}

/** An object (with the keys seen) or an array (with the index) that is open while a text is scanned. */
interface Open {
  readonly keys: Set<string> | null;
  at: string | number;
}

/** Refuses a key that stands twice in one object of a valid JSON text: only one of the two would count. */
function refuseDuplicates(text: string): void {
  const open: Open[] = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\],]/g)) {
    const inner = open.at(-1);
    if (token === '{') open.push({ keys: new Set(), at: '' });
    else if (token === '[') open.push({ keys: null, at: 0 });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && typeof inner?.at === 'number') inner.at++;
    else if (inner?.keys && token.endsWith(':')) {
      inner.at = JSON.parse(token.slice(0, -1)) as string;
      if (inner.keys.has(inner.at))
        throw new SceneError(
          jsonPath(open.map(({ at }) => at)),
          `key "${inner.at}" twice in one object`,
          'each key once',
        );
      inner.keys.add(inner.at);
    }
  }
}
