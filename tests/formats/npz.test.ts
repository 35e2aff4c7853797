/** @file Arrays for NumPy and back: every bit, the bytes of the format, files that NumPy wrote, and hostile ones refused. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { decodeNpy, decodeNpz, encodeNpy, encodeNpz, type NpyArray } from '../../src/formats/npz.ts';
import { readZip, writeZip } from '../../src/formats/zip.ts';
import { expectEqual } from '../support/check.ts';
import { testSeed } from '../support/random.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/numpy/${name}`, import.meta.url)));
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const numbers = [1.5, -0, NaN, Infinity, 5e-324, 1e300];
const a: NpyArray = { shape: [2, 3], data: Float64Array.from(numbers) };

/** What refuses it, in its words. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(ArgumentError);
    return (error as Error).message;
  }
  throw new Error('accepted');
}

describe('npy', () => {
  it('has the bytes of format 1.0: magic, header at a multiple of 64, little-endian numbers in C order', () => {
    const bytes = encodeNpy({ shape: [2], data: Float64Array.of(1, -2) });
    expect([...bytes.subarray(0, 10)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
    const header = new TextDecoder().decode(bytes.subarray(10, 128));
    expect(header).toMatch(/^\{'descr': '<f8', 'fortran_order': False, 'shape': \(2,\), \} +\n$/);
    expect([...bytes.subarray(128)]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0]);
  });

  it.each<[string, NpyArray]>([
    ['fortran.npy', { shape: [2, 3], data: new Float64Array(6).fill(1) }],
    ['big-endian.npy', { shape: [1], data: Float64Array.of(1) }],
  ])('has the bytes that NumPy writes, but for what makes %s another', (name, array) => {
    const [own, other] = [encodeNpy(array), fixture(name)].map((bytes) => new TextDecoder().decode(bytes.subarray(0, 128))); // prettier-ignore
    expect(own).toBe(other.replace('True', 'False').replace('>', '<').trimEnd().padEnd(127) + '\n');
  });

  it('comes back with every bit, whatever the shape', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 4 }), fc.func(fc.double()), (shape, value) => {
        const size = shape.reduce((product, extent) => product * extent, 1);
        const data = Float64Array.from({ length: size }, (_, i) => value(i));
        const back = decodeNpy(encodeNpy({ shape, data }));
        expect(back.shape).toEqual(shape);
        expectEqual(back.data as Float64Array, data);
      }),
      { seed: testSeed, numRuns: 100 },
    );
  });

  it('comes back with every letter', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), (texts) => {
        const data = texts.map((text) => text.replace(/\0+$/, ''));
        expect(decodeNpy(encodeNpy({ shape: [data.length], data })).data).toEqual(data);
      }),
      { seed: testSeed, numRuns: 100 },
    );
  });

  it.each([
    ['int.npy', 'found type <i8; expected <f8'],
    ['big-endian.npy', 'found type >f8; expected <f8'],
    ['fortran.npy', 'found Fortran order; expected C order'],
    ['object.npy', 'found type |O'],
    ['struct.npy', "expected {'descr': '<f8'"],
  ])('%s is refused', (name, says) => {
    expect(refusal(() => decodeNpy(fixture(name), name))).toContain(says);
  });

  const whole = encodeNpy(a);
  const withHeader = (header: string, data = whole.subarray(128)): Uint8Array => {
    const head = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8);
    return Uint8Array.from([...head, ...bytesOf(header), ...data]);
  };

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a text', bytesOf('{"a": 1}        ')],
    ['an array cut off', whole.subarray(0, -1)],
    ['an array with more behind it', Uint8Array.from([...whole, 0])],
    ['a header cut off', whole.subarray(0, 60)],
    ['a header that runs a program', withHeader("{'descr': __import__('os'), 'fortran_order': False, 'shape': (6,)}")],
    ['a header without order', withHeader("{'descr': '<f8', 'shape': (6,), }")],
    ['a header with a member twice', withHeader("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (6,)}")], // prettier-ignore
    ['a shape of too many', withHeader("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999, 99999999), }")],
    ['a shape below 0', withHeader("{'descr': '<f8', 'fortran_order': False, 'shape': (-6,), }")],
    ['a letter that there is not', withHeader("{'descr': '<U12', 'fortran_order': False, 'shape': (1,), }")],
    ['a format of the future', Uint8Array.from(whole, (byte, i) => (i === 6 ? 9 : byte))],
  ])('%s is refused', (_, bytes) => {
    expect(refusal(() => decodeNpy(bytes))).toMatch(/^npy: found .*; expected /);
  });

  it('may have its header in another order', () => {
    const said = "{'shape': (2, 3), 'fortran_order': False, 'descr': '<f8'}";
    expectEqual(decodeNpy(withHeader(said)).data as Float64Array, a.data as Float64Array);
  });
});

describe('npz', () => {
  const arrays = { a, names: { shape: [2], data: ['shoulder', 'é𝄞'] } };

  it('comes back with every bit, and has the same bytes every time', () => {
    const bytes = encodeNpz(arrays);
    expect(encodeNpz(arrays)).toEqual(bytes);
    const back = decodeNpz(bytes);
    expect([...back.keys()]).toEqual(['a', 'names']);
    expectEqual(back.get('a')!.data as Float64Array, a.data as Float64Array);
    expect(back.get('names')).toEqual(arrays.names);
  });

  it('is read as NumPy writes it, stored and packed', () => {
    const plain = decodeNpz(fixture('plain.npz'));
    expect([...plain.keys()]).toEqual(['a', 'one', 'none', 'names']);
    expectEqual(plain.get('a')!.data as Float64Array, a.data as Float64Array);
    expect(plain.get('one')).toEqual({ shape: [], data: Float64Array.of(7) });
    expect(plain.get('none')).toEqual({ shape: [0, 3], data: new Float64Array() });
    expect(plain.get('names')).toEqual(arrays.names);
    expectEqual(decodeNpz(fixture('packed.npz')).get('a')!.data as Float64Array, a.data as Float64Array);
  });

  it('is refused wherever it is cut off, or a byte of its arrays is another', () => {
    const bytes = encodeNpz(arrays);
    for (let length = 0; length < bytes.length; length++)
      expect(refusal(() => decodeNpz(bytes.subarray(0, length)))).toMatch(/^zip: found /);
    const content = 'PK..'.length + 26 + 'a.npy'.length;
    for (const at of [content + 5, content + 20]) {
      const harmed = bytes.slice();
      harmed[at] ^= 1;
      expect(refusal(() => decodeNpz(harmed))).toMatch(/damaged|npy/);
    }
  });

  it('never throws anything but words, whatever the bytes', () => {
    const bytes = encodeNpz(arrays);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1 }), (changes) => {
        const harmed = bytes.slice();
        for (const [at, value] of changes) harmed[at] = value;
        try {
          decodeNpz(harmed);
        } catch (error) {
          expect(error).toBeInstanceOf(ArgumentError);
        }
      }),
      { seed: testSeed, numRuns: 300 },
    );
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['another file in it', zipSync({ 'a.txt': bytesOf('a') }), /^npz: found file "a.txt"; expected files .npy only/],
    ['no array in it', zipSync({ 'a.npy': bytesOf('a') }), /^a.npy: found another kind of file; expected a .npy file/],
    ['a text', bytesOf('time,q'), /^zip: found another kind of file; expected a zip archive/],
  ])('with %s is refused', (_, bytes, says) => {
    expect(refusal(() => decodeNpz(bytes))).toMatch(says);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a name with a path', { '../a': a }, 'name of an array'],
    ['too few numbers', { a: { shape: [2], data: new Float64Array(3) } }, 'a.data: found 3 entries; expected 2'],
    ['a list of numbers', { a: { shape: [1], data: [1] } }, 'a.data: found a list of 1'],
    ['no shape', { a: { data: new Float64Array(1) } }, 'a.shape: found undefined'],
    ['nothing', { a: null }, 'a.shape: found undefined'],
  ])('of %s is not written', (_, given, says) => {
    expect(refusal(() => encodeNpz(given as Record<string, NpyArray>))).toContain(says);
  });
});

describe('a zip archive', () => {
  it.each(['../a', '/a', 'a/../b', 'a//b', './a', 'a\\b', 'C:a', ''])('with a file named "%s" is refused', (name) => {
    expect(refusal(() => readZip(zipSync({ [name]: bytesOf('a') })))).toContain('a relative path within the archive');
  });

  it('keeps files in folders, and leaves folders out', () => {
    const files = readZip(zipSync({ meshes: { 'a.stl': bytesOf('a') }, empty: {} }));
    expect([...files]).toEqual([['meshes/a.stl', bytesOf('a')]]);
  });

  it('that would become too large is refused before it is unpacked', () => {
    const bomb = zipSync({ a: new Uint8Array(1e6), b: new Uint8Array(1e6) });
    expect(bomb.length).toBeLessThan(4000);
    expect(readZip(bomb, 2e6).size).toBe(2);
    expect(refusal(() => readZip(bomb, 2e6 - 1))).toContain('found more than 1999999 bytes when unpacked');
  });

  it('that becomes larger than it says is refused', () => {
    const bomb = zipSync({ a: new Uint8Array(1e6) });
    const view = new DataView(bomb.buffer);
    for (let at = 0; at + 4 <= bomb.length; at++) if (view.getUint32(at, true) === 1e6) view.setUint32(at, 1000, true);
    expect(refusal(() => readZip(bomb))).toContain('damaged');
  });

  it('with the same file twice is refused', () => {
    const bytes = zipSync({ ab: bytesOf('1'), ba: bytesOf('2') });
    for (let at = 0; at < bytes.length; at++)
      if (bytes[at] === 0x62 && bytes[at + 1] === 0x61) bytes.set([0x61, 0x62], at);
    expect(refusal(() => readZip(bytes))).toContain('"ab" twice');
  });

  it('that is encrypted, packed in another way or in parts is refused', () => {
    const changed = (from: number, value: number): Uint8Array => {
      const bytes = writeZip({ a: bytesOf('a') });
      const list = bytes.length - 22 - 47;
      bytes[(from < 46 ? list : bytes.length - 22 - 46) + from] = value;
      return bytes;
    };
    expect(refusal(() => readZip(changed(8, 1)))).toContain('an encrypted file');
    expect(refusal(() => readZip(changed(10, 12)))).toContain('packed by method 12');
    expect(refusal(() => readZip(changed(46 + 4, 1)))).toContain('in parts');
  });
});
