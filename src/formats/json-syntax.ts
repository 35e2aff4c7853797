/** @file What keeps a text from being JSON: the first such place, in words that are the same in every host. Iterative. */

export interface SyntaxProblem {
  /** UTF-16 units. */
  readonly offset: number;
  readonly found: string;
  /** What may stand there; nothing said where the text does not even begin as JSON does. */
  readonly expected?: string;
  readonly remedy?: string;
}

/** A sticky pattern of what may stand next; the groups of a pattern are not used. */
const tokens = {
  space: /[ \t\n\r]*/y,
  number: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y,
  word: /(?:true|false|null)(?![\w$])/y,
  /** Up to what ends the text or may not be in it. */
  characters: /(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})){1,4096}/y,
  /** What a person would call the thing that stands there. */
  thing: /[\w$.+-]{1,40}|[^]/uy,
} as const;

/** What may come next, by what came last. */
type State = 'value' | 'first element' | 'first key' | 'key' | 'colon' | 'after';

class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether a token stands here; goes behind it. */
  take(token: keyof typeof tokens): string | undefined {
    const pattern = tokens[token];
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text)?.[0];
    this.at += match?.length ?? 0;
    return match;
  }

  takeCharacter(characters: string): string {
    const character = this.text.charAt(this.at);
    if (character === '' || !characters.includes(character)) return '';
    this.at++;
    return character;
  }

  problem(expected: string, remedy?: string): SyntaxProblem {
    const offset = this.at;
    const thing = this.take('thing');
    const found = thing === undefined ? 'the end of the text' : thing === '\n' ? 'the end of a line' : `"${thing}"`;
    return { offset, found: thing === '"' ? 'a double quote' : found, expected, remedy: remedy ?? habits[thing ?? ''] };
  }
}

/** What comes from other languages. */
const habits: Readonly<Record<string, string>> = {
  "'": 'use double quotes',
  '/': 'JSON has no comments: remove it',
  '#': 'JSON has no comments: remove it',
  True: 'write true',
  False: 'write false',
  None: 'write null',
};

const describeValue = 'a value (a number, a text in double quotes, true, false, null, { or [)';

/** The first problem of a text that is not JSON. */
export function findSyntaxProblem(text: string): SyntaxProblem | undefined {
  const reader = new Reader(text);
  const open: string[] = [];
  let state: State = 'value';
  for (let isFirst = true; ; isFirst = false) {
    reader.take('space');
    if (state === 'after' && open.length === 0)
      return reader.at === text.length ? undefined : reader.problem('nothing after the document');
    const next = read(reader, state, open);
    if (typeof next === 'object') return isFirst ? { ...next, expected: undefined } : next;
    state = next;
  }
}

/** Reads what is next; the state after it, or the problem. */
function read(reader: Reader, state: State, open: string[]): State | SyntaxProblem {
  const begin = reader.at;
  const inner = open.at(-1);
  const close = inner === '{' ? '}' : ']';
  switch (state) {
    case 'colon':
      return reader.takeCharacter(':') ? 'value' : reader.problem('":" behind the key');
    case 'first key':
    case 'key':
      if (state === 'first key' && reader.takeCharacter('}')) return closed(open);
      if (reader.takeCharacter('"')) return readText(reader) ?? 'colon';
      return reader.problem(
        state === 'key' ? 'a key in double quotes' : 'a key in double quotes or "}"',
        reader.text[begin] === '}' ? 'remove the comma before it' : undefined,
      );
    case 'after':
      if (reader.takeCharacter(',')) return inner === '{' ? 'key' : 'value';
      return reader.takeCharacter(close) ? closed(open) : reader.problem(`"," or "${close}"`);
    case 'first element':
    case 'value': {
      if (state === 'first element' && reader.takeCharacter(']')) return closed(open);
      const bracket = reader.takeCharacter('{[');
      if (bracket) {
        open.push(bracket);
        return bracket === '{' ? 'first key' : 'first element';
      }
      if (reader.takeCharacter('"')) return readText(reader) ?? 'after';
      if (reader.take('number') ?? reader.take('word')) return 'after';
      const isTrailing = inner === '[' && reader.text[begin] === ']';
      return reader.problem(describeValue, isTrailing ? 'remove the comma before it' : undefined);
    }
  }
}

function closed(open: string[]): State {
  open.pop();
  return 'after';
}

/** The rest of a text behind its first quote; the problem, if there is one. */
function readText(reader: Reader): SyntaxProblem | undefined {
  while (reader.take('characters'));
  if (reader.takeCharacter('"')) return undefined;
  return reader.text[reader.at] === '\\'
    ? reader.problem('an escape that JSON has (\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000)')
    : reader.problem('a double quote at the end of the text');
}
