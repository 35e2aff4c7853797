/** @file Arrays as NumPy keeps them: .npy (format 1.0, little-endian, C order) and .npz, a zip archive of them by their names. */
import { ArgumentError } from '../errors.ts';
import { described } from '../text/described.ts';
import { printable } from '../text/printable.ts';
import { readZip, writeZip } from './zip.ts';

/** An array of numbers or of texts, row-major. */
export interface NpyArray {
  /** Extents of the axes; [] is one number. */
  readonly shape: readonly number[];
  /** float64, or texts. */
  readonly data: Float64Array | readonly string[];
}

/** `\x93NUMPY` */
const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
/** What comes before an array's numbers ends at a multiple of this. */
const alignment = 64;
/** NumPy's own bound. */
const longestHeader = 10_000;
/** A text's letters stand in four bytes each. */
const letterBytes = 4;

const elementsOf = (shape: readonly number[]): number => shape.reduce((size, extent) => size * extent, 1);

function requireArray(argument: string, array: NpyArray): void {
  const { shape, data } = Object(array) as Partial<NpyArray>;
  const isList = Array.isArray(shape) && shape.every((extent) => Number.isInteger(extent) && extent >= 0);
  if (!isList) throw new ArgumentError(`${argument}.shape`, described(shape), 'a list of extents');
  const isText = Array.isArray(data) && data.every((text) => typeof text === 'string');
  if (!isText && !(data instanceof Float64Array))
    throw new ArgumentError(`${argument}.data`, described(data), 'a Float64Array or a list of texts');
  const size = elementsOf(shape);
  if (data.length !== size) throw new ArgumentError(`${argument}.data`, `${data.length} entries`, `${size}`);
}

