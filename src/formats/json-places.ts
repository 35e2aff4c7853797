/** @file Where in the text of a JSON file something stands: line and column of a JSON path, so that errors can say them. */
import { type Place, SceneError } from '../errors.ts';
import { printable } from '../text/printable.ts';
import { jsonMembers } from './json-members.ts';

const step = (key: PropertyKey): string => (typeof key === 'number' ? `[${key}]` : `.${printable(String(key))}`);

/** `$.controller.kp[2]` */
export const jsonPath = (path: readonly PropertyKey[]): string => `$${path.map(step).join('')}`;

/** Without the mark that some editors put before a text; no column counts it. */
export const withoutMark = (text: string): string => text.replace(/^\ufeff/, '');

/** Line and column of an offset, UTF-16 units. */
export function placeAt(text: string, offset: number): Place {
  let [line, start] = [1, 0];
  for (const { 0: lineEnd, index } of text.matchAll(/\r\n|\r|\n/g)) {
    if (index >= offset) break;
    line++;
    start = index + lineEnd.length;
  }
  return { line, column: offset - start + 1 };
}

/**
 * Where in a valid JSON text the key or the element stands that a path such as `$.controller.kp[2]` names; where there is none, the
 * nearest that it would be in. The time grows with the length of the text only.
 */
export function locate(text: string, path: string): Place {
  const source = withoutMark(text);
  /** How many characters of the path the keys say that are open, down to each of them; NaN where they leave it. */
  const said = [1];
  let [nearest, most] = [0, 0];
  for (const { path: keys, offset } of jsonMembers(source)) {
    const depth = keys.length;
    if (depth > 0) said[depth] = follow(path, said[depth - 1], keys[depth - 1]);
    if (said[depth] > most) [nearest, most] = [offset, said[depth]];
    if (most === path.length) break;
  }
  return placeAt(source, nearest + /^\s*/.exec(source.slice(nearest, nearest + mostSpace))![0].length);
}

/** Space before an element that is looked through. */
const mostSpace = 1e5;

/** How far a path is said with one key more. */
function follow(path: string, said: number, key: string | number): number {
  if (Number.isNaN(said) || !path.startsWith(step(key), said)) return NaN;
  const next = said + step(key).length;
  return next === path.length || path[next] === '.' || path[next] === '[' ? next : NaN;
}

/** An error about a text's value that says line and column. */
export const withPlaces = (text: string, error: SceneError): SceneError => error.at(locate(text, error.path));

/** What is made of a text's value: an error about it says line and column. */
export function placed<T>(text: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof SceneError && error.place === undefined ? withPlaces(text, error) : error;
  }
}
