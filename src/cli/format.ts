/** @file Numbers as the commands print them: with units, short enough for a line of progress. */
import { oneLine } from '../text/printable.ts';

export const millimetres = (metres: number): string => `${(1000 * metres).toFixed(2)} mm`;

export function bytes(count: number): string {
  if (count < 1024) return `${count} bytes`;
  const isMany = count >= 1024 ** 2;
  const value = count / (isMany ? 1024 ** 2 : 1024);
  return `${value.toFixed(value < 10 ? 1 : 0)} ${isMany ? 'MiB' : 'KiB'}`;
}

/** Three digits and an SI prefix. */
export function rate(perSecond: number): string {
  const prefixes = ['', 'k', 'M', 'G', 'T'];
  let value = perSecond;
  let power = 0;
  while (value >= 999.5 && power < prefixes.length - 1) {
    value /= 1000;
    power++;
  }
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)}${power > 0 ? ` ${prefixes[power]}` : ''}`;
}

/** Names and values below each other. */
export const listed = (rows: readonly (readonly [name: string, value: string])[], width: number): string =>
  rows.map(([name, value]) => `${name.padEnd(width)}${oneLine(value)}\n`).join('');
