/**
 * @file A reader of safetensors written from the format's own description, which shares nothing with ours: 8 bytes of length N (unsigned,
 * little-endian), N bytes of JSON, then the numbers, of which each tensor says where they begin and end behind the JSON.
 */
interface Said {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

export interface Read {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** As they stand in the file. */
  readonly bytes: readonly number[];
  readonly numbers: readonly number[];
}

/** A number of so many bytes, from the bits that IEEE 754 gives it. */
function numberOf(bytes: readonly number[]): number {
  const bits = bytes.reduce((sum, byte, i) => sum + (BigInt(byte) << BigInt(8 * i)), 0n);
  const [fractionBits, exponentBits] = bytes.length === 8 ? [52n, 11n] : [23n, 8n];
  const fraction = Number(bits & ((1n << fractionBits) - 1n)) / 2 ** Number(fractionBits);
  const largest = Number((1n << exponentBits) - 1n);
  const exponent = Number(bits >> fractionBits) & largest;
  const sign = bits >> (fractionBits + exponentBits) === 1n ? -1 : 1;
  const bias = (largest - 1) / 2;
  if (exponent === largest) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias);
}

export function readByHand(file: Uint8Array): { tensors: Map<string, Read>; metadata: unknown; header: string } {
  const bytes = [...file];
  const length = bytes.slice(0, 8).reduce((sum, byte, i) => sum + byte * 256 ** i, 0);
  const header = String.fromCharCode(...bytes.slice(8, 8 + length));
  const { __metadata__: metadata, ...said } = JSON.parse(header) as Record<string, Said>;
  const tensors = new Map<string, Read>();
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [begin, end],
    },
  ] of Object.entries(said)) {
    const own = bytes.slice(8 + length + begin, 8 + length + end);
    const width = { F64: 8, F32: 4 }[dtype]!;
    const numbers = Array.from({ length: own.length / width }, (_, i) =>
      numberOf(own.slice(width * i, width * (i + 1))),
    );
    tensors.set(name, { dtype, shape, bytes: own, numbers });
  }
  return { tensors, metadata, header };
}
