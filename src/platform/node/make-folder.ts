/** @file Makes a folder with those above it. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError } from './file-error.ts';

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * One after another, from the first that there is: all at once Node tries without end where a system says of a folder that is there that
 * it is not (nodejs/node, mkdir below /proc).
 */
async function made(path: string, above: number): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    const parent = dirname(path);
    if (codeOf(error) !== 'ENOENT' || parent === path || above === 0) throw error;
    await made(parent, above - 1);
    await mkdir(path);
  }
}

/** Most folders that are made above one. */
const mostAbove = 100;

/** Makes a folder where there is none. Rejects with a FileError where it cannot be made. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await made(path, mostAbove);
  } catch (error) {
    throw fileError(path, 'cannot be made', error, false);
  }
}
