/** @file `adjoint reach`: optimizes a scene's controller by gradients through the dynamics, and keeps the run. */
import { setImmediate } from 'node:timers/promises';
import { NonFiniteError } from '../../errors.ts';
import type { PopulationRunner } from '../../parallel/population-runner.ts';
import { oneLine, printable } from '../../text/printable.ts';
import { Run } from '../../run/run.ts';
import type { Scene } from '../../scene/schema.ts';
import { integerOption, type OptionValues, UsageError } from '../arguments.ts';
import { backendHelp, backendOption, useBackend } from '../backend.ts';
import { formatLength } from '../../text/quantities.ts';
import { describeMemory, planMemory } from '../../parallel/memory-plan.ts';
import { optimizeOne, optimizeRestarts, type Optimization } from '../optimization.ts';
import { openRunner } from '../population-runner.ts';
import { openSession, save, type Session } from '../reach-session.ts';
import { listed, ProgressLine, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const help = `Usage: adjoint reach SCENE [options]
       adjoint reach [SCENE] --resume RUN [options]

Optimizes the controller of SCENE (a .json file, see scenes/) by gradients carried back through the robot's dynamics.

Options:
  --out FILE        where to write the run (default: NAME.run.json, overwritten)
  --force           overwrite FILE although it exists
  --resume RUN      go on where a run file stopped, and write to it; the result has the same bits as not stopping. SCENE
                    then only says where the robot file is (else: beside the run file, or Adjoint's own)
  --restarts N      optimize N starts at once and keep the best: the scene's own, and others around it (by the scene's
                    perturbation, or 0.2 where it has none)
  --workers N       evaluate the restarts on N worker threads; the result has the same bits for any N
${backendHelp}
  --seed N          seed of the random numbers, instead of the scene's
  --iterations N    iterations in all, instead of the scene's
  --weld JOINT      treat a joint as fixed (may be repeated)
  --repair          take the nearest possible inertia for bodies that have an impossible one
  --json            print the summary as JSON
  --help            show this text

Ctrl-C writes what there is and exits with 130. Exit status: 0 done, 2 bad input, 3 diverged, 4 file not written.
`;

/** Members and threads beyond which a request is taken for a mistake. */
const most = { restarts: 65_536, workers: 256 } as const;

interface Ending {
  readonly outcome: string;
  readonly status: ExitStatus;
}

/** Why there is nothing left to do, if so. */
function isDone(
  { tolerance = 0, iterations }: Scene,
  { state, finished, iteration }: Optimization,
): string | undefined {
  if (state.best && state.best.endEffectorError < tolerance) return 'reached the tolerance';
  return finished ?? (iteration >= iterations ? 'all iterations done' : undefined);
}

async function optimize(scene: Scene, optimization: Optimization, terminal: Terminal): Promise<Ending> {
  const progress = new ProgressLine(terminal);
  const { interrupted } = terminal;
  try {
    for (;;) {
      const done = isDone(scene, optimization);
      if (done !== undefined) return { outcome: done, status: exitStatus.ok };
      interrupted.throwIfAborted();
      const line = await optimization.step(interrupted);
      progress.show(optimization.iteration, scene.iterations, line);
      if (optimization.iteration === 1 && optimization.isFlat)
        terminal.err('\nwarning: the gradient is exactly 0 at the start: no parameter moves the loss\n');
      await setImmediate();
    }
  } catch (error) {
    if (interrupted.aborted && error === interrupted.reason)
      return { outcome: 'interrupted', status: exitStatus.interrupted };
    if (!(error instanceof NonFiniteError)) throw error;
    return {
      outcome: `diverged at iteration ${optimization.iteration}: ${error.message}`,
      status: exitStatus.diverged,
    };
  } finally {
    progress.end();
  }
}

function describe({ loaded: { experiment } }: Session, terminal: Terminal): void {
  const { model, settings, layout, scene } = experiment;
  const { name, nv } = model;
  terminal.err(
    `${printable(name)}: ${nv} joints; ${settings.steps} steps of ${scene.dt} s (${scene.integrator}); ` +
      `${layout.size} parameters of ${settings.simulation.controller.name}; ${scene.optimizer.type}\n`,
  );
}

/** How many starts, and on how many workers; refuses what does not go together. */
function populationOptions(values: OptionValues): { readonly restarts: number; readonly workers: number | undefined } {
  const restarts = integerOption(values, 'restarts', 1, most.restarts) ?? 1;
  const workers = integerOption(values, 'workers', 1, most.workers);
  if (values.restarts !== undefined && values.resume !== undefined)
    throw new UsageError('--restarts: a run is resumed alone; fix: leave out --restarts, or start a new run');
  if (workers !== undefined && restarts === 1)
    throw new UsageError(
      '--workers: a run alone has nothing to share out; fix: leave it out, or optimize several starts with --restarts N',
    );
  return { restarts, workers };
}

/** The optimization that is asked for; `runner` is for its restarts. Says what it will take. */
function prepare(
  { saved, loaded: { experiment } }: Session,
  restarts: number,
  runner: PopulationRunner,
  terminal: Terminal,
): Optimization {
  const population = restarts > 1 ? experiment.withRestarts(restarts, runner) : undefined;
  const evaluation = (population ?? experiment).evaluation();
  terminal.err(`${describeMemory(planMemory(evaluation, Math.max(1, runner.size)))}\n`);
  if (population) return optimizeRestarts(population, experiment.settings.steps);
  return optimizeOne(saved ? Run.resume(experiment, saved) : Run.start(experiment));
}

async function runReach(positionals: readonly string[], values: OptionValues, terminal: Terminal): Promise<ExitStatus> {
  const { restarts, workers } = populationOptions(values);
  useBackend(values, terminal);
  const session = await openSession(positionals, values, terminal);
  describe(session, terminal);
  const runner = openRunner(workers, terminal);
  try {
    const optimization = prepare(session, restarts, runner, terminal);
    const ending = await optimize(session.scene, optimization, terminal);
    if (ending.status === exitStatus.diverged) terminal.err(`${oneLine(ending.outcome)}\n`);
    await save(session, optimization.state);
    summarize(session, optimization, ending, values.json === true, terminal);
    return ending.status;
  } finally {
    await runner.close();
  }
}

/** The run as it stands: its best iteration. */
function summarize(
  { scene, out }: Session,
  { state: { best, history }, iteration, report }: Optimization,
  { outcome, status }: Ending,
  asJson: boolean,
  terminal: Terminal,
): void {
  const gradientNorm = best && history[best.iteration].gradientNorm;
  const { json, rows } = report();
  if (asJson) {
    const summary = {
      scene: scene.name,
      outcome,
      iterations: iteration,
      bestIteration: best?.iteration ?? null,
      loss: best?.loss ?? null,
      endEffectorError: best?.endEffectorError ?? null,
      gradientNorm,
      ...json,
      runFile: out,
    };
    terminal.out(`${JSON.stringify(summary)}\n`);
    return;
  }
  const all: readonly (readonly [string, string])[] = [
    ['outcome', outcome],
    ['iterations', String(iteration)],
    ...rows,
    ['loss', best ? best.loss.toPrecision(6) : 'none'],
    ['end-effector error', best ? formatLength(best.endEffectorError) : 'none'],
    ['gradient norm', gradientNorm === null ? 'none' : gradientNorm.toExponential(3)],
    ['run file', out],
  ];
  terminal.out(listed(all, 20));
  if (best) terminal.out(`reached: ${formatLength(best.endEffectorError)} from the target\n`);
  if (status === exitStatus.interrupted)
    terminal.out(`Interrupted. Go on with: adjoint reach --resume ${oneLine(out)}\n`);
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
    restarts: { type: 'string' },
    workers: { type: 'string' },
    ...backendOption,
    seed: { type: 'string' },
    iterations: { type: 'string' },
    weld: { type: 'string', multiple: true },
    repair: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: ({ positionals, values }, terminal) => runReach(positionals, values, terminal),
};
