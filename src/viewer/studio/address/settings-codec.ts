/** @file Settings in a link: `method.learningRate:0.03,time.horizon:2`, each as `path=value` of the terminal's `--set`. */
import { escaped, unescaped } from './codec.ts';
import type { Codec } from './field.ts';

/** Most characters of all settings together. */
const longest = 16_384;

/** Numbers that are too large for a number have no other spelling. */
const finite = (_: string, value: unknown): unknown => {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not finite');
  return value;
};

/** Whether a text says something else as it stands: a number, a list, `true`. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text, finite);
    return true;
  } catch {
    return false;
  }
}

/** A word that stands for itself. */
const isWord = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z]/i.test(value) && !/\p{Cs}/u.test(value) && !isJson(value);

/** A value in the fewest characters: JSON, of which a word needs no quotes. */
function shortest(text: string): string {
  const value: unknown = isJson(text) ? JSON.parse(text) : text;
  return isWord(value) ? value : JSON.stringify(value);
}

/** `path=value` in one canonical form. Throws where it is none. */
export function canonicalSetting(assignment: string): string {
  const at = assignment.indexOf('=');
  const path = assignment.slice(0, at).replace(/\[(\d+)\]/g, '.$1');
  if (at < 1 || at === assignment.length - 1) throw new RangeError('no path=value');
  return `${path}=${shortest(assignment.slice(at + 1))}`;
}

export const settingsCodec: Codec<readonly string[]> = {
  expected: 'path:value, several after commas',
  format: (settings) =>
    settings
      .map((assignment) => {
        const [path, ...value] = canonicalSetting(assignment).split('=');
        return `${escaped(path)}:${escaped(value.join('='))}`;
      })
      .join(','),
  parse: (text) => {
    if (text.length > longest) throw new RangeError('too long');
    return text.split(',').map((part) => {
      const [path, value, ...more] = part.split(':').map(unescaped);
      if (value === undefined || more.length > 0 || path.includes('=')) throw new RangeError('no path:value');
      return canonicalSetting(`${path}=${value}`);
    });
  },
};
