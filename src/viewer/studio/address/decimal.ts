/** @file A number in the fewest digits of a given fineness: what a link and a command line say of it. */

/** At most so many decimals, without zeros at the end and never `-0`. */
export function decimal(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}
