import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { firstMisfit, shown } from '../../src/settings/issues.ts';
import { formOf, keysAt, schemaAt, valueAt } from '../../src/settings/schema-path.ts';
import { changeOf } from '../../src/settings/touches.ts';
import { type Toy, toy, toyJson, toySchema } from '../support/toy-settings.ts';

describe('a value and its schema side by side', () => {
  it('finds the value at a path, and nothing where there is none', () => {
    expect(valueAt(toy, ['parts', 1, 'weight'])).toBe(2);
    expect(valueAt(toy, [])).toBe(toy);
    expect(valueAt(toy, ['parts', 2, 'weight'])).toBeUndefined();
    expect(valueAt(toy, ['seed', 'x'])).toBeUndefined();
    for (const key of ['__proto__', 'constructor', 'toString']) expect(valueAt(toy, [key])).toBeUndefined();
  });

  it.each([
    [['time', 'step'], 'Step'],
    [['gains'], 'Gains'],
    [['shape', 'size'], 'Size'],
    [['places', 'here', 'hue'], 'Hue'],
    [['parts', 0, 'weight'], 'Weight'],
  ] as const)('finds the field at %j', (path, title) => {
    expect(schemaAt(toyJson, path, toy)?.title).toBe(title);
  });

  it('knows entries of lists and of tuples', () => {
    expect(schemaAt(toyJson, ['gains', 1], { ...toy, gains: [1, 2] })).toMatchObject({ type: 'number' });
    expect(schemaAt(toyJson, ['at', 2], toy)).toMatchObject({ type: 'number' });
    expect(schemaAt(toyJson, ['at', 3], toy)).toBeUndefined();
  });

  it.each([
    [['sed']],
    [['time', 'setp']],
    [['shape', 'hue']],
    [['places', 'there', 'size']],
    [['seed', 'x', 'y']],
    [['__proto__']],
    [['time', 'constructor']],
  ])('knows no %j', (path) => {
    expect(schemaAt(toyJson, path, toy)).toBeUndefined();
    expect(keysAt(toyJson, path, toy)).toEqual([]);
  });

  it('takes the form that a value has chosen by its type', () => {
    const place = schemaAt(toyJson, ['shape'], toy)!;
    expect(formOf(place, { type: 'box' }).title).toBe('Box');
    expect(formOf(place, { type: 'ball' }).title).toBe('Ball');
    expect(keysAt(toyJson, ['shape'], { ...toy, shape: { type: 'box' } })).toEqual([
      'type',
      'size',
      'corner',
      'hue',
      'label',
    ]);
    expect(keysAt(toyJson, ['parts', 0], toy)).toEqual(['name', 'weight']);
  });
});

describe('what a change costs', () => {
  const change = (part: Partial<Toy>) => changeOf(toyJson, toy, { ...toy, ...part });

  it.each([
    ['nothing', {}, [], null, false],
    ['an equal list', { gains: [1, 2] }, [], null, false],
    ['an input', { at: [0.1, 0, 0.3] }, ['at'], 'input', false],
    ['a start, after which runs start again', { gains: 5 }, ['gains'], 'start', true],
    ['structure', { time: { step: 0.01 } }, ['time.step'], 'structure', false],
    ['the dearest of many', { seed: 1, limit: 2, isOn: false }, ['seed', 'isOn', 'limit'], 'start', false],
    ['an option that is new', { limit: 0 }, ['limit'], 'input', false],
    ['a setting of a kind', { shape: { type: 'ball', size: 1 } }, ['shape.size'], 'input', false],
    ['another kind', { shape: { type: 'box', size: 0.5, hue: 1 } }, ['shape'], 'structure', false],
    [
      'a kind by its name',
      { places: { ...toy.places, there: { type: 'plane' } } },
      ['places.there'],
      'structure',
      false,
    ],
    ['an entry by its name', { parts: [toy.parts[0], { name: 'two', weight: 3 }] }, ['parts.1.weight'], 'input', false],
    [
      'an entry of another name',
      { parts: [toy.parts[0], { name: 'three', weight: 2 }] },
      ['parts'],
      'structure',
      false,
    ],
    ['another order', { parts: toy.parts.toReversed() }, ['parts'], 'structure', false],
    ['fewer entries', { parts: [toy.parts[0]] }, ['parts'], 'structure', false],
    ['another name', { places: { here: toy.places['here'] } }, ['places'], 'structure', false],
  ] as const)('%s', (_, part, paths, touches, startsAgain) => {
    expect(change(part as Partial<Toy>)).toEqual({ paths, touches, startsAgain });
  });

  it('what no field knows is structure', () => {
    expect(changeOf(toyJson, toy, { ...toy, unknown: 1 })).toEqual({
      paths: ['unknown'],
      touches: 'structure',
      startsAgain: false,
    });
    expect(changeOf(toyJson, toy, 5)).toMatchObject({ paths: [''], touches: 'structure' });
  });
});

