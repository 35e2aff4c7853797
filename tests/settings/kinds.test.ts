import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { checked } from '../../src/settings/checked.ts';
import { field, finite, jsonSchemaOf, positive, quaternion } from '../../src/settings/fields.ts';
import { type Chosen, Kinds } from '../../src/settings/kinds.ts';
import { shapes, toyJson } from '../support/toy-settings.ts';

describe('a field', () => {
  it('says of its own use alone what it says, of a schema that others share', () => {
    const about = { title: 'A', description: 'this one', touches: 'input' } as const;
    const other = { title: 'B', description: 'that one', touches: 'structure', unit: 'm' } as const;
    const json = jsonSchemaOf(z.strictObject({ a: field(positive, about), b: field(positive, other), c: positive }));
    expect(json.properties!['a']).toMatchObject({ ...about, type: 'number', exclusiveMinimum: 0 });
    expect(json.properties!['b']).toMatchObject(other);
    expect(json.properties!['a'].unit).toBeUndefined();
    expect(json.properties!['c'].touches).toBeUndefined();
  });

  it('is asked for what it reads: what has a default may be left out', () => {
    expect(toyJson.required).toContain('gains');
    expect(toyJson.required).not.toContain('isOn');
    expect(toyJson.properties!['isOn'].default).toBe(true);
  });

  it('of a quaternion takes any length but 0', () => {
    expect(z.safeParse(quaternion, [0, 0, 0, 2]).success).toBe(true);
    expect(z.safeParse(quaternion, [0, 0, 0, 0]).success).toBe(false);
    expect(z.safeParse(quaternion, [0, 0, 1]).success).toBe(false);
  });
});

describe('checked settings', () => {
  const fields = {
    rate: field(positive, { title: 'Rate', description: 'r', touches: 'input' }),
    keep: field(z._default(finite, 0.5), { title: 'Keep', description: 'k', touches: 'input' }),
    list: field(z.optional(z.array(positive)), { title: 'List', description: 'l', touches: 'input' }),
  };

  it('have their defaults', () => {
    expect(checked('toy', fields, { rate: 1 })).toEqual({ rate: 1, keep: 0.5 });
    expect(checked('toy', fields, { rate: 1, keep: 2 })).toEqual({ rate: 1, keep: 2 });
  });

  it.each([
    [{}, 'rate: found nothing; expected a value of type number'],
    [{ rate: 0 }, 'rate: found 0; expected more than 0'],
    [{ rate: NaN }, 'rate: found NaN; expected a value of type number'],
    [{ rate: 1, list: [1, -2] }, 'list[1]: found -2; expected more than 0'],
    [{ rate: 1, lst: [] }, 'lst: found unknown key "lst"; expected rate, keep, list; fix: did you mean "list"?'],
    [
      { rate: 1, zebra: 1 },
      'zebra: found unknown key "zebra"; expected rate, keep, list; fix: remove it or correct its spelling',
    ],
    [7, 'toy: found 7; expected a value of type object'],
    [null, 'toy: found null; expected a value of type object'],
  ])('%j are refused by name', (given, message) => {
    expect(() => checked('toy', fields, given)).toThrow(ArgumentError);
    expect(() => checked('toy', fields, given)).toThrow(message);
  });
});

describe('kinds', () => {
  const reads = (chosen: unknown): boolean => z.safeParse(shapes.schema, chosen).success;

  it('are made of their settings with defaults, in their context', () => {
    expect(shapes.make({ type: 'ball', size: 2 }, 3)).toBe('ball of 6');
    expect(shapes.make({ type: 'box', size: 2, hue: 0 }, 1)).toBe('box of 2 with 0.5');
    expect(shapes.make('plane', 1)).toBe('plane');
  });

  it('may be chosen by name where they need no settings, and only then', () => {
    expect(reads('plane')).toBe(true);
    expect(reads({ type: 'plane' })).toBe(true);
    expect(reads('ball')).toBe(false);
    expect(() => shapes.make('ball', 1)).toThrow('size: found nothing');
  });

  it('have the settings that all of them have, which are not the kind’s own', () => {
    expect(reads({ type: 'plane', label: 'floor' })).toBe(true);
    expect(shapes.make({ type: 'plane', label: 'floor' }, 1)).toBe('plane');
    expect(reads({ type: 'plane', size: 1 })).toBe(false);
  });

  it.each(['bal', 'constructor', '__proto__', ''])('refuse a type of "%s", and name the known ones', (type) => {
    expect(() => shapes.make({ type } as Chosen, 1)).toThrow(`shape: found "${type}"; expected ball, box, plane`);
    expect(reads(type)).toBe(false);
    expect(reads({ type })).toBe(false);
  });

  it('refuse a setting that they have not', () => {
    const made = (): unknown => shapes.make({ type: 'ball', size: 1, siez: 2 }, 1);
    expect(made).toThrow('siez: found unknown key "siez"; expected size; fix: did you mean "size"?');
  });

  it('suggest the nearest', () => {
    expect(() => shapes.of('bal')).toThrow('did you mean "ball"?');
    expect(() => shapes.of('sphere')).toThrow('choose one of them');
  });

  it('without short forms have none', () => {
    const own = new Kinds<number, string>('shape', shapes.all.slice(0, 1));
    expect(z.safeParse(own.schema, { type: 'ball', size: 1 }).success).toBe(true);
    expect(z.safeParse(own.schema, 'ball').success).toBe(false);
  });
});
