import { expect, it } from 'vitest';
import { ArgumentError, SceneError, ShapeError } from '../../src/errors.ts';
import { oneLine, printable, visible } from '../../src/text/printable.ts';

/** Escape sequences, C0 and C1 controls, directions, zero widths, separators, fillers, tags, half of a character. */
const hostile = ['\u001b[2J', '\r', '\u0007', '\b', '\u007f', '\u009b31m', '\u202e', '\u2066', '\u200b', '\u200f', '\u2028', '\ufeff', '\u00ad', '\u034f', '\u115f', '\u3164', '\ufe0f', '\u{e0041}', '\ud800', '\t']; // prettier-ignore

const raw =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cf}|\p{Cs}/u;

it.each(hostile)('%j is shown as an escape', (sequence) => {
  for (const show of [visible, oneLine, printable]) expect(show(`a${sequence}b`)).toMatch(/^a\\u[0-9a-f]{4}.*b$/);
  expect(visible(sequence)).not.toMatch(raw);
});

it('line breaks stay in a message, and not in a line', () => {
  expect(visible('a\nb')).toBe('a\nb');
  expect(oneLine('a\nb')).toBe('a\\u000ab');
  expect(printable('a\nb')).toBe('a\\u000ab');
});

it('other text stays as it is: scripts, accents, emoji', () => {
  const text = 'Ärmel 机器人 робот 🤖 ×²';
  for (const show of [visible, oneLine, printable]) expect(show(text)).toBe(text);
});

it('what is made visible in JSON is the same value', () => {
  const value = { [hostile.join('')]: hostile, text: '"\\\n' };
  expect(JSON.parse(visible(JSON.stringify(value)))).toEqual(value);
  expect(visible(JSON.stringify(value))).not.toMatch(raw);
});

it('a name is cut where it is long, escapes included', () => {
  expect(printable('x'.repeat(120))).toBe('x'.repeat(120));
  expect(printable('x'.repeat(121))).toBe(`${'x'.repeat(117)}...`);
  expect(printable('\u001b'.repeat(1e6)).length).toBe(120);
});

it('messages of errors are fit to be shown', () => {
  for (const error of [
    new ArgumentError(`a\u001b[2J`, 'b\nwarning: all is well', 'c', 'd\r'),
    new SceneError('$.x\u202e', 'b\n', 'c'),
    new ShapeError('op\u009b', [[1]], 'p', 'q'),
  ]) {
    expect(error.message).not.toMatch(raw);
    expect(error.message).not.toContain('\n');
  }
  const located = new ShapeError('op', [[1]], 'p', 'q');
  located.locate({ joint: 'elbow\u001b[0m\n' });
  expect(located.message).toMatch(/joint "elbow\\u001b\[0m\\u000a"$/);
});
