/** @file The text of a file, and what is no URDF at all: other formats, failed downloads, files that git has touched. */
import { limits } from '../../errors.ts';
import { printable } from '../../text/printable.ts';
import type { Findings } from '../findings.ts';
import { decodeBytes } from './encoding.ts';
import { positionAt } from './lines.ts';
import { markup } from './markup.ts';

const start = { line: 1, column: 1 };

const magics: readonly { readonly bytes: readonly number[]; readonly name: string }[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], name: 'a PNG image' },
  { bytes: [0xff, 0xd8, 0xff], name: 'a JPEG image' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: 'a ZIP archive' },
  { bytes: [0x1f, 0x8b], name: 'a gzip archive' },
  { bytes: [0x67, 0x6c, 0x54, 0x46], name: 'a binary glTF (GLB) mesh' },
  { bytes: [0x25, 0x50, 0x44, 0x46], name: 'a PDF document' },
];

/** The text of a file, or `undefined` after reporting why it has none. */
export function decode(input: string | Uint8Array, findings: Findings): string | undefined {
  const size = typeof input === 'string' ? input.length : input.byteLength;
  if (size > limits.robotFileBytes) {
    findings.error('U001', start, '', `file is too large (${size} bytes)`, {
      expected: `at most ${limits.robotFileBytes} bytes`,
    });
    return undefined;
  }
  const text = typeof input === 'string' ? input.replace(/^\ufeff/, '') : textOf(input, findings);
  if (text === undefined) return undefined;
  if (text.trim() === '') {
    findings.error('U002', start, '', `file is empty (${size} bytes)`, { expected: 'a URDF robot description' });
    return undefined;
  }
  return looksLikeRobot(text, findings) ? text : undefined;
}

function textOf(bytes: Uint8Array, findings: Findings): string | undefined {
  const magic = magics.find((candidate) => candidate.bytes.every((byte, i) => bytes[i] === byte));
  if (magic) {
    findings.error('U003', start, '', `this is ${magic.name}, not a URDF file`, { remedy: 'choose the .urdf file' });
    return undefined;
  }
  if (looksLikeBinaryStl(bytes)) {
    findings.error('U003', start, '', 'this is a binary STL mesh, not a URDF file', {
      remedy: 'choose the .urdf file; meshes are loaded through it',
    });
    return undefined;
  }
  return decodeBytes(bytes, findings);
}

/** 80 bytes of header, a count n, and exactly 50 n bytes of triangles. */
function looksLikeBinaryStl(bytes: Uint8Array): boolean {
  if (bytes.byteLength < 84) return false;
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(80, true);
  return bytes.byteLength === 84 + 50 * count;
}

/** Reports files that are something else, or damaged in a known way. */
function looksLikeRobot(text: string, findings: Findings): boolean {
  const refuse = (code: string, offset: number, problem: string, remedy: string): false => {
    findings.error(code, positionAt(text, offset), '', problem, { remedy });
    return false;
  };
  const head = text.slice(0, 4096).trimStart();
  const nul = text.indexOf('\u0000');
  if (nul >= 0)
    return refuse(
      'U004',
      nul,
      `NUL character at offset ${nul}: the file is binary or damaged`,
      'save the file as UTF-8 text',
    );
  if (/^<!doctype\s+html|^<html/i.test(head)) {
    const title = /<title>([^<]*)<\/title>/i.exec(text.slice(0, 20_000))?.[1]?.trim();
    return refuse(
      'U005',
      0,
      `this is an HTML page: the download failed${title ? ` (title: ${printable(title)})` : ''}`,
      'download the raw file again',
    );
  }
  if (head.startsWith('version https://git-lfs.github.com'))
    return refuse('U006', 0, 'this is a Git LFS pointer, not the file itself', 'run `git lfs pull`');
  const conflict = /^<{7}(?: |$)/m.exec(text);
  if (conflict)
    return refuse('U007', conflict.index, 'unresolved merge conflict', 'resolve the conflict marked by <<<<<<<');
  const other = otherFormat(head, body(text));
  if (other) return refuse('U008', 0, `this is ${other}, not a URDF file`, 'convert it to URDF first');
  return true;
}

/** The text from its first element on. */
function body(text: string): string {
  for (const { kind, start } of markup(text)) if (kind === 'tag') return text.slice(start, start + 100);
  return '';
}

function otherFormat(head: string, body: string): string | undefined {
  if (/^[{[]/.test(head)) return 'a JSON file';
  if (/^solid\s/.test(head) && head.includes('facet')) return 'an ASCII STL mesh';
  if (/^#usda/.test(head)) return 'a USD stage';
  if (/^<sdf[\s>]/.test(body)) return 'an SDF model';
  if (/^<mujoco[\s>]/.test(body)) return 'a MuJoCo (MJCF) model';
  if (/^<COLLADA[\s>]/.test(body)) return 'a COLLADA mesh';
  if (/^(?:v|vn|#[^\n]*\nv|mtllib)\s/.test(head)) return 'an OBJ mesh';
  return undefined;
}
