/** @file `adjoint run`: does what a scene says, and keeps the run. */
import type { PopulationRunner } from '../../parallel/population-runner.ts';
import { describeMemory, planMemory } from '../../parallel/memory-plan.ts';
import { drive, type End, type Job, type Progress } from '../../run/job.ts';
import { Optimization } from '../../run/optimization.ts';
import { checkedMotion } from '../../scene/checked-motion.ts';
import type { Experiment } from '../../scene/experiment.ts';
import type { SavedJob } from '../../scene/saved-run.ts';
import { sceneJsonSchema } from '../../scene/schema.ts';
import { settingLines } from '../../settings/help.ts';
import { typeOf } from '../../settings/kinds.ts';
import { oneLine, printable } from '../../text/printable.ts';
import { integerOption, type OptionValues, UsageError } from '../arguments.ts';
import { backendHelp, backendOption, useBackend } from '../backend.ts';
import { openRunner } from '../population-runner.ts';
import { robotHelp, robotOptions } from '../robot-options.ts';
import { lineOf, type Reported, summaryJson, summaryRows, Throughput } from '../run-report.ts';
import { encodeSession, openSession, type Session } from '../run-session.ts';
import { Saver } from '../saver.ts';
import { runTraining } from '../training-run.ts';
import { glossary, listed, ProgressLine, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

/** Made when it is asked for: the list of settings takes longer than a command may take to begin. */
const helpText = (): string => `Usage: adjoint run SCENE [options]
       adjoint run [SCENE] --resume RUN [options]

Does what SCENE says (a .json file, see scenes/): optimizes its controller by gradients carried back
through the robot's dynamics. The run is saved every few seconds and at its end, whatever ends it.

Options:
${glossary([
  ['--set PATH=VALUE', 'change a setting of the scene (may be repeated), see below; e.g. --set seed=2'],
  ['--out FILE', "where to write the run (default: a name like the scene file's that is free)"],
  ['--force', 'overwrite FILE although it exists'],
  [
    '--resume RUN',
    "go on where a run file stopped, and write to it; the result has the same bits as not stopping. SCENE then only says where the robot file is (else: beside the run file, or Adjoint's own); only method.iterations can change",
  ],
  [
    '--restarts N',
    "optimize N starts at once and keep the best: the scene's own, and others around it (by the controller's perturbation, or 0.2 where it has none)",
  ],
  [
    '--workers N',
    'evaluate the restarts, or the rollouts that a policy is trained by, on N worker threads: the same bits for any N',
  ],
  backendHelp,
  ...robotHelp,
  ['--json', 'print the summary as JSON'],
  ['--help', 'show this text'],
])}

Ctrl-C writes what there is and exits with 130.
Exit status: 0 done, 2 bad input, 3 diverged or without a gradient to learn by, 4 file not written.
Whether the scene's success was met is "reached" in the JSON: true, false, or null where the scene
asks for none.

Settings (entries of lists by their NAME or position; values as in JSON, words as they are):
${glossary(settingLines(sceneJsonSchema()))}
`;

/** Members and threads beyond which a request is taken for a mistake. */
const most = { restarts: 65_536, workers: 256 } as const;

/** A job under way. */
interface Work {
  readonly session: Session;
  readonly job: Job & SavedJob;
  readonly reported: Reported;
}

function describe({ model, settings, layout, scene, isPlanning, sampler }: Experiment, terminal: Terminal): void {
  const { steps, dt, controller, hold = 1 } = settings;
  const what = isPlanning ? `a plan of ${steps / hold} knots` : `${layout.size} parameters of ${controller.name}`;
  terminal.err(
    `${printable(model.name)}: ${model.nv} ${model.nv === 1 ? 'joint' : 'joints'}; ${steps} steps of ${dt} s (${typeOf(settings.integrator)}); ` +
      `${what}; ${typeOf(scene.method)}\n`,
  );
  const varying = isPlanning ? sampler.variations.map(({ name }) => name) : [];
  if (varying.length > 0)
    terminal.err(
      `A plan is made for one rollout: here ${printable(varying.join(', '))} stay as the scene says them.\n`,
    );
}

/** How many starts, and on how many workers; refuses what does not go together. */
function populationOptions(values: OptionValues): { readonly restarts: number; readonly workers: number | undefined } {
  const restarts = integerOption(values, 'restarts', 1, most.restarts) ?? 1;
  const workers = integerOption(values, 'workers', 1, most.workers);
  if (values.restarts !== undefined && values.resume !== undefined)
    throw new UsageError('--restarts: a run is resumed alone; fix: leave out --restarts, or start a new run');
  return { restarts, workers };
}

/** Refuses workers that would have nothing to do, and starts that a method of plans makes itself. */
function requireRestarts({ isPlanning: plans }: Experiment, restarts: number, workers: number | undefined): void {
  if (plans && restarts > 1)
    throw new UsageError(`--restarts: plans have starts of their own; fix: use --set method.restarts=${restarts}`);
  if (workers === undefined || restarts > 1) return;
  const remedy = plans ? 'leave it out' : 'leave it out, or optimize several starts with --restarts N';
  throw new UsageError(`--workers: a run alone has nothing to share out; fix: ${remedy}`);
}

/** The job that is asked for; `runner` is for its restarts. Says what it will take. */
function prepare(
  { saved, loaded: { experiment } }: Session,
  restarts: number,
  runner: PopulationRunner,
  terminal: Terminal,
): Job & SavedJob {
  if (experiment.isPlanning) return experiment.plan(saved?.state, terminal.now);
  const population = restarts > 1 ? experiment.population(restarts, runner) : undefined;
  const executable = population ? population.evaluation() : experiment.evaluation.executable;
  terminal.err(`${describeMemory(planMemory(executable, Math.max(1, runner.size)))}\n`);
  if (population) return Optimization.start(population);
  return saved ? Optimization.resume(experiment.one(), saved.state) : Optimization.start(experiment.one());
}

/** A gradient that is so many times the loss is one of steps that make disturbances grow. */
const hugeGradient = 1e9;

/** What the first two iterations tell of those to come. */
function warnOfBeginning({ iteration, still, now }: Progress, experiment: Experiment, line: ProgressLine): void {
  const warn = (message: string): void => line.say(`warning: ${oneLine(message)}\n`);
  if (still) warn(`the gradient is exactly 0 by ${experiment.describe(still)}: they stay as they are until it is not`);
  if (iteration > 0 || !now || !(now.gradientNorm > hugeGradient * now.loss)) return;
  const why = experiment.instability;
  if (why !== null) warn(`the gradient is ${now.gradientNorm.toExponential(0)}, which is of no use: ${why}`);
}

/** Drives the job to an end, whatever that is, and saves the run on the way and there. */
async function optimize({ session, job, reported }: Work, terminal: Terminal): Promise<End> {
  const line = new ProgressLine(terminal);
  const saver = new Saver(session.file, { warn: (message) => line.say(message), now: terminal.now });
  const { experiment } = session.loaded;
  const { iterations } = experiment;
  let end: End | null = null;
  try {
    end = await drive(job, {
      iterations,
      signal: terminal.interrupted,
      onProgress: async (progress) => {
        reported.throughput.update(progress.gradients);
        reported.planning = progress.planning;
        line.show(job.iteration, iterations, lineOf(progress, reported));
        if (progress.iteration < 2) warnOfBeginning(progress, experiment, line);
        await saver.offer(() => encodeSession(session, job, null));
      },
    });
    return end;
  } finally {
    line.end();
    await saver.finish(() => encodeSession(session, job, end));
  }
}

const statusOf = ({ outcome }: End): ExitStatus => {
  if (outcome === 'diverged' || outcome === 'no-gradient') return exitStatus.fruitless;
  return outcome === 'interrupted' ? exitStatus.interrupted : exitStatus.ok;
};

async function runScene(positionals: readonly string[], values: OptionValues, terminal: Terminal): Promise<ExitStatus> {
  const { restarts, workers } = populationOptions(values);
  useBackend(values, terminal);
  const session = await openSession(positionals, values, terminal);
  const { experiment } = session.loaded;
  describe(experiment, terminal);
  if (experiment.isTraining) return runTraining(session, { restarts, workers, asJson: values.json === true }, terminal);
  requireRestarts(experiment, restarts, workers);
  const runner = openRunner(workers, terminal);
  try {
    const job = prepare(session, restarts, runner, terminal);
    const { task, steps } = experiment.settings;
    const work = {
      session,
      job,
      reported: { task, steps, hopeless: experiment.hopeless, throughput: new Throughput(terminal.now) },
    };
    const end = await optimize(work, terminal);
    const isFruitless = statusOf(end) === exitStatus.fruitless;
    if (isFruitless) terminal.err(`${oneLine(end.detail)}\n`);
    summarize(work, end, values.json === true, terminal);
    const isElsewhere = session.isNamed && session.file.isDisplaced;
    return isElsewhere && statusOf(end) === exitStatus.ok ? exitStatus.io : statusOf(end);
  } finally {
    await runner.close();
  }
}

/** The run as it stands: its best iteration. */
function summarize({ session, job, reported }: Work, end: End, asJson: boolean, terminal: Terminal): void {
  const { path } = session.file;
  const { experiment } = session.loaded;
  const { scene } = experiment;
  if (experiment.isPlanning && end.outcome !== 'diverged')
    reported.checked = checkedMotion(experiment, experiment.simulate(job.result().parameters));
  if (asJson) {
    terminal.out(`${JSON.stringify(summaryJson(job, end, reported, scene.name, path))}\n`);
    return;
  }
  const { rows, verdict } = summaryRows(job, end, reported, path);
  terminal.out(listed(rows, 20) + verdict);
  if (end.outcome === 'interrupted') terminal.out(`Interrupted. Go on with: adjoint run --resume ${oneLine(path)}\n`);
}

export const run: Command = {
  get help() {
    return helpText();
  },
  operands: ['SCENE'],
  options: {
    set: { type: 'string', multiple: true },
    out: { type: 'string' },
    force: { type: 'boolean' },
    resume: { type: 'string' },
    restarts: { type: 'string' },
    workers: { type: 'string' },
    ...backendOption,
    ...robotOptions,
    json: { type: 'boolean' },
  },
  run: ({ positionals, values }, terminal) => runScene(positionals, values, terminal),
};
