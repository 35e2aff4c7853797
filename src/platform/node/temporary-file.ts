/** @file Temporary files beside the one that they are to become, and what killed processes left of them. */
import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from './file-error.ts';

const mostAttempts = 10;
/** No write takes so long, ms. */
const leftoverAge = 3600e3;

/** Whose a file is, and who may do what with it. */
export type Ownership = Pick<BigIntStats, 'mode' | 'uid' | 'gid'>;

export interface TemporaryFile {
  readonly name: string;
  readonly stats: BigIntStats;
}

/** A text, or bytes, on the disk, in a new file beside `path`: owned as told, else as any new file is. The caller renames or removes it. */
export async function writeTemporary(
  path: string,
  text: string | Uint8Array,
  like?: Ownership,
): Promise<TemporaryFile> {
  const { file, name } = await openTemporary(path, like ? 0o600 : 0o666);
  try {
    await file.writeFile(text);
    if (like) await own(file, like);
    await file.sync();
    return { name, stats: await file.stat({ bigint: true }) };
  } catch (error) {
    await rm(name, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** A new file beside the path. Its name is random: what a process left behind that was killed, maybe under this one's id, is not in the way. */
async function openTemporary(
  path: string,
  mode: number,
): Promise<{ readonly file: FileHandle; readonly name: string }> {
  for (let attempts = 1; ; attempts++) {
    const name = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}.tmp`);
    try {
      return { file: await open(name, 'wx', mode), name };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || attempts === mostAttempts) throw error;
    }
  }
}

/** Only root can give a file away; who cannot still keeps the mode. */
async function own(file: FileHandle, { mode, uid, gid }: Ownership): Promise<void> {
  const now = await file.stat({ bigint: true });
  if (now.uid !== uid || now.gid !== gid) await file.chown(Number(uid), Number(gid)).catch(() => undefined);
  await file.chmod(Number(mode & 0o7777n));
}

/** Removes temporary files of the same path that are too old to be some writer's: those of processes that were killed. */
export async function removeLeftovers(path: string): Promise<void> {
  const [folder, prefix] = [dirname(path), `.${basename(path)}.`];
  const isTemporary = (name: string): boolean =>
    name.startsWith(prefix) && /^(\d+|[0-9a-f]{16})\.tmp$/.test(name.slice(prefix.length));
  try {
    for (const name of (await readdir(folder)).filter(isTemporary)) {
      const found = await lstat(join(folder, name));
      if (found.isFile() && Date.now() - found.mtimeMs > leftoverAge) await rm(join(folder, name), { force: true });
    }
  } catch {
    // what cannot be tidied up stays: it is in nobody's way
  }
}

/** Makes new names in a folder last; not every system can. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // the file itself is on the disk
  }
}
