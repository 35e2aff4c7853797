/** @file Bytes to text, in the encoding that they are marked with or declare. */
import type { Findings } from '../findings.ts';
import { positionAt } from './lines.ts';
import { findDeclaration } from './markup.ts';

/** Bytes in which a declaration is looked for. */
const headLength = 65_536;

/** The text of bytes, or `undefined` after reporting which of them is none. */
export function decodeBytes(bytes: Uint8Array, findings: Findings): string | undefined {
  const mark = byteOrderMark(bytes);
  const declared = mark ? undefined : declaredLabel(bytes);
  const known = declared === undefined ? undefined : knownEncoding(declared);
  const encoding = mark ?? known ?? 'utf-8';
  const isUnknown = declared !== undefined && known === undefined;
  const text = decoded(bytes, encoding);
  if (text === undefined) {
    refuse(bytes, encoding, isUnknown ? `encoding "${declared}" is unknown, and the file is ` : '', findings);
    return undefined;
  }
  if (declared !== undefined && known !== 'utf-8') warn(text, encoding, declared, isUnknown, findings);
  return text;
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined;
}

/** The encoding that an XML declaration names. It is ASCII in all encodings that can be declared. */
const declaredLabel = (bytes: Uint8Array): string | undefined =>
  findDeclaration(new TextDecoder('latin1').decode(bytes.subarray(0, headLength)))?.encoding;

/** The name of an encoding that the host decodes, with the punctuation that people give it. */
function knownEncoding(label: string): string | undefined {
  for (const spelling of [label, label.replaceAll('_', '-'), label.replace(/[-_ ]/g, '')]) {
    try {
      const { encoding } = new TextDecoder(spelling);
      // a declaration that was read byte by byte is not in UTF-16
      return encoding.startsWith('utf-16') ? undefined : encoding;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** The letters of bytes 0x80 to 0x9f in windows-1252, which some hosts leave as controls (Node 20 among them). */
const windowsLetters = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const ofWindows = (control: string): string => windowsLetters[control.charCodeAt(0) - 0x80];

/** The text, or `undefined` where the bytes are none; of a stream, the last character may lack bytes. */
function decoded(bytes: Uint8Array, encoding: string, stream = false): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream });
    return encoding === 'windows-1252' ? text.replace(/[\x80-\x9f]/g, ofWindows) : text;
  } catch {
    return undefined;
  }
}

function warn(text: string, encoding: string, label: string, isUnknown: boolean, findings: Findings): void {
  const first = /[^\0-\x7f]/.exec(text);
  if (!first) return;
  const problem = isUnknown ? 'unknown encoding: the file is read as UTF-8' : `the file is read as ${encoding}`;
  findings.warning('U004', positionAt(text, first.index), '', problem, {
    found: `encoding="${label}"`,
    remedy: 'save the file as UTF-8, and declare encoding="UTF-8"',
  });
}

function refuse(bytes: Uint8Array, encoding: string, why: string, findings: Findings): void {
  const offset = firstUndecodable(bytes, encoding);
  const before = decoded(bytes.subarray(0, offset), encoding) ?? '';
  const problem = `${why}not valid ${encoding.toUpperCase()}: bad byte at offset ${offset}`;
  findings.error('U004', positionAt(before, before.length), '', problem, {
    found: `0x${bytes[offset].toString(16).padStart(2, '0')}`,
    remedy: 'save the file as UTF-8, or declare its encoding: <?xml version="1.0" encoding="ISO-8859-1"?>',
  });
}

/** Offset of the first character that cannot be decoded, by bisection over prefixes. */
function firstUndecodable(bytes: Uint8Array, encoding: string): number {
  let [good, bad] = [0, bytes.byteLength];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decoded(bytes.subarray(0, middle), encoding, true) === undefined) bad = middle;
    else good = middle;
  }
  // the character may have begun before the byte that it cannot go on with
  while (decoded(bytes.subarray(0, good), encoding) === undefined) good--;
  return good;
}
