/** @file Zip archives of a few files in memory: written with the same bytes every time, read only where they are whole and of bounded size. */
import { inflateSync, zipSync } from 'fflate';
import { ArgumentError, limits } from '../errors.ts';
import { described } from '../text/described.ts';
import { printable } from '../text/printable.ts';
import { crc32 } from './checksum.ts';

/** A file's time, of which nobody asks: the first that an archive can say. */
const anyTime = new Date(1980, 0, 1);

/** An archive of files by their names, compressed. */
export const writeZip = (files: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  zipSync(files, { level: 6, mtime: anyTime });

/** Bytes of the records of an archive, without names, and what each begins with. */
const localFile = { size: 30, signature: 0x04034b50 };
const listedFile = { size: 46, signature: 0x02014b50 };
const listEnd = { size: 22, signature: 0x06054b50 };
/** A comment at the end, which its length is said of in 16 bits. */
const longestComment = 0xffff;

const refuse = (found: string, expected: string, remedy?: string): never => {
  throw new ArgumentError('zip', found, expected, remedy);
};

const damaged = (): never => refuse('an archive that is damaged or cut off', 'a whole zip archive', 'get it again');

/** Deflate makes nothing smaller by more than this. */
const bestRatio = 1032;

/** A file as the list at the end of an archive has it. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its own record begins. */
  readonly offset: number;
}

/** Files of an archive by their names, without folders. Throws an ArgumentError for what is no whole archive, or is too large. */
export function readZip(bytes: Uint8Array, mostBytes: number = limits.archiveBytes): Map<string, Uint8Array> {
  if (!(bytes instanceof Uint8Array)) refuse(described(bytes), 'bytes in a Uint8Array');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files = new Map<string, Uint8Array>();
  let room = mostBytes;
  for (const entry of entriesOf(bytes, view)) {
    if (entry.name.endsWith('/') && entry.size === 0) continue;
    requireName(entry.name);
    if (files.has(entry.name)) refuse(`"${printable(entry.name)}" twice`, 'each file once');
    room -= entry.size;
    if (room < 0) refuse(`more than ${mostBytes} bytes when unpacked`, `at most ${mostBytes}`);
    files.set(entry.name, unpacked(bytes, view, entry));
  }
  return files;
}

function entriesOf(bytes: Uint8Array, view: DataView): Entry[] {
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count || start === 0xffffffff)
    refuse('an archive in parts, or of more than 4 GB', 'one zip archive of at most 4 GB');
  if (count > limits.archiveFiles) refuse(`${count} files`, `at most ${limits.archiveFiles}`);
  const entries: Entry[] = [];
  for (let at = start; entries.length < count;) {
    if (at + listedFile.size > end || view.getUint32(at, true) !== listedFile.signature) return damaged();
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const next = at + listedFile.size + name + extra + comment;
    if (next > end) return damaged();
    if (view.getUint16(at + 8, true) & 1) refuse('an encrypted file', 'files that are not encrypted');
    entries.push({
      name: textOf(bytes.subarray(at + listedFile.size, at + listedFile.size + name)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return entries;
}

/** Where the record at the end of the archive begins. */
function endOf(view: DataView): number {
  const last = view.byteLength - listEnd.size;
  for (let at = last; at >= Math.max(0, last - longestComment); at--)
    if (view.getUint32(at, true) === listEnd.signature && at + listEnd.size + view.getUint16(at + 20, true) === view.byteLength) return at; // prettier-ignore
  return view.byteLength >= 4 && view.getUint32(0, true) === localFile.signature
    ? damaged()
    : refuse('another kind of file', 'a zip archive');
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('a file name that is no UTF-8', 'names in UTF-8');
  }
}

/** Names that could lead out of a folder, or that are none on some system, are refused. */
function requireName(name: string): void {
  const isForeign = /[\\\0]|^[A-Za-z]:/.test(name) || name.length > limits.nameLength;
  if (isForeign || name.split('/').some((part) => /^\.{0,2}$/.test(part)))
    refuse(`file name "${printable(name)}"`, 'a relative path within the archive');
}

function unpacked(bytes: Uint8Array, view: DataView, { name, method, crc, packed, size, offset }: Entry): Uint8Array {
  if (offset + localFile.size > bytes.length || view.getUint32(offset, true) !== localFile.signature) return damaged();
  const start = offset + localFile.size + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > bytes.length) return damaged();
  const content = bytes.subarray(start, start + packed);
  if (method !== 0 && method !== 8)
    refuse(`"${printable(name)}" packed by method ${method}`, 'files that are stored or deflated');
  if (size > bestRatio * packed) return damaged();
  // room for one byte more tells a file that is longer than it says
  const file = method === 0 ? content.slice() : inflated(content, size + 1);
  return file.length === size && crc32(file) === crc ? file : damaged();
}

function inflated(content: Uint8Array, most: number): Uint8Array {
  try {
    return inflateSync(content, { out: new Uint8Array(most) });
  } catch {
    return damaged();
  }
}
