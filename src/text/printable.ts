/** @file Text from files and arguments, made fit to be shown: the one place that knows what could control a terminal or turn a line around. */

/** Controls, invisible formats (writing directions, zero widths, tags, fillers), separators of lines, and halves of characters. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}]/gu;

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');

/** A whole message: everything that could move a cursor or change a terminal's state as an escape; its own line breaks stay. */
export const visible = (text: string): string =>
  text.replace(invisible, (character) => (character === '\n' ? character : escaped(character)));

/** Text within a line: line breaks are escapes too, so that no name can begin a line that looks like ours. */
export const oneLine = (text: string): string => text.replace(invisible, escaped);

/** Most characters of a name that are shown. */
const longest = 120;

/** A name or a value from a file, in one line and cut where it is long. */
export function printable(text: string): string {
  // more than can be shown need not be escaped
  const line = oneLine(text.slice(0, longest + 1));
  return line.length > longest ? `${line.slice(0, longest - 3)}...` : line;
}
