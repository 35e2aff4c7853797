/** @file Experiment file, scene file or run file -> study of the Lab. */
import { ArgumentError, limits, SceneError } from '../errors.ts';
import { placed } from '../formats/json-places.ts';
import { fileOfStudy, withFile } from '../lab/file-of-study.ts';
import { readLab } from '../lab/parse.ts';
import { sceneOfLab } from '../lab/scene-of-lab.ts';
import type { LabFile } from '../lab/schema.ts';
import type { Study } from '../lab/study.ts';
import { studyOfExperiment } from '../lab/study-of-experiment.ts';
import { studyOfTextbook } from '../lab/study-of-textbook.ts';
import { partedSettings, withLabSettings } from '../lab/with-settings.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import { findSceneFile, readText } from '../platform/node/files.ts';
import { recognise } from '../scene/recognise.ts';
import { withSettings } from '../scene/with-settings.ts';
import { UsageError } from './arguments.ts';
import { inFile, loadExperiment, loadRun, loadScene } from './load-experiment.ts';
import type { Terminal } from './terminal.ts';

/** The study of whatever a file holds, with what options say of it; its errors begin with the file's name. */
export async function loadStudy(
  path: string,
  settings: readonly string[],
  runner: PopulationRunner,
  terminal: Terminal,
): Promise<Study> {
  const text = await readText(path, limits.runFileBytes);
  const { kind } = recognise(text, path);
  if (kind === 'lab') return studyOfLab(path, text, settings, runner, terminal);
  const { own, scene: ofScene } = partedSettings(settings);
  const study =
    kind === 'run'
      ? await studyOfRun(path, ofScene, runner, terminal)
      : await studyOfScene(path, ofScene, runner, terminal);
  const file = fileOfStudy(study, sceneName);
  const changed = bySet(() => withLabSettings(file, own));
  for (const part of ['scene', 'set'] as const)
    if (changed[part] !== file[part])
      throw new UsageError(
        `--set: ${part} is said of an experiment only; expected a setting of the scene as scene.PATH=VALUE`,
      );
  return withFile(study, changed);
}

/** Stands for the scene's file, which is given. */
const sceneName = 'scene.json';

/** What `--set` says; what is wrong with it is said as that of an option. */
function bySet<T>(change: () => T): T {
  try {
    return change();
  } catch (error) {
    if (error instanceof ArgumentError || error instanceof SceneError) throw new UsageError(`--set: ${error.message}`);
    throw error;
  }
}

async function studyOfScene(
  path: string,
  settings: readonly string[],
  runner: PopulationRunner,
  terminal: Terminal,
): Promise<Study> {
  const given = await loadScene(path);
  // the text of a scene that is changed says no more where things stand
  const scene = settings.length > 0 ? { path, scene: bySet(() => withSettings(given.scene, settings)) } : given;
  const { experiment } = await loadExperiment(scene, terminal);
  return studyOfExperiment(experiment, runner);
}

async function studyOfRun(
  path: string,
  settings: readonly string[],
  runner: PopulationRunner,
  terminal: Terminal,
): Promise<Study> {
  if (settings.length > 0) throw new UsageError(`--set: a run has its own scene; found scene.${settings[0]}`);
  const { scene, state } = await loadRun(path);
  const { experiment } = await loadExperiment({ path, scene }, terminal);
  const found = state.best?.parameters ?? state.parameters;
  if (found.length !== experiment.layout.size)
    throw new SceneError('$.run.parameters', `${found.length} numbers`, `${experiment.layout.size} numbers`);
  return studyOfExperiment(experiment, runner, {}, { found });
}

async function studyOfLab(
  path: string,
  text: string,
  settings: readonly string[],
  runner: PopulationRunner,
  terminal: Terminal,
): Promise<Study> {
  const said: LabFile = inFile(path, () => readLab(text));
  const file = bySet(() => withLabSettings(said, settings));
  // as long as nothing is set, its text says where things stand
  const read = <T>(make: () => T): T => (settings.length > 0 ? bySet(make) : inFile(path, () => placed(text, make)));
  const { landscape } = file;
  if (landscape !== undefined) return read(() => studyOfTextbook({ ...file, landscape }, runner));
  const scenePath = findSceneFile(path, file.scene!);
  const sceneText = await readText(scenePath, limits.sceneFileBytes);
  const scene = read(() => sceneOfLab(file, sceneText));
  const { experiment } = await loadExperiment({ path: scenePath, scene }, terminal);
  return studyOfExperiment(experiment, runner, file);
}
