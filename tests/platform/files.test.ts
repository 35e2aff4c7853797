import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileError, writeAtomically } from '../../src/platform/node/files.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'adjoint-files-'))));
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});
const path = (): string => join(folder, 'a.run.json');
const leave = (name: string, hours: number): void => {
  writeFileSync(join(folder, name), 'left over');
  const then = Date.now() / 1000 - 3600 * hours;
  utimesSync(join(folder, name), then, then);
};

describe('a file is written whole or not at all', () => {
  it('although a killed process with the same id left its temporary file', async () => {
    leave(`.a.run.json.${process.pid}.tmp`, 0);
    await writeAtomically(path(), 'new');
    expect(readFileSync(path(), 'utf8')).toBe('new');
  });

  it('and leaves nothing beside it', async () => {
    await writeAtomically(path(), 'one');
    await writeAtomically(path(), 'two');
    expect(readdirSync(folder)).toEqual(['a.run.json']);
    expect(readFileSync(path(), 'utf8')).toBe('two');
  });

  it('by many writers at once: the text is that of one of them', async () => {
    const texts = Array.from({ length: 30 }, (_, i) => String.fromCharCode(65 + i).repeat(200_000 + i));
    await Promise.all(texts.map((text) => writeAtomically(path(), text)));
    expect(texts).toContain(readFileSync(path(), 'utf8'));
    expect(readdirSync(folder)).toEqual(['a.run.json']);
  });

  it('and what old processes left behind is removed: only plain files, of this path, older than a write can take', async () => {
    leave('.a.run.json.4711.tmp', 2);
    leave('.a.run.json.0123456789abcdef.tmp', 2);
    const kept = ['.a.run.json.4712.tmp', '.a.run.json.fedcba9876543210.tmp'];
    for (const name of kept) leave(name, 0.5);
    const others = ['.b.run.json.4711.tmp', '.a.run.json.notes.tmp', '.a.run.json.tmp', 'a.run.json.4711.tmp'];
    for (const name of others) leave(name, 99);
    symlinkSync(join(folder, others[0]), join(folder, '.a.run.json.4713.tmp'));
    await writeAtomically(path(), 'new');
    expect(readdirSync(folder).sort()).toEqual(['a.run.json', '.a.run.json.4713.tmp', ...kept, ...others].sort());
  });

  it('and where it cannot be, the old one stays and nothing is left', async () => {
    writeFileSync(path(), 'old');
    await expect(writeAtomically(join(folder, 'none', 'a.json'), 'new')).rejects.toThrow(/no such file or folder/);
    await expect(writeAtomically(folder, 'new')).rejects.toThrow(FileError);
    await expect(writeAtomically(join(folder, 'a\u001b[2J\n', 'b'), 'new')).rejects.toThrow(/a\\u001b\[2J\\u000a/);
    expect(readFileSync(path(), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.run.json']);
  });
});
