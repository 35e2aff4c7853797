/** @file Parameters in a link: float64 to the last bit. */
import type { Codec } from './field.ts';
import { packed, packedLimit, unpacked } from './packed.ts';

/** Most numbers that a link is unpacked to. */
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

export const parametersCodec: Codec<Float64Array> = {
  expected: `finite numbers, deflated, in at most ${packedLimit} characters of base64url`,
  format: (values) => packed(bytesOf(values)),
  parse: (text) => {
    const bytes = unpacked(text, 8 * mostNumbers);
    if (bytes.length === 0 || bytes.length % 8 > 0) throw new RangeError('no numbers');
    const values = numbersOf(bytes);
    if (!values.every(Number.isFinite)) throw new RangeError('not finite');
    return values;
  },
};

/** Whether parameters have room in a link. */
export const fitsInLink = (values: Float64Array): boolean =>
  values.length <= mostNumbers && parametersCodec.format(values).length <= packedLimit;
