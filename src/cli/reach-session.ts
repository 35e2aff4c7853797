/** @file What `reach` works on, from its arguments or from a run file, and the run file it leaves. */
import { basename } from 'node:path';
import { largestWord } from '../core/random.ts';
import { AdjointError, limits, SceneError } from '../errors.ts';
import { readText } from '../platform/node/files.ts';
import { freeName, OutputFile } from '../platform/node/output-file.ts';
import type { RunState } from '../run/run.ts';
import { decodeRun, encodeRun, type RunFile } from '../run/run-file.ts';
import { parseScene, type Scene } from '../scene/schema.ts';
import { oneLine, printable } from '../text/printable.ts';
import { integerOption, operand, type OptionValues, UsageError } from './arguments.ts';
import { loadExperiment, type LoadedExperiment, loadScene } from './load-experiment.ts';
import type { Terminal } from './terminal.ts';

export interface Session {
  readonly scene: Scene;
  readonly loaded: LoadedExperiment;
  readonly load: { readonly weld: readonly string[]; readonly repair: boolean };
  /** State of the run that is resumed. */
  readonly saved: RunState | null;
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
  const file = await openOutput(path, values);
  terminal.err(`Loading ${scene.robot} and tracing "${printable(scene.title)}" …\n`);
  const loaded = await loadExperiment(path, scene, terminal, load);
  if (saved) checkResumable(saved, loaded);
  return { scene, loaded, load, saved: saved?.state ?? null, file, isNamed: (values.out ?? resume) !== undefined };
}

/** The file that is asked for, the one that is resumed, or a new one that is named after the scene's. */
async function openOutput(scenePath: string, { out, resume, force }: OptionValues): Promise<OutputFile> {
  const named = (out ?? resume) as string | undefined;
  const ownName = `${basename(scenePath).replace(/\.json$/, '')}.run.json`;
  const mayReplace = force === true || (out === undefined && resume !== undefined);
  const file = await OutputFile.at(named ?? (mayReplace ? ownName : freeName(ownName)), { mayReplace });
  if (file.exists && !mayReplace)
    throw new UsageError(`${oneLine(file.path)} exists; fix: give another file, or --force`);
  return file;
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

/** Text of the run file as the run stands, with the trajectory of its best parameters. */
export function encodeSession(
  { scene, loaded: { experiment, robotChecksum }, load }: Session,
  state: RunState,
): string {
  const { best } = state;
  return encodeRun({
    scene,
    robot: { checksum: robotChecksum, ...load },
    parameterNames: Array.from({ length: experiment.layout.size }, (_, i) => experiment.layout.nameOf(i)),
    state,
    trajectory: best && experiment.simulate(best.parameters),
  });
}
