/** @file The file that a command writes, which is nobody else's unless that is asked for. */
import { freeName, OutputFile } from '../platform/node/output-file.ts';
import { oneLine } from '../text/printable.ts';
import { UsageError } from './arguments.ts';

/** The file at a path, ready to be written; refused where it exists and may not be replaced. */
export async function openOutput(path: string, mayReplace: boolean): Promise<OutputFile> {
  const file = await OutputFile.at(path, { mayReplace });
  if (file.exists && !mayReplace)
    throw new UsageError(`${oneLine(file.path)} exists; fix: give another file, or --force`);
  return file;
}

/** The file that is asked for by name, or one with a name of the command's own, which is free unless it may be replaced. */
export const openNamed = (named: string | undefined, ownName: string, mayReplace: boolean): Promise<OutputFile> =>
  openOutput(named ?? (mayReplace ? ownName : freeName(ownName)), mayReplace);
