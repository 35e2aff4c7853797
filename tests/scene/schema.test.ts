import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SceneError } from '../../src/errors.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { parseScene, readScene, type Scene, sceneJsonSchema } from '../../src/scene/schema.ts';
import { testCases, testSeed } from '../support/random.ts';
import { assetText, sceneText } from '../support/robots.ts';

const folder = new URL('../../scenes/', import.meta.url);
const twoLink = sceneText('two-link-reach');

/** A valid scene with the value at a dotted path replaced (`undefined` removes it). */
function changed(path: string, value: unknown, text = twoLink): unknown {
  const scene = JSON.parse(text) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop()!;
  const parent = keys.reduce<Record<string, unknown>>((object, key) => object[key] as Record<string, unknown>, scene);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return scene;
}

function errorOf(run: () => unknown): SceneError {
  try {
    run();
  } catch (error) {
    if (error instanceof SceneError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('scene files', () => {
  it('of the project are valid, say their own name, and name the schema', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(files.length).toBeGreaterThanOrEqual(4);
    for (const file of files) {
      const scene = readScene(readFileSync(new URL(file, folder), 'utf8'));
      expect(`${scene.name}.json`).toBe(file);
      expect(scene.$schema).toBe('./schema/scene-1.schema.json');
    }
  });

  it('have a JSON Schema for editors that is the one in the code', () => {
    const published: unknown = JSON.parse(readFileSync(new URL('schema/scene-1.schema.json', folder), 'utf8'));
    expect(published).toEqual({ title: 'Adjoint scene, version 1', ...JSON.parse(JSON.stringify(sceneJsonSchema())) });
  });

  it('may begin with a byte-order mark', () => {
    expect(readScene(`\ufeff${twoLink}`).name).toBe('two-link-reach');
  });
});

const wrongValues: readonly (readonly [path: string, value: unknown, at: string, says: string])[] = [
  ['version', 2, '$.version', 'use a newer Adjoint'],
  ['version', 0, '$.version', 'no older version'],
  ['version', undefined, '$.version', 'found nothing'],
  ['name', 'Not A Name', '$.name', 'Not A Name'],
  ['title', '', '$.title', 'at least 1'],
  ['robot', '../../etc/passwd', '$.robot', 'passwd'],
  ['robot', 'folder/arm.urdf', '$.robot', 'folder'],
  ['robot', '/arm.urdf', '$.robot', '/arm.urdf'],
  ['robot', 'https://example.org/arm.urdf', '$.robot', 'https'],
  ['robot', '..\\arm.urdf', '$.robot', 'arm.urdf'],
  ['seed', -1, '$.seed', 'at least 0'],
  ['seed', 1.5, '$.seed', 'found 1.5'],
  ['dt', 0, '$.dt', 'more than 0'],
  ['dt', -0.01, '$.dt', 'more than 0'],
  ['dt', Number.NaN, '$.dt', 'found NaN'],
  ['dt', Number.POSITIVE_INFINITY, '$.dt', 'found Infinity'],
  ['dt', null, '$.dt', 'found null'],
  ['dt', '0.01', '$.dt', 'type number'],
  ['dt', [0.01], '$.dt', 'type number'],
  ['dt', 1e-9, '$.horizon', 'at most 1000000 steps'],
  ['horizon', 1e-9, '$.horizon', 'at least one step'],
  ['iterations', 0, '$.iterations', 'more than 0'],
  ['iterations', 1e9, '$.iterations', 'at most'],
  ['initial.q', [0, null], '$.initial.q[1]', 'found null'],
  ['initial.q', { 0: 1 }, '$.initial.q', 'type array'],
  ['task.target', [1, 2], '$.task.target', 'expected'],
  ['task.target', [1, Number.NaN, 2], '$.task.target[1]', 'found NaN'],
  ['task.type', 'dance', '$.task.type', 'reach'],
  ['task.orientation', [0, 0, 0, 0], '$.task.orientation', 'norm 0'],
  ['task.weights.position', -1, '$.task.weights.position', 'at least 0'],
  ['task.weights.beauty', 1, '$.task.weights.beauty', 'unknown key "beauty"'],
  ['controller.type', 'lqr', '$.controller.type', '"pd" or "torque-spline"'],
  ['controller.knots', 3, '$.controller.knots', 'at least 4'],
  ['controller.knots', 1e9, '$.controller.knots', 'at most 1000'],
  ['controller.optimize', [], '$.controller.optimize', 'no parameter'],
  ['controller', { type: 'pd', kp: [1, -2], kd: 1 }, '$.controller.kp[1]', 'more than 0'],
  ['controller', { type: 'pd', kp: '5', kd: 1 }, '$.controller.kp', 'one of the forms'],
  ['controller', 5, '$.controller', 'type object'],
  ['integrator', 'euler', '$.integrator', '"semi-implicit-euler" or "rk4"'],
  ['optimizer.type', 'sgd', '$.optimizer.type', 'sgd'],
  ['population', 1e9, '$.population', 'unknown key'],
];

describe('a scene that does not fit is refused at its JSON path', () => {
  it.each(wrongValues)('%s = %j', (path, value, at, says) => {
    const error = errorOf(() => parseScene(changed(path, value)));
    expect(error.path).toBe(at);
    expect(error.message).toContain(says);
  });

  it.each([null, 1, 'scene', [], true])('%j is no scene', (value) => {
    expect(errorOf(() => parseScene(value)).message).toContain('$');
  });

  it.each([
    ['initial.q', [0], '$.initial.q', 'shoulder'],
    ['initial.v', [0, 0, 0], '$.initial.v', '2 numbers'],
    ['controller', { type: 'pd', kp: [1], kd: 1 }, '$.controller.kp', '2 numbers'],
    ['task.link', 'nowhere', '$.task.link', 'use one of'],
  ])('%s that is not of the robot', (path, value, at, says) => {
    const error = errorOf(() => assemble(parseScene(changed(path, value)), assetText('planar-2link')));
    expect(error.path).toBe(at);
    expect(error.message).toContain(says);
  });
});

describe('hostile scene files', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('key %s is refused, wherever it stands', (key) => {
    const inside = twoLink.replace('"weights": {', `"weights": { "${key}": { "polluted": 1 },`);
    expect(errorOf(() => readScene(inside)).path).toBe(`$.task.weights.${key}`);
    expect(errorOf(() => readScene(twoLink.replace('{', `{ "${key}": { "polluted": 1 },`))).path).toBe(`$.${key}`);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('a key that stands twice is refused at its path, also when it is escaped', () => {
    expect(errorOf(() => readScene(twoLink.replace('{', '{ "seed": 9,'))).path).toBe('$.seed');
    const twice = twoLink.replace('"weights": {', '"weights": { "\\u0065ffort": 1,');
    expect(errorOf(() => readScene(twice))).toMatchObject({ path: '$.task.weights.effort' });
    expect(errorOf(() => readScene('{"a": [1, {"b": 1, "b" : 2}]}')).path).toBe('$.a[1].b');
  });

  it('equal keys in different objects, and text that looks like a key, are not duplicates', () => {
    const error = errorOf(() => readScene('{"a": {"x": 1}, "b": {"x": 1}, "c": ["x\\": ", "x", "x"]}'));
    expect(error.message).not.toContain('twice');
  });

  it.each(['[', '{"a":'])('nesting of 100,000 levels of %s is refused', (open) => {
    const text = open.repeat(1e5) + '1' + (open === '[' ? ']' : '}').repeat(1e5);
    expect(errorOf(() => readScene(text)).message).toContain('at most 64 levels');
  });

  it('10 MB are refused, 4 MB in one string are read', () => {
    expect(errorOf(() => readScene(JSON.stringify(changed('title', 'x'.repeat(10e6))))).message).toContain(
      'at most 5000000',
    );
    const error = errorOf(() => readScene(JSON.stringify(changed('title', 'x"\\'.repeat(8e5)))));
    expect(error.path).toBe('$.title');
    expect(error.message.length).toBeLessThan(200);
  });

  it.each(['', '{', 'NaN', '{"dt": NaN}', '{"dt": 01}', "{'a': 1}", '{"a": 1,}', '// scene\n{}', '\0'])(
    '%j is no JSON',
    (text) => {
      expect(errorOf(() => readScene(text)).message).toContain('expected a JSON document');
    },
  );

  it('mutated values cause no other error class', () => {
    const paths = leafPaths(JSON.parse(twoLink) as object);
    const property = fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), (path, value) => {
      let scene: Scene;
      try {
        scene = parseScene(changed(path, value));
      } catch (error) {
        expect(error).toBeInstanceOf(SceneError);
        expect((error as SceneError).path).toMatch(/^\$/);
        return;
      }
      // what is accepted is accepted again, unchanged
      expect(parseScene(JSON.parse(JSON.stringify(scene)))).toEqual(scene);
    });
    fc.assert(property, { seed: testSeed, numRuns: testCases(5000) });
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
    fc.assert(property, { seed: testSeed, numRuns: testCases(5000) });
  });
});

function leafPaths(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    return typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? [path, ...leafPaths(inner, path)]
      : [path];
  });
}