/** A file of one array. Throws an ArgumentError where it is none. */
export function encodeNpy(array: NpyArray): Uint8Array {
  requireArray('array', array);
  const { shape, data } = array;
  const letters = data instanceof Float64Array ? 0 : longestOf(data);
  const width = data instanceof Float64Array ? 8 : letterBytes * letters;
  const kind = data instanceof Float64Array ? '<f8' : `<U${letters}`;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const said = `{'descr': '${kind}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const start = magic.length + 4;
  const length = alignment * Math.ceil((start + said.length + 1) / alignment) - start;
  const bytes = new Uint8Array(start + length + width * data.length);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  bytes.set([1, 0], magic.length);
  view.setUint16(magic.length + 2, length, true);
  bytes.set(new TextEncoder().encode(`${said.padEnd(length - 1)}\n`), start);
  writeEntries(view, start + length, data, width);
  return bytes;
}

const longestOf = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, [...text].length), 1);

function writeEntries(view: DataView, start: number, data: NpyArray['data'], width: number): void {
  if (data instanceof Float64Array) {
    for (let i = 0; i < data.length; i++) view.setFloat64(start + width * i, data[i], true);
    return;
  }
  data.forEach((text, i) => {
    [...text].forEach((letter, j) => view.setUint32(start + width * i + letterBytes * j, letter.codePointAt(0)!, true));
  });
}

/**
 * The array of a .npy file: float64 or texts, little-endian, C order. Throws an ArgumentError that says what was found instead; `name`
 * is how it calls the file.
 */
export function decodeNpy(bytes: Uint8Array, name = 'npy'): NpyArray {
  if (typeof name !== 'string') throw new ArgumentError('name of the file', described(name), 'a text');
  const refuse = (found: string, expected: string): never => {
    throw new ArgumentError(printable(name), found, expected);
  };
  if (!(bytes instanceof Uint8Array)) return refuse(described(bytes), 'bytes in a Uint8Array');
  if (bytes.length < magic.length + 6 || magic.some((byte, i) => bytes[i] !== byte))
    return refuse('another kind of file', 'a .npy file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[magic.length];
  if (version < 1 || version > 3) return refuse(`format ${version}`, 'format 1, 2 or 3');
  const start = magic.length + (version === 1 ? 4 : 6);
  const length = version === 1 ? view.getUint16(start - 2, true) : view.getUint32(start - 4, true);
  if (length > longestHeader || start + length > bytes.length)
    return refuse(`a header of ${length} bytes`, `one within the file, of at most ${longestHeader}`);
  const { kind, isFortran, shape } = headerOf(new TextDecoder().decode(bytes.subarray(start, start + length)), refuse);
  if (isFortran) return refuse('Fortran order', 'C order: numpy.ascontiguousarray(…)');
  const letters = kind === '<f8' ? null : Number(/^<U(\d{1,6})$/.exec(kind)?.[1] ?? NaN);
  if (Number.isNaN(letters)) return refuse(`type ${printable(kind)}`, '<f8 or <U: e.g. array.astype("<f8")');
  const size = elementsOf(shape);
  const width = letters === null ? 8 : letterBytes * letters;
  const found = bytes.length - start - length;
  if (found !== size * width) return refuse(`${found} bytes of entries`, `${size * width}, as its shape says`);
  const at = start + length;
  if (letters === null)
    return { shape, data: Float64Array.from({ length: size }, (_, i) => view.getFloat64(at + 8 * i, true)) };
  return { shape, data: Array.from({ length: size }, (_, i) => textAt(view, at + width * i, letters, refuse)) };
}

type Refuse = (found: string, expected: string) => never;

interface Header {
  readonly kind: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

/** A member of the dictionary that a header is. */
const member = /\s*'(descr|fortran_order|shape)'\s*:\s*('[^']{0,99}'|True|False|\([\d, ]{0,999}\))\s*(?:,|(?=\}))/y;

function headerOf(text: string, refuse: Refuse): Header {
  const said = new Map<string, string>();
  member.lastIndex = text.startsWith('{') ? 1 : text.length;
  let end = 0;
  for (let match = member.exec(text); match; match = member.exec(text)) {
    end = member.lastIndex;
    if (said.has(match[1])) return refuse(`"${match[1]}" twice`, 'a header of NumPy');
    said.set(match[1], match[2]);
  }
  const [kind, order, tuple] = ['descr', 'fortran_order', 'shape'].map((name) => said.get(name) ?? '');
  const extents = /^\(((?:\d{1,15}, ?)*\d{0,15})\)$/.exec(tuple);
  const isWhole = /^\s*\}\s*$/.test(text.slice(end)) && kind.startsWith("'") && /^(True|False)$/.test(order);
  if (!isWhole || !extents)
    return refuse(`header ${printable(text)}`, "{'descr': '<f8', 'fortran_order': False, 'shape': (…), }");
  const shape = [...extents[1].matchAll(/\d+/g)].map(Number);
  return { kind: kind.slice(1, -1), isFortran: order === 'True', shape };
}

/** A text that zeros fill up. */
function textAt(view: DataView, start: number, letters: number, refuse: Refuse): string {
  let text = '';
  let zeros = '';
  for (let i = 0; i < letters; i++) {
    const code = view.getUint32(start + letterBytes * i, true);
    if (code > 0x10ffff) return refuse(`letter ${code}`, 'letters of Unicode');
    const letter = String.fromCodePoint(code);
    if (code === 0) zeros += letter;
    else [text, zeros] = [text + zeros + letter, ''];
  }
  return text;
}

const ending = '.npy';

/** A file of arrays by their names. The same arrays give the same bytes. Throws an ArgumentError where one is none. */
export function encodeNpz(arrays: Readonly<Record<string, NpyArray>>): Uint8Array {
  if (typeof arrays !== 'object' || arrays === null)
    throw new ArgumentError('arrays', described(arrays), 'an object of arrays by their names');
  return writeZip(
    Object.fromEntries(
      Object.entries(arrays).map(([name, array]) => {
        if (!/^\w{1,200}$/.test(name))
          throw new ArgumentError('name of an array', printable(name), 'letters, digits and _');
        requireArray(name, array);
        return [name + ending, encodeNpy(array)];
      }),
    ),
  );
}

/** The arrays of a .npz file by their names. Throws an ArgumentError where it is not whole, too large, or of other types. */
export function decodeNpz(bytes: Uint8Array): Map<string, NpyArray> {
  const arrays = new Map<string, NpyArray>();
  for (const [file, content] of readZip(bytes)) {
    if (!file.endsWith(ending)) throw new ArgumentError('npz', `file "${printable(file)}"`, 'files .npy only');
    arrays.set(file.slice(0, -ending.length), decodeNpy(content, file));
  }
  return arrays;
}
