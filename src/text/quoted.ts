/** @file Names from files in a sentence: quoted, and no more of them than a line bears. */

/** Names that are listed; a file may have any number. */
const namesListed = 6;

/** `"a", "b" and 3 more`. */
export function quoted(names: readonly string[]): string {
  const listed = names.slice(0, namesListed).map((name) => `"${name}"`);
  const rest = names.length - listed.length;
  return listed.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** `joint "a"`, `joints "a", "b"`. */
export const jointsNamed = (names: readonly string[]): string =>
  `${names.length === 1 ? 'joint' : 'joints'} ${quoted(names)}`;
