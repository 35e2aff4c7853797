/** @file CRC-32 (ISO 3309): tells a damaged file from a whole one. */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Of bytes, from 0 to 2^32 - 1. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Eight hexadecimal digits for the UTF-8 bytes of a text. */
export const checksum = (text: string): string => crc32(new TextEncoder().encode(text)).toString(16).padStart(8, '0');
