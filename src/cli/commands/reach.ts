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
import { encodeSession, openSession, type Session } from '../reach-session.ts';
import { Saver } from '../saver.ts';
import { listed, ProgressLine, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const help = `Usage: adjoint reach SCENE [options]
       adjoint reach [SCENE] --resume RUN [options]

Optimizes the controller of SCENE (a .json file, see scenes/) by gradients carried back through the robot's dynamics.

Options:
  --out FILE        where to write the run, every few seconds and at the end (default: SCENE.run.json in this folder,
                    or SCENE-2.run.json, … where that exists)
  --force           overwrite the file although it exists
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

Ctrl-C writes what there is and exits with 130. A file that another program made or changed meanwhile is left as it is: the
run then goes to another name, which is said, and the exit status is 4 where the first was asked for. Exit status: 0 done,
2 bad input, 3 diverged, 4 file not written.
`;

/** Members and threads beyond which a request is taken for a mistake. */
const most = { restarts: 65_536, workers: 256 } as const;

interface Ending {
  readonly outcome: string;
  readonly status: ExitStatus;
}

/** Whether the best parameters end closer to the target than the scene asks; null where it does not ask. */
const hasReached = ({ tolerance }: Scene, { state: { best } }: Optimization): boolean | null =>
  tolerance === undefined ? null : best !== null && best.endEffectorError < tolerance;

/** Why there is nothing left to do, if so. */
function isDone(scene: Scene, optimization: Optimization): string | undefined {
  if (hasReached(scene, optimization)) return 'reached the tolerance';
  const { finished, iteration } = optimization;
  return finished ?? (iteration >= scene.iterations ? 'all iterations done' : undefined);
}

async function iterate(
  scene: Scene,
  optimization: Optimization,
  progress: ProgressLine,
  save: () => Promise<void>,
  interrupted: AbortSignal,
): Promise<Ending> {
  try {
    for (;;) {
      const done = isDone(scene, optimization);
      if (done !== undefined) return { outcome: done, status: exitStatus.ok };
      interrupted.throwIfAborted();
      const line = await optimization.step(interrupted);
      progress.show(optimization.iteration, scene.iterations, line);
      if (optimization.iteration === 1 && optimization.isFlat)
        progress.say('warning: the gradient is exactly 0 at the start: no parameter moves the loss\n');
      await save();
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

/** Iterates to an end, whatever that is, and saves the run on the way and there. */
async function optimize(session: Session, optimization: Optimization, terminal: Terminal): Promise<Ending> {
  const progress = new ProgressLine(terminal);
  const saver = new Saver(session.file, { warn: (message) => progress.say(message), now: terminal.now });
  const encode = (): string => encodeSession(session, optimization.state);
  try {
    const save = (): Promise<void> => saver.offer(encode);
    return await iterate(session.scene, optimization, progress, save, terminal.interrupted);
  } finally {
    await saver.finish(encode);
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
    const ending = await optimize(session, optimization, terminal);
    if (ending.status === exitStatus.diverged) terminal.err(`${oneLine(ending.outcome)}\n`);
    summarize(session, optimization, ending, values.json === true, terminal);
    const isElsewhere = session.isNamed && session.file.isDisplaced;
    return isElsewhere && ending.status === exitStatus.ok ? exitStatus.io : ending.status;
  } finally {
    await runner.close();
  }
}

/** Says "reached" of nothing that the scene does not call so. */
function describeEnd({ tolerance }: Scene, error: number, reached: boolean | null): string {
  const distance = `${formatLength(error)} from the target`;
  if (tolerance === undefined) return `the best: ${distance} (the scene has no tolerance)`;
  return `${reached ? 'reached' : 'not reached'}: ${distance} (tolerance ${formatLength(tolerance)})`;
}

/** The run as it stands: its best iteration. */
function summarize(
  { scene, file: { path } }: Session,
  optimization: Optimization,
  { outcome, status }: Ending,
  asJson: boolean,
  terminal: Terminal,
): void {
  const { state, iteration, report } = optimization;
  const { best, history } = state;
  const reached = hasReached(scene, optimization);
  const gradientNorm = best && history[best.iteration].gradientNorm;
  const { json, rows } = report();
  if (asJson) {
    const summary = {
      scene: scene.name,
      outcome,
      reached,
      iterations: iteration,
      bestIteration: best?.iteration ?? null,
      loss: best?.loss ?? null,
      endEffectorError: best?.endEffectorError ?? null,
      gradientNorm,
      ...json,
      runFile: path,
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
    ['run file', path],
  ];
  terminal.out(listed(all, 20));
  if (best) terminal.out(`${describeEnd(scene, best.endEffectorError, reached)}\n`);
  if (status === exitStatus.interrupted)
    terminal.out(`Interrupted. Go on with: adjoint reach --resume ${oneLine(path)}\n`);
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
