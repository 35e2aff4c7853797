/** @file Scene file or run file -> experiment, for every command that takes one. */
import { limits, SceneError } from '../errors.ts';
import { findRobotFile, readBytes, readText } from '../platform/node/files.ts';
import { formatFindings } from '../robot/findings.ts';
import { withPlaces } from '../formats/json-places.ts';
import { parseStrictJson } from '../formats/strict-json.ts';
import { assemble } from '../scene/assemble.ts';
import { word } from '../robot/remedies.ts';
import { robotOf, withRobot } from '../scene/robot.ts';
import { isRunText } from '../run/run-file.ts';
import type { Experiment } from '../scene/experiment.ts';
import { readScene } from '../scene/parse.ts';
import { recognise } from '../scene/recognise.ts';
import { readRun, robotChecksum, type SavedRun } from '../scene/saved-run.ts';
import { type Scene, sceneVersion } from '../scene/schema.ts';
import { valueAt } from '../settings/schema-path.ts';
import { oneLine } from '../text/printable.ts';
import type { OptionValues } from './arguments.ts';
import { robotSettings } from './robot-options.ts';
import type { Terminal } from './terminal.ts';

/** A scene, and the file that it or a part of it stands in. */
export interface SceneFile {
  readonly path: string;
  readonly scene: Scene;
  /** Of the file, where the scene is as it stands there. */
  readonly text?: string;
}

export interface LoadedExperiment {
  readonly experiment: Experiment;
  readonly robotChecksum: string;
}

/** The scene in a file; its errors begin with the file's name. */
export async function loadScene(path: string): Promise<SceneFile> {
  const text = await readText(path, limits.sceneFileBytes);
  return inFile(path, () => {
    if (isRunText(text))
      throw new SceneError('$', 'a run file', 'a scene', `go on with the run by --resume, or give the scene's file`);
    if (/^\s*</.test(text))
      throw new SceneError('$', 'a robot file', 'a scene', `write one for the robot: adjoint scene ${word(path)}`);
    if (recognise(text, path).kind === 'lab')
      throw new SceneError('$', 'an experiment of the Lab', 'a scene', `draw it: adjoint lab ${word(path)} --out DIR`);
    return { path, scene: readScene(text), text };
  });
}

/** The scene in a file with what options say of its robot. */
export async function loadSceneWith(path: string, values: OptionValues): Promise<SceneFile> {
  const given = await loadScene(path);
  return { ...given, scene: withRobot(given.scene, robotSettings(values)) };
}

/** The run in a run file; its errors begin with the file's name. */
export async function loadRun(path: string): Promise<SavedRun> {
  const text = await readText(path, limits.runFileBytes);
  return inFile(path, () => readRun(text));
}

/** What is read from a file: an error about its content begins with the file's name. */
export function inFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SceneError) error.message = `${oneLine(path)}: ${error.message}`;
    throw error;
  }
}

/** The experiment of a scene; errors say line and column where the paths of the scene are those of its file. */
function assembled({ scene, text }: SceneFile, robot: Uint8Array, robotPath: string): Experiment {
  try {
    return assemble(scene, robot, { file: robotPath });
  } catch (error) {
    const isAsWritten = text !== undefined && valueAt(parseStrictJson(text), ['version']) === sceneVersion;
    throw isAsWritten && error instanceof SceneError ? withPlaces(text, error) : error;
  }
}

/** Builds the experiment of a scene, and reports what is suspicious about it to standard error. */
export async function loadExperiment(given: SceneFile, terminal: Terminal): Promise<LoadedExperiment> {
  const robotPath = findRobotFile(given.path, robotOf(given.scene).file);
  const bytes = await readBytes(robotPath);
  const experiment = inFile(given.path, () => assembled(given, bytes, robotPath));
  if (experiment.findings.length > 0) terminal.err(`${formatFindings(robotPath, experiment.findings)}\n`);
  for (const warning of experiment.warnings) terminal.err(`warning: ${oneLine(warning)}\n`);
  return { experiment, robotChecksum: robotChecksum(bytes) };
}
