/** @file The file whose mathematics a note derives: the one at the mirrored path. */
import type { Code } from '../note.ts';

/** `dynamics/energy.md` -> `src/dynamics/energy.ts`; controllers have a folder beside src. */
export const sourceOf = (note: string): string =>
  `${note.startsWith('controllers/') ? '' : 'src/'}${note.replace(/\.md$/, '.ts')}`;

/** The text of an implementation file, with the lines of what it exports. */
export function codeOf(path: string, text: string): Code {
  const exported = /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class) (\w+)/;
  const lines = text.split('\n').flatMap((line, i) => {
    const name = exported.exec(line)?.[1];
    return name === undefined ? [] : [[name, i + 1] as const];
  });
  return { path, text, lines: Object.fromEntries([...lines].reverse()) };
}
