/** @file The members of a valid JSON text, with where they are: one pass, for texts of any depth. */

/** A key of an object, or an element of an array. */
export interface JsonMember {
  /** Keys and indices down to it; the root has none. The same array for all members: copy what is kept. */
  readonly path: readonly (string | number)[];
  /** Where its text begins, UTF-16 units; space may come before an element. */
  readonly offset: number;
  /** Whether its object has had this key before. */
  readonly isTwice: boolean;
}

interface Token {
  /** `{`, `}`, `[`, `]`, `,`, or a text, with its colon where it is a key. */
  readonly text: string;
  readonly offset: number;
}

/** Texts are followed to their ends by hand: a pattern would remember every escape of one, and overflow. */
function* tokensOf(text: string): Generator<Token> {
  const significant = /["{}[\],]/g;
  const colon = /\s*:/y;
  for (let match = significant.exec(text); match; match = significant.exec(text)) {
    const offset = match.index;
    if (match[0] === '"') {
      colon.lastIndex = endOfText(text, offset);
      significant.lastIndex = colon.lastIndex;
      if (colon.test(text)) significant.lastIndex = colon.lastIndex;
    }
    yield { text: text.slice(offset, significant.lastIndex), offset };
  }
}

/** Behind the quote that closes the one at `start`. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end > start; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text[before - 1] === '\\') before--;
    if ((end - before) % 2 === 0) return end + 1;
  }
  return text.length;
}

/** In the order of a text that JSON.parse accepts. An empty array has one, where it ends. */
export function* jsonMembers(text: string): Generator<JsonMember> {
  yield { path: [], offset: 0, isTwice: false };
  const path: (string | number)[] = [];
  /** Of each value that is open, the keys that it has had; none where it is an array. */
  const open: (Set<string> | undefined)[] = [];
  for (const { text: token, offset } of tokensOf(text)) {
    const keys = open.at(-1);
    if (token === '{') {
      open.push(new Set());
      path.push('');
    } else if (token === '}' || token === ']') {
      open.pop();
      path.pop();
    } else if (keys && token.endsWith(':')) {
      const key = JSON.parse(token.slice(0, -1)) as string;
      path[path.length - 1] = key;
      yield { path, offset, isTwice: keys.has(key) };
      keys.add(key);
    } else if (token === '[') {
      open.push(undefined);
      path.push(0);
      yield { path, offset: offset + 1, isTwice: false };
    } else if (token === ',' && !keys) {
      path[path.length - 1] = (path.at(-1) as number) + 1;
      yield { path, offset: offset + 1, isTwice: false };
    }
  }
}
