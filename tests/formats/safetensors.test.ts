/** @file Tensors for PyTorch and back: every bit, the bytes of the format by a reader of its own, and hostile files refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdjointError } from '../../src/errors.ts';
import { type StoredTensor, readSafetensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import { testSeed } from '../support/random.ts';
import { readByHand } from '../support/safetensors-by-hand.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const rawBytes = ({ buffer, byteOffset, byteLength }: Float64Array | Float32Array): number[] => [
  ...new Uint8Array(buffer, byteOffset, byteLength),
];

/** A file of a header, as it is, and of so many bytes of numbers. */
function fileOf(header: string | Uint8Array, numbers = new Uint8Array(), length?: number | bigint): Uint8Array {
  const said = typeof header === 'string' ? bytesOf(header) : header;
  const file = Uint8Array.from([...new Uint8Array(8), ...said, ...numbers]);
  new DataView(file.buffer).setBigUint64(0, BigInt(length ?? said.length), true);
  return file;
}

/** What refuses it, in its words. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(AdjointError);
    return (error as Error).message;
  }
  throw new Error('accepted');
}

const nanWithPayload = new Float64Array(BigUint64Array.of(0x7ff0_0000_dead_beefn).buffer);
const singleNaN = new Float32Array(Uint32Array.of(0x7f80_beef).buffer);

const named = fc.string({ unit: 'binary', maxLength: 12 }).filter((name) => !/^(__\w+__|constructor|prototype)$/.test(name)); // prettier-ignore
const shape = fc.array(fc.nat(4), { maxLength: 3 });
/** Any bits at all, as both kinds of numbers. */
const tensor = fc.tuple(named, shape, fc.boolean(), fc.infiniteStream(fc.maxSafeNat())).map(([name, extents, wide, stream]): StoredTensor => {
  const size = extents.reduce((product, extent) => product * extent, 1);
  const words = Uint32Array.from({ length: wide ? 2 * size : size }, () => stream.next().value as number);
  return { name, shape: extents, data: wide ? new Float64Array(words.buffer) : new Float32Array(words.buffer) };
}); // prettier-ignore
const tensors = fc.uniqueArray(tensor, { selector: ({ name }) => name, maxLength: 5 });
const texts = fc.dictionary(named, fc.string({ unit: 'binary' }), { maxKeys: 4 });

