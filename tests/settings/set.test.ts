import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { type Scene, sceneJsonSchema } from '../../src/scene/schema.ts';
import type { JsonSchema } from '../../src/settings/fields.ts';
import { settingsBetween, withKind, withPart, withSetting } from '../../src/settings/set.ts';
import { testCases, testSeed } from '../support/random.ts';
import { sceneText } from '../support/robots.ts';
import { sceneNames } from '../support/scenes.ts';
import { type Toy, toy, toyJson } from '../support/toy-settings.ts';

const set = (assignment: string, value: Toy = toy): Toy => withSetting(toyJson, value, assignment);

describe('path=value', () => {
  it.each([
    ['seed=7', { seed: 7 }],
    ['time.step=0.01', { time: { step: 0.01 } }],
    ['gains=5', { gains: 5 }],
    ['gains=[3, 4]', { gains: [3, 4] }],
    ['gains[1]=9', { gains: [1, 9] }],
    ['gains.1=9', { gains: [1, 9] }],
    ['at[2]=-1', { at: [0.1, 0.2, -1] }],
    ['mode=fast', { mode: 'fast' }],
    ['mode="fast"', { mode: 'fast' }],
    ['isOn=false', { isOn: false }],
    ['limit=3', { limit: 3 }],
    ['of=a=b', { of: 'a=b' }],
    ['parts.two.weight=5', { parts: [toy.parts[0], { name: 'two', weight: 5 }] }],
    ['parts[1].weight=5', { parts: [toy.parts[0], { name: 'two', weight: 5 }] }],
    ['places.here.hue=1', { places: { ...toy.places, here: { type: 'box', size: 1, hue: 1 } } }],
    ['places.new=plane', { places: { ...toy.places, new: 'plane' } }],
    ['shape.type=box', { shape: { type: 'box', size: 0.5, hue: 0.25 } }],
    ['shape.type=plane', { shape: { type: 'plane' } }],
    ['places.there.type=ball', { places: { ...toy.places, there: { type: 'ball' } } }],
  ] as const)('%s', (assignment, part) => {
    const before = JSON.stringify(toy);
    expect(set(assignment)).toEqual({ ...toy, ...part });
    expect(JSON.stringify(toy)).toBe(before);
  });

  it('null leaves a setting out', () => {
    const limited = set('limit=3');
    expect(set('limit=null', limited)).toEqual(toy);
    expect(Object.keys(set('limit=null', limited))).not.toContain('limit');
  });

  it.each([
    ['seed', 'setting: found "seed"; expected path=value'],
    ['=3', 'setting: found "=3"'],
    ['sed=1', 'sed: found "sed"; expected seed, '],
    ['sed=1', 'did you mean "seed"?'],
    ['seed.x=1', 'seed.x: found "x"; expected no further part: this is a value'],
    ['time.setp=1', 'did you mean "step"?'],
    ['shape.hue=1', 'shape.hue: found "hue"; expected type, size, label'],
    ['parts.twoo.weight=1', 'parts.twoo.weight: found "twoo"; expected one, two; fix: did you mean "two"?'],
    ['parts.2.weight=1', 'found "2"'],
    ['at[3]=1', 'at[3]: found "3"; expected a position below 3'],
    ['at[-1]=1', 'found '],
    ['places.hree.size=1', 'places.hree.size: found "hree"; expected here, there; fix: did you mean "here"?'],
    ['places.there.size=1', 'expected type, label'],
    ['a..b=1', 'found "a"'],
    ['time.=1', 'found ""'],
    ['.seed=1', 'found ""'],
  ])('%s is refused: %s', (assignment, message) => {
    expect(() => set(assignment)).toThrow(ArgumentError);
    expect(() => set(assignment)).toThrow(message);
  });

  it.each([
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '',
    '..',
    '[0]',
    '0',
    'x'.repeat(1e6),
    'a.'.repeat(5e5),
  ])('hostile words are refused in few, and change no prototype: %#', (word) => {
    for (const path of [
      word,
      `time.${word}`,
      `shape.${word}`,
      `places.${word}.size`,
      `parts.${word}.weight`,
      `gains.${word}`,
    ]) {
      let message = '';
      try {
        // a number of the list is no hostile word
        if (path !== 'gains.0' && path !== 'parts.0.weight' && path !== 'gains.[0]' && path !== 'parts.[0].weight')
          set(`${path}=1`);
        else continue;
      } catch (error) {
        expect(error).toBeInstanceOf(ArgumentError);
        ({ message } = error as ArgumentError);
      }
      expect(message).not.toBe('');
      expect(message.length).toBeLessThan(600);
    }
    expect(({} as { step?: unknown }).step).toBeUndefined();
  });

  it('a value of a megabyte is taken as text, and refused by whoever reads it', () => {
    const scene = readScene(sceneText('two-link-reach'));
    const large = withSetting(sceneJsonSchema(), scene, `time.step=${'9'.repeat(1e6)}x`);
    expect(() => parseScene(large)).toThrow(/^\$\.time\.step: found "9+\.\.\.; expected a value of type number$/);
  });

  it('an own __proto__ in a value stays a plain key, which no scene may have', () => {
    const scene = readScene(sceneText('two-link-reach'));
    const hostile = withSetting(sceneJsonSchema(), scene, 'goals.__proto__={"type": "point", "position": [0, 0, 0]}');
    expect(Object.getPrototypeOf(hostile.goals)).toBe(Object.prototype);
    expect(() => parseScene(hostile)).toThrow('__proto__');
  });
});

describe('parts and kinds', () => {
  it('withPart changes one place and leaves the value as it was', () => {
    const value = { a: [1, { b: 2 }] };
    expect(withPart(value, ['a', 1, 'b'], 3)).toEqual({ a: [1, { b: 3 }] });
    expect(withPart(value, ['a', 1, 'b'], undefined)).toEqual({ a: [1, {}] });
    expect(withPart(value, [], 7)).toBe(7);
    expect(value).toEqual({ a: [1, { b: 2 }] });
  });

  it('withKind keeps what both kinds have, and begins with what is usual', () => {
    const box = withKind(toyJson, { ...toy, shape: { type: 'ball', size: 3, label: 'x' } }, ['shape'], 'box');
    expect(box.shape).toEqual({ type: 'box', size: 3, label: 'x', hue: 0.25 });
    expect(withKind(toyJson, box, ['shape'], 'ball').shape).toEqual({ type: 'ball', size: 3, label: 'x' });
    expect(withKind(toyJson, box, ['shape'], 'plane').shape).toEqual({ type: 'plane', label: 'x' });
  });

  it('of a scene: any method can take the place of any other, and is valid', () => {
    const schema: JsonSchema = sceneJsonSchema();
    for (const name of sceneNames) {
      let scene = readScene(sceneText(name));
      for (const type of ['adam', 'lbfgs', 'rmsprop', 'momentum', 'nesterov', 'gradient-descent', 'lbfgs', 'adam']) {
        scene = parseScene(withKind(schema, scene, ['method'], type));
        expect(scene.method).toMatchObject({ type });
      }
    }
  });
});

describe('the settings between two values', () => {
  /** The first with all settings applied. */
  const moved = <T>(schema: JsonSchema, before: T, after: T): T =>
    settingsBetween(schema, before, after).reduce(
      (value, assignment) => withSetting(schema, value, assignment),
      before,
    );

  const shape = fc.oneof(
    fc.record({ type: fc.constant('ball'), size: fc.constantFrom(1, 2) }),
    fc.record({
      type: fc.constant('box'),
      size: fc.constantFrom(1, 2),
      hue: fc.constantFrom(0, 1),
      corner: fc.constant(0.5),
    }),
    fc.constant('plane'),
  );
  const anyToy = fc.record(
    {
      seed: fc.nat(3),
      time: fc.record({ step: fc.constantFrom(0.1, 0.2) }),
      gains: fc.oneof(fc.constantFrom(1, 2), fc.array(fc.constantFrom(1, 2), { maxLength: 3 })),
      at: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)),
      isOn: fc.boolean(),
      limit: fc.nat(2),
      mode: fc.constantFrom('slow', 'fast'),
      of: fc.constantFrom('here', '5', 'true', 'null', ''),
      shape,
      places: fc.dictionary(fc.constantFrom('here', 'there', '1'), shape),
      parts: fc.uniqueArray(fc.record({ name: fc.constantFrom('one', 'two', '0', '1'), weight: fc.nat(2) }), {
        selector: ({ name }) => name,
      }),
    },
    { requiredKeys: ['seed', 'time', 'gains', 'at', 'isOn', 'mode', 'of', 'shape', 'places', 'parts'] },
  );

  it('lead from one to the other, whatever differs', () => {
    const property = fc.property(anyToy, anyToy, (before, after) => {
      expect(moved(toyJson, before, after)).toEqual(after);
    });
    fc.assert(property, { seed: testSeed, numRuns: testCases(1000) });
  });

  it('are none between equals, and one a field', () => {
    expect(settingsBetween(toyJson, toy, toy)).toEqual([]);
    const after = set('parts.two.weight=5', set('gains[0]=3', set('time.step=1')));
    expect(settingsBetween(toyJson, toy, after)).toEqual(['time.step=1', 'gains=[3,2]', 'parts.two.weight=5']);
  });

  it('lead from any scene of the project to any other', () => {
    const schema = sceneJsonSchema();
    const scenes: readonly Scene[] = sceneNames.map((name) => readScene(sceneText(name)));
    for (const before of scenes)
      for (const after of scenes) expect(parseScene(moved(schema, before, after))).toEqual(after);
  });
});
