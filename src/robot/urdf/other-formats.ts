/** @file What a file is that is no URDF: told by its content, in words. */
import { printable } from '../../text/printable.ts';
import { markup } from './markup.ts';

/** A kind of file that Adjoint does not read as a robot. */
export interface OtherFormat {
  /** E.g. `a PNG image`. */
  readonly is: string;
  /** Whether a robot may have its shapes in such files. */
  readonly isMesh?: boolean;
  readonly isArchive?: boolean;
}

const magics: readonly (OtherFormat & { readonly bytes: readonly number[] })[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], is: 'a PNG image' },
  { bytes: [0xff, 0xd8, 0xff], is: 'a JPEG image' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], is: 'a ZIP archive', isArchive: true },
  { bytes: [0x1f, 0x8b], is: 'a gzip archive', isArchive: true },
  { bytes: [0x67, 0x6c, 0x54, 0x46], is: 'a binary glTF (GLB) mesh', isMesh: true },
  { bytes: [0x25, 0x50, 0x44, 0x46], is: 'a PDF document' },
];

/** What bytes are that are no text, where that is known. */
export function binaryFormat(bytes: Uint8Array): OtherFormat | undefined {
  const magic = magics.find((candidate) => candidate.bytes.every((byte, i) => bytes[i] === byte));
  return magic ?? (looksLikeBinaryStl(bytes) ? { is: 'a binary STL mesh', isMesh: true } : undefined);
}

/** 80 bytes of header, a count n, and exactly 50 n bytes of triangles. */
function looksLikeBinaryStl(bytes: Uint8Array): boolean {
  if (bytes.byteLength < 84) return false;
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(80, true);
  return bytes.byteLength === 84 + 50 * count;
}

const headOf = (text: string): string => text.slice(0, 4096).trimStart();

/** What a text is that came in the place of a file; `code`: of the finding. */
export function failedDownload(
  text: string,
): { readonly code: string; readonly is: string; readonly remedy: string } | undefined {
  const head = headOf(text);
  if (/^<!doctype\s+html|^<html/i.test(head)) {
    const title = /<title>([^<]*)<\/title>/i.exec(text.slice(0, 20_000))?.[1]?.trim();
    const is = `an HTML page: the download failed${title ? ` (title: ${printable(title)})` : ''}`;
    return { code: 'U005', is, remedy: 'download the raw file again' };
  }
  if (head.startsWith('version https://git-lfs.github.com'))
    return { code: 'U006', is: 'a Git LFS pointer, not the file itself', remedy: 'run `git lfs pull`' };
  return undefined;
}

/** What a text is that is neither JSON nor a URDF, where that is known. */
export function textFormat(text: string): OtherFormat | undefined {
  const [head, body] = [headOf(text), firstElement(text)];
  if (/^solid\s/.test(head) && head.includes('facet')) return { is: 'an ASCII STL mesh', isMesh: true };
  if (/^#usda/.test(head)) return { is: 'a USD stage' };
  if (/^<sdf[\s/>]/.test(body)) return { is: 'an SDF model' };
  if (/^<mujoco[\s/>]/.test(body)) return { is: 'a MuJoCo (MJCF) model' };
  if (/^<COLLADA[\s/>]/.test(body)) return { is: 'a COLLADA mesh', isMesh: true };
  if (/^(?:v|vn|#[^\n]*\nv|mtllib)\s/.test(head)) return { is: 'an OBJ mesh', isMesh: true };
  return undefined;
}

/** The text from its first element on; empty where there is none. */
export function firstElement(text: string): string {
  for (const { kind, start } of markup(text)) if (kind === 'tag') return text.slice(start, start + 100);
  return '';
}
