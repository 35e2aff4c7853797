/** @file Tensors by their names as PyTorch and others keep them: safetensors, a JSON header and the numbers behind it, in C order. */
import { ArgumentError } from '../errors.ts';
import { described } from '../text/described.ts';
import {
  isShape,
  lengthBytes,
  metadataName,
  numberBytes,
  type NumberType,
  readHeader,
  sizeOf,
} from './safetensors-header.ts';
import { checkStructure } from './strict-json.ts';

/** A tensor under its name, row-major. */
export interface StoredTensor {
  readonly name: string;
  /** Extents of the axes; [] is one number. */
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array;
}

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: readonly StoredTensor[];
  /** Texts by their names. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What comes before the numbers ends at a multiple of this, so that they can be read where they lie. */
const alignment = 8;

const isWide = ({ data }: StoredTensor): boolean => data instanceof Float64Array;

/** The same bits as whole numbers, of which no host changes any on the way. */
const bitsOf = ({ buffer, byteOffset, length }: StoredTensor['data'], wide: boolean): BigUint64Array | Uint32Array =>
  wide ? new BigUint64Array(buffer, byteOffset, length) : new Uint32Array(buffer, byteOffset, length);

/**
 * A file of tensors (F64, F32) and of texts, by their names; the same ones have the same bytes. Throws an ArgumentError or a SceneError
 * where one is none, where a name stands twice, or could reach a prototype.
 */
export function writeSafetensors(
  tensors: readonly StoredTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  requireTensors(tensors);
  requireTexts(metadata);
  // the wide ones first: each then begins at a multiple of its width
  const sorted = [...tensors.filter(isWide), ...tensors.filter((tensor) => !isWide(tensor))];
  let end = 0;
  const entries = sorted.map(({ name, shape, data }) => {
    const dtype = data instanceof Float64Array ? 'F64' : 'F32';
    return [name, { dtype, shape, data_offsets: [end, (end += data.byteLength)] }] as const;
  });
  const texts = Object.keys(metadata).length > 0 ? { [metadataName]: metadata } : {};
  const said = { ...texts, ...Object.fromEntries(entries) };
  checkStructure(said);
  const header = new TextEncoder().encode(JSON.stringify(said));
  const start = alignment * Math.ceil((lengthBytes + header.length) / alignment);
  const bytes = new Uint8Array(start + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(start - lengthBytes), true);
  bytes.set(header, lengthBytes);
  bytes.fill(' '.charCodeAt(0), lengthBytes + header.length, start);
  entries.forEach(([, { data_offsets: offsets }], i) => writeBits(view, start + offsets[0], sorted[i]));
  return bytes;
}

function writeBits(view: DataView, start: number, tensor: StoredTensor): void {
  bitsOf(tensor.data, isWide(tensor)).forEach((bits: bigint | number, i: number) => {
    if (typeof bits === 'bigint') view.setBigUint64(start + numberBytes.F64 * i, bits, true);
    else view.setUint32(start + numberBytes.F32 * i, bits, true);
  });
}

function requireTensors(tensors: readonly StoredTensor[]): void {
  if (!Array.isArray(tensors)) throw new ArgumentError('tensors', described(tensors), 'a list of tensors');
  const names = new Set<string>();
  tensors.forEach((tensor: StoredTensor, i) => {
    requireTensor(`tensors[${i}]`, tensor);
    const { name } = tensor;
    if (names.has(name)) throw new ArgumentError(`tensors[${i}].name`, `"${name}" twice`, 'each name once');
    names.add(name);
  });
}

function requireTensor(argument: string, tensor: StoredTensor): void {
  const { name, shape, data } = Object(tensor) as Partial<StoredTensor>;
  if (typeof name !== 'string' || name === metadataName)
    throw new ArgumentError(`${argument}.name`, described(name), 'a name, another one than that of texts');
  if (!isShape(shape)) throw new ArgumentError(`${argument}.shape`, described(shape), 'a list of extents from 0 on');
  if (!(data instanceof Float64Array) && !(data instanceof Float32Array))
    throw new ArgumentError(`${argument}.data`, described(data), 'a Float64Array or a Float32Array');
  if (data.length !== sizeOf(shape))
    throw new ArgumentError(`${argument}.data`, `${data.length} numbers`, `${sizeOf(shape)}, as its shape says`);
}

function requireTexts(metadata: Readonly<Record<string, string>>): void {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    throw new ArgumentError('metadata', described(metadata), 'an object of texts by their names');
  for (const [name, text] of Object.entries(metadata))
    if (typeof text !== 'string') throw new ArgumentError(`metadata.${name}`, described(text), 'a text');
}

/**
 * The tensors of a safetensors file in the order of their numbers, and its texts. F64 and F32 come back with every bit; F16 and BF16
 * as Float32Arrays, which hold all their values. Throws an ArgumentError or a SceneError that says what in the file is not as it should
 * be, and never yields a part of one; `file` is how it calls the file.
 */
export function readSafetensors(bytes: Uint8Array, file = 'safetensors'): Safetensors {
  if (!(bytes instanceof Uint8Array)) throw new ArgumentError('bytes', described(bytes), 'bytes in a Uint8Array');
  if (typeof file !== 'string') throw new ArgumentError('name of the file', described(file), 'a text');
  const { tensors, metadata, end } = readHeader(bytes, file);
  return {
    tensors: tensors.map(({ name, shape, dtype, begin, end: last }) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset + end + begin, last - begin);
      return { name, shape, data: read[dtype](view, sizeOf(shape)) };
    }),
    metadata,
  };
}

/** Numbers of each type. */
const read: Readonly<Record<NumberType, (view: DataView, size: number) => StoredTensor['data']>> = {
  F64: (view, size) => {
    const bits = BigUint64Array.from({ length: size }, (_, i) => view.getBigUint64(numberBytes.F64 * i, true));
    return new Float64Array(bits.buffer);
  },
  F32: (view, size) => {
    const bits = Uint32Array.from({ length: size }, (_, i) => view.getUint32(numberBytes.F32 * i, true));
    return new Float32Array(bits.buffer);
  },
  F16: (view, size) => Float32Array.from({ length: size }, (_, i) => halfOf(view.getUint16(numberBytes.F16 * i, true))),
  // the upper half of a float32
  BF16: (view, size) => {
    const bits = Uint32Array.from({ length: size }, (_, i) => view.getUint16(numberBytes.BF16 * i, true) << 16);
    return new Float32Array(bits.buffer);
  },
};

/** The number of 16 bits: a sign, five of the exponent, ten of the fraction (IEEE 754). */
function halfOf(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const size =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent < 31
        ? (1 + fraction / 1024) * 2 ** (exponent - 15)
        : fraction === 0
          ? Infinity
          : NaN;
  return bits & 0x8000 ? -size : size;
}
