/** @file A file that one job writes again and again: whole or not at all, and never over what is somebody else's. */
import { createHash } from 'node:crypto';
import { type BigIntStats, lstatSync, renameSync } from 'node:fs';
import { access, constants, link, open, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { oneLine } from '../../text/printable.ts';
import { codeOf, FileError, fileError } from './file-error.ts';
import { type Ownership, removeLeftovers, syncFolder, type TemporaryFile, writeTemporary } from './temporary-file.ts';

/**
 * A file to be written. Each text goes to a temporary file beside it, which is flushed to the disk and then takes the name: a new name
 * by `link`, which fails where somebody was faster; a name of our own by `rename`, once its file is seen to be still the one that
 * we know. Where it is not, the text goes to the next free name (`isDisplaced`), and all later ones too. Of two writers that rename
 * in the same instant the one that lost sees it at a last look, after its folder was flushed.
 */
export class OutputFile {
  /** Whether there was a file of this name before. */
  readonly exists: boolean;
  #path: string;
  /** As a person would name it. */
  readonly #folder: string;
  /** The name that was asked for, without links. */
  readonly #wanted: string;
  /** What is written: that name, or the free one that had to do. */
  #target: string;
  /** The file that may be replaced: the one that was there, then our own. */
  #known: BigIntStats | undefined;
  /** Of our last text. */
  #digest = '';
  #ownership: Ownership | undefined;
  #isDisplaced = false;

  private constructor(path: string, target: string, found: BigIntStats | undefined, mayReplace: boolean) {
    this.#path = path;
    this.#target = this.#wanted = target;
    this.#folder = dirname(look(path)?.isSymbolicLink() ? target : path);
    this.exists = found !== undefined;
    if (mayReplace) this.#ownership = this.#known = found;
  }

  /**
   * The file at `path`, or behind the links there. Throws a FileError where it could not be written: a folder that is not there or
   * not ours, a device, a pipe. A file that exists is replaced only where `mayReplace` says so.
   */
  static async at(path: string, { mayReplace }: { readonly mayReplace: boolean }): Promise<OutputFile> {
    try {
      const target = await followLinks(path);
      const found = look(target);
      if (found) {
        requireFile(path, found);
        if (mayReplace) await access(target, constants.W_OK);
      }
      const { name } = await writeTemporary(target, '');
      await rm(name, { force: true });
      await removeLeftovers(target);
      return new OutputFile(path, target, found, mayReplace);
    } catch (error) {
      throw unwritable(path, error);
    }
  }

  /** Where the last text is, or the next will be. */
  get path(): string {
    return this.#path;
  }

  /** Whether somebody else has taken the name that was asked for. */
  get isDisplaced(): boolean {
    return this.#isDisplaced;
  }

  /** Writes a text, or bytes, in place of the last. Throws a FileError; the last then still stands. */
  async write(text: string | Uint8Array): Promise<void> {
    try {
      while (!(await this.#put(text))) this.#giveWay();
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  /** Whether the text now stands under the name; not where the name is somebody else's. */
  async #put(text: string | Uint8Array): Promise<boolean> {
    const found = look(this.#target);
    if (found && !(await this.#isOurs(found))) return false;
    // a mode that was changed between two saves is kept, too
    this.#ownership = found ?? this.#ownership;
    const temporary = await writeTemporary(this.#target, text, this.#ownership);
    try {
      const isPlaced = found ? this.#replace(temporary, found) : await takeName(temporary, this.#target);
      if (!isPlaced) return false;
    } finally {
      await rm(temporary.name, { force: true });
    }
    await syncFolder(dirname(this.#target));
    this.#known = temporary.stats;
    this.#digest = digest(text);
    const now = look(this.#target);
    return now === undefined || this.#isOurs(now);
  }

  /** No other work of this process comes between the look and the rename. */
  #replace(temporary: TemporaryFile, found: BigIntStats): boolean {
    const now = look(this.#target);
    if (!now || !isSame(now, found)) return false;
    renameSync(temporary.name, this.#target);
    return true;
  }

  /** Whether a file is the one that we know: itself, or by its text, as not every file system keeps its numbers. */
  async #isOurs(found: BigIntStats): Promise<boolean> {
    if (this.#known === undefined) return false;
    if (isSame(found, this.#known)) return true;
    return found.isFile() && found.size === this.#known.size && digest(await readFile(this.#target)) === this.#digest;
  }

  #giveWay(): void {
    this.#isDisplaced = true;
    this.#known = undefined;
    this.#target = freeName(this.#wanted);
    this.#path = join(this.#folder, basename(this.#target));
  }
}

/** `a.run.json`, or the first of `a-2.run.json`, `a-3.run.json`, … that does not exist. */
export function freeName(path: string): string {
  const [, stem, extension] = /^(.*?)((?:\.run)?\.[^./\\]*)?$/s.exec(basename(path))!;
  const numbered = (count: number): string => join(dirname(path), `${stem}-${count}${extension ?? ''}`);
  let [free, count] = [path, 1];
  while (look(free)) free = numbered(++count);
  return free;
}

const unwritable = (path: string, error: unknown): FileError => fileError(path, 'cannot be written', error, false);

const digest = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

const isSame = (a: BigIntStats, b: BigIntStats): boolean =>
  a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs;

/** What has a name; a link is itself, not what it leads to. */
const look = (path: string): BigIntStats | undefined => lstatSync(path, { bigint: true, throwIfNoEntry: false });

/** Most links that lead from one to the next, as in Linux. */
const mostLinks = 40;

/** Where a path leads to in the end, whether there is something or not. */
async function followLinks(path: string): Promise<string> {
  let target = resolve(path);
  for (let links = 0; links <= mostLinks; links++) {
    target = join(await realpath(dirname(target)), basename(target));
    // what /dev/stdout leads to
    if (target.startsWith('/proc/'))
      throw new FileError(`${oneLine(path)}: is a stream of a process, not a file`, false);
    if (!look(target)?.isSymbolicLink()) return target;
    target = resolve(dirname(target), await readlink(target));
  }
  throw Object.assign(new Error('ELOOP'), { code: 'ELOOP' });
}

function requireFile(path: string, found: BigIntStats): void {
  if (found.isFile()) return;
  const kind = found.isDirectory() ? 'folder' : found.isFIFO() ? 'pipe' : found.isSocket() ? 'socket' : 'device';
  throw new FileError(`${oneLine(path)}: is a ${kind}, not a file; fix: give the name of a file`, false);
}

/** Codes of file systems without hard links. */
const withoutLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'];

/** Gives a file a name that nobody has; false where somebody has it. */
async function takeName({ name }: TemporaryFile, path: string): Promise<boolean> {
  try {
    await link(name, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!withoutLinks.includes(codeOf(error) ?? '')) throw error;
  }
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  renameSync(name, path);
  return true;
}