describe('safetensors', () => {
  it('comes back with every bit', () => {
    fc.assert(
      fc.property(tensors, texts, (given, metadata) => {
        const file = writeSafetensors(given, metadata);
        const back = readSafetensors(file);
        expect(back.metadata).toEqual({ ...metadata });
        expect(back.tensors.map(({ name }) => name).sort()).toEqual(given.map(({ name }) => name).sort());
        for (const { name, shape: extents, data } of back.tensors) {
          const own = given.find((one) => one.name === name)!;
          expect([extents, data.constructor.name]).toEqual([own.shape, own.data.constructor.name]);
          expect(rawBytes(data)).toEqual(rawBytes(own.data));
        }
        expect(writeSafetensors(given, metadata)).toEqual(file);
      }),
      { seed: testSeed, numRuns: 200 },
    );
  });

  const hard = [-0, 5e-324, -5e-324, Infinity, -Infinity, Number.MAX_VALUE, 0.1, NaN];
  const given: StoredTensor[] = [
    { name: 'policy.0.bias', shape: [3], data: Float32Array.of(-0, 1e-45, 0.1) },
    { name: 'policy.0.weight', shape: [2, 4], data: Float64Array.from(hard) },
    { name: 'one', shape: [], data: Float64Array.of(7) },
    { name: 'none', shape: [0, 3], data: new Float64Array() },
    { name: 'payload', shape: [1], data: nanWithPayload },
    { name: 'single payload', shape: [1], data: singleNaN },
  ];
  const file = writeSafetensors(given, { seed: '7', robot: 'Größe "2"' });

  it('is what a reader by the format alone finds in it', () => {
    const { tensors: found, metadata, header } = readByHand(writeSafetensors(given, { seed: '7' }));
    expect(metadata).toEqual({ seed: '7' });
    expect([...found.keys()].sort()).toEqual(given.map(({ name }) => name).sort());
    for (const { name, shape: extents, data } of given) {
      const { dtype, shape: said, bytes, numbers } = found.get(name)!;
      expect([dtype, said]).toEqual([data instanceof Float64Array ? 'F64' : 'F32', extents]);
      expect(numbers.map((number) => Object.is(number, -0) ? '-0' : number)).toEqual([...data].map((number) => Object.is(number, -0) ? '-0' : number)); // prettier-ignore
      expect(bytes).toEqual(rawBytes(data));
    }
    expect((8 + header.length) % 8).toBe(0);
    expect(header).toMatch(/^\{.*\} *$/);
  });

  it('keeps payloads of what is no number, which others may count on', () => {
    const back = readSafetensors(file).tensors;
    expect(rawBytes(back.find(({ name }) => name === 'payload')!.data)).toEqual(rawBytes(nanWithPayload));
    expect(rawBytes(back.find(({ name }) => name === 'single payload')!.data)).toEqual(rawBytes(singleNaN));
  });

  it('is read wherever it lies in memory, and may have any order and spaces in its header', () => {
    const within = new Uint8Array(file.length + 3);
    within.set(file, 3);
    expect(readSafetensors(within.subarray(3))).toEqual(readSafetensors(file));
    const other = fileOf('{"b":{"shape":[1],"data_offsets":[8,16],"dtype":"F64"}, "a" : {"dtype":"F64","shape":[1],"data_offsets":[0,8]}}  ', new Uint8Array(16)); // prettier-ignore
    expect(readSafetensors(other).tensors.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(readSafetensors(fileOf('{}'))).toEqual({ tensors: [], metadata: {} });
  });

  it('has numbers of 16 bits, too', () => {
    const halves = Uint16Array.of(0x0000, 0x8000, 0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0x3555);
    const read = (dtype: string) =>
      readSafetensors(
        fileOf(`{"a":{"dtype":"${dtype}","shape":[10],"data_offsets":[0,20]}}`, new Uint8Array(halves.buffer)),
      ).tensors[0].data;
    expect([...read('F16')]).toEqual([0, -0, 1, -2, 2 ** -24, 65504, Infinity, -Infinity, NaN, 0.333251953125]);
    expect([...read('BF16')].slice(0, 5)).toEqual([0, -0, 0.0078125, -2, 2 ** -133]);
  });
});

describe('a safetensors file is refused', () => {
  const a = '"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}';
  const entry = (text: string): string => `{"a":{${text}}}`;
  const eight = new Uint8Array(8);

  it.each<[string, Uint8Array, RegExp]>([
    ['of nothing', new Uint8Array(), /^safetensors: found 0 bytes; expected at least 8; fix: /],
    ['of a huge header', fileOf('{}', eight, 2n ** 64n - 1n), /length of the header: found 18446744073709552000 bytes/],
    ['of a header beyond its end', fileOf('{}', eight, 11), /found 11 bytes; expected at most 100000000, and within the file's 18/], // prettier-ignore
    ['of no header', fileOf(''), /header: found byte undefined/],
    ['of another kind', fileOf('[1]'), /header: found byte 91 at its beginning; expected "\{"/],
    ['with a mark before its header', fileOf('\ufeff{}'), /header: found byte 239/],
    ['of a header that is no JSON', fileOf('{"a":}'), /^safetensors, header: \$ \(line 1, column 6\): found "\}"/],
    ['of a header that is no UTF-8', fileOf(Uint8Array.of(0x7b, 0xff, 0x7d)), /found bytes that are no UTF-8/],
    ['with a name twice', fileOf(`{${a},${a}}`, eight), /\$\.a \(line 1, column 55\): found key "a" twice/],
    ['with a name for prototypes', fileOf(`{"__proto__":{}}`), /found key "__proto__"/],
    ['with a text that is none', fileOf('{"__metadata__":{"a":1}}'), /__metadata__, "a": found 1; expected a text/],
    [
      'with texts that are none',
      fileOf('{"__metadata__":[]}'),
      /__metadata__: found \[\]; expected an object of texts/,
    ],
    ['with a tensor that is none', fileOf('{"a":null}'), /tensor "a", dtype: found undefined; expected F64, F32/],
    ['with more of a tensor', fileOf(`{"a":{"device":"cpu"}}`), /tensor "a": found "device"; expected dtype, shape/],
    ['of other numbers', fileOf(a.replace('F64', 'I64').replace(/^/, '{') + '}', eight), /dtype: found "I64"; .*fix: convert it/], // prettier-ignore
    ['of a type that every object has', fileOf(entry('"dtype":"toString"')), /dtype: found "toString"/],
    ['of no shape', fileOf(entry('"dtype":"F64","data_offsets":[0,8]'), eight), /shape: found nothing/],
    [
      'of a shape below 0',
      fileOf(entry('"dtype":"F64","shape":[-1],"data_offsets":[0,8]'), eight),
      /shape: found \[-1\]/,
    ],
    ['of a shape that is not finite', fileOf(entry('"dtype":"F64","shape":[1e999],"data_offsets":[0,8]'), eight), /shape: found \[null\]/], // prettier-ignore
    ['of a shape of parts', fileOf(entry('"dtype":"F64","shape":[0.5,2],"data_offsets":[0,8]'), eight), /shape: found \[0\.5,2\]/], // prettier-ignore
    ['of a huge shape', fileOf(entry('"dtype":"F64","shape":[9007199254740991,9007199254740991],"data_offsets":[0,8]'), eight), /found 8 bytes; expected 6.*e\+32/], // prettier-ignore
    ['of offsets backwards', fileOf(entry('"dtype":"F64","shape":[1],"data_offsets":[8,0]'), eight), /data_offsets: found \[8,0\]/], // prettier-ignore
    [
      'of three offsets',
      fileOf(entry('"dtype":"F64","shape":[1],"data_offsets":[0,8,8]'), eight),
      /data_offsets: found/,
    ],
    [
      'with a hole',
      fileOf(`{${a.replace('[0,8]', '[8,16]')}}`, new Uint8Array(16)),
      /found a beginning at 8; expected 0/,
    ],
    ['of overlaps', fileOf(`{${a},${a.replace('"a"', '"b"')}}`, eight), /"b", data_offsets: found a beginning at 0; expected 8/], // prettier-ignore
    ['beyond its end', fileOf(`{${a}}`, eight.subarray(1)), /found 7 bytes behind the header; expected 8/],
    ['with more behind it', fileOf(`{${a}}`, new Uint8Array(9)), /found 9 bytes behind the header; expected 8/],
  ])('%s', (_, bytes, says) => {
    expect(refusal(() => readSafetensors(bytes))).toMatch(says);
  });

  const whole = writeSafetensors(
    [
      { name: 'weight', shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) },
      { name: 'bias', shape: [2], data: Float32Array.of(5, 6) },
    ],
    { format: 'own' },
  );

  it('wherever it is cut off, by the name that the caller gave it', () => {
    for (let length = 0; length < whole.length; length++)
      expect(refusal(() => readSafetensors(whole.subarray(0, length), 'own\n.safetensors'))).toMatch(/^own\\u000a\./);
  });

  it('or read, and never anything else, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1 }), (changes) => {
        const harmed = whole.slice();
        for (const [at, value] of changes) harmed[at] = value;
        try {
          readSafetensors(harmed);
        } catch (error) {
          expect(error).toBeInstanceOf(AdjointError);
        }
      }),
      { seed: testSeed, numRuns: 2000 },
    );
  });

  it('or read, whatever JSON its header is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(32), (header, numbers) => {
        try {
          readSafetensors(fileOf(JSON.stringify(header), new Uint8Array(numbers)));
        } catch (error) {
          expect(error).toBeInstanceOf(AdjointError);
        }
      }),
      { seed: testSeed, numRuns: 500 },
    );
  });
});

