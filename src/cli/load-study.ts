/** @file Experiment file, scene file or run file -> study of the Lab. */
import { limits, SceneError } from '../errors.ts';
import { readLab } from '../lab/parse.ts';
import { sceneOfLab } from '../lab/scene-of-lab.ts';
import type { LabFile } from '../lab/schema.ts';
import type { Study } from '../lab/study.ts';
import { studyOfExperiment } from '../lab/study-of-experiment.ts';
import { studyOfTextbook } from '../lab/study-of-textbook.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import { findSceneFile, readText } from '../platform/node/files.ts';
import { recognise } from '../scene/recognise.ts';
import { inFile, loadExperiment, loadRun, loadScene } from './load-experiment.ts';
import type { Terminal } from './terminal.ts';

/** The study of whatever a file holds; its errors begin with the file's name. */
export async function loadStudy(path: string, runner: PopulationRunner, terminal: Terminal): Promise<Study> {
  const text = await readText(path, limits.runFileBytes);
  const { kind } = recognise(text, path);
  if (kind === 'run') return studyOfRun(path, runner, terminal);
  if (kind === 'lab') return studyOfLab(path, text, runner, terminal);
  const { experiment } = await loadExperiment(await loadScene(path), terminal);
  return studyOfExperiment(experiment, runner);
}

async function studyOfRun(path: string, runner: PopulationRunner, terminal: Terminal): Promise<Study> {
  const { scene, state } = await loadRun(path);
  const { experiment } = await loadExperiment({ path, scene }, terminal);
  const found = state.best?.parameters ?? state.parameters;
  if (found.length !== experiment.layout.size)
    throw new SceneError('$.run.parameters', `${found.length} numbers`, `${experiment.layout.size} numbers`);
  return studyOfExperiment(experiment, runner, {}, { found });
}

async function studyOfLab(path: string, text: string, runner: PopulationRunner, terminal: Terminal): Promise<Study> {
  const file: LabFile = inFile(path, () => readLab(text));
  const { landscape } = file;
  if (landscape !== undefined) return inFile(path, () => studyOfTextbook({ ...file, landscape }, runner));
  const scenePath = findSceneFile(path, file.scene!);
  const sceneText = await readText(scenePath, limits.sceneFileBytes);
  const scene = inFile(path, () => sceneOfLab(file, sceneText));
  const { experiment } = await loadExperiment({ path: scenePath, scene }, terminal);
  return studyOfExperiment(experiment, runner, file);
}
