/** @file How a scene names its robot's file: a path at or below its own folder, or the name of a robot that comes with Adjoint. */

/** A built-in robot without the end of its file's name. */
const builtInName = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** `https:` and its kind, and the letter of a drive. */
const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** Folders that lead up, also by the names that some systems shorten to them. */
const leadsUp = (part: string): boolean => part !== '.' && /^[. ]*$/.test(part);

/** What is expected of a robot's name in a scene. */
export const robotFileExpected = `a relative path at or below the scene's folder, with / between folders, that ends in .urdf or .xml; or the name of a built-in robot, e.g. "panda"`;

/** Whether a scene may name its robot so. */
export const isRobotFile = (name: string): boolean => builtInName.test(name) || isFileBelow(name, /[^/]\.(urdf|xml)$/i);

/** Whether a name is of a file at or below the scene's folder, with such an end. */
export function isFileBelow(name: string, end: RegExp): boolean {
  const isForeign = scheme.test(name) || /[\\\0]/.test(name) || name.length > 1000;
  return !isForeign && !name.startsWith('/') && end.test(name) && !name.split('/').some(leadsUp);
}

/** Name of the file, without its folders: of a built-in robot that is named alone, that of its file. */
export const robotFileName = (robot: string): string =>
  builtInName.test(robot) ? `${robot}.urdf` : robot.slice(robot.lastIndexOf('/') + 1);
