/** @file The text of a file, and what is no URDF at all: other formats, failed downloads, files that git has touched. */
import { limits } from '../../errors.ts';
import type { Findings } from '../findings.ts';
import { decodeBytes } from './encoding.ts';
import { positionAt } from './lines.ts';
import { binaryFormat, failedDownload, textFormat } from './other-formats.ts';

const start = { line: 1, column: 1 };

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
  const other = binaryFormat(bytes);
  if (other) {
    const remedy = `choose the .urdf file${other.isMesh ? '; meshes are loaded through it' : ''}`;
    findings.error('U003', start, '', `this is ${other.is}, not a URDF file`, { remedy });
    return undefined;
  }
  return decodeBytes(bytes, findings);
}

/** Reports files that are something else, or damaged in a known way. */
function looksLikeRobot(text: string, findings: Findings): boolean {
  const refuse = (code: string, offset: number, problem: string, remedy: string): false => {
    findings.error(code, positionAt(text, offset), '', problem, { remedy });
    return false;
  };
  const nul = text.indexOf('\u0000');
  if (nul >= 0)
    return refuse(
      'U004',
      nul,
      `NUL character at offset ${nul}: the file is binary or damaged`,
      'save the file as UTF-8 text',
    );
  const failed = failedDownload(text);
  if (failed) return refuse(failed.code, 0, `this is ${failed.is}`, failed.remedy);
  const conflict = /^<{7}(?: |$)/m.exec(text);
  if (conflict)
    return refuse('U007', conflict.index, 'unresolved merge conflict', 'resolve the conflict marked by <<<<<<<');
  const other = /^\s*[{[]/.test(text) ? 'a JSON file' : textFormat(text)?.is;
  if (other) return refuse('U008', 0, `this is ${other}, not a URDF file`, 'convert it to URDF first');
  return true;
}
