/** @file JSON as files of people have it: errors that say where, no key twice, no key that could reach a prototype, no endless nesting. */
import { SceneError } from '../errors.ts';
import { jsonMembers } from './json-members.ts';
import { jsonPath, placeAt, withoutMark } from './json-places.ts';
import { findSyntaxProblem } from './json-syntax.ts';

export { jsonPath };

const forbiddenKeys = new Set<PropertyKey>(['__proto__', 'constructor', 'prototype']);
const deepest = 64;

type Path = readonly PropertyKey[];

const tooDeep = (path: Path): SceneError =>
  new SceneError(`${jsonPath(path.slice(0, 4))}...`, 'deeper nesting', `at most ${deepest} levels`);

const forbidden = (path: Path): SceneError =>
  new SceneError(jsonPath(path), `key "${String(path.at(-1))}"`, 'a key of the schema', 'remove it');

const twice = (path: Path): SceneError =>
  new SceneError(jsonPath(path), `key "${String(path.at(-1))}" twice in one object`, 'each key once');

/** The value of a JSON text, which JSON.parse alone would accept too easily. Throws a SceneError with line and column. */
export function parseStrictJson(text: string): unknown {
  const source = withoutMark(text);
  const value = parse(source);
  for (const { path, offset, isTwice } of jsonMembers(source)) {
    const problem =
      path.length > deepest + 1 ? tooDeep : isTwice ? twice : forbiddenKeys.has(path.at(-1) ?? '') && forbidden;
    if (problem) throw problem(path).at(placeAt(source, offset));
  }
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = error instanceof SyntaxError && findSyntaxProblem(text);
    if (!problem) throw error;
    const { offset, found, expected, remedy } = problem;
    throw new SceneError(
      '$',
      found,
      `a JSON document${expected ? `, here ${expected}` : ''}`,
      remedy,
      placeAt(text, offset),
    );
  }
}

/** The same of a value that was not read from a text: refuses keys that could reach a prototype, and endless nesting; iterative. */
export function checkStructure(root: unknown): void {
  const pending: { readonly value: unknown; readonly path: Path }[] = [{ value: root, path: [] }];
  for (let item = pending.pop(); item; item = pending.pop()) {
    const { value, path } = item;
    if (typeof value !== 'object' || value === null) continue;
    if (path.length > deepest) throw tooDeep(path);
    if (Array.isArray(value)) {
      value.forEach((element: unknown, i) => {
        if (typeof element === 'object') pending.push({ value: element, path: [...path, i] });
      });
      continue;
    }
    for (const [key, element] of Object.entries(value)) {
      if (forbiddenKeys.has(key)) throw forbidden([...path, key]);
      pending.push({ value: element, path: [...path, key] });
    }
  }
}
