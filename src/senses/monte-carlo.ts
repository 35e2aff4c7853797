/** @file Monte-Carlo of a scene's senses: whether its filter doubts as much as it errs, how much that is, and what becomes of the task. */
import { requireOptions } from '../core/arguments.ts';
import type { Consistency } from '../estimation/statistics/consistency.ts';
import type { TestKind } from '../estimation/statistics/consistency-tests.ts';
import { requireProbability } from '../estimation/statistics/binomial.ts';
import { rootMeanSquare } from '../estimation/statistics/root-mean-square.ts';
import type { Experiment } from '../scene/experiment.ts';
import { typeOf } from '../settings/kinds.ts';
import { counted } from '../text/counted.ts';
import { errorsOverBound } from './bound-of-runs.ts';
import { consistencyOfRuns } from './consistency-of-runs.ts';
import { type TaskOutcome, outcomeOf } from './outcome.ts';
import type { Label } from './records.ts';
import { requireSensing, tickOf } from './requirements.ts';
import { makeRuns, type Runs, type RunsOptions } from './runs.ts';

/** Which runs, and how they are judged. */
export interface MonteCarloOfOptions extends RunsOptions {
  /** Probability that a consistent filter passes; default 0.95. */
  readonly level?: number;
}

/** How far one coordinate is off. */
export interface CoordinateError extends Label {
  /** Root of the mean square over runs and ticks, in its unit. */
  readonly error: number;
  /** Over the least that any estimator could have: the posterior Cramer-Rao bound, readings at once. */
  readonly overBound: number;
}

/** What many runs say of a scene's estimator. Plain data. */
export interface MonteCarloReport {
  readonly filter: string;
  readonly runs: number;
  readonly seed: number;
  /** s, and how many of them. */
  readonly tick: number;
  readonly ticks: number;
  /** Without runs that are lost; none where all are. */
  readonly consistency: Consistency | null;
  readonly errors: readonly CoordinateError[];
  /** Of all coordinates together, by the bound's own covariance. */
  readonly overBound: number;
  readonly outcome: TaskOutcome;
  /** The verdict in words: what is inconsistent, by which test; runs that are lost. */
  readonly findings: readonly string[];
}

/** Tests that say what is wrong; others say the same again where one of these does. */
const telling: readonly TestKind[] = ['square', 'mean', 'memory'];

function findingsOf({ lost }: Runs, consistency: Consistency | null): string[] {
  const gone =
    lost.length > 0
      ? [`${counted(lost.length, 'run')} lost, run ${lost[0]} first: not all of its numbers are finite.`]
      : [];
  const failed = consistency?.tests.filter(({ isBorne }) => !isBorne) ?? [];
  const first = failed.filter(({ kind }) => telling.includes(kind));
  return [...gone, ...(first.length > 0 ? first : failed).map(({ words }) => `${words}.`)];
}

/** What runs say of the experiment that made them. */
function reportOfRuns(
  experiment: Experiment,
  found: Runs,
  { seed, level }: { readonly seed: number; readonly level: number },
): MonteCarloReport {
  const settings = requireSensing(experiment);
  requireProbability('level', level);
  const { rows, kept, lost } = found;
  const names = settings.sensors.map(({ name }) => name);
  const consistency = kept > 0 ? consistencyOfRuns(rows, names, level) : null;
  const rms = rootMeanSquare(rows.ticks.error);
  const bound = kept > 0 ? errorsOverBound(experiment, rows) : { coordinates: rms.map(() => NaN), all: NaN };
  return {
    filter: typeOf(experiment.scene.estimator!.filter),
    runs: kept + lost.length,
    seed,
    tick: tickOf(settings),
    ticks: rows.ticks.white.shape[0],
    consistency,
    errors: settings.layout.coordinates.map(({ label, unit }, i) => ({
      label,
      unit,
      error: kept > 0 ? rms[i] : NaN,
      overBound: bound.coordinates[i],
    })),
    overBound: bound.all,
    outcome: outcomeOf(experiment.settings.task, found),
    findings: findingsOf(found, consistency),
  };
}

/** Makes runs of flat parameters, and judges them. Throws a SceneError where the experiment has no estimator. */
export async function monteCarloOf(
  experiment: Experiment,
  parameters: Float64Array,
  options: MonteCarloOfOptions,
): Promise<MonteCarloReport> {
  requireOptions('monteCarloOf', options, ['runs', 'seed', 'switches', 'runner', 'signal', 'onProgress', 'level']);
  const { level = 0.95, ...which } = options;
  const found = await makeRuns(experiment, parameters, which);
  return reportOfRuns(experiment, found, { seed: which.seed, level });
}
