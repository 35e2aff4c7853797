/** @file Values of any kind, as errors name them. */

/** Characters of a text that an error repeats. */
const lettersShown = 40;

/** A value as an error names it. */
export function described(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > lettersShown ? `${value.slice(0, lettersShown)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return typeof value === 'symbol' ? 'a symbol' : String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' && name !== '' && name !== 'Object' ? `a ${name}` : 'an object';
}
