/** @file What `reach` works on, from its arguments or from a run file, and the run file it leaves. */
import { largestWord } from '../core/random.ts';
import { AdjointError, limits, SceneError } from '../errors.ts';
import { fileExists, readText, requireWritable, writeAtomically } from '../platform/node/files.ts';
import type { End } from '../run/job.ts';
import type { Optimization } from '../run/optimization.ts';
import { decodeRun, encodeRun, type RunFile, type SavedTrajectory } from '../run/run-file.ts';
import { parseScene, type Scene } from '../scene/schema.ts';
import { oneLine, printable } from '../text/printable.ts';
import { integerOption, operand, type OptionValues, UsageError } from './arguments.ts';
import { loadExperiment, type LoadedExperiment, loadScene } from './load-experiment.ts';
import type { Terminal } from './terminal.ts';

export interface Session {
  readonly scene: Scene;
  readonly loaded: LoadedExperiment;
  readonly load: { readonly weld: readonly string[]; readonly repair: boolean };
  /** The run that is resumed. */
  readonly saved: RunFile | null;
  /** Where the run is written. */
  readonly out: string;
}

export async function openSession(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<Session> {
  const resume = values.resume as string | undefined;
  if (resume !== undefined && values.seed !== undefined) throw new UsageError('--seed cannot change in a resumed run');
  const path = positionals[0] ?? resume ?? operand(positionals, 'SCENE');
  const saved = resume === undefined ? undefined : await loadRun(resume);
  const given = saved ? parseScene(saved.scene) : await loadScene(path);
  if (saved && positionals.length > 0) requireSameScene(path, await loadScene(path), given);
  const scene = parseScene({
    ...given,
    seed: integerOption(values, 'seed', 0, largestWord) ?? given.seed,
    iterations: integerOption(values, 'iterations') ?? given.iterations,
  });
  const { weld, repair } = saved?.robot ?? {
    weld: (values.weld as string[] | undefined) ?? [],
    repair: values.repair === true,
  };
  const load = { weld, repair };
  const out = (values.out as string | undefined) ?? resume ?? `${scene.name}.run.json`;
  if (values.out !== undefined && fileExists(out) && values.force !== true)
    throw new UsageError(`${oneLine(out)} exists; fix: give another file, or --force`);
  await requireWritable(out);
  terminal.err(`Loading ${scene.robot} and tracing "${printable(scene.title)}" …\n`);
  const loaded = await loadExperiment(path, scene, terminal, load);
  if (saved) checkResumable(saved, loaded);
  return { scene, loaded, load, saved: saved ?? null, out };
}

/** A run goes on with its own scene; one that is named beside it must say the same, but for seed and iterations. */
function requireSameScene(path: string, named: Scene, own: Scene): void {
  const { seed, iterations } = own;
  if (JSON.stringify({ ...named, seed, iterations }) !== JSON.stringify(own))
    throw new UsageError(
      `${oneLine(path)}: differs from the scene that the run was made with; fix: leave it out, or start a new run`,
    );
}

async function loadRun(path: string): Promise<RunFile> {
  const text = await readText(path, limits.runFileBytes);
  try {
    return decodeRun(text);
  } catch (error) {
    if (error instanceof SceneError) error.message = `${oneLine(path)}: ${error.message}`;
    throw error;
  }
}

function checkResumable(saved: RunFile, { experiment, robotChecksum }: LoadedExperiment): void {
  if (saved.robot.checksum !== robotChecksum)
    throw new AdjointError(
      `${experiment.scene.robot} is not the file that the run was made with; fix: restore it, or start a new run`,
    );
  const { size } = experiment.layout;
  if (saved.state.parameters.length !== size)
    throw new SceneError('$.run.parameters', `${saved.state.parameters.length} numbers`, `${size} numbers`);
}

/** Writes the run of the best member as it stands, with the trajectory of its best parameters. */
export async function save(
  { scene, loaded: { experiment, robotChecksum }, load, saved, out }: Session,
  job: Optimization,
  end: End,
): Promise<void> {
  const { state } = job;
  const member = job.members > 1 ? { index: job.bestMember, of: job.members } : saved?.member;
  const file: RunFile = {
    scene,
    robot: { checksum: robotChecksum, ...load },
    parameters: experiment.layout.slots,
    state,
    ...(member && { member }),
    end,
    trajectory: state.best && trajectoryOf(experiment, state.best.parameters),
  };
  await writeAtomically(out, encodeRun(file));
}

function trajectoryOf({ simulate, scene }: LoadedExperiment['experiment'], parameters: Float64Array): SavedTrajectory {
  const { endEffector, ...rest } = simulate(parameters);
  return { ...rest, links: { [scene.task.link]: endEffector } };
}
