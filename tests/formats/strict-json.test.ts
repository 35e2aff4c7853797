import { describe, expect, it } from 'vitest';
import { type Place, SceneError } from '../../src/errors.ts';
import { jsonPath, locate, withPlaces } from '../../src/formats/json-places.ts';
import { findSyntaxProblem } from '../../src/formats/json-syntax.ts';
import { parseStrictJson } from '../../src/formats/strict-json.ts';
import { Random } from '../support/random.ts';

function errorOf(text: string): SceneError {
  try {
    parseStrictJson(text);
  } catch (error) {
    if (error instanceof SceneError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text.slice(0, 80)}`);
}

describe('an error of JSON says line and column, and what is wrong, in words of ours', () => {
  it.each<[string, string]>([
    ['', '(line 1, column 1): found the end of the text; expected a JSON document'],
    ['<robot/>', '(line 1, column 1): found "<"; expected a JSON document'],
    ['{\n  "a": 1,\n}', '(line 3, column 1): found "}"; expected a JSON document, here a key in double quotes; fix: remove the comma before it'], // prettier-ignore
    ['[1, 2, ]', '(line 1, column 8): found "]"; expected a JSON document, here a value'],
    ['{"a": 1\r\n "b": 2}', '(line 2, column 2): found a double quote; expected a JSON document, here "," or "}"'],
    ['[1\r 2]', '(line 2, column 2): found "2"; expected a JSON document, here "," or "]"'],
    ['{"a" 1}', '(line 1, column 6): found "1"; expected a JSON document, here ":" behind the key'],
    ["{'a': 1}", '(line 1, column 2): found "\'"; expected a JSON document, here a key in double quotes or "}"; fix: use double quotes'], // prettier-ignore
    ['{a: 1}', '(line 1, column 2): found "a"'],
    ['{"a": True}', '(line 1, column 7): found "True"'],
    ['{"a": True}', 'fix: write true'],
    ['{"a": 01}', '(line 1, column 7): found "01"'],
    ['{"a": .5}', '(line 1, column 7): found ".5"'],
    ['{"a": 1e999x}', '(line 1, column 7): found "1e999x"'],
    ['{"a": -Infinity}', '(line 1, column 7): found "-Infinity"'],
    ['{"a": 1} // why', '(line 1, column 10): found "/"; expected a JSON document, here nothing after the document; fix: JSON has no comments'], // prettier-ignore
    ['{"a": "b\nc"}', '(line 1, column 9): found the end of a line; expected a JSON document, here a double quote'],
    ['{"a": "b\u0007"}', 'found "\\u0007"'],
    ['{"a": "\\x41"}', '(line 1, column 8): found "\\"; expected a JSON document, here an escape that JSON has'],
    ['{"a": {"b": [1, {"c": ', '(line 1, column 23): found the end of the text'],
    ['{"a":1}}', '(line 1, column 8): found "}"; expected a JSON document, here nothing after the document'],
    ['\ufeff{"a" 1}', '(line 1, column 6)'],
    [
      '{"a": 1,\n "b": 2, "a": 3}',
      '$.a (line 2, column 10): found key "a" twice in one object; expected each key once',
    ],
    ['{"x": [{"a": 1}, {"a": 1, "\\u0061": 2}]}', '$.x[1].a (line 1, column 27): found key "a" twice'],
    ['{"x":\n{"__proto__": 1}}', '$.x.__proto__ (line 2, column 2): found key "__proto__"'],
    [`{"x":\n${'['.repeat(99)}${']'.repeat(99)}}`, '(line 2, column 66): found deeper nesting; expected at most 64 levels'], // prettier-ignore
  ])('%j', (text, says) => {
    expect(errorOf(text).message).toContain(says);
  });

  it('for texts of any length and depth, at once', () => {
    const long = 1_000_000;
    expect(errorOf('['.repeat(long)).place).toEqual({ line: 1, column: long + 1 });
    expect(errorOf(`"${'a'.repeat(long)}`).place).toEqual({ line: 1, column: long + 2 });
    expect(errorOf(`"${'\\"'.repeat(long)}`).place).toEqual({ line: 1, column: 2 * long + 2 });
    expect(errorOf(`[${'1,'.repeat(long)}`).place).toEqual({ line: 1, column: 2 * long + 2 });
    expect(errorOf(`${'['.repeat(long)}${']'.repeat(long)}`).message).toContain('deeper nesting');
    // more than a pattern can remember
    expect(parseStrictJson(`"${'\\"'.repeat(8 * long)}"`)).toBe('"'.repeat(8 * long));
    expect((parseStrictJson(`{"a": ["${'a\\\\'.repeat(long)}", 2]}`) as { a: unknown[] }).a[1]).toBe(2);
  });

  it('finds a problem where JSON.parse does, and nowhere else (20,000 texts)', () => {
    const random = new Random(7);
    const pieces = ['{', '}', '[', ']', ',', ':', '"', '"a"', '"\\u00e9"', '\\', ' ', '\n', '\t', '\f', '\u00a0', '0', '-1', '1.5', '1e+5', '.', 'e', '-', 'true', 'null', 'x', '\u2028', '\u0000']; // prettier-ignore
    const counts = { good: 0, bad: 0 };
    for (let i = 0; i < 20_000; i++) {
      const text = i % 2 === 0 ? draw(random, pieces) : damaged(random, JSON.stringify(drawValue(random, 0), null, random.integer(0, 2)), pieces); // prettier-ignore
      const isGood = accepts(text);
      counts[isGood ? 'good' : 'bad']++;
      const problem = findSyntaxProblem(text);
      expect(problem === undefined, JSON.stringify(text)).toBe(isGood);
      // what stands before the problem is the beginning of a document
      if (problem) expect(problem.offset).toBeLessThanOrEqual(text.length);
    }
    expect(Math.min(counts.good, counts.bad)).toBeGreaterThan(1000);
  });
});

