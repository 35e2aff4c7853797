/** @file `adjoint run` of a scene whose method trains: the training, its test, and the file that is kept of it. */
import { availableWorkers } from '../platform/node/worker-pool.ts';
import { drive, type End, type Report } from '../run/job.ts';
import type { Experiment } from '../scene/experiment.ts';
import { examine } from '../train/evaluation.ts';
import { Training } from '../train/training.ts';
import { oneLine } from '../text/printable.ts';
import { UsageError } from './arguments.ts';
import { type ExitStatus, exitStatus } from './commands/command.ts';
import { openRunner } from './population-runner.ts';
import { Throughput } from './run-report.ts';
import { encodeSession, type Session } from './run-session.ts';
import { Saver } from './saver.ts';
import { listed, ProgressLine, type Terminal } from './terminal.ts';
import { type Trained, trainingJson, trainingLine, trainingRows } from './training-report.ts';

interface TrainingOptions {
  readonly restarts: number;
  readonly workers: number | undefined;
  readonly asJson: boolean;
}

/** Trains, and tests what was learned with rollouts that nothing was decided by. */
export async function runTraining(
  session: Session,
  { restarts, workers, asJson }: TrainingOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  if (restarts > 1)
    throw new UsageError(
      '--restarts: a training is one run; fix: leave it out, or train with other seeds by --set seed=2',
    );
  const { experiment } = session.loaded;
  const runner = openRunner(workers ?? availableWorkers(), terminal);
  try {
    const course = experiment.course(runner);
    const job = session.saved ? Training.resume(course, session.saved.state) : Training.start(course);
    const begun = terminal.now();
    const throughput = new Throughput(terminal.now);
    const end = await train({ session, job, throughput }, terminal);
    const seconds = (terminal.now() - begun) / 1000;
    const test =
      end.outcome === 'interrupted' || job.iteration === 0 ? null : await tested(experiment, job, course.lesson);
    const trained: Trained = { experiment, job, end, test, seconds, path: session.file.path };
    if (isFruitless(end)) terminal.err(`${oneLine(end.detail)}\n`);
    terminal.out(asJson ? `${JSON.stringify(trainingJson(trained))}\n` : listed(trainingRows(trained), 20));
    if (end.outcome === 'interrupted' && !asJson)
      terminal.out(`Interrupted. Go on with: adjoint run --resume ${oneLine(session.file.path)}\n`);
    return statusOf(end, session);
  } finally {
    await runner.close();
  }
}

const isFruitless = ({ outcome }: End): boolean => outcome === 'diverged' || outcome === 'no-gradient';

function statusOf(end: End, { isNamed, file }: Session): ExitStatus {
  if (isFruitless(end)) return exitStatus.fruitless;
  if (end.outcome === 'interrupted') return exitStatus.interrupted;
  return isNamed && file.isDisplaced ? exitStatus.io : exitStatus.ok;
}

interface Work {
  readonly session: Session;
  readonly job: Training;
  readonly throughput: Throughput;
}

/** Drives the training to an end, whatever that is, and saves it on the way and there. */
async function train({ session, job, throughput }: Work, terminal: Terminal): Promise<End> {
  const line = new ProgressLine(terminal);
  const saver = new Saver(session.file, { warn: (message) => line.say(message), now: terminal.now });
  const { iterations } = session.loaded.experiment;
  let end: End | null = null;
  try {
    end = await drive(job, {
      iterations,
      signal: terminal.interrupted,
      onProgress: async (progress) => {
        throughput.update(job.physicsSteps);
        line.show(job.iteration, iterations, trainingLine(progress, { job, throughput, iterations }));
        await saver.offer(() => encodeSession(session, job, null));
      },
    });
    return end;
  } finally {
    line.end();
    await saver.finish(() => encodeSession(session, job, end));
  }
}

/** How well the best parameters do in the test. */
async function tested(experiment: Experiment, job: Training, lesson: Parameters<typeof examine>[0]): Promise<Report> {
  return examine(lesson, job.result().parameters, { set: 'test', ...experiment.examinations.test });
}
