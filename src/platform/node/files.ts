/** @file Files in Node: reading with clear errors, atomic writing, and the files that come with the package. */
import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { access, constants, type FileHandle, lstat, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdjointError, limits } from '../../errors.ts';
import { oneLine } from '../../text/printable.ts';

/** A file that cannot be read or written. */
export class FileError extends AdjointError {
  override readonly name = 'FileError';
  /** Whether the user named a file that is not there, rather than the disk failing. */
  readonly isInput: boolean;

  constructor(message: string, isInput: boolean) {
    super(message);
    this.isInput = isInput;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'is a folder',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
};

const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && reasons[code]) ?? message;
};

/** All bytes of a file, a pipe too; refuses to read more than `most`. */
export async function readBytes(path: string, most: number = limits.robotFileBytes): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > most) break;
    }
  } catch (error) {
    throw new FileError(`${oneLine(path)}: cannot be read: ${reasonOf(error)}`, true);
  }
  if (size > most)
    throw new FileError(`${oneLine(path)}: larger than the ${most / 1e6} MB that a file of this kind may have`, true);
  return Buffer.concat(chunks);
}

export const readText = async (path: string, most?: number): Promise<string> =>
  new TextDecoder().decode(await readBytes(path, most));

/** Says before a long run, not after it, that its file could not be written. */
export async function requireWritable(path: string): Promise<void> {
  try {
    await access(dirname(resolve(path)), constants.W_OK);
    if (existsSync(path) && (await stat(path)).isDirectory())
      throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  } catch (error) {
    throw new FileError(`${oneLine(path)}: cannot be written: ${reasonOf(error)}`, false);
  }
}

/**
 * Writes a file whole or not at all: a temporary file beside it, flushed to the disk, then renamed over it. Of several writers
 * at once one is the last, and its text is whole.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  let temporary: string | undefined;
  try {
    const { file, name } = await openTemporary(path);
    temporary = name;
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    temporary = undefined;
    await syncFolder(dirname(path));
  } catch (error) {
    if (temporary) await rm(temporary, { force: true });
    throw new FileError(`${oneLine(path)}: cannot be written: ${reasonOf(error)}`, false);
  }
  await removeLeftovers(path);
}

/** A new file beside the path. Its name is random: what a process left behind that was killed, maybe under this one's id, is not in the way. */
async function openTemporary(path: string): Promise<{ readonly file: FileHandle; readonly name: string }> {
  for (let attempts = 1; ; attempts++) {
    const name = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}.tmp`);
    try {
      return { file: await open(name, 'wx', 0o600), name };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempts === mostAttempts) throw error;
    }
  }
}

const mostAttempts = 10;
/** No write takes so long, ms. */
const leftoverAge = 3600e3;

/** Removes temporary files of the same path that are too old to be some writer's: those of processes that were killed. */
async function removeLeftovers(path: string): Promise<void> {
  const [folder, prefix] = [dirname(path), `.${basename(path)}.`];
  const isTemporary = (name: string): boolean =>
    name.startsWith(prefix) && /^(\d+|[0-9a-f]{16})\.tmp$/.test(name.slice(prefix.length));
  try {
    for (const name of (await readdir(folder)).filter(isTemporary)) {
      const found = await lstat(join(folder, name));
      if (found.isFile() && Date.now() - found.mtimeMs > leftoverAge) await rm(join(folder, name), { force: true });
    }
  } catch {
    // the file is written: what cannot be tidied up stays
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export const fileExists = (path: string): boolean => existsSync(path);

/** The package's own folder: the nearest one above this file that has a package.json. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** Where a scene's robot file is: beside the scene, in `../assets/robots` from it, or in the package. The name has no folders. */
export function findRobotFile(scenePath: string, robot: string): string {
  const folder = dirname(resolve(scenePath));
  const candidates = [
    join(folder, robot),
    join(folder, '..', 'assets', 'robots', robot),
    join(packageFolder(), 'assets', 'robots', robot),
  ];
  const found = candidates.find(existsSync);
  if (found) return found;
  throw new FileError(oneLine(`robot file "${robot}" not found; looked for ${candidates.join(', ')}`), true);
}