it.each<[string, unknown, unknown, string]>([
  ['a name twice', [{ name: 'a', shape: [], data: new Float64Array(1) }, { name: 'a', shape: [], data: new Float64Array(1) }], {}, 'tensors[1].name: found "a" twice'], // prettier-ignore
  ['the name of texts', [{ name: '__metadata__', shape: [], data: new Float64Array(1) }], {}, 'tensors[0].name'],
  ['a name for prototypes', [{ name: '__proto__', shape: [], data: new Float64Array(1) }], {}, 'key "__proto__"'],
  ['too few numbers', [{ name: 'a', shape: [2], data: new Float64Array(1) }], {}, 'found 1 numbers; expected 2'],
  ['other numbers', [{ name: 'a', shape: [1], data: new Int32Array(1) }], {}, 'tensors[0].data: found a Int32Array'],
  ['no shape', [{ name: 'a', data: new Float64Array(1) }], {}, 'tensors[0].shape: found undefined'],
  ['a text that is none', [], { seed: 1 }, 'metadata.seed: found 1; expected a text'],
  ['no list', null, {}, 'tensors: found null'],
])('a file with %s is not written', (_, given, metadata, says) => {
  expect(refusal(() => writeSafetensors(given as StoredTensor[], metadata as Record<string, string>))).toContain(says);
});
