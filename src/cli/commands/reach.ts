/** @file `adjoint reach`: optimizes a scene's controller by gradients through the dynamics, and keeps the run. */
import type { PopulationRunner } from '../../parallel/population-runner.ts';
import { oneLine, printable } from '../../text/printable.ts';
import { drive, type End } from '../../run/job.ts';
import { Optimization } from '../../run/optimization.ts';
import { integerOption, type OptionValues, UsageError } from '../arguments.ts';
import { backendHelp, backendOption, useBackend } from '../backend.ts';
import { formatLength } from '../../text/quantities.ts';
import { describeMemory, planMemory } from '../../parallel/memory-plan.ts';
import { lineOf, outcomeOf, reportOf, Throughput } from '../optimization.ts';
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

/** What is optimized, and how quickly. */
interface Work {
  readonly job: Optimization;
  readonly throughput: Throughput;
}

async function optimize(session: Session, { job, throughput }: Work, terminal: Terminal): Promise<End> {
  const line = new ProgressLine(terminal);
  const { iterations } = session.scene;
  const { steps } = session.loaded.experiment.settings;
  try {
    return await drive(job, {
      iterations,
      signal: terminal.interrupted,
      onProgress: (progress) => {
        throughput.update(progress.gradients);
        line.show(job.iteration, iterations, lineOf(progress, throughput, steps));
        if (progress.iteration === 0 && job.isFlat)
          terminal.err('\nwarning: the gradient is exactly 0 at the start: no parameter moves the loss\n');
      },
    });
  } finally {
    line.end();
  }
}

const statusOf = ({ outcome }: End): ExitStatus => {
  if (outcome === 'diverged') return exitStatus.diverged;
  return outcome === 'interrupted' ? exitStatus.interrupted : exitStatus.ok;
};

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

/** The job that is asked for; `runner` is for its restarts. Says what it will take. */
function prepare(
  { saved, loaded: { experiment } }: Session,
  restarts: number,
  runner: PopulationRunner,
  terminal: Terminal,
): Optimization {
  const population = restarts > 1 ? experiment.withRestarts(restarts, runner) : undefined;
  const evaluation = (population ?? experiment).evaluation();
  terminal.err(`${describeMemory(planMemory(evaluation, Math.max(1, runner.size)))}\n`);
  if (population) return Optimization.start(population);
  return saved ? Optimization.resume(experiment, saved.state) : Optimization.start(experiment);
}

async function runReach(positionals: readonly string[], values: OptionValues, terminal: Terminal): Promise<ExitStatus> {
  const { restarts, workers } = populationOptions(values);
  useBackend(values, terminal);
  const session = await openSession(positionals, values, terminal);
  describe(session, terminal);
  const runner = openRunner(workers, terminal);
  try {
    const work = { job: prepare(session, restarts, runner, terminal), throughput: new Throughput() };
    const end = await optimize(session, work, terminal);
    if (end.outcome === 'diverged') terminal.err(`${oneLine(end.detail)}\n`);
    await save(session, work.job, end);
    summarize(session, work, end, values.json === true, terminal);
    return statusOf(end);
  } finally {
    await runner.close();
  }
}

/** The run as it stands: its best iteration. */
function summarize(
  { scene, out, loaded: { experiment } }: Session,
  { job, throughput }: Work,
  end: End,
  asJson: boolean,
  terminal: Terminal,
): void {
  const result = job.result();
  const { best, iterations } = result;
  const { json, rows } = reportOf(result, job.bestMember, throughput, experiment.settings.steps);
  const outcome = outcomeOf(end);
  if (asJson) {
    const summary = {
      scene: scene.name,
      outcome,
      iterations,
      bestIteration: best?.iteration ?? null,
      loss: best?.loss ?? null,
      endEffectorError: best?.measures.distance ?? null,
      gradientNorm: best?.gradientNorm ?? null,
      ...json,
      runFile: out,
    };
    terminal.out(`${JSON.stringify(summary)}\n`);
    return;
  }
  const all: readonly (readonly [string, string])[] = [
    ['outcome', outcome],
    ['iterations', String(iterations)],
    ...rows,
    ['loss', best ? best.loss.toPrecision(6) : 'none'],
    ['end-effector error', best ? formatLength(best.measures.distance) : 'none'],
    ['gradient norm', best ? best.gradientNorm.toExponential(3) : 'none'],
    ['run file', out],
  ];
  terminal.out(listed(all, 20));
  if (best) terminal.out(`reached: ${formatLength(best.measures.distance)} from the target\n`);
  if (end.outcome === 'interrupted') terminal.out(`Interrupted. Go on with: adjoint reach --resume ${oneLine(out)}\n`);
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
