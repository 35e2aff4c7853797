/** @file Files in Node that are read, with clear errors, and those that come with the package. */
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limits } from '../../errors.ts';
import { robotFileName } from '../../scene/robot-file.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
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

/** The package's own robots. */
const ownRobots = (): string => join(packageFolder(), 'assets', 'robots');

/** Names of the robots that come with the package, as scenes and command lines may say them. */
export const builtInRobots = (): string[] =>
  existsSync(ownRobots())
    ? readdirSync(ownRobots())
        .filter((name) => name.endsWith('.urdf'))
        .map((name) => name.slice(0, -'.urdf'.length))
    : [];

/** The file of a robot that comes with the package, by its name with or without `.urdf`; none where no such robot does. */
export function builtInRobotFile(robot: string): string | undefined {
  const name = builtInRobots().find((known) => robot === known || robot === `${known}.urdf`);
  return name === undefined ? undefined : join(ownRobots(), `${name}.urdf`);
}

/** The file that a command line means by ROBOT: that of its path, or of a built-in robot where there is no such file. */
export function robotFileMeant(robot: string): string {
  const isFile = statSync(robot, { throwIfNoEntry: false })?.isFile() === true;
  const builtIn = isFile ? undefined : builtInRobotFile(robot);
  if (builtIn !== undefined) return builtIn;
  if (existsSync(robot)) return robot;
  const known = builtInRobots();
  const remedy = /[/\\]/.test(robot) ? '' : `; ${didYouMean(robot, known, `built-in robots: ${known.join(', ')}`)}`;
  throw new FileError(`${oneLine(robot)}: cannot be read: no such file or folder${oneLine(remedy)}`, true);
}

/**
 * Where a scene's robot file is: at its path from the scene's folder; one that is a name alone also in `../assets/robots` from
 * there, or in the package.
 */
export function findRobotFile(scenePath: string, robot: string): string {
  const folder = dirname(resolve(scenePath));
  const name = robotFileName(robot);
  const isName = !robot.includes('/');
  const candidates = isName
    ? [join(folder, name), join(folder, '..', 'assets', 'robots', name), join(ownRobots(), name)]
    : [join(folder, robot)];
  const found = candidates.find(existsSync);
  if (found) return found;
  const remedy = didYouMean(name, builtInRobots().map(robotFileName), `built-in robots: ${builtInRobots().join(', ')}`);
  throw new FileError(
    oneLine(`robot file "${robot}" not found; looked for ${candidates.join(', ')}${isName ? `; ${remedy}` : ''}`),
    true,
  );
}

/** The package's own scenes. */
const ownScenes = (): string => join(packageFolder(), 'scenes');

/** Where the scene of an experiment is: beside the experiment's file, in the folder above it, or in the package. */
export function findSceneFile(experimentPath: string, scene: string): string {
  const folder = dirname(resolve(experimentPath));
  const candidates = [join(folder, scene), join(folder, '..', scene), join(ownScenes(), scene)];
  const found = candidates.find(existsSync);
  if (found) return found;
  throw new FileError(oneLine(`scene "${scene}" not found; looked for ${candidates.join(', ')}`), true);
}
