/** @file The hash of the address: it keeps every state, in one spelling, and nothing that stands in it does any harm. */
import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { formatHash, noticeOf, parseHash } from '../../../../src/viewer/studio/address/hash.ts';
import { parametersCodec } from '../../../../src/viewer/studio/address/parameters-codec.ts';
import { Random, testCases, testSeed } from '../../../support/random.ts';
import { anyState, fieldsOfNothing } from './random-state.ts';

const fields = fieldsOfNothing();
const hashOf = (state: object): string => formatHash(fields, new Map(Object.entries(state)));
const again = (hash: string): string => formatHash(fields, parseHash(fields, hash).values);

const base64Url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

describe('state -> hash -> state', () => {
  it('has a random value for every field', () => {
    const keys = fc.sample(anyState, { seed: testSeed, numRuns: 200 }).flatMap((state) => Object.keys(state));
    expect([...new Set(keys)].sort()).toEqual(fields.map(({ key }) => key).sort());
  });

  it('is the identity, with one spelling that a link can have', () => {
    const property = fc.property(anyState, (state) => {
      const hash = hashOf(state);
      const { values, faults } = parseHash(fields, hash);
      expect(faults).toEqual([]);
      expect(Object.fromEntries(values)).toEqual({ ...state });
      expect(again(hash)).toBe(hash);
      expect(new URL(`https://adjoint.example/#${hash}`).hash).toBe(hash === '' ? '' : `#${hash}`);
    });
    fc.assert(property, { seed: testSeed, numRuns: testCases(1000) });
  });

  it('has its keys sorted, and nothing that is as usual', () => {
    expect(hashOf({})).toBe('');
    expect(hashOf({ t: 1.25, k: 120, clock: 'k', rate: 0.5 })).toBe('clock=k&k=120&rate=0.5&t=1.25&v=1');
    expect(hashOf({ set: ['method.learningRate=0.03', 'method.type="adam"'], pin: { kind: 'joint', id: 'a b' } })).toBe(
      'pin=joint:a%20b&set=method.learningRate:0.03,method.type:adam&v=1',
    );
  });

  it('keeps parameters to the last bit', () => {
    const values = Float64Array.of(0.1, -0, 5e-324, 1.7976931348623157e308, Math.PI);
    const back = parametersCodec.parse(parametersCodec.format(values));
    expect(new BigUint64Array(back.buffer)).toEqual(new BigUint64Array(values.buffer));
  });

  it('writes what is wrong in no way that it would not read', () => {
    for (const hash of [
      't=1.2500',
      't=-0.00001',
      'cam=1.00009,0,2,0,-0,0',
      'set=gains[1]:9',
      'layers=path,rings,path',
    ]) {
      const { faults } = parseHash(fields, hash);
      expect([hash, faults]).toEqual([hash, []]);
      expect(again(again(hash))).toBe(again(hash));
    }
  });
});

describe('a damaged hash', () => {
  it.each([
    ['foo=1', '"foo" is not known'],
    ['k=-1', '"k" is "-1", expected a whole number from 0 to 1000000000'],
    ['t=1&t=2', '"t" stands there twice'],
    ['rate=3', 'expected 0.1, 0.25, 0.5, 1'],
    ['v=2&k=1', '"v" is "2", this page reads 1'],
    ['pin=joint:%', '"pin" is "joint:%"'],
    ['a=1&b=1&c=1&d=1&e=1', 'and 2 more'],
    ['cam=1,2,3', 'expected 6 numbers after commas'],
  ])('%s: %s', (hash, words) => {
    expect(noticeOf(parseHash(fields, hash).faults)).toContain(words);
  });

  it('loses no more than what is wrong', () => {
    const { values, faults } = parseHash(fields, '#k=12&rate=3&t=0.5&v=1');
    expect([Object.fromEntries(values), faults.map(({ key }) => key)]).toEqual([{ k: 12, t: 0.5 }, ['rate']]);
    expect(noticeOf([])).toBeNull();
  });

  it('unpacks no more parameters than there can be', () => {
    const bomb = base64Url(deflateSync(new Uint8Array(1_400_000), { level: 9 }));
    expect(bomb.length).toBeLessThan(2048);
    expect(() => parametersCodec.parse(bomb)).toThrow();
    expect(() => parametersCodec.parse(base64Url(deflateSync(new Uint8Array(9))))).toThrow();
    expect(() =>
      parametersCodec.parse(base64Url(deflateSync(new Uint8Array(new Float64Array([NaN]).buffer)))),
    ).toThrow();
  });
});

/** Parts that have done harm somewhere. */
const hostile = [
  '__proto__=1',
  'constructor=prototype',
  'set=__proto__.polluted:1',
  'set=constructor.prototype.polluted:true',
  'set=goals.__proto__:%7B%22polluted%22:1%7D',
  'note=javascript:alert(1)',
  'note=%3Cscript%3EglobalThis.executed=1%3C/script%3E',
  'pin=joint:<img src=x onerror=globalThis.executed=1>',
  'p=%00%00',
  `p=${base64Url(deflateSync(new Uint8Array(1_400_000)))}`,
  `p=${'A'.repeat(2000)}`,
  `set=x:${'%5B'.repeat(5000)}`,
  `set=${'a.'.repeat(8000)}:1`,
  `t=${'9'.repeat(5000)}`,
  't=1e999',
  'k=0x10',
  'cam=NaN,NaN,NaN,NaN,NaN,NaN',
  'room=\u202enotes',
  'note=\ud800',
  'set=seed:%ED%A0%80',
  '%',
  '%%%&&&===',
  'x'.repeat(70_000),
];

/** A hash that was a good one before some characters were changed, left out, doubled, or hostile parts were put in. */
function mutated(hash: string, random: Random): string {
  let text = hash;
  for (let step = random.integer(1, 6); step > 0; step--) {
    const at = random.integer(0, text.length);
    const kind = random.integer(0, 4);
    if (kind === 0) text = text.slice(0, at) + String.fromCharCode(random.integer(0, 0xffff)) + text.slice(at + 1);
    if (kind === 1) text = text.slice(0, at) + text.slice(at + random.integer(1, 8));
    if (kind === 2) text = text.slice(0, at) + text.slice(Math.max(0, at - random.integer(1, 20)));
    if (kind === 3) text = `${text.slice(0, at)}&${random.pick(hostile)}${text.slice(at)}`;
    if (kind === 4) text = `${text}&${random.pick(hostile)}`;
  }
  return text;
}

describe('a thousand hostile hashes', () => {
  it('throw nothing, execute nothing, and what is left of them has one spelling', () => {
    const random = new Random(testSeed);
    const states = fc.sample(anyState, { seed: testSeed, numRuns: testCases(1000) });
    for (const hash of [...hostile, ...states.map((state) => mutated(hashOf(state), random))]) {
      const { values, faults } = parseHash(fields, hash);
      const canonical = formatHash(fields, values);
      expect(again(canonical)).toBe(canonical);
      expect(parseHash(fields, canonical).faults).toEqual([]);
      const notice = noticeOf(faults) ?? '';
      expect(notice.length).toBeLessThan(1500);
      expect(notice).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
    expect([(globalThis as { executed?: 1 }).executed, ({} as { polluted?: 1 }).polluted]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
