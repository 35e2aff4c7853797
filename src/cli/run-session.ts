/** @file What `run` works on, from its arguments or from a run file, and the run file it leaves. */
import { basename } from 'node:path';
import { ArgumentError, SceneError } from '../errors.ts';
import type { OutputFile } from '../platform/node/output-file.ts';
import type { End } from '../run/job.ts';
import { robotOf, withRobot } from '../scene/robot.ts';
import { requireRunOf, saidOf, type SavedJob, type SavedRun, writeRunText } from '../scene/saved-run.ts';
import type { Scene } from '../scene/schema.ts';
import { settingsFrom, withSettings } from '../scene/with-settings.ts';
import { printable } from '../text/printable.ts';
import { operand, type OptionValues, UsageError } from './arguments.ts';
import { loadExperiment, type LoadedExperiment, loadRun, loadScene, type SceneFile } from './load-experiment.ts';
import { openNamed } from './open-output.ts';
import { robotSettings } from './robot-options.ts';
import type { Terminal } from './terminal.ts';

export interface Session {
  readonly loaded: LoadedExperiment;
  /** The run that is resumed. */
  readonly saved: SavedRun | null;
  /** Where the run is written. */
  readonly file: OutputFile;
  /** Whether a name was asked for, rather than made from the scene's. */
  readonly isNamed: boolean;
}

export async function openSession(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<Session> {
  const resume = values.resume as string | undefined;
  const path = positionals.length === 0 && resume !== undefined ? resume : operand(positionals, 'SCENE');
  const saved = resume === undefined ? null : await loadRun(resume);
  const given = saved
    ? { path, scene: await resumedScene(saved, positionals[0], values) }
    : changed(await loadScene(path), values);
  const file = await openRunFile(path, values);
  terminal.err(`Loading ${robotOf(given.scene).file} and tracing "${printable(given.scene.title)}" …\n`);
  const loaded = await loadExperiment(given, terminal);
  if (saved) requireRunOf(saved, loaded.experiment, loaded.robotChecksum);
  return { loaded, saved, file, isNamed: (values.out ?? resume) !== undefined };
}

/** The scene with what `--set` says, one after another. */
function withSetOptions(scene: Scene, { set = [] }: OptionValues): Scene {
  try {
    return withSettings(scene, set as string[]);
  } catch (error) {
    if (error instanceof ArgumentError || error instanceof SceneError) throw new UsageError(`--set: ${error.message}`);
    throw error;
  }
}

/** The scene with what all options say of it. */
const withOptions = (scene: Scene, values: OptionValues): Scene =>
  withRobot(withSetOptions(scene, values), robotSettings(values));

/** A scene of a file with what options say of it: its text then says no more where things stand. */
function changed(given: SceneFile, values: OptionValues): SceneFile {
  const scene = withOptions(given.scene, values);
  return values.set === undefined ? { ...given, scene } : { path: given.path, scene };
}

/** The only setting that may change while a run goes on. */
const mayChange = 'method.iterations=';

/** A run goes on with its own scene; what is named beside it must say the same, but for the iterations. */
async function resumedScene(saved: SavedRun, named: string | undefined, values: OptionValues): Promise<Scene> {
  const { scene: own } = saved;
  const wanted = withOptions(own, values);
  const beside = named === undefined ? [] : [withRobot((await loadScene(named)).scene, saidOf(saved.robot))];
  const differences = [wanted, ...beside.map((scene) => withOptions(scene, values))]
    .flatMap((scene) => settingsFrom(own, scene))
    .filter((setting) => !setting.startsWith(mayChange));
  if (differences.length > 0)
    throw new UsageError(
      `the run was made with another scene; found ${differences[0]}; fix: leave that out, as only method.iterations can change, or start a new run`,
    );
  return wanted;
}

/** The file that is asked for, the one that is resumed, or a new one that is named after the scene's. */
async function openRunFile(scenePath: string, { out, resume, force }: OptionValues): Promise<OutputFile> {
  const ownName = `${basename(scenePath).replace(/\.json$/, '')}.run.json`;
  const mayReplace = force === true || (out === undefined && resume !== undefined);
  return openNamed((out ?? resume) as string | undefined, ownName, mayReplace);
}

/** Text of the run file as the job stands, with the trajectory of its best parameters. */
export const encodeSession = (
  { loaded: { experiment, robotChecksum }, saved }: Session,
  job: SavedJob,
  end: End | null,
): string => writeRunText(experiment, robotChecksum, job, { end, member: saved?.member });
