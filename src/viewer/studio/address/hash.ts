/** @file The hash of the address: `&`-separated, keys sorted, only what differs from the usual; what is wrong with one is said, and kept out. */
import { printable } from '../../../text/printable.ts';
import type { AddressField, Codec } from './field.ts';

/** The version of the address's meaning. */
const version = '1';

/** Most characters that are read. */
const longest = 65_536;

/** A part of an address that was kept out. */
export interface AddressFault {
  readonly key: string;
  /** As in `x is not known`, without the key. */
  readonly words: string;
}

export interface ParsedHash {
  /** Values by their keys: of those that are there. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly faults: readonly AddressFault[];
}

type Coded = Pick<AddressField, 'key'> & { readonly codec: Codec };

/** What an address says, without `#` or with it. Never throws. */
export function parseHash(fields: readonly Coded[], hash: string): ParsedHash {
  const text = hash.replace(/^#/, '');
  if (text.length > longest) return onlyFault('address', `has ${text.length} characters, at most ${longest} are read`);
  const values = new Map<string, unknown>();
  const faults: AddressFault[] = [];
  const seen = new Set<string>();
  const codecs = new Map(fields.map(({ key, codec }) => [key, codec]));
  for (const part of text.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const key = at < 0 ? part : part.slice(0, at);
    const value = at < 0 ? '' : part.slice(at + 1);
    if (key === 'v' && value !== version) return onlyFault('v', `is "${printable(value)}", this page reads ${version}`);
    const codec = codecs.get(key);
    if (key === 'v') continue;
    else if (!codec) faults.push({ key, words: 'is not known' });
    else if (seen.has(key)) faults.push({ key, words: 'stands there twice' });
    else if (!take(codec, value, (parsed) => values.set(key, parsed)))
      faults.push({ key, words: `is "${printable(value)}", expected ${codec.expected}` });
    seen.add(key);
  }
  return { values, faults };
}

const onlyFault = (key: string, words: string): ParsedHash => ({ values: new Map(), faults: [{ key, words }] });

/** Whether a text was a value. */
function take(codec: Codec, text: string, found: (value: unknown) => void): boolean {
  try {
    found(codec.parse(text));
    return true;
  } catch {
    return false;
  }
}

/** The one hash of some values, without `#`; empty where all is as usual. */
export function formatHash(fields: readonly Coded[], values: ReadonlyMap<string, unknown>): string {
  const parts = fields
    .filter(({ key }) => values.has(key))
    .map(({ key, codec }) => [key, codec.format(values.get(key))] as const);
  if (parts.length === 0) return '';
  return [...parts, ['v', version] as const]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, text]) => `${key}=${text}`)
    .join('&');
}

/** Faults that are named; the others are counted. */
const named = 3;

/** What was kept out, in a notice; null where nothing was. */
export function noticeOf(faults: readonly AddressFault[]): string | null {
  if (faults.length === 0) return null;
  const shown = faults.slice(0, named).map(({ key, words }) => `"${printable(key)}" ${words}`);
  const rest = faults.length - shown.length;
  return `Not all of this link could be read: ${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`;
}
