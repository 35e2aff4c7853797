/** @file Scene file -> experiment, for every command that takes one. */
import { limits, SceneError } from '../errors.ts';
import { findRobotFile, readBytes, readText } from '../platform/node/files.ts';
import { formatFindings } from '../robot/findings.ts';
import { checksum } from '../formats/checksum.ts';
import { assemble, robotOf } from '../scene/assemble.ts';
import type { Experiment } from '../scene/experiment.ts';
import { readScene } from '../scene/parse.ts';
import type { Scene } from '../scene/schema.ts';
import { oneLine, printable } from '../text/printable.ts';
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
    for (const name of outsideLimits(experiment))
      terminal.err(`warning: the scene starts with joint "${printable(name)}" outside its limits\n`);
    for (const name of experiment.disconnected)
      terminal.err(`warning: no path joins parameter "${printable(name)}" to the loss; it will not change\n`);
    return { experiment, robotChecksum: checksum(new TextDecoder().decode(bytes)) };
  } catch (error) {
    throw error instanceof SceneError ? inFile(path, error) : error;
  }
}

/** Joints whose initial configuration is outside their limits. */
const outsideLimits = ({ model, scene }: Experiment): string[] =>
  model.joints
    .filter(({ limits: { lower, upper }, qIndex }) => scene.start.q[qIndex] < lower || scene.start.q[qIndex] > upper)
    .map(({ name }) => name);
