/** @file Parameters in a link: float64 to the last bit, deflated, in base64url. What a link says may be hostile: its size is bounded. */
import { deflateSync, inflateSync } from 'fflate';
import type { Codec } from './field.ts';

/** Most characters that parameters may take in a link. */
export const parametersLimit = 2048;

/** Most numbers that so many characters are unpacked to. */
const mostNumbers = 4096;

/** Bytes of numbers, little-endian on every machine. */
function bytesOf(numbers: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((value, i) => view.setFloat64(8 * i, value, true));
  return new Uint8Array(view.buffer);
}

function numbersOf(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true));
}

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const fromBase64Url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

/** Never makes more than it may: what would be longer is cut by the room that it gets, and seen by having filled it. */
function inflated(bytes: Uint8Array): Uint8Array {
  const room = new Uint8Array(8 * mostNumbers + 1);
  return inflateSync(bytes, { out: room });
}

export const parametersCodec: Codec<Float64Array> = {
  expected: `finite numbers, deflated, in at most ${parametersLimit} characters of base64url`,
  format: (values) => toBase64Url(deflateSync(bytesOf(values), { level: 9 })),
  parse: (text) => {
    if (text.length > parametersLimit || !/^[\w-]+$/.test(text)) throw new RangeError('no base64url');
    const bytes = inflated(fromBase64Url(text));
    if (bytes.length === 0 || bytes.length % 8 > 0 || bytes.length > 8 * mostNumbers)
      throw new RangeError('no numbers');
    const values = numbersOf(bytes);
    if (!values.every(Number.isFinite)) throw new RangeError('not finite');
    return values;
  },
};

/** Whether parameters have room in a link. */
export const fitsInLink = (values: Float64Array): boolean =>
  values.length <= mostNumbers && parametersCodec.format(values).length <= parametersLimit;
