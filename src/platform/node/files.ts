/** @file Files in Node that are read, with clear errors, and those that come with the package. */
import { createReadStream, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limits } from '../../errors.ts';
import { oneLine } from '../../text/printable.ts';
import { FileError, fileError } from './file-error.ts';

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
    throw fileError(path, 'cannot be read', error, true);
  }
  if (size > most)
    throw new FileError(`${oneLine(path)}: larger than the ${most / 1e6} MB that a file of this kind may have`, true);
  return Buffer.concat(chunks);
}

export const readText = async (path: string, most?: number): Promise<string> =>
  new TextDecoder().decode(await readBytes(path, most));

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
