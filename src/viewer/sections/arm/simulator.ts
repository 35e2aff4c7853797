/** @file The experiment in the worker: loaded, changed and optimized, one iteration at a time. */
import { activeBackend } from '../../../core/backend/choose-backend.ts';
import { AdjointError } from '../../../errors.ts';
import { parameterList } from '../../../learning/parameter-list.ts';
import { drive, type End } from '../../../run/job.ts';
import { portableStates } from '../../../run/portable-state.ts';
import type { Experiment } from '../../../scene/experiment.ts';
import { learnedNumbers, openController, writeController } from '../../../scene/saved-controller.ts';
import { robotChecksum } from '../../../scene/saved-run.ts';
import { changeOfScenes } from '../../../scene/robot.ts';
import { handOver, type Ongoing } from '../../worker/calls.ts';
import { haveSameBits } from '../../studio/same-bits.ts';
import { failureOf } from '../../worker/failure.ts';
import { pool } from '../../worker/pool.ts';
import type {
  Built,
  BuiltRobot,
  Changed,
  ChangeRequest,
  FoundController,
  Loaded,
  LoadRequest,
  MainMeasure,
  Look,
  News,
  OptimizeRequest,
  RobotFile,
  RunTextRequest,
  Stopped,
} from './calls.ts';
import { chosenScene } from './chosen-scene.ts';
import { experimentOf } from './experiment-of.ts';
import { arraysOf } from './looking.ts';
import { Reporter } from './reporter.ts';
import { runText } from './run-text.ts';
import { type Workplace, workplaceOf } from './workplace.ts';
import { mainMeasureName } from './main-measure-name.ts';
import { trainingFacts } from './train/facts.ts';

export class Simulator {
  #workplace: Workplace | null = null;
  #robot: RobotFile | null = null;
  /** Ends the optimization that was asked for last; there is none where it is aborted. */
  #wanted = aborted();
  /** Ended when the last optimization that was asked for has: there is one at a time. */
  #last: Promise<unknown> = Promise.resolve();
  /** Ends what an optimization does on the present workplace. */
  #stint = new AbortController();

  /** Builds the experiment beside the present one, which stays where the new one fails. */
  load(request: LoadRequest): Loaded {
    const { robot, startFrom, restarts, states } = request;
    this.#wanted.abort();
    const { scene, notes } = chosenScene(request);
    const experiment = experimentOf(scene, robot);
    const workplace = workplaceOf(experiment, restarts, startFrom, { states });
    const built = builtOf(workplace, workplace.look.at(workplace.work.bestOne()));
    this.#turnTo(workplace);
    this.#robot = robot;
    const about = { backend: activeBackend(), ...builtRobotOf(experiment), notes };
    return handOver({ ...built, ...about }, built.look ? arraysOf(built.look) : []);
  }

