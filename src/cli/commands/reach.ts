/** @file `adjoint reach`: optimizes a scene's controller by gradients through the dynamics, and keeps the run. */
import { setImmediate } from 'node:timers/promises';
import { AdjointError, limits, NonFiniteError, SceneError } from '../../errors.ts';
import { fileExists, readText, requireWritable, writeAtomically } from '../../platform/node/files.ts';
import { type Iteration, Run } from '../../run/run.ts';
import { decodeRun, encodeRun, type RunFile } from '../../run/run-file.ts';
import type { Experiment } from '../../scene/assemble.ts';
import { parseScene, type Scene } from '../../scene/schema.ts';
import { integerOption, operand, type OptionValues, UsageError } from '../arguments.ts';
import { loadExperiment, type LoadedExperiment, loadScene } from '../load-experiment.ts';
import { ProgressLine, type Terminal, visible } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const help = `Usage: adjoint reach SCENE [options]
       adjoint reach [SCENE] --resume RUN [options]

Optimizes the controller of SCENE (a .json file, see scenes/) by gradients carried back through the robot's dynamics.

Options:
  --out FILE        where to write the run (default: NAME.run.json, overwritten)
  --force           overwrite FILE although it exists
  --resume RUN      go on where a run file stopped, and write to it; the result has the same bits as not stopping. SCENE
                    then only says where the robot file is (else: beside the run file, or Adjoint's own)
  --seed N          seed of the random numbers, instead of the scene's
  --iterations N    iterations in all, instead of the scene's
  --weld JOINT      treat a joint as fixed (may be repeated)
  --repair          take the nearest possible inertia for bodies that have an impossible one
  --json            print the summary as JSON
  --help            show this text

Ctrl-C writes what there is and exits with 130. Exit status: 0 done, 2 bad input, 3 diverged, 4 file not written.
`;

interface Session {
  readonly scene: Scene;
  readonly loaded: LoadedExperiment;
  readonly run: Run;
  readonly load: { readonly weld: readonly string[]; readonly repair: boolean };
  readonly out: string;
}

const millimetres = (metres: number): string => `${(1000 * metres).toFixed(2)} mm`;

/** Summary of the run as it stands: of its best iteration. */
function summarize({ scene, run }: Session, outcome: string): Record<string, string | number | null> {
  const { best, history } = run.state;
  return {
    scene: scene.name,
    outcome,
    iterations: history.length,
    bestIteration: best?.iteration ?? null,
    loss: best?.loss ?? null,
    endEffectorError: best?.endEffectorError ?? null,
    gradientNorm: (best && history[best.iteration]?.gradientNorm) ?? null,
  };
}

async function save({ scene, loaded: { experiment, robotChecksum }, run, load, out }: Session): Promise<void> {
  const { best } = run.state;
  const file: RunFile = {
    scene,
    robot: { checksum: robotChecksum, ...load },
    parameterNames: Array.from({ length: experiment.layout.size }, (_, i) => experiment.layout.nameOf(i)),
    state: run.state,
    trajectory: best && experiment.simulate(best.parameters),
  };
  await writeAtomically(out, encodeRun(file));
}

/** Whether the run has nothing left to do. */
function isDone({ tolerance = 0, iterations }: Scene, { state, iteration }: Run): string | undefined {
  if (state.best && state.best.endEffectorError < tolerance) return 'reached the tolerance';
  if (state.finished !== undefined) return state.finished;
  return iteration >= iterations ? 'all iterations done' : undefined;
}

async function optimize(
  { scene, run }: Session,
  terminal: Terminal,
): Promise<{ readonly outcome: string; readonly status: ExitStatus }> {
  const progress = new ProgressLine(terminal);
  const show = ({ iteration, loss, endEffectorError, gradientNorm }: Iteration): void =>
    progress.show(
      iteration + 1,
      scene.iterations,
      `loss ${loss.toPrecision(4)}  error ${millimetres(endEffectorError)}  |grad| ${gradientNorm.toExponential(2)}`,
    );
  try {
    for (;;) {
      const done = isDone(scene, run);
      if (done !== undefined) return { outcome: done, status: exitStatus.ok };
      if (terminal.interrupted.aborted) return { outcome: 'interrupted', status: exitStatus.interrupted };
      const iteration = run.step();
      show(iteration);
      if (iteration.iteration === 0 && iteration.gradientNorm === 0)
        terminal.err('\nwarning: the gradient is exactly 0 at the start: no parameter moves the loss\n');
      await setImmediate();
    }
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    return { outcome: `diverged at iteration ${run.iteration}: ${error.message}`, status: exitStatus.diverged };
  } finally {
    progress.end();
  }
}

