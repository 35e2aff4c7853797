/** @file Axis labels: shorter than the numbers that they stand for. */

/** Powers of ten as people write them: "1e-4", "0.01", "250", "−5". */
export function tickOf(value: number): string {
  if (value < 0) return `−${tickOf(-value)}`;
  const size = value;
  if (size !== 0 && (size >= 1e4 || size < 1e-2))
    return value
      .toExponential(size >= 1e4 ? 0 : 1)
      .replace('.0e', 'e')
      .replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}

/** A length in m: "30 mm", "1.2 m", "5 µm". */
export function lengthTick(metres: number): string {
  const millimetres = Number((1000 * metres).toPrecision(3));
  if (Math.abs(millimetres) >= 1000) return `${millimetres / 1000} m`;
  if (millimetres === 0 || Math.abs(millimetres) >= 0.01) return `${millimetres} mm`;
  return `${Number((1000 * millimetres).toPrecision(3))} µm`;
}
