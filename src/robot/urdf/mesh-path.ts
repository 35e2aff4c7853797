/** @file Which paths of meshes stay in the folder of the robot. Others are never followed. */

/** Schemes that name a folder by its package, and are looked for among the files at hand. */
const packages = ['package', 'model'];

/** Whether a path may lead out of the folder of the robot, in any of the ways that those read it who open it. */
export function leavesFolder(path: string): boolean {
  // browsers skip controls and spaces around and tabs within, and take %2e for a dot
  const plain = path
    .replace(/[\0-\x1f\x7f]/g, '')
    .trim()
    .replaceAll(/%2e/gi, '.')
    .replaceAll(/%2f|%5c/gi, '/');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(plain)?.[1]?.toLowerCase();
  if (scheme !== undefined && !packages.includes(scheme)) return true;
  return /^[\\/]/.test(plain) || /(?:^|[\\/:])\.\.(?:[\\/]|$)/.test(plain);
}
