/** @file Numbers for people, in the page and in the terminal: with units, and of a width that does not jump. */

/** A length in m, or how far a coordinate is off: micrometres to metres, three digits. */
export function formatLength(metres: number): string {
  const millimetres = 1000 * metres;
  const size = Math.abs(millimetres);
  if (size >= 1000) return `${metres.toFixed(2)} m`;
  if (size >= 100) return `${millimetres.toFixed(0)} mm`;
  if (size >= 10) return `${millimetres.toFixed(1)} mm`;
  return size >= 0.01 ? `${millimetres.toFixed(2)} mm` : `${(1000 * millimetres).toFixed(2)} µm`;
}

/** A number without a unit: three or four digits, a power of ten where it is far from 1. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e4 || size < 1e-2) return value.toExponential(2).replace('e+', 'e');
  return value.toPrecision(size < 1 ? 3 : 4);
}

/** A number with its unit; lengths as people say them. */
export const formatQuantity = (value: number, unit: string): string =>
  unit === 'm' ? formatLength(value) : `${formatNumber(value)}${unit && ` ${unit}`}`;

/** An angle in rad, in degrees, which people think in. */
export const formatAngle = (radians: number): string => `${((180 / Math.PI) * radians).toFixed(1)}°`;

export const formatSeconds = (seconds: number): string => `${seconds.toFixed(2)} s`;

export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.max(bytes / 1e3, 0.1).toFixed(bytes < 1e4 ? 1 : 0)} kB`;
}

const prefixes = ['', 'k', 'M', 'G', 'T'] as const;

/** A frequency, of `what` where it is said: three digits, an SI prefix and "/s". */
export function formatRate(perSecond: number, what = ''): string {
  const thousands = Math.floor(Math.log10(Math.max(Number(perSecond.toPrecision(3)), 1)) / 3);
  const power = Math.min(thousands, prefixes.length - 1);
  const value = perSecond / 1000 ** power;
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  const prefix = prefixes[power];
  return `${value.toFixed(digits)} ${prefix && what ? `${prefix} ` : prefix}${what}/s`;
}
