/** @file Markdown with formulas: `$inline$`, and `$$` at a line's start for a formula of its own. */
import markdownIt from 'markdown-it';

const dollar = '$';

/** What of a note Markdown may be: no HTML, no links made of text, no quotes changed. */
export function markdown() {
  const parser = markdownIt({ html: false, linkify: false, typographer: false });
  parser.inline.ruler.before('escape', 'formula', (state, silent) => {
    if (state.src[state.pos] !== dollar) return false;
    if (state.src.startsWith('$$', state.pos)) throw new Error('$$ stands within a paragraph; begin a line with it');
    let end = state.pos + 1;
    while (end < state.posMax && state.src[end] !== dollar) end += state.src[end] === '\\' ? 2 : 1;
    if (end >= state.posMax) throw new Error(`a formula does not end: ${state.src.slice(state.pos, state.pos + 60)}`);
    if (!silent) state.push('formula', 'math', 0).content = state.src.slice(state.pos + 1, end);
    state.pos = end + 1;
    return true;
  });
  parser.block.ruler.before(
    'fence',
    'display',
    (state, start, last, silent) => {
      const lineOf = (line: number): string => state.getLines(line, line + 1, state.blkIndent, false);
      if (!lineOf(start).startsWith('$$')) return false;
      if (silent) return true;
      let end = start;
      const isEnd = (line: number): boolean =>
        /\S\s*\$\$\s*$/.test(lineOf(line)) || (line > start && /^\$\$\s*$/.test(lineOf(line)));
      while (end < last && !isEnd(end)) end++;
      if (end === last) throw new Error(`a formula does not end: ${lineOf(start)}`);
      const token = state.push('display', 'math', 0);
      token.block = true;
      token.map = [start, end + 1];
      token.content = state
        .getLines(start, end + 1, state.blkIndent, false)
        .trim()
        .slice(2, -2);
      state.line = end + 1;
      return true;
    },
    { alt: ['paragraph', 'list'] },
  );
  return parser;
}
