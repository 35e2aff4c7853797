/** @file The error of a file that cannot be read or written, and the system's reasons in words. */
import { AdjointError } from '../../errors.ts';
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
  ENOTDIR: 'a part of its path is not a folder',
  ENAMETOOLONG: 'the name is too long',
  EACCES: 'permission denied',
  EISDIR: 'is a folder',
  ELOOP: 'its links lead in a circle',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'larger than a file may be here',
  EROFS: 'the file system is read-only',
  EIO: 'the device failed',
};

/** Code of an error of the system, e.g. `ENOSPC`. */
export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const reasonOf = (error: unknown): string =>
  reasons[codeOf(error) ?? ''] ?? (error instanceof Error ? error.message : String(error));

/** `path: what: why`; an error that is one of ours already stays. */
export const fileError = (path: string, what: string, error: unknown, isInput: boolean): FileError =>
  error instanceof FileError ? error : new FileError(oneLine(`${path}: ${what}: ${reasonOf(error)}`), isInput);
