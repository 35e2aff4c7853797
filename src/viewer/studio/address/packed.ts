/** @file Bytes in a link: deflated, in base64url. What a link says may be hostile: what it unpacks to is bounded. */
import { deflateSync, inflateSync } from 'fflate';

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const fromBase64Url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

/** Most characters that one part of a link may take. */
export const packedLimit = 2048;

export const packed = (bytes: Uint8Array): string => toBase64Url(deflateSync(bytes, { level: 9 }));

/** The way back. Throws a RangeError where the text is none, or of more bytes than `most`. */
export function unpacked(text: string, most: number): Uint8Array {
  if (text.length > packedLimit || !/^[\w-]+$/.test(text)) throw new RangeError('no base64url');
  // never makes more than it may: what would be longer is cut by the room that it gets, and seen by having filled it
  const bytes = inflateSync(fromBase64Url(text), { out: new Uint8Array(most + 1) });
  if (bytes.length > most) throw new RangeError('too long');
  return bytes;
}
