/** @file The checks of a note. Plain JavaScript: the tests' extraction reads it in Node, without a compiler. */

/** The `ts check` blocks of a note's text: code, and the line of the note that it begins at. */
export const checkBlocks = (text) =>
  [...text.matchAll(/^```ts check\n([\s\S]*?)^```/gm)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[1],
  }));

/** Takes the imports of blocks together, names by module, and leaves empty lines where they stood. */
export function hoistImports(blocks) {
  const imports = new Map();
  const bodies = blocks.map(({ line, code }) => ({
    line,
    code: code.replace(/^import \{([^}]*)\} from '([^']+)';/gm, (statement, names, from) => {
      const known = imports.get(from) ?? new Set();
      for (const name of names.split(',').map((word) => word.trim())) if (name) known.add(name);
      imports.set(from, known);
      return statement.replace(/[^\n]/g, '');
    }),
  }));
  return { imports, bodies };
}

/** How the function of a check begins: one that waits for something is waited for. */
export const opening = (code) => (/\bawait\b/.test(code) ? 'async () => {' : '() => {');

/** The import statements of names by module, on one line. */
export const importStatements = (imports) =>
  [...imports].map(([from, names]) => `import { ${[...names].join(', ')} } from '${from}';`).join(' ');