  /** What changes numbers only costs no new trace; a robot of which something else is said is built anew. */
  change({ scene, restarts, fromStart, startFrom, states }: ChangeRequest): Changed {
    const before = this.#required();
    const { touches, startsAgain, paths } = changeOfScenes(before.experiment.scene, scene);
    const experiment = touches === null ? before.experiment : experimentOf(scene, this.#robot!, before.experiment);
    const isAnother = fromStart || startsAgain || touches === 'start' || restarts !== before.restarts;
    const isRunning = !this.#wanted.signal.aborted;
    const present = isRunning ? before.work.present() : before.work.best();
    const carriedOver = isAnother || startFrom ? null : before.work.carriedOver(experiment);
    const from = { before, states, carriedOver };
    const workplace = workplaceOf(experiment, restarts, startFrom ?? (isAnother ? null : present), from);
    const built = builtOf(workplace, isRunning ? null : workplace.look.at(workplace.work.bestOne()));
    this.#turnTo(workplace);
    const isOtherRobot = paths.some((path) => path === '' || path.split('.')[0] === 'robot');
    const about = isOtherRobot && builtRobotOf(experiment);
    return handOver({ ...built, ...about }, built.look ? arraysOf(built.look) : []);
  }

  /** Takes the place of the optimization before, which ends between two iterations and is waited for. */
  optimize({ repeats }: OptimizeRequest, { signal, tell }: Ongoing<News>): Promise<Stopped> {
    this.#wanted.abort();
    const wanted = (this.#wanted = new AbortController());
    wanted.signal.addEventListener('abort', () => this.#stint.abort());
    signal.addEventListener('abort', () => wanted.abort());
    const run = this.#last.then(() => this.#run(wanted, repeats, tell));
    this.#last = run.catch(() => undefined);
    return run;
  }

  /** Text of the run's file as it stands. */
  writeRun(request: RunTextRequest): string {
    const { experiment, work } = this.#required();
    return runText(experiment, this.#robot!, work.job, request);
  }

  /** Bytes of the controller file of the best so far. Throws an ArgumentError where nothing was learned, or where the file would not act as it did. */
  writeController(): Uint8Array<ArrayBuffer> {
    const { experiment, work } = this.#required();
    const bytes = new Uint8Array(writeController(experiment, robotChecksum(this.#robot!.content), work.job));
    return handOver(bytes, [bytes]);
  }

  /** What a controller file has for the experiment, which stays as it is. Throws what `openController` and `learnedNumbers` do. */
  openController(bytes: Uint8Array): FoundController {
    const { experiment } = this.#required();
    const opened = openController(bytes, experiment, robotChecksum(this.#robot!.content));
    return { parameters: learnedNumbers(experiment, opened), differences: opened.differences };
  }

  #turnTo(workplace: Workplace): void {
    this.#workplace = workplace;
    this.#stint.abort();
    pool.keepFor(workplace.work.population);
  }

  #required(): Workplace {
    if (!this.#workplace) throw new Error('nothing has been loaded yet');
    return this.#workplace;
  }

  /** Goes on until it ends or is not wanted any more, on whatever workplace there is. */
  async #run(wanted: AbortController, repeats: number, tell: (news: News) => void): Promise<Stopped> {
    let workplace = this.#required();
    const reporter = new Reporter(workplace, tell);
    let most = repeats + workplace.experiment.iterations;
    try {
      for (;;) {
        const ended = await this.#goOn(workplace, most, wanted.signal, reporter);
        const present = this.#required();
        if (present === workplace || wanted.signal.aborted) {
          reporter.report();
          return stoppedOf(workplace, ended);
        }
        workplace = present;
        most = workplace.experiment.iterations;
        reporter.turnTo(workplace);
      }
    } finally {
      wanted.abort();
    }
  }

  #goOn({ work: { job } }: Workplace, most: number, wanted: AbortSignal, reporter: Reporter): Promise<End> {
    this.#stint = new AbortController();
    if (wanted.aborted) this.#stint.abort();
    return drive(job, {
      iterations: job.iteration + most,
      signal: this.#stint.signal,
      onProgress: (progress) => reporter.add(progress),
    });
  }
}

function aborted(): AbortController {
  const controller = new AbortController();
  controller.abort();
  return controller;
}

const builtRobotOf = ({ model, findings, repairs, estimates }: Experiment): BuiltRobot => ({
  model,
  findings,
  repairs,
  estimates,
});

function builtOf(workplace: Workplace, look: Look | null): Built {
  const { experiment, restarts, work, link, compiled } = workplace;
  const { scene, warnings, storedBytes, settings } = experiment;
  const { measures } = settings.task;
  const name = mainMeasureName(settings.task);
  const measureOf = (of: string): MainMeasure => ({ name: of, unit: measures[of].residual.unit });
  return {
    scene,
    restarts,
    measure: name === undefined ? null : measureOf(name),
    measures: Object.keys(measures).map(measureOf),
    link,
    parameterList: parameterList(experiment),
    warnings,
    storedBytes,
    training: trainingFacts(experiment),
    parameters: work.best(),
    // planning begins with what the scene's own controller does
    isUntaught: experiment.isPlanning
      ? work.job.iteration === 0
      : haveSameBits(work.bestOne(), experiment.initialParameters),
    iteration: work.job.iteration,
    isCompiled: compiled.has(restarts),
    look,
  };
}

/** How it ended, with the best so far; the start where nothing was evaluated yet. */
function stoppedOf(workplace: Workplace, { outcome, detail }: End): Stopped {
  const { work } = workplace;
  const paths = outcome === 'interrupted' || outcome === 'diverged' ? null : work.paths();
  const isFruitless = outcome === 'diverged' || outcome === 'no-gradient';
  const failure = isFruitless ? failureOf(new AdjointError(detail), 'optimize') : null;
  const stands = {
    parameters: work.best(),
    states: portableStates(work.states()),
    iteration: work.job.iteration,
  };
  const stopped = { outcome, detail, failure, ...stands, paths };
  return handOver(stopped, paths ? [paths.positions] : []);
}
