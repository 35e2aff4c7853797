/** @file Scene file -> experiment, for every command that takes one. */
import { limits, SceneError } from '../errors.ts';
import { findRobotFile, readBytes, readText } from '../platform/node/files.ts';
import { formatFindings } from '../robot/findings.ts';
import { checksum } from '../formats/checksum.ts';
import { assemble, robotOf } from '../scene/assemble.ts';
import type { Experiment } from '../scene/experiment.ts';
import { readScene } from '../scene/parse.ts';
import type { Scene } from '../scene/schema.ts';
import { oneLine } from '../text/printable.ts';
import type { Terminal } from './terminal.ts';

export interface LoadedExperiment {
  readonly experiment: Experiment;
  readonly robotChecksum: string;
}

/** The scene in a file; its errors begin with the file's name. */
export async function loadScene(path: string): Promise<Scene> {
  const text = await readText(path, limits.sceneFileBytes);
  try {
    return readScene(text);
  } catch (error) {
    throw error instanceof SceneError ? inFile(path, error) : error;
  }
}

function inFile(path: string, error: SceneError): SceneError {
  error.message = `${oneLine(path)}: ${error.message}`;
  return error;
}

/** Builds the experiment of a scene, and reports what is suspicious about it to standard error. */
export async function loadExperiment(path: string, scene: Scene, terminal: Terminal): Promise<LoadedExperiment> {
  const robotPath = findRobotFile(path, robotOf(scene).file);
  const bytes = await readBytes(robotPath);
  try {
    const experiment = assemble(scene, bytes, { file: robotPath });
    if (experiment.findings.length > 0) terminal.err(`${formatFindings(robotPath, experiment.findings)}\n`);
    for (const warning of experiment.warnings) terminal.err(`warning: ${oneLine(warning)}\n`);
    return { experiment, robotChecksum: checksum(new TextDecoder().decode(bytes)) };
  } catch (error) {
    throw error instanceof SceneError ? inFile(path, error) : error;
  }
}
