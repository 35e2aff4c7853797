/** @file `adjoint scene`: a scene that works, for a robot that has none. */
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import * as z from 'zod/mini';
import { AdjointError, ArgumentError } from '../../errors.ts';
import { builtInRobotFile, findRobotFile, readBytes, robotFileMeant } from '../../platform/node/files.ts';
import { formatFindings } from '../../robot/findings.ts';
import { word } from '../../robot/remedies.ts';
import { defaultScene } from '../../scene/default-scene.ts';
import { isRobotFile, robotFileExpected } from '../../scene/robot-file.ts';
import { writeScene } from '../../scene/write.ts';
import { name as nameOfFiles } from '../../settings/fields.ts';
import { oneLine } from '../../text/printable.ts';
import { operand, type OptionValues, UsageError } from '../arguments.ts';
import { openOutput } from '../open-output.ts';
import { loadWithOptions, robotHelp, robotOptions, robotSettings } from '../robot-options.ts';
import { glossary, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const help = `Usage: adjoint scene ROBOT [options]

Writes a scene for ROBOT, a URDF file or the name of a built-in robot (e.g. panda), that runs as it
is: its tool goes to a point near by, from a posture that its drives can hold, by PD
control whose gains come from the mass matrix and its inverse, in steps that the stiffest joint
bears. What was chosen and why is said on standard error. What the options say of the robot stands
in the scene.

Options:
${glossary([
  ['--link LINK', 'link that is to go to the point (default: the end of the longest arm, no finger)'],
  ['--out FILE', 'where to write the scene; at or above the folder of the robot (default: standard output)'],
  ['--force', 'overwrite FILE although it exists'],
  ...robotHelp,
  ['--help', 'show this text'],
])}

Exit status: 0 done, 2 bad input, 4 file not written.
`;

/** A robot's file, and how a scene names it. */
interface Named {
  readonly path: string;
  readonly name: string;
}

/** The robot that is meant, as a scene in `folder` names it: by its path, or as a built-in one where no such file is there. */
function named(robot: string, folder: string, out: string | undefined): Named {
  const meant = robotFileMeant(robot);
  if (meant !== robot) return { path: meant, name: robot };
  const path = resolve(robot);
  const name = relative(folder, path).split(sep).join('/');
  if (name === '..' || name.startsWith('../') || isAbsolute(name)) {
    const beside = join(dirname(path), basename(out ?? 'scene.json'));
    throw new UsageError(
      `${robot} is not at or below ${out === undefined ? 'the present folder' : `the folder of ${out}`}, and a scene names no other files; fix: --out ${word(beside)}`,
    );
  }
  return { path, name };
}

/** Refuses a robot that a scene in `folder` cannot name; once it has been read, as another kind of file is better called so. */
function checkNameable({ path, name }: Named, folder: string): void {
  if (builtInRobotFile(name) !== path && !(isRobotFile(name) && hasEnd(name)))
    throw new UsageError(`a scene cannot name "${name}"; expected ${robotFileExpected}; fix: rename the file`);
  const found = findRobotFile(join(folder, 'scene.json'), name);
  if (found !== path)
    throw new UsageError(
      `a scene there that names "${name}" means ${found}; fix: give that file, or --out in another folder`,
    );
}

/** Whether a name says that it is a file's, as that of a built-in robot need not. */
const hasEnd = (name: string): boolean => /\.[^.]+$/.test(name);

/** A word that files and scenes may be named after. */
function wordOf(path: string): string {
  const found = basename(path)
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  return z.safeParse(nameOfFiles, found).success ? found : 'own-arm';
}

async function runScene(positionals: readonly string[], values: OptionValues, terminal: Terminal): Promise<ExitStatus> {
  const out = values.out as string | undefined;
  const folder = out === undefined ? resolve('.') : dirname(resolve(out));
  const robot = named(operand(positionals, 'ROBOT'), folder, out);
  const { path, name } = robot;
  const bytes = await readBytes(path);
  const { model, findings } = loadWithOptions(path, bytes, values);
  checkNameable(robot, folder);
  if (findings.length > 0) terminal.err(`${formatFindings(path, findings)}\n`);
  const file = out === undefined ? undefined : await openOutput(out, values.force === true);
  const { scene, notes } = inWords(path, () =>
    defaultScene(model, {
      name: wordOf(out ?? path),
      title: basename(path),
      robot: { file: name, ...robotSettings(values) },
      ...(values.link !== undefined && { link: String(values.link) }),
    }),
  );
  for (const note of notes) terminal.err(`${oneLine(note)}\n`);
  const text = writeScene(scene);
  if (file) {
    await file.write(text);
    terminal.err(`Wrote ${oneLine(file.path)}. Go on with: adjoint run ${word(file.path)}\n`);
  } else terminal.out(text);
  return exitStatus.ok;
}

/** What no scene can be made of is refused by the robot's file or the option. */
function inWords<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw error.argument === 'link'
      ? new UsageError(`--${error.message}`)
      : new AdjointError(`${oneLine(path)}: ${error.message}`);
  }
}

export const scene: Command = {
  help,
  operands: ['ROBOT'],
  options: {
    link: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean' },
    ...robotOptions,
  },
  run: ({ positionals, values }, terminal) => runScene(positionals, values, terminal),
};