async function openSession(positionals: readonly string[], values: OptionValues, terminal: Terminal): Promise<Session> {
  const resume = values.resume as string | undefined;
  if (resume !== undefined && values.seed !== undefined) throw new UsageError('--seed cannot change in a resumed run');
  const path = positionals[0] ?? resume ?? operand(positionals, 'SCENE');
  const saved = resume === undefined ? undefined : await loadRun(resume);
  const given = saved ? parseScene(saved.scene) : await loadScene(path);
  if (saved && positionals.length > 0) requireSameScene(path, await loadScene(path), given);
  const scene = parseScene({
    ...given,
    seed: integerOption(values, 'seed', 0) ?? given.seed,
    iterations: integerOption(values, 'iterations') ?? given.iterations,
  });
  const { weld, repair } = saved?.robot ?? {
    weld: (values.weld as string[] | undefined) ?? [],
    repair: values.repair === true,
  };
  const load = { weld, repair };
  const out = (values.out as string | undefined) ?? resume ?? `${scene.name}.run.json`;
  if (values.out !== undefined && fileExists(out) && values.force !== true)
    throw new UsageError(`${out} exists; fix: give another file, or --force`);
  await requireWritable(out);
  terminal.err(`Loading ${scene.robot} and tracing "${scene.title}" …\n`);
  const loaded = await loadExperiment(path, scene, terminal, load);
  if (saved) checkResumable(saved, loaded);
  const run = saved ? Run.resume(loaded.experiment, saved.state) : Run.start(loaded.experiment);
  describe(loaded.experiment, terminal);
  return { scene, loaded, run, load, out };
}

/** A run goes on with its own scene; one that is named beside it must say the same, but for seed and iterations. */
function requireSameScene(path: string, named: Scene, own: Scene): void {
  const { seed, iterations } = own;
  if (JSON.stringify({ ...named, seed, iterations }) !== JSON.stringify(own))
    throw new UsageError(
      `${path}: differs from the scene that the run was made with; fix: leave it out, or start a new run`,
    );
}

async function loadRun(path: string): Promise<RunFile> {
  const text = await readText(path, limits.runFileBytes);
  try {
    return decodeRun(text);
  } catch (error) {
    if (error instanceof SceneError) error.message = `${path}: ${error.message}`;
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

function describe({ model, settings, layout, scene, storedBytes }: Experiment, terminal: Terminal): void {
  const { name, nv } = model;
  terminal.err(
    `${name}: ${nv} joints; ${settings.steps} steps of ${scene.dt} s (${scene.integrator}); ${layout.size} parameters of ${settings.simulation.controller.name}; ` +
      `${scene.optimizer.type}; ${(storedBytes / 1024).toFixed(0)} KiB of states kept for the reverse sweep, no checkpointing needed\n`,
  );
}

async function runReach(positionals: readonly string[], values: OptionValues, terminal: Terminal): Promise<ExitStatus> {
  const session = await openSession(positionals, values, terminal);
  const { outcome, status } = await optimize(session, terminal);
  if (status === exitStatus.diverged) terminal.err(`${visible(outcome)}\n`);
  await save(session);
  const summary = summarize(session, outcome);
  if (values.json === true) terminal.out(`${JSON.stringify({ ...summary, runFile: session.out })}\n`);
  else {
    const { best } = session.run.state;
    const rows: [string, string][] = [
      ['outcome', outcome],
      ['iterations', String(session.run.iteration)],
      ['loss', best ? best.loss.toPrecision(6) : 'none'],
      ['end-effector error', best ? millimetres(best.endEffectorError) : 'none'],
      ['gradient norm', typeof summary.gradientNorm === 'number' ? summary.gradientNorm.toExponential(3) : 'none'],
      ['run file', session.out],
    ];
    terminal.out(`${rows.map(([name, value]) => `${name.padEnd(20)}${value}`).join('\n')}\n`);
    if (best) terminal.out(`reached: ${millimetres(best.endEffectorError)} from the target\n`);
    if (status === exitStatus.interrupted)
      terminal.out(`Interrupted. Go on with: adjoint reach --resume ${session.out}\n`);
  }
  return status;
}

export const reach: Command = {
  name: 'reach',
  summary: "optimize a scene's controller by gradients through the dynamics",
  help,
  operands: ['SCENE'],
  options: {
    out: { type: 'string' },
    force: { type: 'boolean' },
    resume: { type: 'string' },
    seed: { type: 'string' },
    iterations: { type: 'string' },
    weld: { type: 'string', multiple: true },
    repair: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: ({ positionals, values }, terminal) => runReach(positionals, values, terminal),
};
