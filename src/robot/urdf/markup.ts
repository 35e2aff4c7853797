/** @file Where comments, CDATA, instructions and tags stand in a text of XML: each is recognised only outside of the others. */

/** A stretch of markup, `end` behind its last character. */
interface Markup {
  readonly kind: 'comment' | 'cdata' | 'instruction' | 'tag';
  readonly start: number;
  readonly end: number;
}

const delimiters = [
  { kind: 'comment', opens: '<!--', closes: '-->' },
  { kind: 'cdata', opens: '<![CDATA[', closes: ']]>' },
  { kind: 'instruction', opens: '<?', closes: '?>' },
] as const;

/** The markup of a text in its order, up to the first that is not closed. */
export function* markup(text: string): Generator<Markup> {
  for (let start = text.indexOf('<'); start >= 0;) {
    const delimited = delimiters.find(({ opens }) => text.startsWith(opens, start));
    const end = delimited ? behind(text, delimited.closes, start + delimited.opens.length) : behindTag(text, start);
    if (end === undefined) return;
    yield { kind: delimited?.kind ?? 'tag', start, end };
    start = text.indexOf('<', end);
  }
}

function behind(text: string, word: string, from: number): number | undefined {
  const at = text.indexOf(word, from);
  return at < 0 ? undefined : at + word.length;
}

/** A tag ends at the first > that no attribute's value holds. */
function behindTag(text: string, start: number): number | undefined {
  const next = /["'>]/g;
  next.lastIndex = start;
  for (let found = next.exec(text); found; found = next.exec(text)) {
    if (found[0] === '>') return next.lastIndex;
    const closed = behind(text, found[0], next.lastIndex);
    if (closed === undefined) return undefined;
    next.lastIndex = closed;
  }
  return undefined;
}

/** An XML declaration, and what it says. */
export interface Declaration {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly version?: string;
  readonly encoding?: string;
}

/** The declaration of a text, which may stand behind blank lines and comments; `undefined` where there is none. */
export function findDeclaration(text: string): Declaration | undefined {
  for (const { kind, start, end } of markup(text)) {
    if (kind === 'comment') continue;
    const declaration = text.slice(start, end);
    if (!/^<\?xml[\s?]/.test(declaration)) return undefined;
    const value = (name: string): string | undefined =>
      new RegExp(`\\s${name}\\s*=\\s*(["'])(.*?)\\1`).exec(declaration)?.[2];
    const [version, encoding] = [value('version'), value('encoding')];
    return { start, end, text: declaration, version, encoding };
  }
  return undefined;
}
