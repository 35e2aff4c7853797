/** @file A note's checks as a module of functions, which a worker imports. */
import { join } from 'node:path';
import { checkBlocks, hoistImports, importStatements, opening } from './check-blocks.mjs';

/** TypeScript that exports `checks`: what `it` is to the tests' extraction, an entry of a list is here. */
export function checksModule(note: string): string {
  const { imports, bodies } = hoistImports(checkBlocks(note));
  const entries = bodies.map(({ line, code }) => `{ line: ${line}, run: ${opening(code)}\n${code}} },`);
  return `${importStatements(imports)}\nexport const checks = [\n${entries.join('\n')}\n];\n`;
}

/** What checks import by name, as in vitest.config.ts; their comparisons are heard by the page instead of a test. */
export function resolveForChecks(id: string, root: string): string | null {
  if (id === 'adjoint') return join(root, 'src/index.ts');
  if (id === '#check') return join(root, 'src/viewer/sections/notes/checks/check.ts');
  return /^#(src|controllers)\//.test(id) ? join(root, id.slice(1)) : null;
}
