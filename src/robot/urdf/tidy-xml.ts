/** @file What other readers of XML accept, made well-formed without moving a character, and said. */
import type { Findings } from '../findings.ts';
import type { Lines } from './lines.ts';
import { findDeclaration, markup } from './markup.ts';

/** A text that differs from the given one by blanks only: in comments that hold two dashes, and for a declaration that is odd or late. */
export function tidied(text: string, lines: Lines, findings: Findings): string {
  const parts: string[] = [];
  let at = 0;
  const replace = (start: number, end: number, by: string): void => {
    parts.push(text.slice(at, start), by);
    at = end;
  };
  const declaration = oddDeclaration(text, lines, findings);
  for (const { kind, start, end } of markup(text)) {
    if (start === declaration?.start) replace(start, end, ' '.repeat(end - start));
    if (kind !== 'comment') continue;
    const [from, to] = [start + '<!--'.length, end - '-->'.length];
    const inner = text.slice(from, to);
    // the last dash may stand before the closing ones
    const dashes = /--|-$/.exec(inner);
    if (!dashes) continue;
    findings.summary('U011', lines.position(from + dashes.index), '', 'two dashes within a comment', {
      remedy: 'write the comment without --',
    });
    replace(from, to, inner.replaceAll('-', ' '));
  }
  return parts.join('') + text.slice(at);
}

const wellFormed =
  /^<\?xml\s+version\s*=\s*(["'])1\.\d+\1(?:\s+encoding\s*=\s*(["'])[A-Za-z][\w.-]*\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\3)?\s*\?>$/;

/** Where a declaration stands that a strict reader refuses, after saying why. */
function oddDeclaration(text: string, lines: Lines, findings: Findings): { readonly start: number } | undefined {
  const declaration = findDeclaration(text);
  if (!declaration) return undefined;
  const { start, version, text: found } = declaration;
  const isOdd = !wellFormed.test(found);
  if (start === 0 && !isOdd) return undefined;
  const at = lines.position(start);
  if (start > 0)
    findings.warning('U011', at, '', 'XML declaration is not at the start of the file', {
      remedy: 'move it to the first line, or delete it',
    });
  if (isOdd)
    findings.warning(
      'U011',
      at,
      '',
      version !== undefined && !/^1\.\d+$/.test(version)
        ? `XML version "${version}" is read as 1.0`
        : 'XML declaration is not well-formed',
      {
        found,
        remedy: 'write <?xml version="1.0"?>',
      },
    );
  return declaration;
}