describe('the first misfit', () => {
  const misfit = (part: object) => {
    const value = { ...toy, ...part };
    const { error } = z.safeParse(toySchema, value);
    return firstMisfit(toySchema, value, error!);
  };

  it.each([
    ['a misspelt key', { sed: 1 }, 'sed', { found: 'unknown key "sed"', remedy: 'did you mean "seed"?' }],
    [
      'a key of another kind',
      { shape: { type: 'ball', size: 1, hue: 1 } },
      'shape.hue',
      { found: 'unknown key "hue"', expected: 'type, size, label' },
    ],
    [
      'a misspelt key of a kind in a record',
      { places: { a: { type: 'box', siez: 1, hue: 1 } } },
      'places.a.siez',
      { remedy: 'did you mean "size"?' },
    ],
    [
      'a misspelt key of a kind',
      { places: { a: { type: 'box', size: 1, hue: 1, conrer: 1 } } },
      'places.a.conrer',
      { remedy: 'did you mean "corner"?' },
    ],
    [
      'a misspelt kind',
      { shape: { type: 'bal', size: 1 } },
      'shape.type',
      { found: '"bal"', expected: '"ball" or "box" or "plane"', remedy: 'did you mean "ball"?' },
    ],
    ['a misspelt name of a kind', { shape: 'plain' }, 'shape', { found: '"plain"', remedy: 'did you mean "plane"?' }],
    ['a word that is none', { mode: 'slwo' }, 'mode', { expected: '"slow" or "fast"', remedy: 'did you mean "slow"?' }],
    ['a number outside', { seed: 100 }, 'seed', { found: '100', expected: 'at most 99' }],
    ['a fraction', { seed: 0.5 }, 'seed', { expected: 'an integer' }],
    ['an entry outside', { gains: [1, 0] }, 'gains.1', { found: '0', expected: 'more than 0' }],
    ['neither number nor list', { gains: 'x' }, 'gains', { expected: 'a value of type number or array' }],
    ['a list of the wrong length', { at: [1, 2] }, 'at', { found: '[1,2]', expected: 'at least 3 items' }],
    ['a longer one', { at: [1, 2, 3, 4] }, 'at', { expected: 'at most 3 items' }],
    ['a number as an object', { shape: 5 }, 'shape', { found: '5' }],
    [
      'a name of the wrong letters',
      { places: { 'Not Good': 'plane' } },
      'places.Not Good',
      { found: 'the name "Not Good"' },
    ],
  ] as const)('%s', (_, part, path, expected) => {
    const found = misfit(part);
    expect(found.path.join('.')).toBe(path);
    expect(found).toMatchObject(expected);
  });

  it('shows values in few characters', () => {
    expect(shown('x'.repeat(1000)).length).toBe(60);
    expect(shown(NaN)).toBe('NaN');
    expect(shown(undefined)).toBe('nothing');
  });
});
