/** @file The header of a safetensors file: which tensors there are, of which numbers, and where; refused where it is not exactly that. */
import { ArgumentError, SceneError } from '../errors.ts';
import { described } from '../text/described.ts';
import { oneLine, printable } from '../text/printable.ts';
import { parseStrictJson } from './strict-json.ts';

/** Types of numbers that are read, and their bytes. */
export const numberBytes = { F64: 8, F32: 4, F16: 2, BF16: 2 } as const;
export type NumberType = keyof typeof numberBytes;

/** What the header says of a tensor. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: NumberType;
  readonly shape: readonly number[];
  /** Bytes behind the header, `end` not among them. */
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly tensors: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the numbers begin. */
  readonly end: number;
}

/** Bytes of the header's length, which stands in front of it. */
export const lengthBytes = 8;
/** The name under which texts stand. */
export const metadataName = '__metadata__';
/** The format's own bound, bytes. */
const longestHeader = 100e6;

const begin = '{'.charCodeAt(0);

/** Whether bytes begin as such a file does, whole or cut off. */
export const looksLikeSafetensors = (bytes: Uint8Array): boolean =>
  bytes.length > lengthBytes && bytes[lengthBytes] === begin && lengthOf(bytes) <= longestHeader;

/** What the file says of its header's length, bytes: beyond 2^53 it is rounded, and too large all the same. */
const lengthOf = (bytes: Uint8Array): number =>
  Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));

/** Refuses something at a place in a file. */
type Refuse = (place: string, found: string, expected: string, remedy?: string) => never;

const refusing =
  (file: string): Refuse =>
  (place, found, expected, remedy) => {
    throw new ArgumentError([oneLine(file), place].filter(Boolean).join(', '), found, expected, remedy);
  };

/** The header at the beginning of a file's bytes. Throws an ArgumentError or a SceneError that says the file and the place in it. */
export function readHeader(bytes: Uint8Array, file: string): Header {
  const refuse = refusing(file);
  const end = endOfHeader(bytes, refuse);
  const { [metadataName]: metadata = {}, ...entries } = jsonOf(bytes.subarray(lengthBytes, end), file, refuse);
  const tensors = Object.entries(entries)
    .map(([name, entry]) => entryOf(name, entry, refuse))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  requireWhole(tensors, bytes.length - end, refuse);
  return { tensors, metadata: textsOf(metadata, refuse), end };
}

function endOfHeader(bytes: Uint8Array, refuse: Refuse): number {
  const cutOff = 'the file is damaged or cut off, or of another kind: get it again';
  if (bytes.length < lengthBytes) refuse('', `${bytes.length} bytes`, `at least ${lengthBytes}`, cutOff);
  const length = lengthOf(bytes);
  if (length > longestHeader || lengthBytes + length > bytes.length)
    refuse(
      'length of the header',
      `${length} bytes`,
      `at most ${longestHeader}, and within the file's ${bytes.length}`,
      cutOff,
    );
  return lengthBytes + length;
}

/** The object that the header is. */
function jsonOf(bytes: Uint8Array, file: string, refuse: Refuse): Readonly<Record<string, unknown>> {
  if (bytes[0] !== begin)
    refuse('header', `byte ${described(bytes[0])} at its beginning`, '"{"', 'give a safetensors file');
  try {
    return parseStrictJson(utf8(bytes, refuse)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof SceneError) error.message = `${oneLine(file)}, header: ${error.message}`;
    throw error;
  }
}

function utf8(bytes: Uint8Array, refuse: Refuse): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('header', 'bytes that are no UTF-8', 'a header in UTF-8', 'get the file again');
  }
}

/** What a refusal calls a tensor. */
const placeOf = (name: string): string => `tensor "${printable(name)}"`;

/** Whether it is a list of whole numbers from 0 on. */
export const isShape = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((extent) => Number.isSafeInteger(extent) && extent >= 0);

function entryOf(name: string, entry: unknown, refuse: Refuse): TensorEntry {
  const place = placeOf(name);
  const { dtype, shape, data_offsets: offsets, ...others } = Object(entry) as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(others)) refuse(place, `"${printable(key)}"`, 'dtype, shape and data_offsets only');
  const types = Object.keys(numberBytes);
  if (typeof dtype !== 'string' || !types.includes(dtype))
    refuse(`${place}, dtype`, described(dtype), types.join(', '), 'convert it, e.g. by tensor.double()');
  if (!isShape(shape)) return refuse(`${place}, shape`, shown(shape), 'a list of extents from 0 on');
  if (!isShape(offsets) || offsets.length !== 2 || offsets[0] > offsets[1])
    return refuse(`${place}, data_offsets`, shown(offsets), 'where its bytes begin and end');
  const [begin, end] = offsets;
  const size = numberBytes[dtype as NumberType] * sizeOf(shape);
  if (end - begin !== size) refuse(`${place}, data_offsets`, `${end - begin} bytes`, `${size}, as its shape says`);
  return { name, dtype: dtype as NumberType, shape, begin, end };
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, extent) => size * extent, 1);

/** A value of the header, in one line. */
const shown = (value: unknown): string => printable(JSON.stringify(value) ?? 'nothing');

/** Refuses bytes that belong to no tensor, or to several; tensors come in the order of their bytes. */
function requireWhole(tensors: readonly TensorEntry[], bytes: number, refuse: Refuse): void {
  let last = 0;
  for (const { name, begin, end } of tensors) {
    if (begin !== last)
      refuse(`${placeOf(name)}, data_offsets`, `a beginning at ${begin}`, `${last}, where the one before it ends`);
    last = end;
  }
  if (last !== bytes) refuse('', `${bytes} bytes behind the header`, `${last}, as its tensors say`, 'get it again');
}

function textsOf(metadata: unknown, refuse: Refuse): Readonly<Record<string, string>> {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    return refuse(metadataName, shown(metadata), 'an object of texts');
  for (const [name, text] of Object.entries(metadata))
    if (typeof text !== 'string') refuse(`${metadataName}, "${printable(name)}"`, shown(text), 'a text');
  return metadata as Readonly<Record<string, string>>;
}