const draw = (random: Random, pieces: readonly string[]): string =>
  Array.from({ length: random.integer(0, 6) }, () => random.pick(pieces)).join('');

function damaged(random: Random, text: string, pieces: readonly string[]): string {
  if (random.next() < 0.3) return text;
  const at = random.integer(0, text.length);
  return text.slice(0, at) + random.pick(pieces) + text.slice(at + random.integer(0, 1));
}

const keys = ['a', 'b', 'kp', 'with.dot', 'with[0]', '"', '\\', 'é', ''];

function drawValue(random: Random, depth: number): unknown {
  const kind = random.integer(0, depth > 3 ? 2 : 4);
  if (kind === 0) return random.next() - 0.5;
  if (kind === 1) return random.pick([true, false, null, 0, -1e300]);
  if (kind === 2) return random.pick(['', 'a"b', '{[,]}:', '\\', '\n', '\u2028', '12']);
  const size = random.integer(0, 3);
  if (kind === 3) return Array.from({ length: size }, () => drawValue(random, depth + 1));
  return Object.fromEntries(Array.from({ length: size }, () => [random.pick(keys), drawValue(random, depth + 1)]));
}

function accepts(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A document with space at random, and where each key and each element was put; keys that read as two do not count. */
function write(random: Random, root: unknown): { readonly text: string; readonly places: ReadonlyMap<string, Place> } {
  let text = '';
  const places = new Map<string, Place>();
  const space = (): void => void (text += random.pick(['', ' ', '\n', '\r\n  ', '\r']));
  const note = (path: readonly PropertyKey[]): void => {
    if (path.some((key) => typeof key === 'string' && /[.[]|^$/.test(key))) return;
    const lines = text.split(/\r\n|\r|\n/);
    places.set(jsonPath(path), { line: lines.length, column: lines.at(-1)!.length + 1 });
  };
  const put = (value: unknown, path: readonly PropertyKey[]): void => {
    if (typeof value !== 'object' || value === null) {
      text += JSON.stringify(value);
      return;
    }
    const isList = Array.isArray(value);
    text += isList ? '[' : '{';
    for (const [i, [key, item]] of Object.entries(value).entries()) {
      if (i > 0) text += ',';
      space();
      const inner = [...path, isList ? i : key];
      note(inner);
      if (!isList) text += `${JSON.stringify(key)} :`;
      put(item, inner);
      space();
    }
    text += isList ? ']' : '}';
  };
  put(root, []);
  return { text, places };
}

describe('the place of a JSON path', () => {
  const text = '\ufeff{\n  "a": 1,\n  "list": [ 10,\r\n    {"b": {"a": 2}},\r[ ] ],\n  "with.dot": {"a": 3}\n}';

  it.each<[string, number, number]>([
    ['$', 1, 1],
    ['$.a', 2, 3],
    ['$.list', 3, 3],
    ['$.list[0]', 3, 13],
    ['$.list[1]', 4, 5],
    ['$.list[1].b.a', 4, 12],
    ['$.list[2]', 5, 1],
    ['$.with.dot.a', 6, 16],
  ])('%s', (path, line, column) => {
    expect(locate(text, path)).toEqual({ line, column });
  });

  it('of what is missing is that of what it is missing in', () => {
    expect(locate(text, '$.list[1].b.missing')).toEqual(locate(text, '$.list[1].b'));
    expect(locate(text, '$.list[7]')).toEqual(locate(text, '$.list'));
    expect(locate(text, '$.ab')).toEqual(locate(text, '$'));
    expect(locate(text, '$.li')).toEqual(locate(text, '$'));
  });

  it('is where a writer put it, for 300 random documents', () => {
    const random = new Random(3);
    for (let i = 0; i < 300; i++) {
      const { text: written, places } = write(
        random,
        random.pick([{ a: drawValue(random, 0) }, [drawValue(random, 0)]]),
      );
      for (const [path, place] of places) expect(locate(written, path), `${path} of ${written}`).toEqual(place);
    }
  });

  it('takes time by the length of the text only', () => {
    const deep = 500_000;
    expect(locate(`${'['.repeat(deep)}${']'.repeat(deep)}`, `$${'[0]'.repeat(5)}`)).toEqual({ line: 1, column: 6 });
    expect(locate(`[${'1,\n'.repeat(deep)}1]`, `$[${deep}]`)).toEqual({ line: deep + 1, column: 1 });
  });

  it('is added to an error, once', () => {
    const error = withPlaces('{\n "dt": 0}', new SceneError('$.dt', '0', 'more than 0', 'raise it'));
    expect(error.message).toBe('$.dt (line 2, column 2): found 0; expected more than 0; fix: raise it');
    expect([error.path, error.place]).toEqual(['$.dt', { line: 2, column: 2 }]);
    expect(withPlaces('{"dt": 0}', error).message).toBe(error.message.replace('line 2', 'line 1'));
  });
});
