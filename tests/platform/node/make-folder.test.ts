/** @file Folders are made with those above them, and refused in finite time where they cannot be. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { makeFolder } from '../../../src/platform/node/make-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'adjoint-folder-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a folder', () => {
  it('is made with those above it, and may be there already', async () => {
    const path = join(folder, 'a', 'b', 'c');
    await makeFolder(path);
    await makeFolder(path);
    await makeFolder(`${path}/`);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it('is refused where a file has its name, or one above it', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, '');
    await expect(makeFolder(path)).rejects.toThrow('cannot be made');
    await expect(makeFolder(join(path, 'below'))).rejects.toThrow('cannot be made');
  });

  it('is refused where the system says without end that one above it is not there', async () => {
    vi.resetModules();
    vi.doMock('node:fs/promises', () => ({
      mkdir: () => Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' })),
      stat: () => Promise.reject(new Error('no such file')),
    }));
    const { makeFolder: makeThere } = await import('../../../src/platform/node/make-folder.ts');
    await expect(makeThere('/proc/any/where')).rejects.toThrow('cannot be made');
    vi.doUnmock('node:fs/promises');
  });
});
