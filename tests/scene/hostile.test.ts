import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SceneError } from '../../src/errors.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import type { Scene } from '../../src/scene/schema.ts';
import { testCases, testSeed } from '../support/random.ts';
import { sceneText } from '../support/robots.ts';
import { changed, scene1Text, sceneErrorOf } from '../support/scenes.ts';

const twoLink = sceneText('two-link-reach');

describe('hostile scene files', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('key %s is refused, wherever it stands', (key) => {
    for (const place of ['goals', 'controller', 'time']) {
      const inside = twoLink.replace(`"${place}": {`, `"${place}": { "${key}": { "polluted": 1 },`);
      expect(sceneErrorOf(() => readScene(inside)).path).toBe(`$.${place}.${key}`);
    }
    expect(sceneErrorOf(() => readScene(twoLink.replace('{', `{ "${key}": { "polluted": 1 },`))).path).toBe(`$.${key}`);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('a key that stands twice is refused at its path, also when it is escaped', () => {
    expect(sceneErrorOf(() => readScene(twoLink.replace('{', '{ "seed": 9,'))).path).toBe('$.seed');
    const twice = twoLink.replace('"weight": 1,', '"weight": 1, "\\u0077eight": 1,');
    expect(sceneErrorOf(() => readScene(twice))).toMatchObject({ path: '$.costs[0].weight' });
    expect(sceneErrorOf(() => readScene('{"a": [1, {"b": 1, "b" : 2}]}')).path).toBe('$.a[1].b');
  });

  it('equal keys in different objects, and text that looks like a key, are not duplicates', () => {
    const error = sceneErrorOf(() => readScene('{"a": {"x": 1}, "b": {"x": 1}, "c": ["x\\": ", "x", "x"]}'));
    expect(error.message).not.toContain('twice');
  });

  it.each(['[', '{"a":'])('nesting of 100,000 levels of %s is refused', (open) => {
    const text = open.repeat(1e5) + '1' + (open === '[' ? ']' : '}').repeat(1e5);
    expect(sceneErrorOf(() => readScene(text)).message).toContain('at most 64 levels');
  });

  it('10 MB are refused, 4 MB in one string are read', () => {
    expect(
      sceneErrorOf(() => readScene(JSON.stringify(changed(twoLink, 'title', 'x'.repeat(10e6))))).message,
    ).toContain('at most 5000000');
    const error = sceneErrorOf(() => readScene(JSON.stringify(changed(twoLink, 'title', 'x"\\'.repeat(8e5)))));
    expect(error.path).toBe('$.title');
    expect(error.message.length).toBeLessThan(200);
  });

  it.each(['', '{', 'NaN', '{"dt": NaN}', '{"dt": 01}', "{'a': 1}", '{"a": 1,}', '// scene\n{}', '\0'])(
    '%j is no JSON',
    (text) => {
      expect(sceneErrorOf(() => readScene(text)).message).toContain('expected a JSON document');
    },
  );

  it.each([
    ['2', twoLink],
    ['1', scene1Text('two-link-reach')],
  ])('mutated values of version %s cause no other error class', (_, text) => {
    const paths = leafPaths(JSON.parse(text) as object);
    const property = fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), (path, value) => {
      let scene: Scene;
      try {
        scene = parseScene(changed(text, path, value));
      } catch (error) {
        expect(error).toBeInstanceOf(SceneError);
        expect((error as SceneError).path).toMatch(/^\$/);
        return;
      }
      // what is accepted is accepted again, unchanged
      const written: unknown = JSON.parse(JSON.stringify(scene));
      expect(parseScene(written)).toEqual(written);
    });
    fc.assert(property, { seed: testSeed, numRuns: testCases(2500) });
  });

  it('mutated bytes cause no other error class', () => {
    const bytes = new TextEncoder().encode(twoLink);
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }));
    const property = fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const mutated = bytes.slice();
      for (const [at, byte] of changes) mutated[at] = byte;
      try {
        readScene(new TextDecoder().decode(mutated));
      } catch (error) {
        expect(error).toBeInstanceOf(SceneError);
      }
    });
    fc.assert(property, { seed: testSeed, numRuns: testCases(2500) });
  });
});

function leafPaths(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    return typeof inner === 'object' && inner !== null ? [path, ...leafPaths(inner, path)] : [path];
  });
}
